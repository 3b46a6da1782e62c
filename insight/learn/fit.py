"""Fits the last layer of the heads to corrections, beside what the model was taught with, and not far from what it was.

Multinomial and binary logistic regression on the hidden layer, drawn towards the old weights instead of zero (Chelba and Acero
2006, "Adaptation of maximum entropy capitalizer"), by L-BFGS.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
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
    weights = np.concatenate([np.ones(len(taught)), np.full(len(lessons), weight)]).astype(np.float32)
    stage = np.concatenate([taught.stage, lessons.stage])
    sentiment = np.concatenate([taught.sentiment, lessons.sentiment])
    topics = np.concatenate([taught.topics.astype(np.int64), lessons.topics])
    arrays = dict(heads.arrays)
    if (lessons.stage >= 0).any():
        arrays |= _layer(arrays, "stage", inputs, _choice(stage, weights))
    if (lessons.topics >= 0).any():
        arrays |= _layer(arrays, "topics", inputs, _presence(topics, weights))
    if (lessons.sentiment >= 0).any():
        whole = _moved(arrays["sentiment.w"][0], arrays["sentiment.b"][0], inputs, _choice(sentiment, weights))
        # The sentiment of a topic is that of the mention and a difference: what is learned of the first holds for all.
        arrays["sentiment.w"] = arrays["sentiment.w"] + whole[:, :-1]
        arrays["sentiment.b"] = arrays["sentiment.b"] + whole[:, -1]
    return replace(heads, arrays=arrays)


def _layer(arrays: dict[str, Floats], name: str, inputs: Floats, slope: Slope) -> dict[str, Floats]:
    change = _moved(arrays[f"{name}.w"], arrays[f"{name}.b"], inputs, slope)
    return {f"{name}.w": arrays[f"{name}.w"] + change[:, :-1], f"{name}.b": arrays[f"{name}.b"] + change[:, -1]}


def _moved(matrix: Floats, bias: Floats, inputs: Floats, slope: Slope) -> Floats:
    """The change (outputs, width + 1) of a layer, bias last, that lowers the loss without going far."""
    from scipy.optimize import minimize

    before = inputs @ np.concatenate([matrix, bias[:, None]], axis=1).T
    shape = (len(matrix), inputs.shape[1])

    def objective(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        change = flat.astype(np.float32).reshape(shape)
        value, by_logits = slope(before + inputs @ change.T)
        gradient = by_logits.T @ inputs + STAY * change
        return value + STAY / 2 * float((change**2).sum()), gradient.astype(np.float64).ravel()

    found = minimize(objective, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    change: Floats = found.x.reshape(shape).astype(np.float32)
    return change


def _choice(target: NDArray[np.int64], weights: Floats) -> Slope:
    """Cross-entropy of one choice among all; rows of -1 do not count."""
    told = np.flatnonzero(target >= 0)
    share = weights[told] / max(float(weights[told].sum()), 1.0)

    def slope(logits: Floats) -> tuple[float, Floats]:
        found = softmax(logits[told])
        value = -float(share @ np.log(found[np.arange(len(told)), target[told]] + 1e-9))
        found[np.arange(len(told)), target[told]] -= 1
        by_logits = np.zeros_like(logits)
        by_logits[told] = found * share[:, None]
        return value, by_logits

    return slope


def _presence(target: NDArray[np.int64], weights: Floats) -> Slope:
    """Summed binary cross-entropy of every topic; cells of -1 do not count."""
    told = (target >= 0).astype(np.float32) * (weights / max(float(weights.sum()), 1.0))[:, None]
    wanted = np.maximum(target, 0).astype(np.float32)

    def slope(logits: Floats) -> tuple[float, Floats]:
        value = float((told * (np.logaddexp(0, logits) - wanted * logits)).sum())
        by_logits: Floats = (told * (1 / (1 + np.exp(-logits)) - wanted)).astype(np.float32)
        return value, by_logits

    return slope
