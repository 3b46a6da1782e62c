"""Whether heads that have learned may replace those in force: no worse anywhere that matters, and better somewhere."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from insight.classify import STAGE_THRESHOLD, Heads
from insight.learn.fit import Remembered, fit
from insight.learn.lessons import PARTS, Lessons
from insight.memory import Memory
from insight.types import UNKNOWN_STAGE, Vectors

WEIGHTS = (8.0, 3.0, 1.0)
"""How many remembered mentions a corrected one weighs as much as; the first that is no worse anywhere is taken."""
MANY = 200
"""From so many lessons on, one held-out part is judged by; with fewer, every part in turn."""
TOLERANCE = 0.005
"""What a headline figure on the guard may lose and still be called no worse; chosen, not derived from its noise."""
LABEL_TOLERANCE, LABEL_SUPPORT = 0.03, 30
"""The same of the F1 of a single stage or topic, where at least so many guarded mentions have it."""
FEWEST = 5
"""Fewer lessons than this show nothing."""

SUSPECTS = 3
"""Of how many people, those who said most, it is asked whether learning would do without them."""

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of learning; `heads` is None where the old ones stay, and `reasons` says why.

    `before` and `after`, all in [0, 1]: on the guard `sentiment` and `stage` macro-F1 and `topics` micro-F1, and F1 by label
    (`stage:usage`, `topic:price.value`); where the guard allows the heads, on held-out lessons the share that is wrong (`error`,
    `error:stage` ...).
    """

    heads: Heads | None
    reasons: tuple[str, ...]
    before: Figures = field(default_factory=dict)
    after: Figures = field(default_factory=dict)
    weight: float | None = None
    lessons: int = 0
    odd: tuple[str, ...] = ()


def learn(heads: Heads, memory: Memory, lessons: Lessons, in_force: Heads | None = None) -> Outcome:
    """Fit the shipped heads to all lessons, and judge them beside the shipped ones and those in force, if they are others.

    Learning always begins with the shipped heads, so that it does not matter how often it was done before; held-out lessons are
    judged by them alone, as heads in force may have seen them. Corrections weigh as much as they can without harm. If no weight
    will do, the people whose corrections stand in the way are looked for: those without whose corrections it would do are left
    out and named in `odd`.
    """
    if len(lessons) < FEWEST:
        return Outcome(None, (f"learning starts at {FEWEST} corrections",), lessons=len(lessons))
    remembered, guard = Remembered.of(heads, memory), memory.rows(memory.guard)
    rivals = (guard_figures(in_force or heads, guard), guard_figures(heads, guard))
    outcome = _best(remembered, guard, lessons, rivals)
    if outcome.heads:
        return outcome
    for person, _ in Counter(lessons.who).most_common(SUSPECTS):
        rest = lessons.without(person)
        without = _best(remembered, guard, rest, rivals) if len(rest) >= FEWEST else None
        if without and without.heads:
            return replace(without, odd=(person,))
    return outcome


def _best(remembered: Remembered, guard: Memory, lessons: Lessons, rivals: tuple[Figures, Figures]) -> Outcome:
    """The first weight that is no worse than either rival, the heads in force and those that ship."""
    old, shipped = rivals
    refused: Outcome | None = None
    for weight in WEIGHTS:
        candidate = fit(remembered, lessons, weight)
        before, after = old, guard_figures(candidate, guard)
        reasons = worse(before, after) or worse(shipped, after)
        if not reasons:  # only now is it worth fitting once more for every part
            wrong_before, wrong_after = _on_held_out(remembered, lessons, weight)
            before, after = {**before, **wrong_before}, {**after, **wrong_after}
            reasons = worse(wrong_before, wrong_after)
        if not reasons and after["error"] >= before["error"]:
            reasons = (f"no better on held-out corrections: {before['error']:.0%} wrong before, {after['error']:.0%} after",)
        if not reasons:
            gained = f"held-out corrections: {before['error']:.0%} wrong before, {after['error']:.0%} after"
            return Outcome(candidate, (gained,), before, after, weight, len(lessons))
        refused = refused or Outcome(None, reasons, before, after, weight, len(lessons))
    assert refused is not None
    return refused


def _on_held_out(remembered: Remembered, lessons: Lessons, weight: float) -> tuple[Figures, Figures]:
    """Errors on lessons that the heads were not fitted to, before and after."""
    parts = lessons.parts
    wrong: list[dict[str, NDArray[np.float64]]] = []
    for part in range(PARTS if len(lessons) < MANY else 1):
        held, rest = lessons.rows(parts == part), lessons.rows(parts != part)
        if len(held) and len(rest):
            taught = fit(remembered, rest, weight)
            wrong.append({"before": mistakes(remembered.heads, held), "after": mistakes(taught, held)})
    if not wrong:
        return {"error": 0.0}, {"error": 0.0}
    joined = {when: np.concatenate([part[when] for part in wrong]) for when in ("before", "after")}
    return _errors(joined["before"]), _errors(joined["after"])


def mistakes(heads: Heads, lessons: Lessons) -> NDArray[np.float64]:
    """Whether stage, sentiment and topics of each lesson come out wrong (n, 3): 1 wrong, 0 right, NaN where it was left open.

    Topics are right when every one told is as it was told.
    """
    stage, sentiment, topics = called(heads, lessons.vectors)
    told = lessons.topics >= 0
    amiss = (told & (topics != (lessons.topics == 1))).any(axis=1)
    columns = [
        np.where(lessons.stage >= 0, stage != lessons.stage, np.nan),
        np.where(lessons.sentiment >= 0, sentiment != lessons.sentiment, np.nan),
        np.where(told.any(axis=1), amiss, np.nan),
    ]
    return np.stack(columns, axis=1)


def _errors(wrong: NDArray[np.float64]) -> Figures:
    found = {"error": float(np.nanmean(wrong)) if not np.isnan(wrong).all() else 0.0}
    for name, column in zip(("stage", "sentiment", "topics"), wrong.T, strict=True):
        if not np.isnan(column).all():
            found[f"error:{name}"] = float(np.nanmean(column))
    return found


def called(heads: Heads, vectors: Vectors) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Stage (n,), sentiment (n,) and topics (n, topics) as serving would say them."""
    found = heads.probabilities(vectors)
    unknown = heads.stages.index(UNKNOWN_STAGE)
    stage = np.where(found.stage.max(axis=1) >= heads.thresholds[STAGE_THRESHOLD], found.stage.argmax(axis=1), unknown)
    least = np.array([heads.thresholds[topic] for topic in heads.topics])
    return stage, found.sentiment[:, 0].argmax(axis=1), found.topics >= least


def guard_figures(heads: Heads, guard: Memory) -> dict[str, float]:
    """Figures of heads on guarded mentions, as `Outcome` names them; labels with few mentions are left out."""
    stage, sentiment, topics = called(heads, guard.vectors)
    stages = {name: _f1(stage == at, guard.stage == at) for at, name in enumerate(heads.stages)}
    sentiments = [_f1(sentiment == at, guard.sentiment == at) for at in range(3)]
    figures = {
        "sentiment": float(np.mean(sentiments)),
        "stage": float(np.mean(list(stages.values()))),
        "topics": _f1(topics.ravel(), guard.topics.ravel()),
    }
    for at, name in enumerate(heads.stages):
        if (guard.stage == at).sum() >= LABEL_SUPPORT:
            figures[f"stage:{name}"] = stages[name]
    for at, name in enumerate(heads.topics):
        if guard.topics[:, at].sum() >= LABEL_SUPPORT:
            figures[f"topic:{name}"] = _f1(topics[:, at], guard.topics[:, at])
    return figures


def worse(before: Figures, after: Figures) -> tuple[str, ...]:
    """What is worse than it may be, in words."""
    found = []
    for name, old in before.items():
        new = after[name]
        if name.startswith("error"):
            lost, allowed = new - old, 0.0 if name == "error" else 0.02
        else:
            lost, allowed = old - new, LABEL_TOLERANCE if ":" in name else TOLERANCE
        if lost > allowed:
            found.append(f"{name}: {old:.3f} before, {new:.3f} after")
    return tuple(found)


def _f1(called_so: NDArray[np.bool_], is_so: NDArray[np.bool_]) -> float:
    both = float((called_so & is_so).sum())
    return 2 * both / max(float(called_so.sum() + is_so.sum()), 1.0)
