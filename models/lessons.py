"""What the network is taught from: our corpus in several spellings, and, with `--data`, the sets that may be learned from."""

import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from insight.labelled import LabelledMention
from insight.normalise import normalise
from insight.taxonomy import Taxonomy
from models.examples import Example, spellings
from models.train import Item, Span, encode_item, label_ids

EncodeAlone = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts -> unit vectors of the base encoder, shape (n, dim), each text read by itself."""

FOODY_HELD_OUT = 2_000
FOODY_TAUGHT = 600
FOODY_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without marks: from a public set, with the sentiment of the whole where known. `key` joins translations."""

    text: str
    language: str
    sentiment: str | None
    key: str


@dataclass(frozen=True, slots=True)
class Lessons:
    """Items to train on, and the teacher's vectors (n, dim) that their spans point at."""

    items: list[Item]
    teacher: NDArray[np.float32]


def foody(data: Path) -> list[Plain]:
    """Restaurant reviews with the sentiment of the whole; the 2,000 with the smallest SHA-256 are kept for evaluation."""
    rows = _read(data / "ntc_scv_foody" / "train.jsonl")
    ranked = sorted(rows, key=lambda row: sha256(row["text"].encode()).hexdigest())[FOODY_HELD_OUT:]
    short = [row for row in ranked if len(row["text"]) <= FOODY_LONGEST][:FOODY_TAUGHT]
    return [Plain(normalise(row["text"]), "vi", row["sentiment"], f"foody-{place}") for place, row in enumerate(short)]


def tatoeba(data: Path) -> list[Plain]:
    """Everyday sentences in both languages."""
    rows = _read(data / "tatoeba_vi_en" / "all.jsonl")
    return [
        Plain(normalise(row[language]), language, None, f"tatoeba-{place}")
        for place, row in enumerate(rows)
        for language in ("vi", "en")
    ]


def _read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def lessons(
    examples: Sequence[Example], plain: Sequence[Plain], tokenizer: Tokenizer, encode: EncodeAlone, taxonomy: Taxonomy
) -> Lessons:
    """Join texts, labels and the teacher's vectors; in the order of the input, so that the same input gives the same items."""
    book = _Teacher()
    items = [item for example in spellings(examples) if (item := _from_example(example, tokenizer, book, taxonomy))]
    items += [item for text in plain if (item := _from_plain(text, tokenizer, book))]
    return Lessons(items, book.vectors(encode))


class _Teacher:
    """Collects the clean texts whose base vectors are wanted, each once, and centres them by language."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], int] = {}

    def row(self, text: str, language: str) -> int:
        return self.rows.setdefault((text, "en" if language == "en" else "vi"), len(self.rows))

    def vectors(self, encode: EncodeAlone) -> NDArray[np.float32]:
        found = encode([text for text, _ in self.rows])
        languages = np.array([language for _, language in self.rows])
        for language in np.unique(languages):
            found[languages == language] -= found[languages == language].mean(axis=0)
        return found / np.linalg.norm(found, axis=1, keepdims=True)


def _from_example(example: Example, tokenizer: Tokenizer, book: _Teacher, taxonomy: Taxonomy) -> Item | None:
    stages, topics, sentiments = label_ids(taxonomy)
    clean, text = example.clean, example.source.text
    spans = []
    for (start, end), mention, origin in zip(example.source.spans, example.mentions, clean.spans, strict=True):
        teacher = book.row(clean.text[slice(*origin)], example.language) if example.taught_by_base else -1
        labels = tuple((topics[topic], sentiments[sentiment]) for topic, sentiment in mention.topics)
        twin = _number(f"{example.group}-{mention.stage}-{mention.topics}")
        spans.append(((start, end), Span((), stages[mention.stage], labels, sentiments[mention.sentiment], teacher, twin)))
    if len(spans) > 1:
        whole = _whole(example.mentions)
        spans.append(((0, len(text)), Span((), sentiment=sentiments[whole] if whole else -1)))
    return encode_item(tokenizer, text, example.source.question, spans, example.group)


def _whole(mentions: Sequence[LabelledMention]) -> str | None:
    """Sentiment of a text whose mentions agree."""
    polar = {mention.sentiment for mention in mentions} - {"neutral"}
    return None if len(polar) > 1 else next(iter(polar), "neutral")


def _from_plain(plain: Plain, tokenizer: Tokenizer, book: _Teacher) -> Item | None:
    """Every other Vietnamese text is read without diacritics; the teacher always reads it with them."""
    sentiment = {"negative": 0, "neutral": 1, "positive": 2}.get(plain.sentiment or "", -1)
    span = Span((), sentiment=sentiment, teacher=book.row(plain.text, plain.language), twin=_number(plain.key))
    bare = plain.language == "vi" and _number(plain.text) % 2
    text = _unaccented(plain.text) if bare else plain.text
    return encode_item(tokenizer, text, None, [((0, len(text)), span)], plain.key)


def _unaccented(text: str) -> str:
    kept = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return "".join(kept).replace("đ", "d").replace("Đ", "D")


def _number(key: str) -> int:
    return int(sha256(key.encode()).hexdigest()[:12], 16)
