"""A labelled set and its readings -> what is judged: sentiment, its sign, stage, topics, aspect polarity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from eval.baselines.answers import Answers, Key, told
from eval.classification.aspects import Polarity, polarity
from eval.classification.judged import Judged, many_labels, one_label
from eval.classification.readings import Reading
from eval.sets.items import Aspects, Item, LabelledSet, MixedBy
from eval.sets.reader import merged
from eval.statistics import Floats
from insight.taxonomy import STAGE_IDS
from insight.types import SENTIMENTS, Classifier, Labels, RolledSentiment

SIGNS = ("negative", "positive")
Classes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Level:
    """How figures of whole feedbacks are named, and which score leads for sentiment."""

    name: str = ""
    sentiment: str = "macro-F1"


SET = Level()
FEEDBACK = Level(" per feedback", "accuracy")


def judge(
    labelled: LabelledSet, items: Sequence[Item], readings: Sequence[Reading], classifier: Classifier, level: Level = SET
) -> list[Judged]:
    """Every task that the labels of a set allow; units are places in `items`, readings go with them."""
    said = [said_aspects(reading.labels, labelled.classes) for reading in readings]
    thoughts = aspect_thoughts(items, readings, labelled.classes, classifier)
    known = sentiments(labelled.items)
    answers = Answers(
        sentiment=[sentiment_said(reading.labels, known, labelled.mixed_by) for reading in readings],
        scores=[reading.labels.score for reading in readings],
        stages=[reading.labels.stage for reading in readings],
        aspects=said,
        polarity={key: thought.label for key, thought in thoughts.items()},
        polarity_scores={key: thought.score for key, thought in thoughts.items()},
    )
    return judge_answers(labelled, items, answers, level)


def judge_answers(labelled: LabelledSet, items: Sequence[Item], answers: Answers, level: Level = SET) -> list[Judged]:
    """The tasks in which there are answers, and in which gold has something to tell apart."""
    found: list[Judged] = []
    if answers.sentiment is not None:
        found.append(sentiment_task(items, answers.sentiment, sentiments(labelled.items), level))
    if answers.scores is not None:
        found.append(sign_task(items, answers.scores))
    if answers.stages is not None:
        found.append(stage_task(items, answers.stages))
    if answers.aspects is not None and labelled.classes:
        found += [topic_task(items, answers.aspects, labelled.classes), pair_task(items, answers.aspects, labelled.classes)]
    if answers.polarity is not None:
        found.append(polarity_task(items, answers.polarity))
    if answers.polarity_scores is not None:
        found.append(polarity_sign_task(items, answers.polarity_scores))
    groups = [item.group for item in items]
    cluster = None if None in groups else np.array(groups, np.int64)
    worth = [judged for judged in found if len(judged) and judged.gold.any(axis=0).sum() > 1]
    total = len(items) if cluster is None else int(cluster.max(initial=-1)) + 1
    return [replace(judged, level=level.name, cluster=cluster, total=total) for judged in worth]


def sentiments(items: Sequence[Item]) -> tuple[str, ...]:
    """The sentiments that a set's labels know, and `neutral`, which may be said of any."""
    known = {item.sentiment for item in items}
    return (*SENTIMENTS, "mixed") if "mixed" in known else SENTIMENTS


def sentiment_said(labels: Labels, known: Sequence[str], mixed_by: MixedBy) -> RolledSentiment:
    """The feedback's sentiment; `mixed`, where the set does not know it, counts as the mapping says."""
    if labels.sentiment != "mixed" or "mixed" in known:
        return labels.sentiment
    return "neutral" if mixed_by == "neutral" else signed(labels.score) or "neutral"


def signed(score: float) -> RolledSentiment | None:
    """The best two-class guess; None at exactly zero."""
    return "positive" if score > 0 else "negative" if score < 0 else None


def sentiment_task(items: Sequence[Item], said: Sequence[str | None], known: Sequence[str], level: Level) -> Judged:
    """Sentiment of the feedback, in the classes the set knows."""
    there = [at for at, item in enumerate(items) if item.sentiment]
    gold = [str(items[at].sentiment) for at in there]
    return one_label("sentiment", known, gold, [said[at] for at in there], there, level.sentiment)


def sign_task(items: Sequence[Item], scores: Sequence[float]) -> Judged:
    """Sign of the score, on feedback that is positive or negative."""
    there = [at for at, item in enumerate(items) if item.sentiment in SIGNS]
    gold = [str(items[at].sentiment) for at in there]
    return one_label("sentiment sign", SIGNS, gold, [signed(scores[at]) for at in there], there, "accuracy")


def stage_task(items: Sequence[Item], said: Sequence[str | None]) -> Judged:
    """Stage; where several count as right, the one that was said if it is among them."""
    there = [at for at, item in enumerate(items) if item.stages]
    accepted = [items[at].stages or () for at in there]
    answers = [said[at] for at in there]
    gold = [answer if answer in stages else stages[0] for answer, stages in zip(answers, accepted, strict=True)]
    return one_label("stage", STAGE_IDS, [str(label) for label in gold], answers, there, "accuracy")


def topic_task(items: Sequence[Item], said: Sequence[Aspects], classes: Classes) -> Judged:
    """Which classes of topics are in the text."""
    there = [at for at, item in enumerate(items) if item.aspects is not None]
    gold = [tuple(items[at].aspects or ()) for at in there]
    return many_labels("topic", tuple(classes), gold, [tuple(said[at]) for at in there], there)


def pair_task(items: Sequence[Item], said: Sequence[Aspects], classes: Classes) -> Judged:
    """Which classes with which polarity, where the set labels polarity."""
    there = [at for at, item in enumerate(items) if item.aspects is not None and None not in item.aspects.values()]
    if not any(items[at].aspects for at in there):
        there = []
    labels = [f"{name} {feeling}" for name in classes for feeling in (*SENTIMENTS, "mixed")]
    gold = [_pairs(items[at].aspects or {}) for at in there]
    return many_labels("topic with sentiment", labels, gold, [_pairs(said[at]) for at in there], there)


def _pairs(aspects: Aspects) -> list[str]:
    return [f"{name} {feeling}" for name, feeling in aspects.items()]


def said_aspects(labels: Labels, classes: Classes) -> Aspects:
    """The feedback's topics as classes of the set, each with its polarity, rolled up as mentions are."""
    topics = {found.topic: found.sentiment for found in labels.topics}
    return merged((name, topics[topic]) for name, members in classes.items() for topic in members if topic in topics)


def aspect_thoughts(
    items: Sequence[Item], readings: Sequence[Reading], classes: Classes, classifier: Classifier
) -> dict[Key, Polarity]:
    """What the model thinks of each aspect that a person found, by item and class."""
    places = {name: [classifier.topics.index(topic) for topic in members] for name, members in classes.items()}
    thresholds = topic_thresholds(classifier)
    return {(at, name): polarity(readings[at], places[name], thresholds) for at, name in told(items)}


def topic_thresholds(classifier: Classifier) -> Floats:
    """The threshold of every topic, (topics,)."""
    return np.array([classifier.thresholds[topic] for topic in classifier.topics])


def polarity_task(items: Sequence[Item], said: Mapping[Key, str | None]) -> Judged:
    """Polarity of aspects that a person found."""
    there = told(items)
    gold = [str((items[at].aspects or {})[name]) for at, name in there]
    unit = [at for at, _ in there]
    return one_label("aspect polarity", SENTIMENTS, gold, [said[key] for key in there], unit, "accuracy")


def polarity_sign_task(items: Sequence[Item], scores: Mapping[Key, float]) -> Judged:
    """Sign of the score of aspects that are positive or negative."""
    there = [key for key in told(items) if (items[key[0]].aspects or {})[key[1]] in SIGNS]
    gold = [str((items[at].aspects or {})[name]) for at, name in there]
    unit = [at for at, _ in there]
    return one_label("aspect polarity sign", SIGNS, gold, [signed(scores[key]) for key in there], unit, "accuracy")
