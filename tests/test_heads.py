"""Temperatures and thresholds of the heads."""

import numpy as np
import pytest

from insight.classify import Heads
from insight.taxonomy import Taxonomy
from models.heads import Labelled, best_temperature, calibrate

TAXONOMY = Taxonomy.default()
STAGES, TOPICS = len(TAXONOMY.stages), len(TAXONOMY.topics)


def test_too_sure_logits_are_cooled_to_what_they_are_worth() -> None:
    """Right in three of four: the best temperature says 0.75 wherever it said more."""
    logits = np.array([[0.0, 9.0]] * 400, np.float32)
    target = np.array([1, 1, 1, 0] * 100)
    sure = 1 / (1 + np.exp(-9.0 / best_temperature(logits, target)))
    assert sure == pytest.approx(0.905, abs=0.01)  # the coolest that the grid allows: 9 / 4
    logits /= 4
    sure = 1 / (1 + np.exp(-2.25 / best_temperature(logits, target)))
    assert sure == pytest.approx(0.75, abs=0.01)


def heads_and_data(sharpness: float) -> tuple[dict[str, np.ndarray], Labelled]:
    """Heads that read the labels off the vectors, one mention in five of them mislabelled."""
    rng = np.random.default_rng(2)
    n, width = 600, STAGES + TOPICS + 3
    stage, sentiment = rng.integers(0, STAGES, n), rng.integers(0, 3, n)
    topics = (rng.random((n, TOPICS)) < 0.1).astype(np.int8)
    vectors = np.concatenate([np.eye(STAGES)[stage], topics, np.eye(3)[sentiment]], axis=1).astype(np.float32)
    wrong = rng.random(n) < 0.2
    stage[wrong] = rng.integers(0, STAGES, wrong.sum())
    eye = np.eye(width, dtype=np.float32)
    arrays = {
        "hidden.w": eye,
        "hidden.b": np.zeros(width, np.float32),
        "stage.w": sharpness * eye[:STAGES],
        "stage.b": np.zeros(STAGES, np.float32),
        "topics.w": sharpness * eye[STAGES : STAGES + TOPICS],
        "topics.b": np.full(TOPICS, -sharpness / 2, np.float32),
        "sentiment.w": np.repeat(sharpness * eye[None, -3:], 1 + TOPICS, axis=0),
        "sentiment.b": np.zeros((1 + TOPICS, 3), np.float32),
    }
    return arrays, Labelled(vectors, stage, topics, sentiment)


def test_calibrated_heads_say_the_same_labels_with_honest_probabilities() -> None:
    arrays, data = heads_and_data(sharpness=12.0)
    fitted = calibrate(arrays, data, TAXONOMY)
    stages, topics = tuple(TAXONOMY.stage_by_id), tuple(TAXONOMY.topic_by_id)
    before = Heads("a", stages, topics, {}, arrays).probabilities(data.vectors)
    after = Heads("b", stages, topics, {}, fitted.arrays).probabilities(data.vectors)
    assert (before.stage.argmax(axis=1) == after.stage.argmax(axis=1)).all()
    right = (after.stage.argmax(axis=1) == data.stage).mean()
    assert before.stage.max(axis=1).mean() > 0.99
    assert after.stage.max(axis=1).mean() == pytest.approx(right, abs=0.03)
    assert set(fitted.thresholds) == {"stage", *topics}
    called = after.topics >= fitted.thresholds[topics[0]]
    assert (called == (data.topics == 1)).all()
