"""Fits the last layer of the heads to corrections, beside what the model was taught with, and not far from what it was.

Multinomial and binary logistic regression on the hidden layer, drawn towards the old weights instead of zero (Chelba and Acero
2006, "Adaptation of maximum entropy capitalizer"), by L-BFGS.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

import numpy as np
from numpy.typing import NDArray

from insight.classify import Heads, softmax
from insight.learn.lessons import Lessons
from insight.memory import Memory

Floats = NDArray[np.float32]
Slope = Callable[[Floats], tuple[float, Floats]]
"""Logits (n, outputs) -> the loss, and its slope by the logits."""

STAY = 3e-4
"""How strongly weights are drawn to the old ones."""
STEPS = 25


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the model was taught with, as its hidden layer sees it: read once, fitted to many times."""

    heads: Heads
    taught: Memory
    hidden: Floats

    @classmethod
    def of(cls, heads: Heads, memory: Memory) -> Self:
        """The rows of the memory that are not guarded."""
        taught = memory.rows(~memory.guard)
        return cls(heads, taught, heads.hidden(taught.vectors))


def fit(remembered: Remembered, lessons: Lessons, weight: float) -> Heads:
    """Heads that heed the lessons, and what is remembered.

    Args:
        remembered: begins with these heads.
        lessons: corrections; what they leave open teaches nothing.
        weight: how many remembered mentions a corrected one weighs as much as.
    """
    heads, taught = remembered.heads, remembered.taught
    inputs = np.concatenate([remembered.hidden, heads.hidden(lessons.vectors)])
    inputs = np.concatenate([inputs, np.ones((len(inputs), 1), np.float32)], axis=1)
    ground = _Ground(inputs, len(taught), weight)
    arrays = dict(heads.arrays)
    if (lessons.stage >= 0).any():
        arrays |= _layer(arrays, "stage", ground, partial(_choice, ground, lessons.stage))
    if (lessons.topics >= 0).any():
        arrays |= _layer(arrays, "topics", ground, partial(_presence, ground, lessons.topics))
    if (lessons.sentiment >= 0).any():
        slope = partial(_choice, ground, lessons.sentiment)
        whole = _moved(arrays["sentiment.w"][0], arrays["sentiment.b"][0], ground, slope)
        # The sentiment of a topic is that of the mention and a difference: what is learned of the first holds for all.
        arrays["sentiment.w"] = arrays["sentiment.w"] + whole[:, :-1]
        arrays["sentiment.b"] = arrays["sentiment.b"] + whole[:, -1]
    return replace(heads, arrays=arrays)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is fitted to: `inputs` (n, width + 1), a one last; the first `remembered` rows are remembered, the rest corrected."""

    inputs: Floats
    remembered: int
    weight: float

    def shares(self, told: NDArray[np.bool_]) -> Floats:
        """What each row counts (n,): corrected rows `weight` times as much, those that leave it open nothing."""
        counts = np.concatenate([np.ones(self.remembered), self.weight * told]).astype(np.float32)
        shares: Floats = counts / counts.sum()
        return shares


def _layer(arrays: dict[str, Floats], name: str, ground: _Ground, slope: Callable[[Floats], Slope]) -> dict[str, Floats]:
    change = _moved(arrays[f"{name}.w"], arrays[f"{name}.b"], ground, slope)
    return {f"{name}.w": arrays[f"{name}.w"] + change[:, :-1], f"{name}.b": arrays[f"{name}.b"] + change[:, -1]}


def _moved(matrix: Floats, bias: Floats, ground: _Ground, slope: Callable[[Floats], Slope]) -> Floats:
    """The change (outputs, width + 1) of a layer, bias last, that lowers the loss without going far.

    `slope` makes the loss from the logits (n, outputs) as they are: what is remembered is to stay as it is.
    """
    from scipy.optimize import minimize

    before = ground.inputs @ np.concatenate([matrix, bias[:, None]], axis=1).T
    loss = slope(before)
    shape = (len(matrix), ground.inputs.shape[1])

    def objective(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        change = flat.astype(np.float32).reshape(shape)
        value, by_logits = loss(before + ground.inputs @ change.T)
        gradient = by_logits.T @ ground.inputs + STAY * change
        return value + STAY / 2 * float((change**2).sum()), gradient.astype(np.float64).ravel()

    found = minimize(objective, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    change: Floats = found.x.reshape(shape).astype(np.float32)
    return change


def _choice(ground: _Ground, said: NDArray[np.int64], before: Floats) -> Slope:
    """Cross-entropy of one choice among all, with what was said (lessons,), and with what was thought before of what is
    remembered: to learn without forgetting (Li and Hoiem 2016, arXiv:1606.09282).
    """
    wanted = softmax(before)
    wanted[ground.remembered :] = np.eye(before.shape[1], dtype=np.float32)[said]
    share = ground.shares(said >= 0)[:, None]

    def slope(logits: Floats) -> tuple[float, Floats]:
        found = softmax(logits)
        return -float((share * wanted * np.log(found + 1e-9)).sum()), share * (found - wanted)

    return slope


def _presence(ground: _Ground, said: NDArray[np.int64], before: Floats) -> Slope:
    """Summed binary cross-entropy of every topic, with what was said (lessons, topics) and thought before, likewise."""
    wanted = 1 / (1 + np.exp(-np.clip(before, -60, 60)))
    wanted[ground.remembered :] = np.maximum(said, 0)
    share = np.repeat(ground.shares(np.ones(len(said), bool))[:, None], before.shape[1], axis=1)
    share[ground.remembered :] *= said >= 0

    def slope(logits: Floats) -> tuple[float, Floats]:
        value = float((share * (np.logaddexp(0, logits) - wanted * logits)).sum())
        by_logits: Floats = (share * (1 / (1 + np.exp(-np.clip(logits, -60, 60))) - wanted)).astype(np.float32)
        return value, by_logits

    return slope
