"""Corrections teach, and never at the cost of what was known."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from insight.classify import Heads
from insight.errors import ModelError
from insight.learn import Lessons, learn
from insight.learn.judge import called, guard_figures
from insight.memory import Memory

DIM, STAGES, TOPICS = 16, ("usage", "support", "unknown"), ("price.value", "staff.attitude")
RNG = np.random.default_rng(11)


def heads() -> Heads:
    """Dimension 0-2 is the stage, 3-4 the topics, 5-7 the sentiment: read off as they stand."""
    eye = np.eye(DIM, dtype=np.float32)
    arrays = {
        "hidden.w": eye,
        "hidden.b": np.zeros(DIM, np.float32),
        "stage.w": 12 * eye[:3],
        "stage.b": np.zeros(3, np.float32),
        "topics.w": 12 * eye[3:5],
        "topics.b": np.full(2, -4, np.float32),
        "sentiment.w": np.repeat(12 * eye[None, 5:8], 3, axis=0),
        "sentiment.b": np.zeros((3, 3), np.float32),
    }
    return Heads("toy", STAGES, TOPICS, {"stage": 0.4, **dict.fromkeys(TOPICS, 0.5)}, arrays)


def mentions(count: int, stage: int, topic: int | None, sentiment: int, quirk: int | None = None) -> NDArray[np.float32]:
    """Unit rows that say so, with a little noise; `quirk` marks mentions of a kind, in a dimension that no head reads yet."""
    rows = np.abs(RNG.normal(0, 0.03, (count, DIM))).astype(np.float32)
    for place in (stage, 5 + sentiment, *(() if topic is None else (3 + topic,)), *(() if quirk is None else (quirk,))):
        rows[:, place] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def memory() -> Memory:
    kinds = [(stage, topic, sentiment) for stage in range(3) for topic in (None, 0, 1) for sentiment in range(3)]
    rows = [mentions(40, *kind) for kind in kinds]
    stage, sentiment = (np.repeat([kind[at] for kind in kinds], 40).astype(np.int64) for at in (0, 2))
    topics = np.repeat([[kind[1] == 0, kind[1] == 1] for kind in kinds], 40, axis=0)
    polarity = np.where(topics, sentiment[:, None], -1)
    return Memory(np.concatenate(rows), stage, sentiment, topics, polarity, np.arange(len(stage)) % 4 == 0)


def lessons(rows: NDArray[np.float32], who: str = "lan", **told: int) -> Lessons:
    """The same said of every row; what is not told is left open."""
    count = len(rows)
    topics = np.full((count, len(TOPICS)), -1)
    if "topic" in told:
        topics[:] = 0
        topics[:, told["topic"]] = 1
    stage, sentiment = (np.full(count, told.get(name, -1)) for name in ("stage", "sentiment"))
    return Lessons(rows, stage, sentiment, topics, [f"{who}-{at}" for at in range(count)], [who] * count)


def together(*parts: Lessons) -> Lessons:
    arrays = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in ("vectors", "stage", "sentiment", "topics")
    }
    return Lessons(**arrays, groups=[g for p in parts for g in p.groups], who=[w for p in parts for w in p.who])


def test_a_systematic_mistake_is_unlearned_on_cases_never_shown():
    shown, unseen = mentions(50, 0, 0, 2, quirk=12), mentions(200, 0, 0, 2, quirk=12)

    outcome = learn(heads(), memory(), lessons(shown, topic=1))

    assert outcome.heads is not None
    assert not called(heads(), unseen)[2][:, 1].any()
    assert called(outcome.heads, unseen)[2].tolist() == [[False, True]] * 200
    assert outcome.before["error"] == 1.0
    assert outcome.after["error"] == 0.0


def test_what_was_known_stays_known():
    kept = memory()

    outcome = learn(heads(), kept, lessons(mentions(50, 0, 0, 2, quirk=12), stage=1, sentiment=0, topic=1))

    assert outcome.heads is not None
    guard = kept.rows(kept.guard)
    assert guard_figures(outcome.heads, guard) == pytest.approx(guard_figures(heads(), guard), abs=0.005)


def test_fields_left_open_teach_nothing():
    unseen = mentions(50, 0, 0, 2, quirk=12)

    outcome = learn(heads(), memory(), lessons(mentions(50, 0, 0, 2, quirk=12), stage=1))

    assert outcome.heads is not None
    before, after = called(heads(), unseen), called(outcome.heads, unseen)
    assert set(after[0]) == {1}
    assert after[1].tolist() == before[1].tolist()
    assert after[2].tolist() == before[2].tolist()


def test_the_sentiment_of_topics_follows_that_of_the_mention():
    unseen = mentions(20, 0, 0, 2, quirk=12)

    outcome = learn(heads(), memory(), lessons(mentions(50, 0, 0, 2, quirk=12), sentiment=0))

    assert outcome.heads is not None
    assert (outcome.heads.probabilities(unseen).sentiment.argmax(axis=2) == 0).all()


def test_corrections_that_contradict_what_is_known_are_refused():
    plain = mentions(150, 0, 0, 2)

    outcome = learn(heads(), memory(), lessons(plain, topic=1))

    assert outcome.heads is None
    assert outcome.reasons != ()


def test_one_person_at_odds_with_the_rest_is_left_out_and_named():
    sound = lessons(mentions(60, 0, 0, 2, quirk=12), who="lan", topic=1)
    odd = lessons(mentions(150, 0, 0, 2), who="tuan", topic=1)

    outcome = learn(heads(), memory(), together(sound, odd))

    assert outcome.heads is not None
    assert outcome.odd == ("tuan",)
    assert outcome.lessons == 60


def test_confirmations_alone_change_nothing():
    outcome = learn(heads(), memory(), lessons(mentions(60, 0, 0, 2), topic=0))

    assert outcome.heads is None
    assert outcome.reasons == ("no better on held-out corrections: 0% wrong before, 0% after",)


def test_a_handful_shows_nothing():
    outcome = learn(heads(), memory(), lessons(mentions(4, 0, 0, 2), topic=1))

    assert outcome.heads is None
    assert outcome.reasons == ("learning starts at 5 corrections",)


def test_the_same_corrections_give_the_same_heads():
    told, kept = lessons(mentions(50, 0, 0, 2, quirk=12), topic=1), memory()

    first, second = learn(heads(), kept, told), learn(heads(), kept, told)

    assert first.heads is not None
    assert second.heads is not None
    assert all((first.heads.arrays[name] == second.heads.arrays[name]).all() for name in first.heads.arrays)


def test_memory_comes_back_as_it_was_but_for_eight_bits(tmp_path: Path):
    kept = memory()
    kept.save(tmp_path)

    found = Memory.from_pretrained(tmp_path)

    assert np.allclose((found.vectors * kept.vectors).sum(axis=1), 1, atol=1e-3)
    for name in ("stage", "sentiment", "topics", "polarity", "guard"):
        assert (getattr(found, name) == getattr(kept, name)).all(), name


@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_damaged_memory_is_refused(tmp_path: Path, damage: str):
    memory().save(tmp_path)
    file = tmp_path / "memory.safetensors"
    file.unlink() if damage == "missing" else file.write_bytes(file.read_bytes()[:200])

    with pytest.raises(ModelError, match=r"memory\.safetensors cannot be loaded"):
        Memory.from_pretrained(tmp_path)
