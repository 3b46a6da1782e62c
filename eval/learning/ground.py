"""What learning is measured on: the heads as they ship, their memory, the encoder, and mentions of our gold set."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from eval.classification.of_sets import asked
from eval.classification.readings import Reader
from eval.sets.gold import GoldItem, as_set, gold_items
from insight.classify import Heads
from insight.learn import Lessons
from insight.memory import Memory
from insight.model import ModelFolder
from insight.normalise import normalise
from insight.types import SENTIMENTS, Encoder, SpannedText, Vectors

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Mentions:
    """Labelled mentions; -1 is a label that nobody says.

    `vectors` (n, dim); `stage` and `sentiment` (n,) indices; `topics` (n, topics) 1 present, 0 absent; `unit` (n,) equal where
    texts say the same; `languages` (n,), empty where not known.
    """

    vectors: Vectors
    stage: Places
    sentiment: Places
    topics: Places
    unit: Places
    languages: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.vectors)

    def rows(self, chosen: Flags | Places) -> "Mentions":
        """The rows chosen by a mask (n,) or by places."""
        places = np.arange(len(self))[chosen]
        languages = tuple(self.languages[place] for place in places) if self.languages else ()
        return Mentions(
            self.vectors[places],
            self.stage[places],
            self.sentiment[places],
            self.topics[places],
            self.unit[places],
            languages,
        )

    def lessons(self, who: str = "simulated") -> Lessons:
        """Every label said by one person; no two of them of the same text."""
        groups = [f"{who}-{place}" for place in range(len(self))]
        return Lessons(self.vectors, self.stage, self.sentiment, self.topics, groups, [who] * len(self))

    @classmethod
    def guarded(cls, memory: Memory) -> Self:
        """The mentions of the guard."""
        rows = memory.rows(memory.guard)
        topics = rows.topics.astype(np.int64)
        return cls(rows.vectors, rows.stage, rows.sentiment, topics, np.arange(len(rows)))


@dataclass(slots=True)
class Words:
    """Texts -> vectors (n, dim), each encoded once. `known` holds all that was asked for."""

    encoder: Encoder
    known: dict[str, Vectors] = field(default_factory=dict)

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, each text read alone, normalised as serving does."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        normal = [normalise(text) for text in new]
        rows = self.encoder.encode([SpannedText(text, ((0, len(text)),)) for text in normal])
        self.known |= {text: row[0] for text, row in zip(new, rows, strict=True)}
        return np.stack([self.known[text] for text in texts])


@dataclass(frozen=True, slots=True)
class Ground:
    """`gold_texts` go with the rows of `gold`; `reader` reads the public sets."""

    heads: Heads
    memory: Memory
    words: Words
    gold: Mentions
    gold_texts: tuple[str, ...]
    reader: Reader

    @classmethod
    def of(cls, reader: Reader, items: Sequence[GoldItem] | None = None) -> Self:
        """The ground of a model; `items` are all of the gold set unless given. Raises `ModelError` without heads or memory."""
        folder = ModelFolder.find(reader.pipeline.settings.model).path
        heads, memory = Heads.from_pretrained(folder), Memory.from_pretrained(folder)
        items = gold_items() if items is None else items
        marks = [[(mention.start, mention.end) for mention in item.feedback.mentions] for item in items]
        vectors = np.concatenate(reader.marked("gold", asked(as_set(list(items)).items), marks))
        texts = tuple(item.feedback.text[start:end] for item, spans in zip(items, marks, strict=True) for start, end in spans)
        return cls(heads, memory, Words(reader.pipeline.models[0]), gold_mentions(items, heads, vectors), texts, reader)


def gold_mentions(items: Sequence[GoldItem], heads: Heads, vectors: Vectors) -> Mentions:
    """Labels of the marked mentions of our gold set, in order, as indices into the columns of the heads."""
    rows = [(item, mention) for item in items for mention in item.feedback.mentions]
    topics = np.zeros((len(rows), len(heads.topics)), np.int64)
    for row, (_, mention) in enumerate(rows):
        topics[row, [heads.topics.index(topic) for topic, _ in mention.topics]] = 1
    return Mentions(
        vectors,
        np.array([heads.stages.index(mention.stage) for _, mention in rows], np.int64),
        np.array([SENTIMENTS.index(mention.sentiment) for _, mention in rows], np.int64),
        topics,
        np.array([item.feedback.group for item, _ in rows], np.int64),
        tuple(item.feedback.language for item, _ in rows),
    )


def without_topic(heads: Heads, place: int) -> Heads:
    """The heads as if they had never had the topic in that column."""
    arrays = dict(heads.arrays)
    for name in ("topics.w", "topics.b"):
        arrays[name] = np.delete(arrays[name], place, axis=0)
    for name in ("sentiment.w", "sentiment.b"):
        arrays[name] = np.delete(arrays[name], place + 1, axis=0)
    topics = tuple(np.delete(np.array(heads.topics, object), place))
    thresholds = {name: value for name, value in heads.thresholds.items() if name != heads.topics[place]}
    return replace(heads, topics=topics, thresholds=thresholds, arrays=arrays)
