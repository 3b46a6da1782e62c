"""Heads for serving: the network's own layers, their temperatures and thresholds set on the held-out tenth of the corpus.

Held out matters: the encoder has learned its training texts by heart, so what it says of them is surer than it is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from insight.classify import Heads
from insight.taxonomy import Taxonomy
from insight.types import SENTIMENTS, Vectors
from models.examples import Example

TEMPERATURES = np.geomspace(0.5, 4.0, 60)
TOPIC_THRESHOLDS = np.linspace(0.2, 0.6, 21)
STAGE_THRESHOLDS = np.linspace(0.0, 0.5, 26)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One row a mention: `vectors` (n, dim), `stage` and `sentiment` (n,) indices, `topics` (n, topics) 0/1."""

    vectors: Vectors
    stage: NDArray[np.int64]
    topics: NDArray[np.int8]
    sentiment: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Arrays for `insight.classify.Heads`, and the thresholds."""

    arrays: dict[str, NDArray[np.float32]]
    thresholds: dict[str, float]


def rows(examples: Sequence[Example], vectors: Sequence[Vectors], taxonomy: Taxonomy) -> Labelled:
    """Join examples with the vectors of their spans (one array (spans, dim) an example)."""
    stages, topics = list(taxonomy.stage_by_id), list(taxonomy.topic_by_id)
    mentions = [mention for example in examples for mention in example.mentions]
    presence = np.zeros((len(mentions), len(topics)), np.int8)
    for row, mention in enumerate(mentions):
        presence[row, [topics.index(topic) for topic, _ in mention.topics]] = 1
    return Labelled(
        vectors=np.concatenate(vectors),
        stage=np.array([stages.index(mention.stage) for mention in mentions]),
        topics=presence,
        sentiment=np.array([SENTIMENTS.index(mention.sentiment) for mention in mentions]),
    )


def calibrate(arrays: dict[str, NDArray[np.float32]], data: Labelled, taxonomy: Taxonomy) -> Fitted:
    """Fold each head's best temperature into its weights; then set the thresholds where F1 is best.

    One threshold serves all topics: the held-out mentions of a single topic are too few to choose one by.
    """
    topics = tuple(taxonomy.topic_by_id)
    raw = Heads("raw", tuple(taxonomy.stage_by_id), topics, {}, arrays).logits(data.vectors)
    binary = np.stack([np.zeros_like(raw.topics), raw.topics], axis=-1).reshape(-1, 2)
    temperatures = {
        "stage": best_temperature(raw.stage, data.stage),
        "topics": best_temperature(binary, data.topics.reshape(-1).astype(np.int64)),
        "sentiment": best_temperature(raw.sentiment[:, 0], data.sentiment),
    }
    fitted = {
        name: np.ascontiguousarray(value / temperatures.get(name.split(".")[0], 1.0), np.float32)
        for name, value in arrays.items()
    }
    found = Heads("fitted", tuple(taxonomy.stage_by_id), topics, {}, fitted).probabilities(data.vectors)
    present = max(TOPIC_THRESHOLDS, key=lambda least: f1_score(data.topics, found.topics >= least, average="micro"))
    unknown = list(taxonomy.stage_by_id).index("unknown")
    named = max(STAGE_THRESHOLDS, key=lambda least: _stage_f1(found.stage, data.stage, unknown, least))
    return Fitted(fitted, {"stage": float(named), **dict.fromkeys(topics, float(present))})


def _stage_f1(probability: NDArray[np.float32], stage: NDArray[np.int64], unknown: int, least: float) -> float:
    called = np.where(probability.max(axis=1) >= least, probability.argmax(axis=1), unknown)
    return float(f1_score(stage, called, average="macro"))


def best_temperature(logits: NDArray[np.float32], target: NDArray[np.int64]) -> float:
    """The divisor of the logits with the least log loss (Guo et al. 2017, arXiv:1706.04599), from a grid of 0.5 to 4."""
    return float(min(TEMPERATURES, key=lambda temperature: _log_loss(logits / temperature, target)))


def _log_loss(logits: NDArray[np.float32], target: NDArray[np.int64]) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(target)), target]))
