"""Gold beside what was said: one form for single labels and for sets of labels, and the figures and tables of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from eval.figures import BY_SLICE, Cell, Figure, Table
from eval.statistics import (
    Difference,
    Flags,
    Floats,
    Score,
    accuracy,
    estimate,
    f1,
    interval,
    macro_f1,
    mcnemar_p,
    micro_f1,
    paired_difference,
    precision,
    recall,
    resampled,
    tallies,
    weighted_f1,
)

SCORES: Mapping[str, Score] = {"macro-F1": macro_f1, "weighted F1": weighted_f1, "accuracy": accuracy, "micro-F1": micro_f1}
POOLED = ("accuracy", "micro-F1")
"""Scores that do not tell labels apart."""
FEWEST = 30
"""A slice or a label of fewer rows gets no figure, only a line in a table."""


@dataclass(frozen=True)
class Judged:
    """Rows of gold and of what was said, both (n, labels); `unit` (n,) is the number of the feedback that a row is of.

    `single`: every row has one gold label and at most one that was said. `lead` is the score that this task is known by, and
    `level` ends the names of its figures, say " per mention". `cluster` (feedbacks,) joins feedbacks that say the same, which are
    then drawn together; `total` is how many units a resample draws from, so that slices of a set share its draws.
    """

    task: str
    labels: tuple[str, ...]
    gold: Flags
    said: Flags
    unit: NDArray[np.int64]
    single: bool
    lead: str
    level: str = ""
    cluster: NDArray[np.int64] | None = None
    total: int | None = None

    def __len__(self) -> int:
        return len(self.gold)

    @cached_property
    def tally(self) -> Floats:
        """Hits, false alarms and misses, (n, labels, 3)."""
        return tallies(self.gold, self.said)

    @property
    def drawn(self) -> NDArray[np.int64]:
        """What is drawn together in a resample, (n,)."""
        return self.unit if self.cluster is None else self.cluster[self.unit]

    @property
    def right(self) -> Flags:
        """Rows in which everything is right, (n,)."""
        found: Flags = (self.gold == self.said).all(axis=1)
        return found

    @property
    def name(self) -> str:
        """The name of the leading figure."""
        return self.named(self.lead)

    @property
    def scores(self) -> tuple[str, ...]:
        """The scores that make sense for this task, the leading one first."""
        if self.lead == "accuracy" and self.task.endswith("sign"):
            return (self.lead,)
        every = ("macro-F1", "weighted F1", "accuracy") if self.single else ("micro-F1", "macro-F1", "weighted F1")
        return (self.lead, *(score for score in every if score != self.lead))

    def named(self, score: str) -> str:
        """The name of a figure of this task, say `sentiment macro-F1 per mention`."""
        return f"{self.task} {score}{self.level}"

    def rows(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> "Judged":
        """Some of the rows."""
        return replace(self, gold=self.gold[keep], said=self.said[keep], unit=self.unit[keep])

    def of_units(self, units: Flags) -> "Judged":
        """The rows of some feedbacks; `units` (feedbacks,) by number."""
        return self.rows(units[self.unit])

    def saying(self, said: Flags) -> "Judged":
        """The same gold beside what someone else said."""
        return replace(self, said=said)

    def figure(self, score: str | None = None) -> Figure:
        """A score of all rows, with its interval over feedbacks."""
        name = score or self.lead
        return estimate(self._needed(name), self.drawn, SCORES[name], self.total)

    @cached_property
    def resamples(self) -> Floats:
        """Sums of each label's tallies in each resample, (draws, labels, 3)."""
        return resampled(self.tally, self.drawn, self.total)

    def against(self, other: "Judged") -> tuple[Difference, float]:
        """Leading score of `other` minus that of this on the same rows, and McNemar's p on rows wholly right."""
        before, after = self._needed(self.lead), other._needed(self.lead)
        return paired_difference(before, after, self.drawn, SCORES[self.lead], self.total), mcnemar_p(self.right, other.right)

    def _needed(self, score: str) -> Floats:
        """Tallies as far as a score tells labels apart."""
        return self.tally.sum(axis=1, keepdims=True) if score in POOLED else self.tally


def one_label(
    task: str,
    labels: Sequence[str],
    gold: Sequence[str],
    said: Sequence[str | None],
    unit: Sequence[int],
    lead: str,
    level: str = "",
) -> Judged:
    """A task with one label a row; what was said may be None, or a label that gold never has (it needs to be in `labels`)."""
    truth, answers = (_one_hot(labels, [[label] if label else [] for label in column]) for column in (gold, said))
    return Judged(task, tuple(labels), truth, answers, np.array(unit, np.int64), True, lead, level)


def many_labels(
    task: str,
    labels: Sequence[str],
    gold: Sequence[Sequence[str]],
    said: Sequence[Sequence[str]],
    unit: Sequence[int],
    level: str = "",
) -> Judged:
    """A task with any number of labels a row; labels not in `labels` count for nothing."""
    truth, answers = _one_hot(labels, gold), _one_hot(labels, said)
    return Judged(task, tuple(labels), truth, answers, np.array(unit, np.int64), False, "micro-F1", level)


def _one_hot(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> Flags:
    place = {label: number for number, label in enumerate(labels)}
    flags = np.zeros((len(rows), len(labels)), np.bool_)
    for row, found in enumerate(rows):
        for label in found:
            if label in place:
                flags[row, place[label]] = True
    return flags


def figures(judged: Judged) -> dict[str, Figure]:
    """Scores of all rows, and F1 of each label that gold has often enough."""
    found = {judged.named(score): judged.figure(score) for score in judged.scores}
    for number, label in enumerate(judged.labels):
        if judged.gold[:, number].sum() >= FEWEST:
            found[f"{judged.named('F1')} | {label}"] = label_figure(judged, number, f1)
    return found


def label_figure(judged: Judged, number: int, score: Callable[[Floats], Floats]) -> Figure:
    """A score of one label; n is how often gold has it."""
    low, high = interval(np.nan_to_num(score(judged.resamples[:, number])))
    value = float(np.nan_to_num(score(judged.tally[:, number].sum(axis=0))))
    return Figure(value, int(judged.gold[:, number].sum()), low, high)


def label_table(judged: Judged) -> Table:
    """Precision, recall and F1 of each label with their n and the interval of F1."""
    from sklearn.metrics import precision_recall_fscore_support

    exact = precision_recall_fscore_support(judged.gold.astype(int), judged.said.astype(int), average=None, zero_division=0.0)
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    for number, label in enumerate(judged.labels):
        known, told = int(judged.gold[:, number].sum()), int(judged.said[:, number].sum())
        if known or told:
            low_high = [shown(label_figure(judged, number, score)) for score in (precision, recall, f1)]
            rows.append((known, (label, known, told, *(f"{exact[at][number]:.3f} {low_high[at]}" for at in range(3)))))
    return Table(
        f"{judged.task}{judged.level}: each label",
        ("label", "in gold", "said", "precision", "recall", "F1"),
        tuple(row for _, row in sorted(rows, key=lambda pair: -pair[0])),
        "In brackets the 95 % interval: bootstrap over feedbacks.",
    )


def shown(figure: Figure) -> str:
    """The interval as a table shows it."""
    return f"[{figure.low:.3f}, {figure.high:.3f}]" if figure.low is not None and figure.high is not None else ""


def confusion(judged: Judged) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Counts (labels, labels), gold down and said across, by scikit-learn; rows where nothing was said are under `none`."""
    from sklearn.metrics import confusion_matrix

    labels = (*judged.labels, "none")
    gold, said = (np.where(flags.any(axis=1), flags.argmax(axis=1), len(judged.labels)) for flags in (judged.gold, judged.said))
    counts: NDArray[np.int64] = confusion_matrix(gold, said, labels=range(len(labels)))
    kept = [at for at in range(len(labels)) if counts[at].any() or counts[:, at].any()]
    return counts[np.ix_(kept, kept)], tuple(labels[at] for at in kept)


def sliced(judged: Judged, units: Mapping[str, Flags]) -> tuple[dict[str, Figure], Table]:
    """The leading score in each slice of feedbacks, and a table of all of them.

    Args:
        judged: the task.
        units: which feedbacks are in a slice, by its name; each (feedbacks,).
    """
    found: dict[str, Figure] = {}
    rows: list[tuple[str | int | float | None, ...]] = []
    for name, inside in units.items():
        part = judged.of_units(inside)
        if not len(part) or np.isnan(SCORES[judged.lead](part.tally.sum(axis=0))):
            continue
        figure = part.figure()
        rows.append((name, len(part), round(figure.value, 3), shown(figure)))
        if FEWEST <= len(part) < len(judged):
            found[f"{judged.name} | {name}"] = figure
    note = f"Slices of fewer than {FEWEST} rows are shown here and nowhere else."
    return found, Table(f"{judged.name}{BY_SLICE}", ("slice", "rows", judged.lead, "95 % interval"), tuple(rows), note)
