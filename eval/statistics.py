"""How sure a number is: bootstrap intervals and differences from per-row tallies, McNemar, calibration, risk against coverage.

Everything that counts right and wrong is a tally: for each row and label whether it was a hit, a false alarm or a miss. Sums of
tallies give every score, so resampling rows is a product of a matrix of weights with them, and no score is computed row by row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from eval.figures import Better, Figure
from insight.errors import MissingExtraError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Score = Callable[[Floats], Floats]
"""Sums of tallies, shape (..., labels, 3) -> score, shape (...)."""

DRAWS = 1000
SEED = 20_260
BINS = 15


@dataclass(frozen=True, slots=True)
class Difference:
    """B minus A on the same rows: 95 % interval and two-sided p of the paired bootstrap (Efron and Tibshirani 1993, ch. 16)."""

    value: float
    low: float
    high: float
    p: float

    @property
    def is_more_than_noise(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


# Tallies and scores ----------------------------------------------------------------------------------------------------------


def tallies(gold: Flags, said: Flags) -> Floats:
    """Hits, false alarms and misses; two arrays (n, labels) -> (n, labels, 3)."""
    return np.stack([gold & said, ~gold & said, gold & ~said], axis=-1).astype(np.float64)


def f1(sums: Floats) -> Floats:
    """F1 of each label, 2 hits / (2 hits + false alarms + misses): (..., labels, 3) -> (..., labels); nan where all are zero."""
    hits, alarms, misses = np.moveaxis(sums, -1, 0)
    return _ratio(2 * hits, 2 * hits + alarms + misses)


def precision(sums: Floats) -> Floats:
    """Hits of what was said, (..., labels, 3) -> (..., labels); nan where a label was never said."""
    return _ratio(sums[..., 0], sums[..., 0] + sums[..., 1])


def recall(sums: Floats) -> Floats:
    """Hits of what there is, (..., labels, 3) -> (..., labels); nan where a label is never there."""
    return _ratio(sums[..., 0], sums[..., 0] + sums[..., 2])


def macro_f1(sums: Floats) -> Floats:
    """Mean F1 of the labels that occur in gold: (..., labels, 3) -> (...)."""
    there = sums[..., 0] + sums[..., 2] > 0
    return _ratio(np.where(there, np.nan_to_num(f1(sums)), 0.0).sum(axis=-1), there.sum(axis=-1).astype(np.float64))


def weighted_f1(sums: Floats) -> Floats:
    """Mean F1 weighted by how often each label occurs in gold: (..., labels, 3) -> (...)."""
    support = sums[..., 0] + sums[..., 2]
    return _ratio((np.nan_to_num(f1(sums)) * support).sum(axis=-1), support.sum(axis=-1))


def micro_f1(sums: Floats) -> Floats:
    """F1 of all labels pooled: (..., labels, 3) -> (...)."""
    return f1(sums.sum(axis=-2))


def accuracy(sums: Floats) -> Floats:
    """Share of rows that are right, where every row has exactly one gold label: (..., labels, 3) -> (...)."""
    hits, _, misses = np.moveaxis(sums, -1, 0)
    return _ratio(hits.sum(axis=-1), (hits + misses).sum(axis=-1))


def _ratio(over: Floats, under: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(under > 0, over / under, np.nan)


# Resampling ------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def draws(n: int, times: int = DRAWS, seed: int = SEED) -> NDArray[np.float32]:
    """How often each of n units is drawn in each resample, shape (times, n): multinomial, rows summing to n."""
    drawn: NDArray[np.float32] = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=times).astype(np.float32)
    return drawn


def per_unit(tally: Floats, unit: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """Tallies (n, ...) summed within each unit, (units, ...), and the numbers of the units, ascending."""
    numbers, place = np.unique(unit, return_inverse=True)
    if len(numbers) == len(unit):
        return tally[np.argsort(place)], numbers
    summed = np.zeros((len(numbers), *tally.shape[1:]))
    np.add.at(summed, place, tally)
    return summed, numbers


def resampled(tally: Floats, unit: NDArray[np.int64], total: int | None = None) -> Floats:
    """Sums of tallies in each resample of units, shape (draws, labels, 3).

    Args:
        tally: shape (n, labels, 3).
        unit: which unit each row belongs to, shape (n,): rows of one feedback are drawn together.
        total: how many units the whole set has, numbered from 0. Then the set is what is drawn, and rows that are only a slice of
            it get the same draws as every other slice; None draws among the units that are there.
    """
    summed, numbers = per_unit(tally, unit)
    weights = draws(len(numbers)) if total is None else draws(total)[:, numbers]
    flat = weights @ summed.reshape(len(numbers), -1).astype(np.float32)
    return flat.astype(np.float64).reshape(len(weights), *summed.shape[1:])


def estimate(tally: Floats, unit: NDArray[np.int64], score: Score, total: int | None = None) -> Figure:
    """A score of all rows with its percentile bootstrap interval over units (Efron 1979); arguments as `resampled`."""
    low, high = interval(score(resampled(tally, unit, total)))
    return Figure(float(score(tally.sum(axis=0))), len(tally), low, high)


def mean_figure(values: Floats, better: Better = "higher") -> Figure:
    """Mean of values (n,), at least one, with its bootstrap interval over rows."""
    low, high = interval((draws(len(values)) @ values).astype(np.float64) / len(values))
    return Figure(float(values.mean()), len(values), low, high, better)


def interval(samples: Floats) -> tuple[float, float]:
    """The middle 95 % of resampled values, those that could not be computed left out; raises `ValueError` where none could."""
    there = samples[~np.isnan(samples)]
    if not len(there):
        raise ValueError("no resample gave a value; there is nothing to be sure of")
    low, high = np.percentile(there, [2.5, 97.5])
    return float(low), float(high)


def paired_difference(a: Floats, b: Floats, unit: NDArray[np.int64], score: Score, total: int | None = None) -> Difference:
    """Score of `b` minus score of `a` when both judged the same rows: the same draws for both.

    Args:
        a, b: tallies of the two, each (n, labels, 3), row by row of the same items.
        unit, total: as `resampled`.
        score: sums of tallies to the score.
    """
    samples = score(resampled(b, unit, total)) - score(resampled(a, unit, total))
    low, high = interval(samples)
    return Difference(float(score(b.sum(axis=0)) - score(a.sum(axis=0))), low, high, _two_sided(samples))


def _two_sided(samples: Floats) -> float:
    """Twice the smaller tail beyond zero, never below what so many draws can tell."""
    there = samples[~np.isnan(samples)]
    tail = min((there <= 0).sum(), (there >= 0).sum()) + 1
    return float(min(1.0, 2 * tail / (len(there) + 1)))


def mcnemar_p(a_right: Flags, b_right: Flags) -> float:
    """Two-sided p that two models are right equally often on the same rows (McNemar 1947), both (n,).

    Exact binomial below 25 disagreements, else chi-square with continuity correction, by statsmodels.

    Raises:
        MissingExtraError: statsmodels is not installed.
    """
    try:
        from statsmodels.stats.contingency_tables import mcnemar
    except ImportError as error:
        raise MissingExtraError("McNemar's test needs statsmodels; pip install 'insight[report]'") from error
    table = [[int((x & y).sum()) for y in (b_right, ~b_right)] for x in (a_right, ~a_right)]
    return float(mcnemar(table, exact=table[0][1] + table[1][0] < 25).pvalue)


# Calibration -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bins of equal width over confidence, empty ones left out: mean confidence, share correct, and rows of each, (bins,)."""

    confidence: Floats
    correct: Floats
    counts: NDArray[np.int64]

    @property
    def expected_error(self) -> float:
        """Expected calibration error: mean gap of confidence and correctness, weighted by rows (Naeini et al. 2015)."""
        return float((np.abs(self.confidence - self.correct) * self.counts).sum() / self.counts.sum())


def reliability(confidence: Floats, correct: Flags, bins: int = BINS) -> Reliability:
    """Group rows by confidence in [0, 1]; both arrays (n,), at least one row."""
    place = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    counts = np.bincount(place, minlength=bins)
    there = counts > 0
    mean = [np.bincount(place, values, bins)[there] / counts[there] for values in (confidence, correct.astype(np.float64))]
    return Reliability(mean[0], mean[1], counts[there])


def calibration_error(confidence: Floats, correct: Flags) -> Figure:
    """Expected calibration error with its bootstrap interval; lower is better.

    A resample adds noise to every bin, so the interval lies somewhat above the value for well calibrated models.
    """
    weights = draws(len(confidence), 200)
    place = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    gap = (confidence - correct)[:, None] * np.eye(BINS)[place]
    samples = np.abs(weights @ gap).sum(axis=1) / len(confidence)
    low, high = interval(samples)
    return Figure(reliability(confidence, correct).expected_error, len(confidence), low, high, "lower")


def brier(probability: Floats, gold: Flags) -> Figure:
    """Brier score: mean over rows of the squared distance to the truth, summed over classes (Brier 1950), in [0, 2].

    Args:
        probability: (n, classes), rows summing to 1; or (n, 1) of one event, where only it is summed: in [0, 1].
        gold: the same shape.
    """
    return mean_figure(((probability - gold) ** 2).sum(axis=1), "lower")


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """Share wrong among the most confident rows, for every share of rows that is answered; both (n,), coverage ascending."""

    coverage: Floats
    risk: Floats

    @property
    def area(self) -> float:
        """Mean risk over all coverages (AURC; Geifman, Uziel and El-Yaniv 2019, arXiv:1805.08206)."""
        return float(self.risk.mean())

    def risk_at(self, coverage: float) -> float:
        """Risk when this share of rows is answered."""
        return float(self.risk[min(int(np.searchsorted(self.coverage, coverage - 1e-9)), len(self.risk) - 1)])


def risk_coverage(confidence: Floats, correct: Flags) -> RiskCoverage:
    """Answer the most confident first; both (n,). Rows of equal confidence come in the order they are given."""
    order = np.argsort(-confidence, kind="stable")
    answered = np.arange(1, len(order) + 1)
    return RiskCoverage(answered / len(order), np.cumsum(~correct[order]) / answered)
