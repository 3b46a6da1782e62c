"""The network that is taught: the base encoder, a projection of span means, and a head per task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from models.base import HEADS, HIDDEN

SCALE = 8.0
"""Unit vectors are stretched by this before the hidden layer, so that it reaches useful sizes at ordinary learning rates."""
WIDTH = 384
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Outputs:
    """`vectors` (spans, dim) unit rows; logits `stage` (spans, stages), `topics` (spans, topics) and
    `sentiment` (spans, 1 + topics, 3).
    """

    vectors: Tensor
    stage: Tensor
    topics: Tensor
    sentiment: Tensor


class Network(nn.Module):
    """Token states averaged over spans, projected, at unit length: what themes are found in. On that a hidden layer, and a
    linear head per task.
    """

    def __init__(self, encoder: BertModel, stages: int, topics: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.projection = nn.Linear(HIDDEN, HIDDEN)
        self.hidden = nn.Linear(HIDDEN, WIDTH)
        self.dropout = nn.Dropout(0.2)
        self.stage = nn.Linear(WIDTH, stages)
        self.topics = nn.Linear(WIDTH, topics)
        self.sentiment = nn.Linear(WIDTH, 3)
        self.topic_sentiment = nn.Linear(WIDTH, topics * 3)
        nn.init.eye_(self.projection.weight)
        nn.init.zeros_(self.projection.bias)
        nn.init.zeros_(self.topic_sentiment.weight)
        nn.init.zeros_(self.topic_sentiment.bias)

    def forward(self, ids: Tensor, mask: Tensor, pooling: Tensor) -> Outputs:
        """Args: `ids`, `mask` (texts, tokens); `pooling` (spans, texts * tokens) rows that average the tokens of each span."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        pooled = torch.sparse.mm(pooling, states.reshape(-1, HIDDEN))
        vectors = functional.normalize(self.projection(pooled), dim=-1)
        wide = self.dropout(functional.relu(self.hidden(vectors * SCALE)))
        whole = self.sentiment(wide)
        by_topic = self.topic_sentiment(wide).reshape(len(wide), -1, 3) + whole[:, None]
        return Outputs(vectors, self.stage(wide), self.topics(wide), torch.cat([whole[:, None], by_topic], dim=1))


def parts_of(network: Network) -> dict[str, NDArray[np.float32]]:
    """Every tensor that serving needs: the encoder's by the short names of `models.base`, `projection.*`, and the heads'
    arrays as `insight.classify.Heads` reads them, under `head.`.
    """
    topics = network.topics.out_features
    found = {
        "projection.w": network.projection.weight,
        "projection.b": network.projection.bias,
        "head.hidden.w": network.hidden.weight * SCALE,
        "head.hidden.b": network.hidden.bias,
    }
    for name in ("stage", "topics"):
        layer = getattr(network, name)
        found |= {f"head.{name}.w": layer.weight, f"head.{name}.b": layer.bias}
    for end in ("weight", "bias"):
        whole, by_topic = getattr(network.sentiment, end), getattr(network.topic_sentiment, end)
        every = torch.cat([whole[None], whole[None] + by_topic.reshape(topics, *whole.shape)])
        found[f"head.sentiment.{end[0]}"] = every
    parts = {name: tensor.detach().numpy().astype(np.float32) for name, tensor in found.items()}
    return {**weights_of(network.encoder), **parts}


def encoder_from(weights: Mapping[str, NDArray[np.float32]], layers: int) -> BertModel:
    """A BertModel holding the tensors of `models.base`, layers 0 to `layers` - 1."""
    config = BertConfig(
        vocab_size=len(weights["emb.word"]),
        hidden_size=HIDDEN,
        num_hidden_layers=layers,
        num_attention_heads=HEADS,
        intermediate_size=4 * HIDDEN,
        max_position_embeddings=len(weights["emb.pos"]),
        type_vocab_size=len(weights["emb.type"]),
        layer_norm_eps=1e-12,
        hidden_dropout_prob=0.1,
        attention_probs_dropout_prob=0.0,  # a fifth faster without
    )
    encoder = BertModel(config, add_pooling_layer=False)
    names = tensor_names(layers)
    state = {names[short]: torch.from_numpy(weights[short]) for short in names}
    encoder.load_state_dict(state, strict=True)
    return encoder


def weights_of(encoder: BertModel) -> dict[str, NDArray[np.float32]]:
    """The tensors of an encoder by the short names of `models.base`."""
    state = encoder.state_dict()
    names = tensor_names(encoder.config.num_hidden_layers)
    return {short: state[long].numpy().astype(np.float32) for short, long in names.items()}


def tensor_names(layers: int) -> dict[str, str]:
    """Short names of `models.base` -> names in a BertModel."""
    names = dict(_EMBEDDINGS)
    for layer in range(layers):
        for short, long in _LAYER.items():
            for end, word in (("w", "weight"), ("b", "bias")):
                names[f"l{layer}.{short}.{end}"] = f"encoder.layer.{layer}.{long}.{word}"
    return names


def pooling_rows(spans: Sequence[tuple[int, Sequence[int]]], tokens: int, texts: int) -> Tensor:
    """Sparse (spans, texts * tokens) averages: each span is a text's row number and the token numbers inside it."""
    rows = [row for row, (_, inside) in enumerate(spans) for _ in inside]
    columns = [text * tokens + token for text, inside in spans for token in inside]
    values = [1 / len(inside) for _, inside in spans for _ in inside]
    return torch.sparse_coo_tensor(
        torch.tensor([rows, columns]), torch.tensor(values), (len(spans), texts * tokens), check_invariants=False
    ).coalesce()
