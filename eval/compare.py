"""What got better and worse between two versions, and whether it is more than noise.

Figures of our own sets are paired item by item where both versions kept their answers: the same items were judged, so only
those on which the two differ count. Elsewhere the intervals must do, which needs a larger difference. As many figures are looked
at, the false discoveries among those called better or worse are held at 5 % (Benjamini and Hochberg 1995).
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from eval.figures import Figure
from eval.results import Recorded, Results
from eval.statistics import (
    Floats,
    Score,
    accuracy,
    macro_f1,
    mcnemar_p,
    micro_f1,
    paired_difference,
    weighted_f1,
)
from insight.errors import InputError
from insight.measure import discoveries

Way = Literal["paired", "intervals", "none"]
Verdict = Literal["better", "worse", "no more than noise", "not tested"]
Answers = Mapping[str, Mapping[str, object]]

Z = 1.959964
RATE = 0.05
"""False discoveries among the figures called better or worse."""
AGREE = 0.002
"""A figure recomputed from answers is the figure written down, if it differs by less (both are rounded)."""
SCORES: Mapping[str, Score] = {
    "macro-F1": macro_f1,
    "micro-F1": micro_f1,
    "weighted F1": weighted_f1,
    "accuracy": accuracy,
}
BASELINE = "baseline "


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in two versions; `p` is two-sided, None where nothing tells how sure the figures are."""

    section: str
    name: str
    before: Figure
    after: Figure
    way: Way
    p: float | None
    significant: bool = False

    @property
    def difference(self) -> float:
        """After minus before."""
        return self.after.value - self.before.value

    @property
    def gain(self) -> float:
        """The difference, positive when it is for the better."""
        return self.difference if self.after.better == "higher" else -self.difference

    @property
    def verdict(self) -> Verdict:
        """In a word."""
        if self.p is None:
            return "not tested"
        if not self.significant:
            return "no more than noise"
        return "better" if self.gain > 0 else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All figures that both versions have, in the order they were written; and `missing`, those that only one has."""

    before: str
    after: str
    changes: tuple[Change, ...]
    missing: tuple[str, ...] = ()

    def of(self, verdict: Verdict) -> list[Change]:
        """The changes of one verdict, largest first."""
        return sorted(
            (change for change in self.changes if change.verdict == verdict), key=lambda change: -abs(change.difference)
        )


def compare(before: Results, after: Results, sections: Sequence[str] | None = None) -> Comparison:
    """Figure by figure; figures of baselines are left out, as they say nothing of the model.

    Args:
        before, after: two versions, or two runs of one.
        sections: names of the sections to look at; None for all that both have.

    Raises:
        InputError: there is no section that both have.
    """
    shared = [name for name in before.sections if name in after.sections and (sections is None or name in sections)]
    if not shared:
        there = " and ".join(f"{each.version} has {', '.join(each.sections) or 'none'}" for each in (before, after))
        raise InputError(f"nothing to compare: {there}; run the same evaluations for both")
    changes = [change for name in shared for change in _section(name, before.sections[name], after.sections[name])]
    return Comparison(before.version, after.version, tuple(_marked(changes)), tuple(_missing(before, after, shared)))


def _marked(changes: Sequence[Change]) -> Iterator[Change]:
    """Set `significant`; paired tests are a family of their own, so that the many weaker ones do not drown them."""
    families: dict[Way, list[float]] = {}
    for change in changes:
        if change.p is not None:
            families.setdefault(change.way, []).append(change.p)
    found = {way: iter(discoveries(family, RATE)) for way, family in families.items()}
    return (replace(change, significant=next(found[change.way])) if change.p is not None else change for change in changes)


def _section(name: str, before: Recorded, after: Recorded) -> Iterator[Change]:
    old, new = _answers(name, before), _answers(name, after)
    items = [item for item in old if item in new] if set(old) == set(new) else []
    yield from _right(name, [old[item] for item in items], [new[item] for item in items])
    for title, figure in after.figures.items():
        earlier = before.figures.get(title)
        if earlier is None or title.partition(" | ")[2].startswith(BASELINE):
            continue
        p = _paired_p(title, earlier, figure, [old[item] for item in items], [new[item] for item in items])
        way: Way = "paired" if p is not None else "intervals"
        if p is None:
            p = _interval_p(earlier, figure)
        yield Change(name, title, earlier, figure, way if p is not None else "none", p)


def _right(name: str, old: Sequence[Mapping[str, object]], new: Sequence[Mapping[str, object]]) -> Iterator[Change]:
    """The share of answers that are right in each respect, paired: the sharpest look at a set of our own."""
    respects = [each.get("right") for each in (*old, *new)]
    shared = {respect for each in respects if isinstance(each, dict) for respect in each}
    for respect in sorted(shared):
        a, b = (np.array([_is_right(answer, respect) for answer in answers]) for answers in (old, new))
        figures = [Figure(float(right.mean()), len(right)) for right in (a, b)]
        p = mcnemar_p(a, b) if (a != b).any() else 1.0
        yield Change(name, f"answers right: {respect}", figures[0], figures[1], "paired", p)


def _is_right(answer: Mapping[str, object], respect: str) -> bool:
    right = answer.get("right")
    return bool(right.get(respect)) if isinstance(right, dict) else False


def _missing(before: Results, after: Results, shared: Sequence[str]) -> Iterator[str]:
    for name in shared:
        old, new = before.sections[name].figures, after.sections[name].figures
        for title in sorted(old.keys() ^ new.keys()):
            yield f"{name}: {title} (only in {(before if title in old else after).version})"


def _answers(name: str, section: Recorded) -> Answers:
    try:
        return {item: _object(json.loads(answer)) for item, answer in section.answers.items()}
    except ValueError as error:
        raise InputError(f"section {name!r}: an answer is not a JSON object: {error}") from error


def _object(plain: object) -> dict[str, object]:
    if not isinstance(plain, dict):
        raise ValueError(f"{plain!r:.60}")
    return plain


# Noise -----------------------------------------------------------------------------------------------------------------------


def _interval_p(before: Figure, after: Figure) -> float | None:
    """Two-sided p of the difference of two independent figures, each with a standard error read off its interval.

    Where only one has an interval, the other is taken to be as uncertain.
    """
    errors = [error for error in map(_standard_error, (before, after)) if error is not None]
    if not errors:
        return None
    return _normal_p(after.value - before.value, math.hypot(errors[0], errors[-1]))


def _standard_error(figure: Figure) -> float | None:
    if figure.low is None or figure.high is None:
        return None
    return (figure.high - figure.low) / (2 * Z)


def _normal_p(difference: float, spread: float) -> float:
    """Two-sided p under a normal distribution; 1 where nothing differs."""
    if abs(difference) < 1e-12:
        return 1.0
    return math.erfc(abs(difference) / spread / math.sqrt(2)) if spread else 0.0


def _paired_p(
    title: str, before: Figure, after: Figure, old: Sequence[Mapping[str, object]], new: Sequence[Mapping[str, object]]
) -> float | None:
    """Two-sided p on the same items; None where the answers do not carry this figure."""
    measure, _, part = title.partition(" | ")
    pairs = [pair for pair in zip(old, new, strict=True) if not part or part in _listed(pair[0])]
    if not pairs:
        return None
    a, b = zip(*pairs, strict=True)
    p = _mean_p(measure, before, after, a, b)
    return _tally_p(measure, before, after, a, b) if p is None else p


def _listed(answer: Mapping[str, object]) -> Sequence[str]:
    listed = answer.get("in", ())
    return listed if isinstance(listed, list) else ()


def _mean_p(
    measure: str, before: Figure, after: Figure, old: Sequence[Mapping[str, object]], new: Sequence[Mapping[str, object]]
) -> float | None:
    """Of a figure that is the mean of a value per item: McNemar where all are 0 or 1, else the paired bootstrap."""
    a, b = (_values(measure, answers) for answers in (old, new))
    if a is None or b is None or abs(a.mean() - before.value) > AGREE or abs(b.mean() - after.value) > AGREE:
        return None
    if np.isin(a, (0, 1)).all() and np.isin(b, (0, 1)).all():
        return mcnemar_p(a == 1, b == 1) if (a != b).any() else 1.0
    tallies = [np.stack([values, np.zeros_like(values), 1 - values], axis=-1)[:, None] for values in (a, b)]
    return _bootstrap_p(tallies[0], tallies[1], accuracy)


def _values(measure: str, answers: Sequence[Mapping[str, object]]) -> Floats | None:
    found = [scores.get(measure) for scores in (answer.get("scores") for answer in answers) if isinstance(scores, dict)]
    if len(found) < len(answers) or not all(isinstance(value, int | float) for value in found):
        return None
    return np.array(found, dtype=np.float64)


def _tally_p(
    measure: str, before: Figure, after: Figure, old: Sequence[Mapping[str, object]], new: Sequence[Mapping[str, object]]
) -> float | None:
    """Of an F1 over tallies per item: paired bootstrap."""
    score = next((score for name, score in SCORES.items() if f" {name}" in f" {measure}"), None)
    labels = sorted({label for answer in (*old, *new) for label in _tallies(measure, answer)})
    if score is None or not labels:
        return None
    a, b = (np.array([[_tally(measure, answer, label) for label in labels] for answer in answers]) for answers in (old, new))
    values = [float(score(tally.sum(axis=0))) for tally in (a, b)]
    if abs(values[0] - before.value) > AGREE or abs(values[1] - after.value) > AGREE:
        return None
    return _bootstrap_p(a, b, score)


def _tallies(measure: str, answer: Mapping[str, object]) -> Mapping[str, Sequence[float]]:
    tallies = answer.get("tallies")
    found = tallies.get(measure) if isinstance(tallies, dict) else None
    return found if isinstance(found, dict) else {}


def _tally(measure: str, answer: Mapping[str, object], label: str) -> Sequence[float]:
    return _tallies(measure, answer).get(label, (0.0, 0.0, 0.0))


def _bootstrap_p(a: Floats, b: Floats, score: Score) -> float:
    """Normal p from the spread of the paired bootstrap: a thousand draws alone cannot tell p below 0.002."""
    found = paired_difference(a, b, np.arange(len(a)), score)
    return _normal_p(found.value, (found.high - found.low) / (2 * Z))
