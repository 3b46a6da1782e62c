"""Whether a head is as sure as it is right: calibration error, Brier score, reliability diagram, risk against coverage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.figures import Figure, Plot
from eval.plots import reliability as draw_reliability
from eval.plots import risk_coverage as draw_risk_coverage
from eval.statistics import Flags, Floats, brier, calibration_error, mean_figure, reliability, risk_coverage

ANSWERED = 0.8
"""The share of rows answered at which the risk is reported."""


@dataclass(frozen=True, slots=True)
class Head:
    """What one head says of n rows: `probability` (n, classes) and the truth in the same shape.

    `single`: rows of `probability` sum to 1 and the largest is the answer; else every cell is an event of its own.
    """

    name: str
    probability: Floats
    gold: Flags
    single: bool = True

    @property
    def confidence(self) -> Floats:
        """How sure the answer is, (rows,); of independent events, how sure each is to be there, (rows x classes,)."""
        found: Floats = self.probability.max(axis=1) if self.single else self.probability.ravel()
        return found

    @property
    def correct(self) -> Flags:
        """Whether the answer is right, or the event is there; as `confidence`."""
        if not self.single:
            return self.gold.ravel()
        found: Flags = self.gold[np.arange(len(self.gold)), self.probability.argmax(axis=1)]
        return found

    @property
    def cells(self) -> tuple[Floats, Flags]:
        """Probability and truth as the Brier score takes them: of independent events, one a row."""
        return (self.probability, self.gold) if self.single else (self.probability.reshape(-1, 1), self.gold.reshape(-1, 1))


def calibration(heads: Sequence[Head]) -> tuple[dict[str, Figure], list[Plot]]:
    """Figures and pictures of heads that have rows."""
    figures: dict[str, Figure] = {}
    plots: list[Plot] = []
    curves = {}
    for head in (head for head in heads if len(head.gold)):
        confidence, correct = head.confidence, head.correct
        figures[f"{head.name} ECE"] = calibration_error(confidence, correct)
        figures[f"{head.name} Brier"] = brier(*head.cells)
        found = reliability(confidence, correct)
        plots.append(
            Plot(
                f"{head.name}: reliability",
                draw_reliability(found.confidence, found.correct, found.counts),
                "Points under the diagonal: the head is surer than it is right.",
            )
        )
        if head.single:
            curve = risk_coverage(confidence, correct)
            figures[f"{head.name} error at {ANSWERED:.0%} coverage"] = _at(confidence, correct)
            figures[f"{head.name} risk-coverage area"] = Figure(curve.area, len(correct), better="lower")
            curves[head.name] = (curve.coverage, curve.risk)
    if curves:
        note = "Answering only the surest rows: how many of the answers are wrong. A useful confidence rises from the left."
        plots.append(Plot("Risk against coverage", draw_risk_coverage(curves), note))
    return figures, plots


def _at(confidence: Floats, correct: Flags) -> Figure:
    order = np.argsort(-confidence, kind="stable")[: max(1, int(np.ceil(ANSWERED * len(confidence))))]
    return mean_figure((~correct[order]).astype(np.float64), "lower")


def one_hot(places: Sequence[int], classes: int) -> Flags:
    """Truth of single labels as (n, classes)."""
    found: Flags = np.eye(classes, dtype=np.bool_)[np.array(places, np.int64)].reshape(len(places), classes)
    return found
