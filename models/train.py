"""Teaches the encoder: several tasks at once, several spellings at once, and faithful to what the base already knows.

The loss of a batch is the sum of
- cross-entropy of stage, of each topic's presence, of the sentiment of the mention and of each topic present;
- cross-entropy of the whole text's sentiment, where its mentions agree;
- distance to the base encoder's vector of the mention *alone, well spelt*, its language's mean removed: so an unaccented or
  misspelt mention, and one inside a long text, lands where the clean one is, and languages meet (distillation by vectors,
  Reimers and Gurevych 2020, arXiv:2004.09813);
- contrast between the same mention in two languages or spellings and the other mentions of the batch (InfoNCE).
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from insight.encode import END, head_tokens, tokens, touching
from insight.taxonomy import Taxonomy
from insight.types import SENTIMENTS
from models.network import Network, Outputs, pooling_rows

MAX_TOKENS = 160
TEMPERATURE = 0.05
WEIGHTS = {"stage": 1.5, "topics": 23.0, "sentiment": 1.5, "faithful": 1.5, "contrast": 0.3}


@dataclass(frozen=True, slots=True)
class Span:
    """One span to learn from. -1 stands for a label that is not known. `teacher` is a row of the teacher's vectors."""

    tokens: tuple[int, ...]
    stage: int = -1
    topics: tuple[tuple[int, int], ...] | None = None
    sentiment: int = -1
    teacher: int = -1
    twin: int = -1


@dataclass(frozen=True, slots=True)
class Item:
    """One text to learn from: its token ids, special tokens included, and its spans."""

    ids: tuple[int, ...]
    spans: tuple[Span, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast: learning rates of the encoder and of the new layers, passes over the data, texts a step."""

    epochs: int = 4
    batch: int = 24
    encoder_rate: float = 5e-5
    head_rate: float = 1e-3
    warm_up: float = 0.06
    frozen_layers: int = 0
    seed: int = 7


def encode_item(
    tokenizer: Tokenizer, text: str, question: str | None, spans: Sequence[tuple[tuple[int, int], Span]], group: str
) -> Item | None:
    """Token ids and spans in tokens; None where the cut to `MAX_TOKENS` leaves no span."""
    head = head_tokens(tokenizer, question)
    ids, offsets = tokens(tokenizer, text)
    room = MAX_TOKENS - len(head) - 1
    ids, offsets = ids[:room], offsets[:room]
    kept = []
    for (start, end), span in spans:
        if len(offsets) and start < offsets[-1][1]:
            inside = tuple(len(head) + int(token) for token in touching(offsets, (start, end)))
            kept.append(Span(inside, span.stage, span.topics, span.sentiment, span.teacher, span.twin))
    return Item((*head, *map(int, ids), END), tuple(kept), group) if kept else None


def train(network: Network, items: Sequence[Item], teacher: NDArray[np.float32], recipe: Recipe, checkpoint: Path) -> None:
    """Run the recipe in place; after each epoch the state is saved to `checkpoint`, and an interrupted run goes on from it."""
    torch.manual_seed(recipe.seed)
    _freeze(network, recipe.frozen_layers)
    taught = torch.from_numpy(teacher)
    new = [p for name, p in network.named_parameters() if not name.startswith("encoder.") and p.requires_grad]
    old = [p for p in network.encoder.parameters() if p.requires_grad]
    groups = [{"params": old, "lr": recipe.encoder_rate}, {"params": new, "lr": recipe.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = recipe.epochs * -(-len(items) // recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps, recipe.warm_up))
    first = _resume(checkpoint, network, optimiser, schedule)
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("training", total=steps, completed=first * steps // recipe.epochs)
        for epoch in range(first, recipe.epochs):
            network.train()
            running = 0.0
            for step, batch in enumerate(batches(items, recipe.batch, random.Random(recipe.seed * 1000 + epoch))):
                optimiser.zero_grad()
                total = loss(network, batch, taught)
                total.backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                running += (float(total.detach()) - running) / min(step + 1, 50)
                progress.update(task, advance=1, description=f"epoch {epoch + 1}/{recipe.epochs} loss {running:.3f}")
            state = {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
            torch.save({**state, "epoch": epoch + 1}, checkpoint)


def _rate(step: int, steps: int, warm_up: float) -> float:
    """Linear warm-up, then linear decay to a twentieth."""
    return min((step + 1) / max(warm_up * steps, 1), max(1 - step / steps, 0.05))


def _freeze(network: Network, layers: int) -> None:
    network.encoder.embeddings.requires_grad_(False)
    for layer in network.encoder.encoder.layer[:layers]:
        layer.requires_grad_(False)


def _resume(checkpoint: Path, network: Network, *others: torch.optim.Optimizer | torch.optim.lr_scheduler.LambdaLR) -> int:
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    network.load_state_dict(state["network"])
    for name, other in zip(("optimiser", "schedule"), others, strict=True):
        other.load_state_dict(state[name])
    return int(state["epoch"])


def batches(items: Sequence[Item], size: int, rng: random.Random) -> Iterator[list[Item]]:
    """Shuffled batches of texts of like length; spellings of one feedback mostly fall together."""
    place = {group: rng.random() for group in dict.fromkeys(item.group for item in items)}
    order = sorted(range(len(items)), key=lambda index: (len(items[index].ids) // 16, place[items[index].group]))
    chunks = [order[start : start + size] for start in range(0, len(order), size)]
    rng.shuffle(chunks)
    for chunk in chunks:
        yield [items[index] for index in chunk]


def loss(network: Network, batch: Sequence[Item], teacher: Tensor) -> Tensor:
    """The summed loss of a batch."""
    width = max(len(item.ids) for item in batch)
    ids = torch.tensor([[*item.ids, *[1] * (width - len(item.ids))] for item in batch])
    spans = [(row, span) for row, item in enumerate(batch) for span in item.spans]
    pooling = pooling_rows([(row, span.tokens) for row, span in spans], width, len(batch))
    outputs = network(ids, (ids != 1).long(), pooling)
    found = [span for _, span in spans]
    return _label_loss(outputs, found) + _vector_loss(outputs.vectors, found, teacher)


def _label_loss(outputs: Outputs, spans: Sequence[Span]) -> Tensor:
    stage = torch.tensor([span.stage for span in spans])
    sentiment = torch.tensor([span.sentiment for span in spans])
    total = WEIGHTS["stage"] * _cross_entropy(outputs.stage, stage) + WEIGHTS["sentiment"] * _cross_entropy(
        outputs.sentiment[:, 0], sentiment
    )
    known = [row for row, span in enumerate(spans) if span.topics is not None]
    if known:
        target = torch.zeros(len(known), outputs.topics.shape[1])
        present = [(place, row, *pair) for place, row in enumerate(known) for pair in spans[row].topics or ()]
        for place, _, topic, _ in present:
            target[place, topic] = 1
        total = total + WEIGHTS["topics"] * functional.binary_cross_entropy_with_logits(outputs.topics[known], target)
        if present:
            rows, topics, values = (torch.tensor([entry[at] for entry in present]) for at in (1, 2, 3))
            total = total + WEIGHTS["sentiment"] * functional.cross_entropy(outputs.sentiment[rows, 1 + topics], values)
    return total


def _cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    if not (target >= 0).any():
        return logits.sum() * 0
    return functional.cross_entropy(logits, target, ignore_index=-1, label_smoothing=0.05)


def _vector_loss(vectors: Tensor, spans: Sequence[Span], teacher: Tensor) -> Tensor:
    total = vectors.sum() * 0
    taught = [row for row, span in enumerate(spans) if span.teacher >= 0]
    if taught:
        target = teacher[[spans[row].teacher for row in taught]]
        total = total + WEIGHTS["faithful"] * (1 - (vectors[taught] * target).sum(dim=1)).mean()
    twins = [row for row, span in enumerate(spans) if span.twin >= 0]
    if len(twins) > 1:
        marks = torch.tensor([spans[row].twin for row in twins])
        total = total + WEIGHTS["contrast"] * _contrast(vectors[twins], marks)
    return total


def _contrast(vectors: Tensor, marks: Tensor) -> Tensor:
    """InfoNCE with several positives: rows with equal marks attract each other, all others repel."""
    similar = vectors @ vectors.T / TEMPERATURE
    itself = torch.eye(len(vectors), dtype=torch.bool)
    positive = (marks[:, None] == marks[None, :]) & ~itself
    has = positive.any(dim=1)
    if not has.any():
        return vectors.sum() * 0
    log_share = similar.masked_fill(itself, -1e4).log_softmax(dim=1)
    return -(log_share * positive).sum(dim=1)[has].div(positive.sum(dim=1)[has]).mean()


def label_ids(taxonomy: Taxonomy) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Numbers of stages, topics and sentiments."""
    return (
        {stage: index for index, stage in enumerate(taxonomy.stage_by_id)},
        {topic: index for index, topic in enumerate(taxonomy.topic_by_id)},
        {sentiment: index for index, sentiment in enumerate(SENTIMENTS)},
    )
