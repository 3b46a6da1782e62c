"""Heads -> probabilities -> labels of mentions -> labels of the feedback."""

import json
import warnings
from itertools import permutations
from math import exp
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeClassifier
from numpy.typing import NDArray
from safetensors.numpy import save_file

from insight.classify import Heads, label, roll_up, softmax
from insight.errors import ModelError
from insight.types import Mention, Probabilities, Sentiment, TopicLabel

DIM = 3
WIDTH = 5
CONFIG: dict[str, object] = {
    "version": "toy-1",
    "stages": ["delivery", "usage", "unknown"],
    "topics": ["delivery.speed", "price.value"],
    "thresholds": {"stage": 0.5, "delivery.speed": 0.4, "price.value": 0.6},
}


def arrays() -> dict[str, NDArray[np.float32]]:
    rng = np.random.default_rng(4)
    shapes = {"hidden": (WIDTH,), "stage": (3,), "topics": (2,), "sentiment": (3, 3)}
    weights = {f"{name}.w": rng.normal(size=(*shape, DIM if name == "hidden" else WIDTH)) for name, shape in shapes.items()}
    biases = {f"{name}.b": rng.normal(size=shape) for name, shape in shapes.items()}
    return {name: value.astype(np.float32) for name, value in (weights | biases).items()}


def write(folder: Path, config: object = CONFIG, **changed: NDArray[np.float32] | None) -> Path:
    """A model folder; `stage_w=None` leaves an array out."""
    found = arrays() | {name.replace("_", "."): value for name, value in changed.items()}
    save_file({name: value for name, value in found.items() if value is not None}, folder / "heads.safetensors")
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def logistic(value: float) -> float:
    return 1 / (1 + exp(-value))


# Heads


def test_heads_come_back_from_their_folder(tmp_path: Path) -> None:
    heads = Heads.from_pretrained(write(tmp_path))
    assert (heads.version, heads.topics) == ("toy-1", ("delivery.speed", "price.value"))
    assert heads.stages == ("delivery", "usage", "unknown")
    assert heads.thresholds == {"stage": 0.5, "delivery.speed": 0.4, "price.value": 0.6}
    vectors = np.eye(DIM, dtype=np.float32)[[0, 2]]
    found, w = heads.probabilities(vectors), arrays()
    for row, vector in enumerate(np.maximum(vectors @ w["hidden.w"].T + w["hidden.b"], 0)):
        for topic in range(2):
            present = logistic(float(w["topics.w"][topic] @ vector + w["topics.b"][topic]))
            assert found.topics[row, topic] == pytest.approx(present, rel=1e-5)
        stage = np.exp(w["stage.w"] @ vector + w["stage.b"])
        assert found.stage[row] == pytest.approx(stage / stage.sum(), rel=1e-5)
        for column in range(3):
            polarity = np.exp(w["sentiment.w"][column] @ vector + w["sentiment.b"][column])
            assert found.sentiment[row, column] == pytest.approx(polarity / polarity.sum(), rel=1e-5)


def test_rows_do_not_influence_each_other(tmp_path: Path) -> None:
    heads = Heads.from_pretrained(write(tmp_path))
    vectors = np.random.default_rng(1).normal(size=(5, DIM)).astype(np.float32)
    together = heads.probabilities(vectors)
    for row in range(5):
        alone = heads.probabilities(vectors[row : row + 1])
        for name in ("stage", "topics", "sentiment"):
            assert getattr(together, name)[row] == pytest.approx(getattr(alone, name)[0], rel=1e-5)
    assert heads.probabilities(vectors[:0]).sentiment.shape == (0, 3, 3)


def test_softmax_survives_large_numbers() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = softmax(np.array([[1000.0, 1000.0], [-1000.0, 0.0]], np.float32))
    assert found.tolist() == [[0.5, 0.5], [0.0, 1.0]]


@pytest.mark.parametrize(
    ("config", "changed", "message"),
    [
        (CONFIG, {"stage_w": np.zeros((2, DIM), np.float32)}, r"stage.w in .* has shape \(2, 3\); config.json says \(3, 5\)"),
        (CONFIG, {"topics_w": np.zeros((3, DIM), np.float32)}, r"topics.w in .* has shape \(3, 3\); config.json says \(2, 5\)"),
        (CONFIG, {"sentiment_w": np.zeros((3, 2, DIM), np.float32)}, r"sentiment.w in .* config.json says \(3, 3, 5\)"),
        (CONFIG, {"sentiment_b": None}, r"cannot be loaded: KeyError\('sentiment.b'\); restore the folder"),
        ({**CONFIG, "thresholds": {"stage": "high"}}, {}, "cannot be loaded: ValueError"),
        ({"version": "toy-1"}, {}, r"cannot be loaded: KeyError\('stages'\)"),
        ([], {}, "cannot be loaded: TypeError"),
    ],
)
def test_heads_that_do_not_fit(tmp_path: Path, config: object, changed: dict[str, NDArray[np.float32]], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        Heads.from_pretrained(write(tmp_path, config, **changed))


def test_heads_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded: FileNotFoundError"):
        Heads.from_pretrained(tmp_path)
    write(tmp_path)
    (tmp_path / "heads.safetensors").write_bytes(b"\x08" + b"\0" * 30)
    with pytest.raises(ModelError, match="cannot be loaded: SafetensorError"):
        Heads.from_pretrained(tmp_path)


# Labels

CLASSIFIER = FakeClassifier()
TEXT = "Giao chậm, giá rẻ"


def probabilities(rows: int) -> Probabilities:
    stage = np.zeros((rows, len(CLASSIFIER.stages)), np.float32)
    stage[:, CLASSIFIER.stages.index("unknown")] = 1.0
    neutral = np.tile(np.array([0.0, 1.0, 0.0], np.float32), (rows, 1 + len(CLASSIFIER.topics), 1))
    return Probabilities(stage, np.zeros((rows, len(CLASSIFIER.topics)), np.float32), neutral)


def stage_row(**shares: float) -> NDArray[np.float32]:
    return np.array([shares.get(stage, 0.0) for stage in CLASSIFIER.stages], np.float32)


def test_labels_of_a_feedback() -> None:
    found = probabilities(3)
    speed, value = CLASSIFIER.topics.index("delivery.speed"), CLASSIFIER.topics.index("price.value")
    found.stage[0] = stage_row(delivery=0.75, usage=0.25)
    found.topics[0, [speed, value]] = 0.75, 0.5
    found.topics[1, [speed, value]] = 0.25, 0.875
    found.sentiment[0, [0, 1 + speed, 1 + value]] = [0.75, 0.25, 0.0], [0.75, 0.25, 0.0], [0.25, 0.5, 0.25]
    found.sentiment[1, [0, 1 + value]] = [0.125, 0.25, 0.625], [0.0, 0.25, 0.75]
    found.sentiment[2, 0] = [0.5, 0.25, 0.25]
    labels = label(TEXT, "vi", [(0, 9), (11, 17)], found, CLASSIFIER)
    slow = Mention(
        0,
        9,
        "Giao chậm",
        "delivery",
        (TopicLabel("delivery.speed", "negative", 0.75), TopicLabel("price.value", "neutral", 0.5)),
        "negative",
        -0.75,
        0.75,
    )
    cheap = Mention(11, 17, "giá rẻ", "unknown", (TopicLabel("price.value", "positive", 0.875),), "positive", 0.5, 1.0)
    assert labels.mentions == (slow, cheap)
    assert (labels.language, labels.sentiment, labels.stage) == ("vi", "mixed", "delivery")
    assert labels.topics == (TopicLabel("price.value", "positive", 0.875), TopicLabel("delivery.speed", "negative", 0.75))
    assert labels.score == pytest.approx((-0.25 + (-0.75 + 0.5) / 2) / 2)


@pytest.mark.parametrize(("p", "stage", "stage_p"), [(0.5, "usage", 0.5), (0.49, "unknown", 0.25)])
def test_a_stage_below_its_threshold_is_unknown(p: float, stage: str, stage_p: float) -> None:
    found = probabilities(2)
    found.stage[0] = stage_row(usage=p, delivery=0.26, unknown=0.25)
    (mention,) = label(TEXT, "vi", [(0, 9)], found, CLASSIFIER).mentions
    assert mention.stage == stage
    assert mention.stage_p == pytest.approx(stage_p)


def test_topics_of_a_mention_stand_from_the_likeliest_down() -> None:
    found = probabilities(2)
    found.topics[0, [3, 1, 5, 7]] = 0.5, 0.75, 0.49, 0.625
    (mention,) = label(TEXT, "vi", [(0, 9)], found, CLASSIFIER).mentions
    assert [topic.topic for topic in mention.topics] == [CLASSIFIER.topics[place] for place in (1, 7, 3)]


# Roll-up


def mention(sentiment: Sentiment = "neutral", stage: str = "unknown", p: float = 1.0, *topics: TopicLabel) -> Mention:
    return Mention(0, 1, "x", stage, topics, sentiment, {"negative": -0.5, "neutral": 0.0, "positive": 0.5}[sentiment], p)


@pytest.mark.parametrize(
    ("sentiments", "rolled"),
    [
        (["positive", "negative"], "mixed"),
        (["positive", "neutral", "negative"], "mixed"),
        (["positive", "neutral", "neutral", "neutral"], "positive"),
        (["negative", "neutral"], "negative"),
        (["negative", "negative"], "negative"),
        (["neutral", "neutral"], "neutral"),
        (["positive"], "positive"),
    ],
)
def test_sentiment_of_a_feedback(sentiments: list[Sentiment], rolled: str) -> None:
    for order in permutations(sentiments):
        assert roll_up(tuple(mention(each) for each in order), "en", 0.0).sentiment == rolled


@pytest.mark.parametrize(
    ("stages", "rolled"),
    [
        ([("usage", 0.5), ("usage", 0.5), ("delivery", 0.99)], "usage"),
        ([("usage", 0.6), ("delivery", 0.7)], "delivery"),
        ([("unknown", 0.99), ("unknown", 0.99), ("support", 0.5)], "support"),
        ([("usage", 0.5), ("delivery", 0.9), ("usage", 0.7), ("delivery", 0.2)], "usage"),
        ([("unknown", 0.9)], "unknown"),
    ],
)
def test_stage_of_a_feedback(stages: list[tuple[str, float]], rolled: str) -> None:
    for order in permutations(stages):
        mentions = tuple(mention("neutral", stage, p) for stage, p in order)
        assert roll_up(mentions, "en", 0.0).stage == rolled


@pytest.mark.parametrize(
    ("seen", "rolled"),
    [
        (["negative", "positive"], "mixed"),
        (["neutral", "positive"], "positive"),
        (["negative", "neutral", "negative"], "negative"),
        (["neutral", "neutral"], "neutral"),
    ],
)
def test_topics_of_a_feedback_are_the_union(seen: list[Sentiment], rolled: str) -> None:
    other = TopicLabel("price.value", "neutral", 0.7)
    for order in permutations(seen):
        labels = [TopicLabel("staff.attitude", each, 0.9 - place / 10) for place, each in enumerate(order)]
        mentions = (mention("neutral", "usage", 1.0, other), *(mention("neutral", "usage", 1.0, each) for each in labels))
        assert roll_up(mentions, "vi", 0.0).topics == (TopicLabel("staff.attitude", rolled, 0.9), other)  # type: ignore[arg-type]


def test_score_of_a_feedback_leans_where_the_whole_leans() -> None:
    torn = (mention("negative"), mention("positive"))
    assert roll_up(torn, "vi", -0.4).score == pytest.approx(-0.2)
    assert roll_up((mention("positive"), mention("neutral")), "vi", 0.75).score == pytest.approx(0.5)
