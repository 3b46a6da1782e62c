"""Figures on the held-out part of the corpus, and the model card."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from insight.classify import Heads
from insight.encode import OnnxEncoder
from insight.taxonomy import Taxonomy
from models.examples import Example, without_diacritics
from models.heads import rows
from models.lessons import FOODY_TAUGHT

Figures = dict[str, dict[str, float]]
SLICES: dict[str, Callable[[Example], bool]] = {
    "all": lambda example: bool(example.mentions),
    "Vietnamese": lambda example: example.written.language == "vi",
    "English": lambda example: example.written.language == "en",
    "code-mixed": lambda example: example.written.language == "mixed",
    "unaccented, teencode or misspelt": lambda example: not example.well_spelt,
    "Vietnamese, well spelt": lambda example: example.written.language == "vi" and example.well_spelt,
}


def evaluate(encoder: OnnxEncoder, exact: OnnxEncoder, heads: Heads, examples: Sequence[Example], taxonomy: Taxonomy) -> Figures:
    """Per slice: mentions, sentiment macro-F1, stage macro-F1, topic micro-F1, with the marked spans given.

    The last row is the whole again, read by the `exact` encoder, in 32 bits.
    """
    found = {name: [example for example in examples if wanted(example)] for name, wanted in SLICES.items()}
    found["the same without diacritics"] = [without_diacritics(example) for example in found["Vietnamese, well spelt"]]
    figures = {name: _figures(encoder, heads, chosen, taxonomy) for name, chosen in found.items() if chosen}
    return {**figures, "all, encoder in 32 bits": _figures(exact, heads, examples, taxonomy)}


def _figures(encoder: OnnxEncoder, heads: Heads, examples: Sequence[Example], taxonomy: Taxonomy) -> dict[str, float]:
    data = rows(examples, encoder.encode([example.source for example in examples]), taxonomy)
    found = heads.probabilities(data.vectors)
    called = found.topics >= np.array([heads.thresholds[topic] for topic in heads.topics])
    return {
        "mentions": len(data.stage),
        "sentiment": float(f1_score(data.sentiment, found.sentiment[:, 0].argmax(axis=1), average="macro")),
        "stage": float(f1_score(data.stage, found.stage.argmax(axis=1), average="macro")),
        "topics": float(f1_score(data.topics, called, average="micro", zero_division=0)),
    }


def write_card(folder: Path, version: str, figures: Figures, taught: Sequence[Example], layers: int) -> None:
    """Write README.md beside the weights."""
    lines = [
        f"| {name} | {int(row['mentions'])} | {row['sentiment']:.3f} | {row['stage']:.3f} | {row['topics']:.3f} |"
        for name, row in figures.items()
    ]
    mentions = sum(len(example.mentions) for example in taught)
    counts = {"feedbacks": f"{len(taught):,}", "mentions": f"{mentions:,}", "layers": layers, "foody": FOODY_TAUGHT}
    text = _CARD.format(version=version, figures="\n".join(lines), **counts)
    (folder / "README.md").write_text(text, encoding="utf-8")


_CARD = """# {version}

Reads customer feedback in Vietnamese, English and their mix, and gives every mention its journey stage, topics and sentiment.

- **Encoder**: multilingual-e5-small (MIT), {layers} of its 12 layers, hidden 384; its vocabulary cut to the word pieces of
  Vietnamese and English; fine-tuned on several tasks at once (`models/loss.py`); 8-bit weights, written as ONNX operator by
  operator (`models/graph.py`).
- **Heads**: a hidden layer and a linear layer per task, taught together with the encoder; temperatures and thresholds set on the
  held-out tenth of the corpus.
- **Taught on**: {feedbacks} feedbacks with {mentions} mentions written for this project (`models/corpus`), also without
  diacritics, in teencode, misspelt and typed carelessly; and, read where they lie, up to {foody:,} Foody reviews (sentiment of
  the whole), 1,000 Tatoeba pairs, and MAMS (sentiment of four topics). See NOTICE for the licences.
- **Memory**: vectors and labels of a sample of those mentions and of the held-out tenth, so that corrections and topics of one's
  own are learned beside what was known (`insight/memory.py`).
- **Files**: SHA-256 of each in `config.json`; a damaged file is refused.

## Figures on the held-out tenth of the corpus
Held out by groups, so that no translation or spelling of a held-out text was seen. The marked spans are given; the corpus was
written by the same hands as the training part, so expect less on text of other kinds.

| slice | mentions | sentiment macro-F1 | stage macro-F1 | topic micro-F1 |
| --- | --- | --- | --- | --- |
{figures}

## Limits
Irony and implied judgement are often missed; stages other than `usage` are weaker where the text names no moment; other languages
are not read. Not for judging single people.
"""
