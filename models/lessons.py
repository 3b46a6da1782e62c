"""What the network is taught from: our corpus in several spellings, and, with `--data`, the sets that may be learned from."""

import json
import random
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
from insight.text import rewrite
from models.examples import Example, respellings
from models.items import Item, Span, encode_item, label_ids
from models.spellings import unaccented

EncodeAlone = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts -> unit vectors of the base encoder, shape (n, dim), each text read by itself."""

FOODY_HELD_OUT = 2_000
FOODY_TAUGHT = 6_000
FOODY_LONGEST = 400
MAMS_TOPICS = {
    "food": "product.quality",
    "price": "price.value",
    "ambience": "environment.place",
    "staff": "staff.attitude",
}
"""Aspects of MAMS that mean one of our topics; `service`, `menu`, `place` and `miscellaneous` mean several."""
RESPELT = 0.8
"""How often an epoch shows a corpus text once more in another spelling."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without marks: what is known of the whole, and of the sentiment of topics in it. `key` joins translations.

    `every_topic` says that `topics` are all that are present; `share` is the share of the epochs that show the text.
    """

    text: str
    language: str
    key: str
    sentiment: str | None = None
    stage: str | None = None
    topics: tuple[tuple[str, str], ...] = ()
    every_topic: bool = False
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text to learn from, its other spellings with their weights, and the share of the epochs that show it."""

    item: Item
    others: tuple[tuple[Item, float], ...]
    share: float


@dataclass(frozen=True, slots=True)
class Course:
    """Lessons, and the teacher's vectors (n, dim) that their spans point at."""

    lessons: list[Lesson]
    teacher: NDArray[np.float32]

    def epoch(self, rng: random.Random) -> list[Item]:
        """What one pass shows: every lesson of the corpus, some in a second spelling, and a share of the others."""
        items = []
        for lesson in self.lessons:
            if rng.random() < lesson.share:
                items.append(lesson.item)
                if lesson.others and rng.random() < RESPELT:
                    others, weights = zip(*lesson.others, strict=True)
                    items += rng.choices(others, weights)
        return items


def foody(data: Path) -> list[Plain]:
    """Restaurant reviews with the sentiment of the whole; the 2,000 with the smallest SHA-256 are kept for evaluation."""
    rows = _read(data / "ntc_scv_foody" / "train.jsonl")
    ranked = sorted(rows, key=lambda row: sha256(row["text"].encode()).hexdigest())[FOODY_HELD_OUT:]
    short = [row for row in ranked if len(row["text"]) <= FOODY_LONGEST][:FOODY_TAUGHT]
    return [Plain(normalise(row["text"]), "vi", f"foody-{at}", row["sentiment"], share=0.3) for at, row in enumerate(short)]


def tatoeba(data: Path) -> list[Plain]:
    """Everyday sentences in both languages."""
    rows = _read(data / "tatoeba_vi_en" / "all.jsonl")
    return [
        Plain(normalise(row[language]), language, f"tatoeba-{at}", share=0.4)
        for at, row in enumerate(rows)
        for language in ("vi", "en")
    ]


def mams(data: Path) -> list[Plain]:
    """Sentences on restaurants whose aspects differ in polarity."""
    rows = _read(data / "mams_acsa" / "train.jsonl")
    found = []
    for at, row in enumerate(rows):
        topics = tuple((MAMS_TOPICS[name], polarity) for name, polarity in _aspects(row) if name in MAMS_TOPICS)
        if topics:
            found.append(Plain(normalise(row["text"]), "en", f"mams-{at}", topics=topics, share=0.25))
    return found


def _aspects(row: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, polarity) for name, polarity in (aspect.split("#") for aspect in row["aspects"])]


def _read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def course(
    examples: Sequence[Example], plain: Sequence[Plain], tokenizer: Tokenizer, encode: EncodeAlone, taxonomy: Taxonomy
) -> Course:
    """Join texts, labels and the teacher's vectors; in the order of the input, so that the same input gives the same lessons."""
    book = _Teacher()
    read = _Reader(tokenizer, book, taxonomy)
    lessons = [lesson for example in examples if (lesson := read.example(example))]
    lessons += [lesson for text in plain if (lesson := read.plain(text))]
    return Course(lessons, book.vectors(encode))


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


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns texts into lessons."""

    tokenizer: Tokenizer
    book: _Teacher
    taxonomy: Taxonomy

    def example(self, example: Example) -> Lesson | None:
        item = self._item(example, example)
        others = [(self._item(other, example), spelling.weight) for other, spelling in respellings(example)]
        return Lesson(item, tuple((other, weight) for other, weight in others if other), 1.0) if item else None

    def _item(self, example: Example, clean: Example) -> Item | None:
        stages, topics, sentiments = label_ids(self.taxonomy)
        text = example.source.text
        spans = []
        for span, mention, origin in zip(example.source.spans, example.mentions, clean.source.spans, strict=True):
            spans.append(
                (
                    span,
                    Span(
                        stage=stages[mention.stage],
                        topics=tuple(topics[topic] for topic, _ in mention.topics),
                        polarity=tuple((topics[topic], sentiments[sentiment]) for topic, sentiment in mention.topics),
                        sentiment=sentiments[mention.sentiment],
                        teacher=self._row(clean, origin),
                        twin=_number(f"{example.group}-{mention.stage}-{mention.topics}"),
                    ),
                )
            )
        if len(spans) > 1:
            whole = _whole(example.mentions)
            spans.append(((0, len(text)), Span(sentiment=sentiments[whole] if whole else -1)))
        return encode_item(self.tokenizer, text, example.source.question, spans, example.group)

    def _row(self, clean: Example, span: tuple[int, int]) -> int:
        return self.book.row(clean.source.text[slice(*span)], clean.written.language) if clean.well_spelt else -1

    def plain(self, plain: Plain) -> Lesson | None:
        """A text without marks; Vietnamese ones also without diacritics, while the teacher reads them with."""
        stages, topics, sentiments = label_ids(self.taxonomy)
        span = Span(
            stage=stages[plain.stage] if plain.stage else -1,
            topics=tuple(topics[topic] for topic, _ in plain.topics) if plain.every_topic else None,
            sentiment=sentiments[plain.sentiment] if plain.sentiment else -1,
            polarity=tuple((topics[topic], sentiments[polarity]) for topic, polarity in plain.topics),
            teacher=self.book.row(plain.text, plain.language),
            twin=_number(plain.key),
        )
        bare = rewrite(plain.text, unaccented(plain.text, random.Random(0)))
        item, other = (
            encode_item(self.tokenizer, text, None, [((0, len(text)), span)], plain.key) for text in (plain.text, bare)
        )
        return Lesson(item, ((other, 1.0),) if other and bare != plain.text else (), plain.share) if item else None


def _whole(mentions: Sequence[LabelledMention]) -> str | None:
    """Sentiment of a text whose mentions agree."""
    polar = {mention.sentiment for mention in mentions} - {"neutral"}
    return None if len(polar) > 1 else next(iter(polar), "neutral")


def _number(key: str) -> int:
    return int(sha256(key.encode()).hexdigest()[:12], 16)
