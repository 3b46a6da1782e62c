"""The order of questions: what would teach most first, nothing twice."""

import numpy as np
import pytest
from numpy.typing import NDArray

from insight.review import frequency, novelty, queue, uncertainty
from insight.types import Probabilities

THRESHOLDS = np.array([0.5, 0.4], np.float32)


def probabilities(*margins: float) -> Probabilities:
    """One mention a margin in [0, 1]: 1 is certain of everything, 0 torn over stage, first topic and sentiment."""
    m = np.array(margins, np.float32)
    stage = np.stack([(1 + m) / 2, (1 - m) / 2, 0 * m], axis=1)
    sentiment = np.repeat(np.stack([(1 + m) / 2, (1 - m) / 2, 0 * m], axis=1)[:, None], 3, axis=1)
    return Probabilities(stage, np.stack([(1 + m) / 2, (1 + m) / 2], axis=1), sentiment)


def axes(*places: int, dim: int = 16) -> NDArray[np.float32]:
    return np.eye(dim, dtype=np.float32)[list(places)]


def asked(vectors: NDArray[np.float32], found: Probabilities, most: int = 10, **flags: object) -> list[int]:
    none = np.zeros(len(vectors), bool)
    settings = {"disputed": none, "answered": none, "background": None} | flags
    return queue(vectors, found, THRESHOLDS, most=most, **settings).tolist()  # type: ignore[arg-type]


def flags(count: int, *places: int) -> NDArray[np.bool_]:
    return np.isin(np.arange(count), places)


def test_uncertainty_is_one_where_torn_and_nothing_where_certain():
    np.testing.assert_allclose(uncertainty(probabilities(1.0, 0.0, 0.5), THRESHOLDS), [0, 1, 0.5], atol=0.06)


def test_the_least_certain_is_asked_first():
    assert asked(axes(0, 1, 2, 3), probabilities(0.9, 0.1, 0.5, 0.3)) == [1, 3, 2, 0]


def test_at_most_so_many_are_asked():
    assert asked(axes(0, 1, 2, 3), probabilities(0.9, 0.1, 0.5, 0.3), most=2) == [1, 3]
    assert asked(axes(), probabilities()) == []


def test_of_equally_uncertain_ones_the_frequent_one_goes_first():
    near = axes(3, 3, 3) + 0.5 * axes(4, 5, 6)
    crowd = near / np.linalg.norm(near, axis=1, keepdims=True)
    vectors = np.concatenate([axes(0), crowd])
    assert frequency(vectors)[0] < frequency(vectors)[1] == pytest.approx(1.0)
    assert asked(vectors, probabilities(0.5, 0.5, 0.5, 0.5))[0] in (1, 2, 3)


def test_of_equally_uncertain_ones_the_one_unlike_all_that_was_learned_goes_first():
    np.testing.assert_allclose(novelty(axes(0, 1), axes(0)), [0, 1])
    assert asked(axes(0, 1, 2), probabilities(0.5, 0.5, 0.5), background=axes(0, 2)) == [1, 0, 2]


def test_no_near_duplicate_is_asked_twice():
    near = axes(0) + 0.2 * axes(1)
    vectors = np.concatenate([axes(0), near / np.linalg.norm(near), axes(2)])
    assert asked(vectors, probabilities(0.1, 0.2, 0.9)) == [0, 2]


def test_what_is_answered_is_not_asked_nor_what_is_as_good_as_answered():
    vectors = np.concatenate([axes(0, 0, 1, 2)])
    assert asked(vectors, probabilities(0.1, 0.1, 0.5, 0.9), answered=flags(4, 0)) == [2, 3]


def test_what_people_disagree_about_goes_first_even_where_the_model_is_certain():
    assert asked(axes(0, 1, 2), probabilities(0.1, 1.0, 0.2), disputed=flags(3, 1)) == [1, 0, 2]
    assert asked(axes(0, 1, 2), probabilities(0.1, 1.0, 0.2), disputed=flags(3, 0, 1), most=1) == [0]


def test_all_that_differ_are_asked_where_more_are_wanted_than_one_pool_holds(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("insight.review.POOL", 2)
    assert asked(axes(0, 0, 1, 2, 3), probabilities(0.1, 0.1, 0.2, 0.3, 0.4)) == [0, 2, 3, 4]


def test_the_order_is_the_same_every_time():
    vectors = np.random.default_rng(0).normal(size=(500, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = probabilities(*np.random.default_rng(1).random(500))
    order = asked(vectors, found, most=40)
    assert order == asked(vectors, found, most=40)
    assert len(set(order)) == 40
    similar = vectors[order] @ vectors[order].T
    assert similar[~np.eye(40, dtype=bool)].max() <= 0.9
