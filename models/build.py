"""From base weights to the folder that `insight` reads, in stages that are saved outside git and resumed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from insight.classify import Heads
from insight.encode import OnnxEncoder
from insight.taxonomy import Taxonomy
from insight.themes.name import load_phrases, phrase_vectors
from insight.types import SpannedText, Vectors
from models import graph
from models.artefact import write_encoder, write_heads, write_phrases
from models.base import HEADS, LAYERS, TOKENIZER, load_base_weights, package_file
from models.card import evaluate, write_card
from models.examples import Example, load_corpus, split, texts, without_diacritics
from models.heads import Fitted, calibrate, rows
from models.memory import remember
from models.vocabulary import cut, frequent_words

Weights = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to build: where the stages are kept, the public sets and a user's own labels, passes over the lessons, the base
    layers that are kept, and how many feedbacks of the corpus are read (all, unless it is a toy run).
    """

    work: Path
    data: Path | None = None
    own: Path | None = None
    epochs: int = 6
    layers: tuple[int, ...] = tuple(range(LAYERS))
    feedbacks: int | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """The cut base encoder, every layer of it."""

    tokenizer_json: str
    weights: Weights

    @property
    def tokenizer(self) -> Tokenizer:
        """A fresh tokenizer."""
        return Tokenizer.from_str(self.tokenizer_json)

    def kept(self, layers: Sequence[int]) -> Weights:
        """The weights with these layers alone, numbered anew."""
        found = {name: value for name, value in self.weights.items() if name.startswith("emb.")}
        for place, layer in enumerate(layers):
            prefix = f"l{layer}."
            found |= {
                f"l{place}.{name.removeprefix(prefix)}": value for name, value in self.weights.items() if name.startswith(prefix)
            }
        return found


def build(folder: Path, plan: Plan) -> str:
    """Run every stage, write the artefact to `folder`, and return its version."""
    taxonomy = Taxonomy.default()
    plan.work.mkdir(parents=True, exist_ok=True)
    taught, held_out = split(load_corpus(taxonomy)[: plan.feedbacks])
    base = cut_base(taught)
    parts = _taught_parts(base, taught, plan, taxonomy)
    encoder = export(base, parts, folder, quantised=True)
    heads = {name.removeprefix("head."): value for name, value in parts.items() if name.startswith("head.")}
    fitted = fit_heads(encoder, heads, held_out, taxonomy)
    write_phrases(folder, bank_vectors(encoder))
    remember(encoder, taught, held_out, taxonomy).save(folder)
    version = write_heads(folder, fitted, taxonomy)
    exact = export(base, parts, plan.work / "exact", quantised=False)
    figures = evaluate(encoder, exact, Heads.from_pretrained(folder), held_out, taxonomy)
    write_card(folder, version, figures, taught, len(plan.layers))
    return version


def cut_base(examples: Sequence[Example]) -> Base:
    """The base encoder with the word pieces of Vietnamese and English alone."""
    known = [*frequent_words(), *texts(examples)]
    vocabulary = cut(package_file(*TOKENIZER).read_text(encoding="utf-8"), known)
    weights = load_base_weights()
    return Base(vocabulary.tokenizer_json, {**weights, "emb.word": weights["emb.word"][vocabulary.rows]})


def export(base: Base, weights: Weights, folder: Path, *, quantised: bool) -> OnnxEncoder:
    """Write an encoder's folder, in 8 or in 32 bits, and open it."""
    write_encoder(folder, graph.build(weights, HEADS, quantised), base.tokenizer_json)
    return OnnxEncoder.from_pretrained(folder)


def alone(encoder: OnnxEncoder, found: Sequence[str]) -> Vectors:
    """Unit vectors (n, dim) of whole texts, with progress."""
    chunks = [found[start : start + 256] for start in range(0, len(found), 256)]
    shown = track(chunks, f"reading {len(found):,} texts", console=Console(stderr=True))
    read = [encoder.encode([SpannedText(text, ((0, len(text)),)) for text in chunk]) for chunk in shown]
    return np.concatenate([rows for chunk in read for rows in chunk])


def _taught_parts(base: Base, examples: Sequence[Example], plan: Plan, taxonomy: Taxonomy) -> Weights:
    """What `teach` gives, read back where an earlier run has left it."""
    kept = plan.work / "taught.safetensors"
    if not kept.exists():
        parts = teach(base, examples, plan, taxonomy)
        save_file({name: np.ascontiguousarray(value) for name, value in parts.items()}, kept)
    return load_file(kept)


def teach(base: Base, examples: Sequence[Example], plan: Plan, taxonomy: Taxonomy) -> Weights:
    """Fine-tune the network (needs torch); checkpoints in `plan.work`, an interrupted run goes on from the last."""
    from models.lessons import course, foody, mams, tatoeba
    from models.network import Network, encoder_from, parts_of
    from models.own import own_lessons
    from models.train import Recipe, train

    plain = [*foody(plan.data), *tatoeba(plan.data), *mams(plan.data)] if plan.data else []
    plain += own_lessons(plan.own, taxonomy) if plan.own else []
    found = course(examples, plain, base.tokenizer, lambda asked: _teacher(base, asked, plan.work), taxonomy)
    kept = base.kept(plan.layers)
    network = Network(encoder_from(kept, len(plan.layers)), len(taxonomy.stages), len(taxonomy.topics))
    train(network, found, Recipe(epochs=plan.epochs), plan.work / "checkpoint.pt")
    return parts_of(network)


def _teacher(base: Base, asked: Sequence[str], work: Path) -> Vectors:
    """The base encoder's vectors; those of texts that an earlier run has read are kept."""
    kept = work / "teacher.safetensors"
    known = load_file(kept) if kept.exists() else {}
    names = [sha256(text.encode()).hexdigest() for text in asked]
    fresh = {name: text for name, text in zip(names, asked, strict=True) if name not in known}
    if fresh:
        read = alone(export(base, base.weights, work / "teacher", quantised=False), list(fresh.values()))
        known |= dict(zip(fresh, read, strict=True))
        save_file(known, kept)
    return np.stack([known[name] for name in names])


def fit_heads(encoder: OnnxEncoder, heads: Weights, held_out: Sequence[Example], taxonomy: Taxonomy) -> Fitted:
    """Calibrate on the vectors that serving will see: the 8-bit encoder's, of both ways of typing Vietnamese."""
    grown = [*held_out, *(without_diacritics(example) for example in held_out if example.written.language != "en")]
    return calibrate(dict(heads), rows(grown, encoder.encode([example.source for example in grown]), taxonomy), taxonomy)


def bank_vectors(encoder: OnnxEncoder) -> Vectors:
    """Unit vectors of the bank of theme names."""
    phrases = load_phrases()
    vi, en = (alone(encoder, [phrase.name[language] for phrase in phrases]) for language in ("vi", "en"))
    return phrase_vectors(vi, en)
