"""Feedback labelled by the fake models and stored with all its vectors, and models that read it differently."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
from conftest import NOW, FakeClassifier, FakeEncoder
from store_records import kill_after

from insight import relabel as relabelling
from insight.labeller import Labeller, Passage
from insight.mentions import split
from insight.store import NewFeedback, Store
from insight.types import Feedback, Probabilities, SpannedText, Vectors

BOTH = "Giao hàng nhanh nhưng nhân viên thô lỗ"
"""Two mentions: [0, 15) on delivery, good, and [22, 38) on staff, bad."""
TEXTS = (BOTH, "App bị lỗi", "Giao hàng chậm", "Giá rẻ, không gian sạch")
SMALL_CHUNK = 4


class Waiting(FakeClassifier):
    """A new head on the same encoder: late delivery is waiting, and slow is never said of a stage."""

    version = "fake-1+h1"

    def probabilities(self, vectors: Vectors) -> Probabilities:
        found = super().probabilities(vectors)
        old, new = (self.topics.index(name) for name in ("delivery.speed", "service.waiting"))
        late = found.sentiment[:, 1 + old, 0] > 0.5
        topics, stage = found.topics.copy(), found.stage.copy()
        topics[late, new], topics[late, old] = topics[late, old], 0.05
        stage[late] = np.eye(len(self.stages))[self.stages.index("unknown")]
        sentiment = found.sentiment.copy()
        sentiment[:, 1 + new] = sentiment[:, 1 + old]
        return Probabilities(stage, topics, sentiment)


class Longer(FakeEncoder):
    """Another encoder: the same meanings, and it notes what it reads."""

    def __init__(self) -> None:
        self.read: list[SpannedText] = []

    def encode(self, texts: Sequence[SpannedText]) -> list[Vectors]:
        self.read.extend(texts)
        return super().encode(texts)


class Second(FakeClassifier):
    version = "fake-2"


def first() -> Labeller:
    return Labeller(FakeEncoder(), FakeClassifier(), "fake-1")


def waiting() -> Labeller:
    return Labeller(FakeEncoder(), Waiting(), "fake-1+h1")


def add(store: Store, texts: Sequence[str] = TEXTS, labeller: Labeller | None = None, *, begin: int = 0, **given: object) -> None:
    """Store texts as feedback `f0`, `f1` ..., each of customer `c<number>`, labelled as a pipeline does."""
    labeller = labeller or first()
    feedback = [
        replace(Feedback(text, id=f"f{number}", created_at=NOW, customer_id=f"c{number}"), **given)  # type: ignore[arg-type]
        for number, text in enumerate(texts, begin)
    ]
    said = store.corrections_of([(each.text, each.question) for each in feedback])
    passages = [
        Passage(each.text, each.question, "vi", tuple(split(each.text)), corrections=held)
        for each, held in zip(feedback, said, strict=True)
    ]
    readings = labeller.read(passages)
    store.add(
        [
            NewFeedback(each, f"id:{each.id}", found.labels, found.vectors[:-1], labeller.version, found.vectors[-1])
            for each, found in zip(feedback, readings, strict=True)
        ],
        NOW,
    )


def clock() -> datetime:
    return NOW


def relabel_all(path: str) -> None:
    """The work that is interrupted: everything labelled by another head, in small chunks."""
    relabelling.CHUNK = SMALL_CHUNK
    with Store.open(path) as store:
        relabelling.relabel(store, waiting(), clock)


def relabel_until(path: str, step: int) -> None:
    """The same, until SQLite has done `step` times twenty instructions: then the process kills itself, wherever it is."""
    kill_after(step)
    relabel_all(path)
