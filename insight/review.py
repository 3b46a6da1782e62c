"""Which mentions to ask a person about: those whose answer would teach most."""

import numpy as np
from numpy.typing import NDArray

from insight.types import Probabilities, Vectors

Scores = NDArray[np.float32]
Flags = NDArray[np.bool_]

SAME = 0.9
"""Mentions with a larger cosine say the same: one answer does for both."""
ALIKE = 0.7
"""Mentions with a larger cosine would be labelled by one answer's lesson."""
REFERENCE = 1_024
"""Mentions, evenly spread, that stand for all when counting neighbours; the same many of the background."""
POOL = 4_096
"""Best candidates among which the next is chosen."""


def queue(
    vectors: Vectors,
    found: Probabilities,
    thresholds: Scores,
    disputed: Flags,
    answered: Flags,
    background: Vectors | None,
    most: int,
) -> NDArray[np.int64]:
    """Positions of the mentions to ask about, most instructive first, at most `most`.

    Disputed ones come first. Then counts how unsure the model is, how many mentions are like this one, how far it is from what
    the model learned on, and how unlike it is to what is asked before it: each next one is the best by the product of the four.
    No two with a cosine above `SAME` are asked, nor any as near to one that is answered.

    Args:
        vectors: unit rows (n, dim).
        found: probabilities of these n mentions.
        thresholds: of the topics, in the order of the columns of `found.topics`.
        disputed: (n,) people disagree about it.
        answered: (n,) a person has said what is right.
        background: unit rows (m, dim) of mentions like those the model was trained on; None where there are none.
        most: how many are asked for.
    """
    value = uncertainty(found, thresholds) * (1 + frequency(vectors)) * (1 + novelty(vectors, background))
    ordered = np.argsort(-value, kind="stable")
    taken = list(ordered[disputed[ordered]][:most])
    ordered = ordered[~(disputed | answered)[ordered]]
    told = vectors[answered | disputed]
    for start in range(0, len(ordered), POOL):
        pool = ordered[start : start + POOL]
        chosen = _spread(vectors[pool], value[pool], told, most - len(taken))
        taken += list(pool[chosen])
        told = np.concatenate([told, vectors[pool[chosen]]])
        if len(taken) >= most:
            break
    return np.array(taken, np.int64)


def uncertainty(found: Probabilities, thresholds: Scores) -> Scores:
    """How torn the model is over each mention, in [0, 1]: the mean over stage, topics and sentiment.

    Of stage and sentiment, one minus the margin between the best two; of topics, how near the nearest one is to its threshold.
    """
    distance = np.abs(found.topics - thresholds) / np.maximum(thresholds, 1 - thresholds)
    topics = 1 - distance.min(axis=1, initial=1.0)
    parts: Scores = (_torn(found.stage) + topics + _torn(found.sentiment[:, 0])) / 3
    return parts.astype(np.float32)


def frequency(vectors: Vectors) -> Scores:
    """How many mentions are like each, in [0, 1]: the logarithm of their number over that of the most crowded."""
    near = (vectors @ _spread_out(vectors, REFERENCE).T > ALIKE).sum(axis=1)
    crowd: Scores = (np.log1p(near) / max(np.log1p(near.max(initial=0)), 1e-9)).astype(np.float32)
    return crowd


def novelty(vectors: Vectors, background: Vectors | None) -> Scores:
    """How far each mention is from the nearest of the background, in [0, 1]; 0 where there is none."""
    if background is None or not len(background):
        return np.zeros(len(vectors), np.float32)
    nearest = (vectors @ _spread_out(background, REFERENCE).T).max(axis=1)
    far: Scores = np.clip(1 - nearest, 0, 1).astype(np.float32)
    return far


def _spread(vectors: Vectors, value: Scores, told: Vectors, most: int) -> list[int]:
    """The best of a pool, one after the other, each counting less the nearer it is to what is told or chosen already."""
    nearest = (vectors @ told.T).max(axis=1, initial=0.0)
    chosen: list[int] = []
    while len(chosen) < most:
        left = np.where(nearest > SAME, -1.0, value * (1 - nearest))
        best = int(left.argmax())
        if left[best] < 0:
            break
        chosen.append(best)
        nearest = np.maximum(nearest, vectors @ vectors[best])
        nearest[best] = 1.0
    return chosen


def _spread_out(vectors: Vectors, most: int) -> Vectors:
    """Rows at even distances, at most `most`."""
    rows: Vectors = vectors[:: max(1, -(-len(vectors) // most))]
    return rows


def _torn(probabilities: Scores) -> Scores:
    best = np.sort(probabilities, axis=1)[:, -2:]
    torn: Scores = 1 - (best[:, 1] - best[:, 0])
    return torn
