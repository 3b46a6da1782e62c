"""NPS, CSAT, CES, net sentiment, reach, impact, trend, lift: pure functions, each with its interval and what it rests on.

Every interval is 95 %. A function that is asked about fewer than `minimum` answers gives None: no number without support.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from insight.types import Estimate, Trend

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

MINIMUM = 30
CONFIDENCE = 0.95
COUNTS_AT_ONCE = 1 << 22
"""Bootstrap counts held at a time (32 MB); the draws do not depend on it."""
_Z = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))


def share(successes: int, total: int) -> Estimate:
    """Share in [0, 1] with its Wilson interval (Wilson 1927); of nothing, 0 with the interval [0, 1]."""
    if total == 0:
        return Estimate(0.0, 0.0, 1.0, 0)
    rate, square = successes / total, _Z**2
    centre = (rate + square / (2 * total)) / (1 + square / total)
    half = _Z / (1 + square / total) * np.sqrt(rate * (1 - rate) / total + square / (4 * total**2))
    return Estimate(rate, max(0.0, float(centre - half)), min(1.0, float(centre + half)), total)


def nps(answers: Floats, minimum: int = MINIMUM) -> Estimate | None:
    """Net promoter score in [-100, 100] of answers 0-10; NaN is no answer.

    Interval: normal, on the variance of promoter minus detractor (Rocks 2016, doi:10.1080/00031305.2016.1158124).
    """
    given = answers[~np.isnan(answers)]
    return _mean(nps_worth(given), minimum, -100.0, 100.0)


def nps_worth(given: Floats) -> Floats:
    """Each answer as a term of the mean that is the NPS: 100 a promoter, -100 a detractor, else 0."""
    return np.where(given >= 9, 100.0, np.where(given <= 6, -100.0, 0.0))


def csat(answers: Floats, top: float = 5.0, minimum: int = MINIMUM) -> Estimate | None:
    """Per cent of answers in the two top boxes of a scale that ends at `top`; NaN is no answer. Wilson interval."""
    given = answers[~np.isnan(answers)]
    return _percent(given >= top - 1, minimum)


def csat_worth(given: Floats, top: float = 5.0) -> Floats:
    """Each answer as a term of the mean that is the CSAT: 100 in the two top boxes, else 0."""
    return np.where(given >= top - 1, 100.0, 0.0)


def ces(answers: Floats, minimum: int = MINIMUM) -> Estimate | None:
    """Mean customer effort score on 1-7 (7 = easy); NaN is no answer. Normal interval."""
    return _mean(answers[~np.isnan(answers)], minimum, 1.0, 7.0)


def ces_worth(given: Floats) -> Floats:
    """Each answer as a term of the mean that is the CES: the answer itself."""
    return given


def ces_easy(answers: Floats, minimum: int = MINIMUM) -> Estimate | None:
    """Per cent of effort answers of 5-7; NaN is no answer. Wilson interval."""
    given = answers[~np.isnan(answers)]
    return _percent(given >= 5, minimum)


def net_sentiment(customers: Ints, polarity: NDArray[np.integer], minimum: int = MINIMUM) -> Estimate | None:
    """Per cent positive minus per cent negative, in [-100, 100]; the mentions of one customer weigh one in all.

    Args:
        customers: code of the customer behind each mention.
        polarity: -1, 0 or 1 of each mention.
        minimum: fewest customers.
    """
    return _mean(100.0 * per_customer(customers, polarity), minimum, -100.0, 100.0)


def per_customer(customers: Ints, values: NDArray[np.generic]) -> Floats:
    """Mean of `values` over each customer's rows, shape (distinct customers,)."""
    _, place = np.unique(customers, return_inverse=True)
    sums = np.bincount(place, weights=values.astype(np.float64))
    return sums / np.bincount(place)


def reach(with_theme: Ints, in_slice: Ints) -> Estimate:
    """Share of the slice's distinct customers who mention the theme; both are customer codes, in any number."""
    return share(len(np.unique(with_theme)), len(np.unique(in_slice)))


def impact(
    answers: Floats,
    with_theme: Flags,
    worth: Callable[[Floats], Floats],
    rng: np.random.Generator,
    minimum: int = MINIMUM,
    draws: int = 500,
) -> Estimate | None:
    """The slice's score minus the score without the feedback that mentions the theme: negative where the theme costs.

    Args:
        answers: one a feedback, NaN where there is none.
        with_theme: which feedback mentions the theme.
        worth: `nps_worth`, `csat_worth` or `ces_worth`, with its options bound: the score is the mean of what it gives.
        rng: for the bootstrap over feedback (percentile interval).
        minimum: fewest answers without the theme.
        draws: bootstrap samples.

    Returns:
        None where too few answers are without the theme, or none is with it; `n` is the number of answers that mention the theme.
    """
    given = ~np.isnan(answers)
    values, mentioned = worth(answers[given]), with_theme[given]
    least, count = max(minimum, 1), int(mentioned.sum())
    if not count or len(values) - count < least:
        return None
    whole, others, of_others = _resampled(values, ~mentioned, rng, draws)
    kept = others >= least
    low, high = np.percentile(whole[kept] / len(values) - of_others[kept] / others[kept], [2.5, 97.5])
    return Estimate(float(values.mean() - values[~mentioned].mean()), float(low), float(high), count)


def _resampled(values: Floats, other: Flags, rng: np.random.Generator, draws: int) -> Floats:
    """Bootstrap sums, shape (3, draws): of all values, the number of the others, of their values.

    Feedback with the same value on the same side is interchangeable, so that how often each such kind is drawn is multinomial:
    the same distribution as drawing feedback one by one, at the cost of the kinds, which are few where answers are on a scale.
    """
    distinct, place = np.unique(values, return_inverse=True)
    share_of_kind = np.bincount(2 * place + other, minlength=2 * len(distinct)) / len(values)
    value, is_other = np.repeat(distinct, 2), np.tile([0.0, 1.0], len(distinct))
    terms = np.stack([value, is_other, value * is_other], axis=1)
    at_once = max(1, COUNTS_AT_ONCE // len(terms))
    sizes = [min(at_once, draws - done) for done in range(0, draws, at_once)]
    return np.concatenate([rng.multinomial(len(values), share_of_kind, size) @ terms for size in sizes]).T


def trend(now: int, now_total: int, before: int, before_total: int) -> Trend:
    """Rate of a theme now against before, by the exact conditional test of two Poisson rates (Przyborowski, Wilenski 1940).

    Given now + before, the count now is binomial with the share of exposure that is now's; its Clopper-Pearson bounds become
    the bounds of the rate ratio. A ratio with nothing before is infinite; with no exposure at all it is 1.
    """
    seen = now + before
    if seen == 0 or now_total == 0 or before_total == 0:
        return Trend(now, now_total, before, before_total, Estimate(1.0, 0.0, float("inf"), seen), 1.0)
    exposure = now_total / (now_total + before_total)
    test = stats.binomtest(now, seen, exposure)
    interval = test.proportion_ci(CONFIDENCE, method="exact")
    odds = exposure / (1 - exposure)
    ratio = [_odds(float(value)) / odds for value in (now / seen, interval.low, interval.high)]
    return Trend(now, now_total, before, before_total, Estimate(ratio[0], ratio[1], ratio[2], seen), float(test.pvalue))


def _odds(probability: float) -> float:
    return probability / (1 - probability) if probability < 1 else float("inf")


def discoveries(p_values: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Which of several tests stand when at most `rate` of the findings may be false (Benjamini and Hochberg 1995)."""
    if not p_values:
        return []
    adjusted = stats.false_discovery_control(np.asarray(p_values), method="bh")
    return [bool(value <= rate) for value in adjusted]


def lift(inside: int, inside_total: int, outside: int, outside_total: int) -> tuple[Estimate, float]:
    """Ratio of a theme's rate inside a slice to that outside, with its log interval (Katz et al. 1978), and Fisher's exact p.

    Half a customer is added to every cell, so that a theme unseen outside has a large but finite lift.
    """
    a, b = inside + 0.5, outside + 0.5
    total_a, total_b = inside_total + 1.0, outside_total + 1.0
    ratio = (a / total_a) / (b / total_b)
    spread = _Z * np.sqrt(max(1 / a - 1 / total_a + 1 / b - 1 / total_b, 0.0))
    table = [[inside, inside_total - inside], [outside, outside_total - outside]]
    p = float(stats.fisher_exact(table).pvalue)
    return Estimate(ratio, float(ratio * np.exp(-spread)), float(ratio * np.exp(spread)), inside), p


def _mean(values: Floats, minimum: int, lowest: float, highest: float) -> Estimate | None:
    count = len(values)
    if count < max(minimum, 1):
        return None
    mean = float(values.mean())
    half = _Z * float(values.std(ddof=1)) / np.sqrt(count) if count > 1 else highest - lowest
    return Estimate(mean, max(lowest, float(mean - half)), min(highest, float(mean + half)), count)


def _percent(top: Flags, minimum: int) -> Estimate | None:
    if len(top) < max(minimum, 1):
        return None
    found = share(int(top.sum()), len(top))
    return Estimate(100 * found.value, 100 * found.low, 100 * found.high, found.n)
