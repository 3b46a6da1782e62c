"""Every number against a case worked by hand, or against the textbook sum behind it."""

import tracemalloc
from collections.abc import Callable
from functools import partial
from math import comb, exp, inf, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import beta

from insight import measure
from insight.types import Estimate

Score = Callable[..., Estimate | None]
Worth = Callable[[NDArray[np.float64]], NDArray[np.float64]]
Z = 1.959964


def floats(*values: float) -> NDArray[np.float64]:
    return np.array(values, np.float64)


def ints(*values: int) -> NDArray[np.int64]:
    return np.array(values, np.int64)


def assert_estimate(found: Estimate | None, value: float, low: float, high: float, n: int) -> None:
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=5e-5)
    assert found.n == n


def binomial(k: int, n: int, p: float) -> float:
    return comb(n, k) * p**k * (1 - p) ** (n - k)


# Shares


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),  # z² / (n + z²)
        (10, 10, 0.7225, 1.0),
        (1, 1, 0.2065, 1.0),
        (500, 1000, 0.4691, 0.5309),
    ],
)
def test_share_has_the_wilson_interval(successes: int, total: int, low: float, high: float) -> None:
    assert_estimate(measure.share(successes, total), successes / total, low, high, total)


def test_share_of_nothing_says_nothing() -> None:
    assert measure.share(0, 0) == Estimate(0.0, 0.0, 1.0, 0)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_share_lies_in_its_interval(case: tuple[int, int]) -> None:
    found = measure.share(*case)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


# Scores


def test_nps_by_hand() -> None:
    # Four promoters, two passives, two detractors; the variance of 1, 1, 1, 1, 0, 0, -1, -1 is 5.5 / 7.
    half = Z * 100 * sqrt(5.5 / 7 / 8)
    answers = floats(10, 9, np.nan, 9, 9, 8, 7, 6, 0)
    assert_estimate(measure.nps(answers, minimum=8), 25.0, 25 - half, 25 + half, 8)


@pytest.mark.parametrize(("answer", "worth"), [(0, -100), (6, -100), (7, 0), (8, 0), (9, 100), (10, 100)])
def test_nps_borders(answer: float, worth: float) -> None:
    assert_estimate(measure.nps(floats(answer), minimum=1), worth, -100, 100, 1)


def test_csat_counts_the_two_top_boxes() -> None:
    answers = floats(5, 4, 4, 3, 2, 1, 1, np.nan, 4, 5, 5)
    assert_estimate(measure.csat(answers, minimum=1), 60.0, 31.2674, 83.1820, 10)


def test_csat_of_another_scale() -> None:
    found = measure.csat(floats(7, 6, 5, 4), top=7, minimum=1)
    assert found is not None
    assert found.value == 50.0


def test_ces_is_the_mean_and_stays_on_its_scale() -> None:
    half = Z * sqrt((1 + 1 + 0 + 4) / 3 / 4)
    assert_estimate(measure.ces(floats(7, 7, 6, np.nan, 4), minimum=1), 6.0, 6 - half, 7.0, 4)


def test_ces_easy_is_the_share_of_five_to_seven() -> None:
    assert_estimate(measure.ces_easy(floats(7, 6, 5, 4, np.nan), minimum=1), 75.0, 30.0642, 95.4413, 4)


@pytest.mark.parametrize("score", [measure.nps, measure.csat, measure.ces, measure.ces_easy])
def test_no_score_without_thirty_answers(score: Score) -> None:
    answers = floats(*[4.0] * 29, np.nan)
    assert score(answers) is None
    found = score(np.append(answers, 4.0))
    assert found is not None
    assert found.n == 30
    assert score(floats(), minimum=0) is None


# Customers


def test_one_customer_with_forty_messages_is_one_voice() -> None:
    customers = ints(*[7] * 40, 1, 2, 3)
    polarity = ints(*[-1] * 40, 1, 1, 1)
    # Voices -1, 1, 1, 1: mean 0.5, variance 1.
    assert_estimate(measure.net_sentiment(customers, polarity, minimum=4), 50.0, -47.9982, 100.0, 4)
    assert measure.net_sentiment(customers, polarity, minimum=5) is None
    assert measure.net_sentiment(customers, polarity) is None


def test_a_customer_of_two_minds_weighs_what_the_mentions_weigh() -> None:
    assert measure.per_customer(ints(5, 5, 5, 5, 2), ints(1, 1, 1, -1, -1)).tolist() == [-1.0, 0.5]
    assert measure.per_customer(ints(), ints()).tolist() == []


def test_reach_counts_customers_not_messages() -> None:
    in_slice = ints(*range(1, 11), 1, 1, 2, 3)
    assert_estimate(measure.reach(ints(1, 1, 1, 2), in_slice), 0.2, 0.0567, 0.5098, 10)


@settings(derandomize=True, max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([-1, 0, 1])), min_size=1, max_size=20), st.integers(2, 40))
def test_saying_it_again_changes_nothing(mentions: list[tuple[int, int]], times: int) -> None:
    customers, polarity = (np.array(column, np.int64) for column in zip(*mentions, strict=True))
    loud = customers == customers[0]
    more_customers, more_polarity = (np.append(column, np.tile(column[loud], times)) for column in (customers, polarity))
    once = measure.net_sentiment(customers, polarity, minimum=1)
    more = measure.net_sentiment(more_customers, more_polarity, minimum=1)
    assert once is not None
    assert more is not None
    assert (more.value, more.low, more.high) == pytest.approx((once.value, once.low, once.high))
    assert measure.reach(more_customers, customers) == measure.reach(customers, customers)


# Impact


def drawn_one_by_one(answers: NDArray[np.float64], mentioned: NDArray[np.bool_], score: Score, draws: int) -> tuple[float, float]:
    """The interval of the impact by the textbook's bootstrap: feedback drawn with replacement, both scores taken again."""
    rng, found = np.random.default_rng(7), []
    for _ in range(draws):
        rows = rng.integers(0, len(answers), len(answers))
        whole, without = score(answers[rows]), score(answers[rows][~mentioned[rows]])
        if whole is not None and without is not None:
            found.append(whole.value - without.value)
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def test_impact_is_what_the_theme_costs() -> None:
    # Eight promoters without the theme, eight detractors with it: 0 with all, 100 without them. In every bootstrap sample the score
    # without is 100 again, so the interval is that of -200 times the detractors' share of 16: 4 to 12 of them (binomial, 0.5).
    answers, mentioned = floats(*[10] * 8, *[0] * 8, np.nan), np.array([False] * 8 + [True] * 9)
    found = measure.impact(answers, mentioned, measure.nps_worth, np.random.default_rng(1), minimum=1, draws=2000)
    assert found == Estimate(-100.0, -150.0, -50.0, 8)


def test_impact_of_praise_is_positive() -> None:
    answers, mentioned = floats(*[6] * 6, *[9] * 4), np.array([False] * 6 + [True] * 4)
    found = measure.impact(answers, mentioned, measure.nps_worth, np.random.default_rng(1), minimum=1)
    assert found is not None
    assert (found.value, found.n) == (80.0, 4)
    assert 0 < found.low < 80 < found.high


@pytest.mark.parametrize(
    ("score", "worth", "top"),
    [(measure.nps, measure.nps_worth, 10), (measure.csat, measure.csat_worth, 5), (measure.ces, measure.ces_worth, 7)],
)
@pytest.mark.parametrize(("size", "minimum"), [(400, 30), (50, 35)])  # of the fifty, many a sample has too few without the theme
def test_impact_has_the_interval_of_drawing_one_by_one(score: Score, worth: Worth, top: int, size: int, minimum: int) -> None:
    rng = np.random.default_rng(5)
    mentioned = np.arange(size) % 4 == 0
    answers = np.where(mentioned, rng.integers(1, top, size), rng.integers(2, top + 1, size)).astype(float)
    found = measure.impact(answers, mentioned, worth, np.random.default_rng(6), minimum, draws=4000)
    low, high = drawn_one_by_one(answers, mentioned, partial(score, minimum=minimum), draws=4000)
    whole, without = score(answers), score(answers[~mentioned])
    assert found is not None
    assert whole is not None
    assert without is not None
    assert found.value == pytest.approx(whole.value - without.value)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.05 * (high - low))


def test_impact_has_the_interval_of_its_influence_function() -> None:
    # A difference of two means of one sample is normal, its variance that of (v - mean) - (v - mean without) / share without, where
    # the second term counts only for feedback without the theme (delta method).
    rng = np.random.default_rng(8)
    answers, mentioned = rng.normal(5, 1, 5_000).round(1), rng.random(5_000) < 0.3
    found = measure.impact(answers, mentioned, measure.ces_worth, np.random.default_rng(9), draws=4000)
    without = answers[~mentioned].mean()
    influence = answers - answers.mean() - np.where(mentioned, 0, (answers - without) / (~mentioned).mean())
    half = Z * influence.std() / sqrt(5_000)
    assert found is not None
    assert found.value == pytest.approx(answers.mean() - without)
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half), abs=0.1 * half)


def test_impact_is_the_same_each_time_however_many_counts_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = np.random.default_rng(2).integers(0, 11, 200).astype(float)

    def found() -> Estimate | None:
        return measure.impact(answers, answers < 4, measure.nps_worth, np.random.default_rng(3))

    first = found()
    assert first is not None
    assert first.low < first.value < first.high < 0
    for at_once in (1, 50):
        monkeypatch.setattr(measure, "COUNTS_AT_ONCE", at_once)
        assert found() == first


def test_impact_of_a_million_answers_holds_few_counts_at_a_time() -> None:
    answers = np.arange(1_000_000) % 11.0
    tracemalloc.start()
    assert measure.impact(answers, answers < 4, measure.nps_worth, np.random.default_rng(3)) is not None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * answers.nbytes


@pytest.mark.parametrize(
    ("with_theme", "minimum"),
    [
        ([False] * 8, 1),  # nobody mentions it
        ([True] * 8, 1),  # nobody is left
        ([True] * 4 + [False] * 4, 5),  # too few are left
        ([True] + [False] * 7, 9),  # too few at all
        ([False] * 8 + [True], 1),  # only someone without a score mentions it
    ],
)
def test_no_impact_without_answers_on_both_sides(with_theme: list[bool], minimum: int) -> None:
    answers = floats(*range(8), np.nan)[: len(with_theme)]
    assert measure.impact(answers, np.array(with_theme), measure.nps_worth, np.random.default_rng(1), minimum) is None


# Trend


def test_trend_is_the_exact_conditional_test() -> None:
    found = measure.trend(8, 100, 4, 400)
    # Of 12 customers 8 are now's, where a fifth is expected; outcomes no likelier than that count as extreme.
    likelihood = [binomial(k, 12, 0.2) for k in range(13)]
    p = sum(each for each in likelihood if each <= likelihood[8] * (1 + 1e-9))
    low, high = beta.ppf(0.025, 8, 5), beta.ppf(0.975, 9, 4)
    assert (found.now, found.now_total, found.before, found.before_total) == (8, 100, 4, 400)
    assert found.p == pytest.approx(p)
    assert p == pytest.approx(0.000581, abs=1e-6)
    assert_estimate(found.ratio, 8.0, low / (1 - low) / 0.25, high / (1 - high) / 0.25, 12)
    assert not found.significant


def test_trend_of_something_new() -> None:
    found = measure.trend(3, 50, 0, 150)
    assert found.p == pytest.approx(0.25**3)
    low = 0.025 ** (1 / 3)
    assert (found.ratio.value, found.ratio.high, found.ratio.n) == (inf, inf, 3)
    assert found.ratio.low == pytest.approx(low / (1 - low) * 3)


def test_trend_of_something_gone() -> None:
    found = measure.trend(0, 100, 10, 100)
    assert (found.ratio.value, found.ratio.low) == (0.0, 0.0)
    assert found.ratio.high < 1
    assert found.p == pytest.approx(2 * 0.5**10)


def test_trend_of_an_unchanged_rate() -> None:
    found = measure.trend(5, 100, 20, 400)
    assert found.ratio.value == pytest.approx(1.0)
    assert found.p == 1.0


@pytest.mark.parametrize("counts", [(0, 100, 0, 400), (0, 0, 5, 100), (5, 100, 0, 0)])
def test_trend_of_nothing_says_nothing(counts: tuple[int, int, int, int]) -> None:
    found = measure.trend(*counts)
    assert found.p == 1.0
    assert found.ratio == Estimate(1.0, 0.0, inf, counts[0] + counts[2])


# Many tests, and slices


def test_discoveries_are_those_of_benjamini_and_hochberg() -> None:
    # The example of their paper (1995, section 3.2): four of fifteen stand, though nine are below 0.05.
    table = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert measure.discoveries(table) == [True] * 4 + [False] * 11
    assert measure.discoveries(table[::-1]) == [False] * 11 + [True] * 4
    assert measure.discoveries(table, rate=0.1) == [True] * 9 + [False] * 6


def test_a_later_test_lifts_an_earlier_one() -> None:
    assert measure.discoveries([0.04, 0.045, 0.05]) == [True, True, True]
    assert measure.discoveries([]) == []


def test_lift_by_hand() -> None:
    found, p = measure.lift(9, 20, 10, 100)
    ratio = (9.5 / 21) / (10.5 / 101)
    spread = Z * sqrt(1 / 9.5 - 1 / 21 + 1 / 10.5 - 1 / 101)
    assert_estimate(found, ratio, exp(log(ratio) - spread), exp(log(ratio) + spread), 9)
    ways = [comb(19, k) * comb(101, 20 - k) / comb(120, 20) for k in range(20)]
    assert p == pytest.approx(sum(way for way in ways if way <= ways[9] * (1 + 1e-9)))


def test_lift_where_nobody_outside_speaks_is_finite() -> None:
    found, p = measure.lift(10, 20, 0, 100)
    assert found.value == pytest.approx(10.5 / 21 / (0.5 / 101))
    assert 1 < found.low < found.value < found.high < inf
    assert p < 1e-6


def test_lift_of_equal_rates_is_none() -> None:
    found, p = measure.lift(10, 100, 10, 100)
    assert found.value == pytest.approx(1.0)
    assert found.low < 1 < found.high
    assert p == 1.0
