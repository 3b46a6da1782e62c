"""Mention vectors -> stage, topics and sentiment per topic; mentions -> the feedback's own labels."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from insight.errors import ModelError
from insight.types import (
    SENTIMENTS,
    UNKNOWN_STAGE,
    Classifier,
    Labels,
    Language,
    Mention,
    Probabilities,
    RolledSentiment,
    Span,
    TopicLabel,
    Vectors,
)

STAGE_THRESHOLD = "stage"
_ARRAYS = ("hidden.w", "hidden.b", "stage.w", "stage.b", "topics.w", "topics.b", "sentiment.w", "sentiment.b")


@dataclass(frozen=True, slots=True)
class Heads:
    """A hidden layer (rectified) on unit vectors, and a linear head per task; temperatures are folded into the weights, so what
    comes out is calibrated.

    Shapes: `hidden.w` (width, dim), `stage.w` (stages, width), `topics.w` (topics, width), `sentiment.w` (1 + topics, 3, width);
    biases without the last axis.
    """

    version: str
    stages: tuple[str, ...]
    topics: tuple[str, ...]
    thresholds: Mapping[str, float]
    arrays: Mapping[str, NDArray[np.float32]]

    @classmethod
    def from_pretrained(cls, folder: Path) -> "Heads":
        """Load `heads.safetensors` and `config.json`; raises `ModelError` when they are missing or do not fit together."""
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            arrays = load_file(folder / "heads.safetensors")
            heads = cls(
                version=config["version"],
                stages=tuple(config["stages"]),
                topics=tuple(config["topics"]),
                thresholds={name: float(value) for name, value in config["thresholds"].items()},
                arrays={name: arrays[name] for name in _ARRAYS},
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, SafetensorError) as error:
            raise ModelError(f"model in {folder} cannot be loaded: {error!r}; restore the folder") from error
        heads._check(folder)
        return heads

    def _check(self, folder: Path) -> None:
        stages, topics, width = len(self.stages), len(self.topics), len(self.arrays["hidden.b"])
        expected = {
            "hidden.w": (width, self.arrays["hidden.w"].shape[-1]),
            "stage.w": (stages, width),
            "topics.w": (topics, width),
            "sentiment.w": (1 + topics, len(SENTIMENTS), width),
        }
        for name, shape in expected.items():
            if self.arrays[name].shape != shape:
                raise ModelError(f"{name} in {folder} has shape {self.arrays[name].shape}; config.json says {shape}")

    def probabilities(self, vectors: Vectors) -> Probabilities:
        """Probabilities of each row of `vectors` (n, dim)."""
        raw = self.logits(vectors)
        topics = np.float32(1) / (np.float32(1) + np.exp(-np.clip(raw.topics, -60, 60)))
        return Probabilities(softmax(raw.stage), topics, softmax(raw.sentiment))

    def logits(self, vectors: Vectors) -> Probabilities:
        """What `probabilities` is made of, in its shapes: any real numbers."""
        arrays, hidden = self.arrays, self.hidden(vectors)
        return Probabilities(
            hidden @ arrays["stage.w"].T + arrays["stage.b"],
            hidden @ arrays["topics.w"].T + arrays["topics.b"],
            np.einsum("nw,tsw->nts", hidden, arrays["sentiment.w"]) + arrays["sentiment.b"],
        )

    def hidden(self, vectors: Vectors) -> NDArray[np.float32]:
        """States of the hidden layer (n, width): what the last layers read."""
        states: NDArray[np.float32] = np.maximum(vectors @ self.arrays["hidden.w"].T + self.arrays["hidden.b"], 0)
        return states


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities over the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: NDArray[np.float32] = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def label(text: str, language: Language, spans: Sequence[Span], found: Probabilities, classifier: Classifier) -> Labels:
    """Probabilities of each span, and of the whole text as one more row, -> the labels of a feedback.

    Args:
        text: what the offsets of `spans` refer to.
        spans: one a mention, at least one.
        found: probabilities of len(spans) + 1 rows; the last row is the whole text.
        classifier: names the columns and the thresholds.
    """
    mentions = tuple(_mention(text, span, row, found, classifier) for row, span in enumerate(spans))
    whole = found.sentiment[len(spans), 0]
    return roll_up(mentions, language, float(whole[2] - whole[0]))


def roll_up(mentions: tuple[Mention, ...], language: Language, whole: float) -> Labels:
    """Labels of a feedback from those of its mentions, by the rules of product.md.

    `whole` is the score of the text read as one; the feedback's score is the mean of it and of its mentions' mean, so that a
    text whose parts disagree still leans where the whole leans.
    """
    score = (whole + sum(mention.score for mention in mentions) / len(mentions)) / 2
    return Labels(language, _sentiment(mentions), score, _stage(mentions), _topics(mentions), mentions)


def _mention(text: str, span: Span, row: int, found: Probabilities, classifier: Classifier) -> Mention:
    stage, stage_p = _named_stage(found.stage[row], classifier)
    sentiment = found.sentiment[row]
    topics = tuple(
        TopicLabel(topic, SENTIMENTS[int(sentiment[1 + index].argmax())], float(found.topics[row, index]))
        for index, topic in enumerate(classifier.topics)
        if found.topics[row, index] >= classifier.thresholds[topic]
    )
    return Mention(
        start=span[0],
        end=span[1],
        text=text[span[0] : span[1]],
        stage=stage,
        topics=tuple(sorted(topics, key=lambda found: -found.p)),
        sentiment=SENTIMENTS[int(sentiment[0].argmax())],
        score=float(sentiment[0, 2] - sentiment[0, 0]),
        stage_p=stage_p,
    )


def _named_stage(row: NDArray[np.float32], classifier: Classifier) -> tuple[str, float]:
    best = int(row.argmax())
    if row[best] < classifier.thresholds[STAGE_THRESHOLD]:
        return UNKNOWN_STAGE, float(row[classifier.stages.index(UNKNOWN_STAGE)])
    return classifier.stages[best], float(row[best])


def _sentiment(mentions: Sequence[Mention]) -> RolledSentiment:
    polar = {mention.sentiment for mention in mentions} - {"neutral"}
    if len(polar) == 2:
        return "mixed"
    return cast(RolledSentiment, next(iter(polar), "neutral"))


def _stage(mentions: Sequence[Mention]) -> str:
    votes: dict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
    for mention in mentions:
        if mention.stage != UNKNOWN_STAGE:
            count, weight = votes[mention.stage]
            votes[mention.stage] = (count + 1, weight + mention.stage_p)
    return max(votes, key=lambda stage: votes[stage], default=UNKNOWN_STAGE)


def _topics(mentions: Sequence[Mention]) -> tuple[TopicLabel, ...]:
    seen: dict[str, list[TopicLabel]] = defaultdict(list)
    for mention in mentions:
        for topic in mention.topics:
            seen[topic.topic].append(topic)
    rolled = [
        TopicLabel(name, _polarity([found.sentiment for found in labels]), max(found.p for found in labels))
        for name, labels in seen.items()
    ]
    return tuple(sorted(rolled, key=lambda found: (-found.p, found.topic)))


def _polarity(sentiments: Sequence[RolledSentiment]) -> RolledSentiment:
    polar = set(sentiments) - {"neutral"}
    return "mixed" if len(polar) > 1 else next(iter(polar), "neutral")
