"""Topics of one's own, found by their names, descriptions and examples: nothing is trained.

Vectors are compared as cosines in a space where directions in which mentions of the same topic differ count less (shrunk linear
discriminant analysis; the shrinkage towards plain cosines is in the manner of Ledoit and Wolf 2004). Words of labels are centred
by those of the default taxonomy, mentions by those the model was taught with, so that a description and a mention are alike
when they are about the same and not when they are written the same way (Su et al. 2021, arXiv:2103.15316, centre likewise).
How high a cosine must be is read from the mentions the model was taught with: most of them are not about the new topic.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import Self

import numpy as np
from numpy.typing import NDArray

from insight.taxonomy import Taxonomy, Topic
from insight.types import Classifier, Probabilities, Vectors

PRESENT = 0.5
"""From this probability on a topic is there."""
SHRINKAGE = 4.0
"""How much the average spread within topics is added in every direction; large is plain cosine."""
WORDS_PER_EXAMPLE = 3
"""So many names and phrases of a description weigh what one example does."""
MOST_WORDS = 6.0
"""What all words of a label weigh at most, in examples."""
EXPLAINED = 0.3
"""Share of its likeness to the nearest trained topic that a mention loses."""
STEEP = 0.55
"""Where the threshold stands between the median mention and the most alike ones."""
MOST_ALIKE = 0.0025
FEWEST, MOST = 0.015, 0.05
"""Bounds of the share of the model's own mentions that words alone may claim."""
FLOOR = 4.0
"""Steps of the logistic from the threshold down to the median mention, which gets a probability of 1 / (1 + e^4)."""
_TINY = 1e-9
_PHRASES = re.compile("[,;:]")

Encode = Callable[[Sequence[str]], Vectors]
"""Texts as people write them -> unit vectors (n, dim), each text read by itself and normalised as feedback is."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class BackgroundLabels:
    """Labels of the mentions a model was taught with: `stage` (n,) indices, `topics` (n, topics) whether each is present."""

    stage: NDArray[np.int64]
    topics: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class OpenTopics:
    """Recognises `topics` (ids). Prototypes (k, dim) and rivals, the trained topics (r, dim), are unit rows in `space`."""

    topics: tuple[str, ...]
    space: "_Space"
    prototypes: Floats
    thresholds: Floats
    width: float

    @classmethod
    def build(cls, topics: Sequence[Topic], encode: Encode, background: Vectors, labels: BackgroundLabels) -> Self:
        """Make topics recognisable; topics do not influence each other's thresholds.

        Args:
            topics: with names, descriptions and examples.
            encode: reads their words, and those of the default taxonomy.
            background: mentions (n, dim) of any topics, at least one; what the model was taught with.
            labels: of the background, row by row.

        Raises:
            ValueError: `background` is empty, or of another length than its labels.
        """
        if not len(background) or len(background) != len(labels.topics):
            raise ValueError(f"a background of {len(background)} mentions with {len(labels.topics)} labels; give one label each")
        space = _Space.of(background, labels.topics)
        if not topics:
            none = np.zeros((0, background.shape[1]), np.float32)
            return cls((), space, none, np.zeros(0, np.float32), 1.0)
        seeds = [_Seed.of(words, space) for words in _words(topics, encode)]
        prototypes = np.stack([seed.prototype() for seed in seeds])
        usual = space.scores(background, prototypes)
        thresholds = np.array([_threshold(usual[:, place], seed.likeness(space)) for place, seed in enumerate(seeds)], np.float32)
        width = float(np.mean(thresholds - np.median(usual, axis=0))) / FLOOR
        return cls(tuple(topic.id for topic in topics), space, prototypes, thresholds, max(width, _TINY))

    def scores(self, vectors: Vectors) -> Floats:
        """How alike mentions (n, dim) and topics are, (n, k): to choose one of the topics by, where it must be one of them."""
        return self.space.scores(vectors, self.prototypes)

    def probabilities(self, vectors: Vectors) -> Floats:
        """Probability that each topic is in each mention (n, dim), shape (n, k); a topic is there from `PRESENT` on."""
        steps = (self.scores(vectors) - self.thresholds) / self.width
        found: Floats = (1 / (1 + np.exp(-np.clip(steps, -60, 60)))).astype(np.float32)
        return found


@dataclass(frozen=True, slots=True)
class _Space:
    """Where vectors are compared: `mean` (dim,), `turn` (dim, dim), and the trained topics' centres `rivals` (r, dim)."""

    mean: Floats
    turn: Floats
    rivals: Floats

    @classmethod
    def of(cls, background: Vectors, topics: NDArray[np.bool_]) -> Self:
        """The space in which mentions of the same topic lie close together."""
        mean = background.mean(axis=0)
        apart = background - mean
        held = topics[:, topics.any(axis=0)].astype(np.float32)
        centres = (held.T @ apart) / np.maximum(held.sum(axis=0), 1)[:, None]
        within = apart - (held / np.maximum(held.sum(axis=1, keepdims=True), 1)) @ centres
        spread, axes = np.linalg.eigh((within.T @ within / len(within)).astype(np.float64))
        scale = np.maximum(spread, 0) + SHRINKAGE * max(float(spread.mean()), _TINY)
        turn = (axes / np.sqrt(scale)).astype(np.float32)
        return cls(mean, turn, _unit(centres @ turn))

    def place(self, vectors: Vectors) -> Floats:
        """Mentions as unit rows of this space."""
        return _unit((vectors - self.mean) @ self.turn)

    def scores(self, vectors: Vectors, prototypes: Floats) -> Floats:
        """Cosines (n, k) to prototypes, less what a trained topic explains already."""
        placed = self.place(vectors)
        explained = (placed @ self.rivals.T).max(axis=1, initial=-1.0) if len(self.rivals) else np.zeros(len(placed), np.float32)
        found: Floats = placed @ prototypes.T - np.float32(EXPLAINED) * explained[:, None]
        return found


@dataclass(frozen=True, slots=True)
class _Seed:
    """What is known of a topic: the direction of its words, their weight in examples, and its examples (n, dim)."""

    direction: Floats
    weight: float
    examples: Vectors
    placed: Floats

    @classmethod
    def of(cls, words: "_Words", space: _Space) -> Self:
        """A topic's words and examples in a space."""
        direction = _unit(sum((_unit(each) for each in words.centred), np.zeros_like(space.mean)) @ space.turn)
        weight = min(max(words.count / WORDS_PER_EXAMPLE, 1.0), MOST_WORDS)
        return cls(direction, weight, words.examples, space.place(words.examples))

    def prototype(self, without: int | None = None) -> Floats:
        """The mean direction, with all examples or all but one."""
        chosen = self.placed if without is None else np.delete(self.placed, without, axis=0)
        return _unit(self.weight * self.direction + chosen.sum(axis=0))

    def likeness(self, space: _Space) -> float | None:
        """The median score of an example that the prototype does not know; None without examples."""
        if not len(self.examples):
            return None
        alike = [
            float(space.scores(self.examples[one : one + 1], self.prototype(one)[None])[0, 0])
            for one in range(len(self.examples))
        ]
        return float(np.median(alike))


def _threshold(usual: Floats, likeness: float | None) -> float:
    """The least score of a mention that is about the topic.

    It stands between the median score of the background and its highest, which may or may not be about the topic, and lets only
    a bounded share of it through. Examples that are much more alike than that show a narrow topic: half way up to them.
    """
    top = np.sort(usual)[-ceil(MOST_ALIKE * len(usual)) :].mean()
    between = float((1 - STEEP) * np.median(usual) + STEEP * top)
    low, high = (float(value) for value in np.quantile(usual, (1 - MOST, 1 - FEWEST)))
    threshold = min(max(between, low), high)
    return threshold if likeness is None else max(threshold, (threshold + likeness) / 2)


@dataclass(frozen=True, slots=True)
class _Words:
    """Label words of a topic: a direction a kind of words (each centred), how many words there are, and examples (n, dim)."""

    centred: tuple[Floats, ...]
    count: int
    examples: Vectors


def _words(topics: Sequence[Topic], encode: Encode) -> Iterable[_Words]:
    default = Taxonomy.default().topics
    said = [text for topic in (*default, *topics) for texts in (_names(topic), _sentences(topic)) for text in texts]
    said += [text for topic in topics for text in (*_phrases(topic), *topic.examples)]
    every = tuple(dict.fromkeys(said))
    vectors = encode(every)
    where = {text: row for row, text in enumerate(every)}

    def mean(texts: Sequence[str]) -> Floats:
        found: Floats = vectors[[where[text] for text in texts]].mean(axis=0)
        return found

    name, sentence = (mean([text for topic in default for text in kind(topic)]) for kind in (_names, _sentences))
    for topic in topics:
        kinds = ((_names(topic), name), (_sentences(topic), sentence), (_phrases(topic), name))
        centred = tuple(mean(texts) - centre for texts, centre in kinds if texts)
        count = len({text for texts, _ in kinds for text in texts})
        yield _Words(centred, count, vectors[[where[text] for text in topic.examples]])


def _names(topic: Topic) -> list[str]:
    return [topic.name.vi, topic.name.en]


def _sentences(topic: Topic) -> list[str]:
    """Name and description; none where the description is the name once more."""
    pairs = ((topic.name.vi, topic.about.vi), (topic.name.en, topic.about.en))
    return [f"{name}: {about}" for name, about in pairs if name != about]


def _phrases(topic: Topic) -> list[str]:
    """What a description lists; none where it is the name once more."""
    abouts = [about for name, about in ((topic.name.vi, topic.about.vi), (topic.name.en, topic.about.en)) if name != about]
    return list(dict.fromkeys(phrase.strip() for about in abouts for phrase in _PHRASES.split(about) if phrase.strip()))


def _unit(rows: NDArray[np.floating]) -> Floats:
    """Rows at length 1; zero stays zero."""
    found: Floats = (rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), _TINY)).astype(np.float32)
    return found


# In a classifier ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Extended:
    """A classifier with open topics after its own; it has the sentiment of the mention for them."""

    inner: Classifier
    opened: OpenTopics
    version: str
    topics: tuple[str, ...]
    thresholds: Mapping[str, float]

    @property
    def stages(self) -> tuple[str, ...]:
        return self.inner.stages

    def probabilities(self, vectors: Vectors) -> Probabilities:
        found = self.inner.probabilities(vectors)
        whole = np.repeat(found.sentiment[:, :1], len(self.opened.topics), axis=1)
        return Probabilities(
            found.stage,
            np.concatenate([found.topics, self.opened.probabilities(vectors)], axis=1),
            np.concatenate([found.sentiment, whole], axis=1),
        )


def extended(classifier: Classifier, opened: OpenTopics, version: str | None = None, retired: Collection[str] = ()) -> Classifier:
    """A classifier with columns of open topics appended; stages, and the columns there were, do not change.

    Args:
        classifier: gives stages, trained topics and sentiments.
        opened: topics of one's own; in a mention they have the mention's own sentiment.
        version: what labels are marked with; the classifier's where not told.
        retired: topics of the classifier that are no longer given: no probability reaches their threshold.

    Raises:
        ValueError: a topic is both in the classifier and open.
    """
    twice = sorted(set(classifier.topics) & set(opened.topics))
    if twice:
        raise ValueError(f"{', '.join(twice)} cannot be open topics: the classifier has them")
    thresholds = {**classifier.thresholds, **dict.fromkeys(opened.topics, PRESENT), **dict.fromkeys(retired, inf)}
    return _Extended(classifier, opened, version or classifier.version, (*classifier.topics, *opened.topics), thresholds)
