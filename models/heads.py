"""Linear heads on frozen vectors: logistic regression, temperatures and thresholds from out-of-fold predictions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from insight.taxonomy import Taxonomy
from insight.types import SENTIMENTS, Vectors
from models.examples import Example

FOLDS = 4
SCALE = 8.0
"""Unit vectors are stretched by this before fitting, so that the usual regularisation strengths apply."""
STRENGTH = {"stage": 0.1, "topics": 0.3, "sentiment": 0.05}
STAGE_THRESHOLD = 0.35


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows of training data: one a mention. `topics` (n, topics) 0/1; `stage`, `sentiment` (n,) indices; `group` (n,)."""

    vectors: Vectors
    stage: NDArray[np.int64]
    topics: NDArray[np.int8]
    sentiment: NDArray[np.int64]
    group: NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Arrays for `insight.classify.LinearHeads`, and the thresholds."""

    arrays: dict[str, NDArray[np.float32]]
    thresholds: dict[str, float]


def rows(examples: Sequence[Example], vectors: Sequence[Vectors], taxonomy: Taxonomy) -> Labelled:
    """Join examples with the vectors of their spans (one array (spans, dim) an example)."""
    stages, topics = list(taxonomy.stage_by_id), list(taxonomy.topic_by_id)
    mentions = [(mention, example.group) for example in examples for mention in example.mentions]
    presence = np.zeros((len(mentions), len(topics)), np.int8)
    for row, (mention, _) in enumerate(mentions):
        presence[row, [topics.index(topic) for topic, _ in mention.topics]] = 1
    return Labelled(
        vectors=np.concatenate(vectors),
        stage=np.array([stages.index(mention.stage) for mention, _ in mentions]),
        topics=presence,
        sentiment=np.array([SENTIMENTS.index(mention.sentiment) for mention, _ in mentions]),
        group=np.array([group for _, group in mentions]),
    )


def fit(data: Labelled, taxonomy: Taxonomy) -> Fitted:
    """Fit every head, fold its temperature into its weights, and set each topic's threshold where its F1 is best."""
    topics = list(taxonomy.topic_by_id)
    stage = _multiclass(data, data.stage, len(taxonomy.stages), STRENGTH["stage"])
    sentiment = _multiclass(data, data.sentiment, len(SENTIMENTS), STRENGTH["sentiment"])
    weights, biases, thresholds = [], [], {"stage": STAGE_THRESHOLD}
    for index, topic in enumerate(topics):
        weight, bias, threshold = _binary(data, data.topics[:, index])
        weights.append(weight)
        biases.append(bias)
        thresholds[topic] = threshold
    every = 1 + len(topics)
    arrays = {
        "stage.w": stage[0],
        "stage.b": stage[1],
        "topics.w": np.stack(weights),
        "topics.b": np.array(biases),
        "sentiment.w": np.repeat(sentiment[0][None], every, axis=0),
        "sentiment.b": np.repeat(sentiment[1][None], every, axis=0),
    }
    # Row by row in memory: safetensors writes an array as it lies.
    return Fitted({name: np.ascontiguousarray(array, np.float32) for name, array in arrays.items()}, thresholds)


def _multiclass(
    data: Labelled, target: NDArray[np.int64], classes: int, strength: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    out_of_fold = np.zeros((len(target), classes))
    for train, test in GroupKFold(FOLDS).split(data.vectors, target, data.group):
        model = _logistic(strength).fit(data.vectors[train] * SCALE, target[train])
        out_of_fold[test[:, None], model.classes_[None, :]] = model.decision_function(data.vectors[test] * SCALE)
    temperature = best_temperature(out_of_fold, target)
    model = _logistic(strength).fit(data.vectors * SCALE, target)
    if len(model.classes_) != classes:
        raise ValueError(f"the corpus shows {len(model.classes_)} of {classes} classes; every class needs examples")
    return model.coef_ * SCALE / temperature, model.intercept_ / temperature


def _binary(data: Labelled, target: NDArray[np.int8]) -> tuple[NDArray[np.float64], float, float]:
    out_of_fold = np.zeros(len(target))
    for train, test in GroupKFold(FOLDS).split(data.vectors, target, data.group):
        model = _logistic(STRENGTH["topics"]).fit(data.vectors[train] * SCALE, target[train])
        out_of_fold[test] = model.decision_function(data.vectors[test] * SCALE)
    logits = np.stack([np.zeros_like(out_of_fold), out_of_fold], axis=1)
    temperature = best_temperature(logits, target.astype(np.int64))
    threshold = best_threshold(1 / (1 + np.exp(-out_of_fold / temperature)), target)
    model = _logistic(STRENGTH["topics"]).fit(data.vectors * SCALE, target)
    return model.coef_[0] * SCALE / temperature, float(model.intercept_[0] / temperature), threshold


def _logistic(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=300, tol=1e-3)


def best_temperature(logits: NDArray[np.float64], target: NDArray[np.int64]) -> float:
    """The divisor of the logits with the least log loss (Guo et al. 2017, arXiv:1706.04599), from a grid of 0.3 to 4."""
    grid = np.geomspace(0.3, 4.0, 60)
    return float(min(grid, key=lambda temperature: _log_loss(logits / temperature, target)))


def _log_loss(logits: NDArray[np.float64], target: NDArray[np.int64]) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(target)), target]))


def best_threshold(probability: NDArray[np.float64], target: NDArray[np.int8]) -> float:
    """The probability in [0.2, 0.7] from which on calling a topic present gives the best F1."""

    def f1(threshold: float) -> float:
        called = probability >= threshold
        hits = float((called & (target == 1)).sum())
        return 2 * hits / max(float(called.sum() + target.sum()), 1.0)

    return float(max(np.linspace(0.2, 0.7, 26), key=f1))
