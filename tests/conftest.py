"""Models that need no weights, and a pipeline on them: every step but the reading of meaning is the real one."""

import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from insight.classify import Heads
from insight.cli import main
from insight.encode import OnnxEncoder
from insight.pipeline import Pipeline
from insight.settings import Settings
from insight.taxonomy import STAGE_IDS, Taxonomy
from insight.text import fold, words
from insight.types import Probabilities, SpannedText, Vectors

NOW = datetime(2026, 11, 16, 12, 0, tzinfo=timezone(timedelta(hours=7)))
"""A Monday noon in Vietnam: what the clock of the `pipeline` fixture always says."""
DIM = 64


@dataclass(frozen=True, slots=True)
class Concept:
    """Folded words of both languages that mean the same, and what a mention with one of them is labelled."""

    words: frozenset[str]
    stage: str
    topic: str
    polarity: int


CONCEPTS = tuple(
    Concept(frozenset(said.split()), stage, topic, polarity)
    for said, stage, topic, polarity in (
        ("cham slow late", "delivery", "delivery.speed", -1),
        ("nhanh fast quick quickly", "delivery", "delivery.speed", 1),
        ("tho rude", "unknown", "staff.attitude", -1),
        ("nhiet friendly", "unknown", "staff.attitude", 1),
        ("loi crash crashes", "usage", "digital.reliability", -1),
        ("muot smooth", "usage", "digital.reliability", 1),
        ("mac expensive", "purchase", "price.value", -1),
        ("re cheap", "purchase", "price.value", 1),
        ("dirty ban", "usage", "environment.place", -1),
        ("sach clean", "usage", "environment.place", 1),
        ("refund hoan", "support", "returns.refund", -1),
        ("size", "consideration", "product.features", 0),
    )
)


class FakeEncoder:
    """A bag of folded words, no context: a concept has a dimension of its own, other words share the rest by their hash."""

    dim = DIM

    def encode(self, texts: Sequence[SpannedText]) -> list[Vectors]:
        """One array of unit rows, shape (spans, dim), per text."""
        return [np.stack([bag_of_words(text.text[start:end]) for start, end in text.spans]) for text in texts]


def bag_of_words(text: str) -> NDArray[np.float32]:
    """The unit sum of the vectors of a text's words; of the text itself where it has no word."""
    total = np.sum([word_vector(word.text) for word in words(fold(text))] or [word_vector(text)], axis=0)
    unit: NDArray[np.float32] = (total / np.linalg.norm(total)).astype(np.float32)
    return unit


@cache
def word_vector(word: str) -> NDArray[np.float64]:
    vector = np.zeros(DIM)
    for place, concept in enumerate(CONCEPTS):
        if word in concept.words:
            vector[place] = 1.0
            return vector
    digest = np.frombuffer(blake2b(word.encode(errors="surrogatepass"), digest_size=DIM).digest(), np.uint8)
    vector[len(CONCEPTS) :] = digest[len(CONCEPTS) :] - 127.5
    return vector / np.linalg.norm(vector)


class FakeClassifier:
    """Labels by the concepts in a vector: 0.9 for a topic that is there, 0.05 for one that is not; stages where not torn."""

    version = "fake-1"
    stages: tuple[str, ...] = STAGE_IDS
    topics: tuple[str, ...] = tuple(topic.id for topic in Taxonomy.default().topics)
    thresholds: Mapping[str, float] = {**dict.fromkeys(topics, 0.5), "stage": 0.5}

    def probabilities(self, vectors: Vectors) -> Probabilities:
        """Probabilities of each row of `vectors` (n, dim)."""
        stage = np.zeros((len(vectors), len(self.stages)))
        stage[:, self.stages.index("unknown")] = 1.0
        topics = np.full((len(vectors), len(self.topics)), 0.05)
        sentiment = np.tile([0.0, 1.0, 0.0], (len(vectors), 1 + len(self.topics), 1))
        for place, concept in enumerate(CONCEPTS):
            present, topic = vectors[:, place] > 0, self.topics.index(concept.topic)
            stage[present, self.stages.index(concept.stage)] += 10.0
            topics[present, topic] = 0.9
            for column in (0, 1 + topic):
                sentiment[present, column, 1 + concept.polarity] += 5.0
        return Probabilities(_shares(stage), topics.astype(np.float32), _shares(sentiment))


def _shares(weights: NDArray[np.float64]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = (weights / weights.sum(axis=-1, keepdims=True)).astype(np.float32)
    return found


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def classifier() -> FakeClassifier:
    return FakeClassifier()


@pytest.fixture
def pipeline(tmp_path: Path, encoder: FakeEncoder, classifier: FakeClassifier) -> Pipeline:
    """On the fake models, at `NOW`, with its store at `insight.db` in `tmp_path` (not there until something creates it)."""
    model = tmp_path / "model"
    model.mkdir()
    (model / "config.json").write_text('{"sha256": {}}', encoding="utf-8")
    settings = Settings(store=str(tmp_path / "insight.db"), model=model)
    return Pipeline(settings, Taxonomy.default(), lambda: NOW, lambda: (encoder, classifier))


# The command line ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        return json.loads(self.out, parse_float=lambda digits: round(float(digits), 4))

    @property
    def records(self) -> list[dict[str, object]]:
        r"""JSON Lines, split at `\n` only, each line ended by one."""
        lines = self.out.split("\n")
        assert lines.pop() == ""
        return [Done(self.code, line, "").json for line in lines]


Insight = Callable[..., Done]


@pytest.fixture
def read() -> list[SpannedText]:
    """What the encoder was given."""
    return []


@pytest.fixture
def insight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], read: list[SpannedText]
) -> Insight:
    """Runs a command in `tmp_path`."""

    class Recording(FakeEncoder):
        def encode(self, texts: Sequence[SpannedText]) -> list[Vectors]:
            read.extend(texts)
            return super().encode(texts)

    model = tmp_path / "model"
    model.mkdir()
    (model / "config.json").write_text('{"sha256": {}}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("STORE", "TAXONOMY", "ZONE", "WORKSPACE", "CSAT_TOP", "CUSTOMER_KEY", "MINIMUM_ANSWERS"):
        monkeypatch.delenv(f"INSIGHT_{name}", raising=False)
    monkeypatch.setenv("INSIGHT_MODEL", str(model))
    monkeypatch.setattr(OnnxEncoder, "from_pretrained", lambda folder, threads: Recording())
    monkeypatch.setattr(Heads, "from_pretrained", lambda folder: FakeClassifier())
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # typer puts its own there

    def run(*arguments: object, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["insight", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            main()
        found = capsysbinary.readouterr()
        code = left.value.code or 0
        assert isinstance(code, int)
        return Done(code, found.out.decode(), found.err.decode())

    return run
