"""Polarity of the right aspect: given that a person found an aspect in a text, what does the model think of it there?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from eval.classification.readings import Reading
from eval.statistics import Floats
from insight.types import SENTIMENTS, Sentiment

Route = Literal["topic found", "topic suspected", "whole text"]
SUSPECTED = 0.05
"""A topic below its threshold, but not below this, still says where in the text the aspect is spoken of."""


@dataclass(frozen=True, slots=True)
class Polarity:
    """What the model thinks of an aspect: a label, its score P(positive) - P(negative), and how it was come by."""

    label: Sentiment
    score: float
    route: Route


def polarity(reading: Reading, topics: Sequence[int], thresholds: Floats) -> Polarity:
    """The model's polarity of an aspect.

    Where a mention has one of the aspect's topics: the sentiment of those topics there, weighted by how sure the topic is. Else
    that of the mention and topic that come nearest, if they come near at all. Else the feedback's own.

    Args:
        reading: the text as understood.
        topics: places of the aspect's topics among the classifier's.
        thresholds: of every topic of the classifier, (topics,).
    """
    chosen = np.array(topics)
    sure = reading.found.topics[:-1, chosen].astype(np.float64)
    feeling = reading.found.sentiment[:-1, 1 + chosen].astype(np.float64)
    found = sure >= thresholds[chosen]
    if found.any():
        return _of(np.einsum("mt,mts->s", sure * found, feeling), "topic found")
    if sure.max() >= SUSPECTED:
        return _of(feeling[np.unravel_index(int(sure.argmax()), sure.shape)], "topic suspected")
    labels = reading.labels
    sign: Sentiment = "positive" if labels.score > 0 else "negative"
    return Polarity(sign if labels.sentiment == "mixed" else labels.sentiment, labels.score, "whole text")


def _of(shares: Floats, route: Route) -> Polarity:
    shares = shares / shares.sum()
    return Polarity(SENTIMENTS[int(shares.argmax())], float(shares[2] - shares[0]), route)
