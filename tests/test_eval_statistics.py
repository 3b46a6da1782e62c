"""Scores against scikit-learn and hand-computed cases; intervals that hold what they should."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, brier_score_loss, precision_recall_fscore_support

from eval.statistics import (
    accuracy,
    brier,
    calibration_error,
    draws,
    estimate,
    f1,
    interval,
    macro_f1,
    mcnemar_p,
    mean_figure,
    micro_f1,
    paired_difference,
    precision,
    recall,
    reliability,
    risk_coverage,
    tallies,
    weighted_f1,
)


def flags(places: list[int], labels: int = 3) -> np.ndarray:
    return np.eye(labels, dtype=bool)[places]


GOLD, SAID = [0, 0, 1, 1, 2, 2, 2, 0], [0, 1, 1, 1, 2, 0, 2, 2]
SUMS = tallies(flags(GOLD), flags(SAID)).sum(axis=0)


def test_scores_are_those_of_scikit_learn() -> None:
    for average, score in (("macro", macro_f1), ("weighted", weighted_f1), ("micro", micro_f1)):
        assert score(SUMS) == pytest.approx(precision_recall_fscore_support(GOLD, SAID, average=average)[2])
    exact = precision_recall_fscore_support(GOLD, SAID, average=None)
    for ours, theirs in zip((precision, recall, f1), exact, strict=False):
        assert ours(SUMS) == pytest.approx(theirs)
    assert accuracy(SUMS) == pytest.approx(accuracy_score(GOLD, SAID))


def test_micro_f1_of_many_labels_by_hand() -> None:
    gold = np.array([[1, 1, 0], [0, 0, 1]], bool)
    said = np.array([[1, 0, 1], [0, 0, 1]], bool)
    # 2 hits, 1 false alarm, 1 miss
    assert micro_f1(tallies(gold, said).sum(axis=0)) == pytest.approx(4 / 6)


def test_labels_that_gold_never_has_do_not_count_in_macro_f1() -> None:
    sums = tallies(flags([0, 0, 1]), flags([0, 2, 1])).sum(axis=0)
    # F1 of label 0 is 2/3, of label 1 is 1; label 2 is said, never gold.
    assert macro_f1(sums) == pytest.approx((2 / 3 + 1) / 2)


def test_interval_of_a_share_is_near_the_binomial_one() -> None:
    right = np.array([1.0] * 80 + [0.0] * 20)
    figure = mean_figure(right)
    # Normal approximation: 0.8 +- 1.96 * sqrt(0.8 * 0.2 / 100) = 0.8 +- 0.078
    assert (figure.value, figure.n) == (0.8, 100)
    assert figure.low == pytest.approx(0.722, abs=0.015)
    assert figure.high == pytest.approx(0.878, abs=0.015)


def test_rows_of_one_feedback_are_drawn_together() -> None:
    gold, said = flags([0, 1] * 20, 2), flags([0, 1] * 10 + [1, 0] * 10, 2)
    apart = estimate(tallies(gold, said), np.arange(40), accuracy)
    together = estimate(tallies(gold, said), np.arange(40) // 2, accuracy)
    assert apart.value == together.value == 0.5
    assert together.high - together.low > apart.high - apart.low  # type: ignore[operator]


def test_a_slice_of_a_set_keeps_the_value_and_gets_an_interval_from_the_draws_of_the_set() -> None:
    gold, said = flags([0] * 50, 2), flags([0] * 40 + [1] * 10, 2)
    figure = estimate(tallies(gold, said), np.arange(100, 150), accuracy, total=200)
    assert figure.value == 0.8
    assert figure.low is not None
    assert figure.high is not None
    assert 0.6 < figure.low < 0.8 < figure.high < 0.95


def test_every_resample_draws_as_many_as_there_are() -> None:
    assert (draws(37, 50).sum(axis=1) == 37).all()
    assert draws(37, 50) is draws(37, 50)


def test_an_interval_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="no resample gave a value"):
        interval(np.array([np.nan, np.nan]))


def test_a_clear_gain_is_more_than_noise_and_equal_models_are_not() -> None:
    gold = flags([0, 1] * 50, 2)
    worse, better = flags([0, 0] * 50, 2), gold
    gain = paired_difference(tallies(gold, worse), tallies(gold, better), np.arange(100), accuracy)
    assert gain.value == 0.5
    assert gain.is_more_than_noise
    assert gain.p < 0.01
    none = paired_difference(tallies(gold, worse), tallies(gold, worse), np.arange(100), accuracy)
    assert (none.value, none.is_more_than_noise, none.p) == (0.0, False, 1.0)


def test_mcnemar_by_hand() -> None:
    # One row only A has right, nine only B: exact two-sided p = 2 * (C(10,0) + C(10,1)) / 2**10
    a = np.array([True] + [False] * 9 + [True] * 5)
    b = np.array([False] + [True] * 9 + [True] * 5)
    assert mcnemar_p(a, b) == pytest.approx(2 * (1 + 10) / 1024)


def test_calibration_error_by_hand() -> None:
    confidence = np.array([0.9, 0.9, 0.6, 0.6])
    correct = np.array([True, True, True, False])
    # Two bins: |0.9 - 1| and |0.6 - 0.5|, each half of the rows.
    assert reliability(confidence, correct).expected_error == pytest.approx(0.1)
    figure = calibration_error(confidence, correct)
    assert (figure.value, figure.better) == (pytest.approx(0.1), "lower")


def test_brier_score_is_that_of_scikit_learn() -> None:
    probability = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.3, 0.4, 0.3]])
    gold = [0, 2, 0]
    theirs = brier_score_loss(gold, probability, labels=[0, 1, 2], scale_by_half=False)
    assert brier(probability, flags(gold)).value == pytest.approx(theirs)


def test_risk_against_coverage_by_hand() -> None:
    curve = risk_coverage(np.array([0.9, 0.5, 0.8, 0.6]), np.array([True, False, True, False]))
    assert curve.coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert curve.risk.tolist() == pytest.approx([0, 0, 1 / 3, 1 / 2])
    assert curve.area == pytest.approx((1 / 3 + 1 / 2) / 4)
    assert curve.risk_at(0.5) == 0
    assert curve.risk_at(0.6) == pytest.approx(1 / 3)
