"""The baselines of one set, each answering every task that it can."""

from collections.abc import Mapping, Sequence

import numpy as np

from eval.baselines.answers import Answers, told
from eval.baselines.learned import Learned, Lessons, Majority, Method, lessons
from eval.baselines.lexicon import lexicon_score, lexicon_sentiment
from eval.sets.items import Aspects, Item, LabelledSet
from insight.types import Vectors

MAJORITY, WORDS, FROZEN, LEXICON = "majority", "TF-IDF + LR", "frozen encoder + LR", "lexicon"


def set_baselines(labelled: LabelledSet, vectors: Mapping[str, Vectors]) -> list[Answers]:
    """Answers of every baseline to the items of a set.

    Args:
        labelled: the set; its teaching part is learned from where there is one, else the items by cross-validation over groups.
        vectors: by the name of a baseline, frozen vectors of its items and, after them, of its teaching part, (n, dim).
    """
    groups = [at if item.group is None else item.group for at, item in enumerate(labelled.items)]
    plan = lessons([item.text for item in labelled.items], [item.text for item in labelled.teaching], groups)
    methods: dict[str, Method] = {MAJORITY: Majority(), WORDS: Learned.from_words(plan)}
    methods |= {name: Learned.from_vectors(plan, rows) for name, rows in vectors.items()}
    return [*(taught(name, labelled, plan, method) for name, method in methods.items()), lexicon(labelled)]


def taught(name: str, labelled: LabelledSet, plan: Lessons, method: Method) -> Answers:
    """Answers of a method that learns."""
    items = [*labelled.items, *labelled.teaching]
    sentiment = stages = scores = None
    if any(item.sentiment for item in labelled.items):
        sentiment = method.one(plan, [item.sentiment for item in items])
        signs = method.one(plan, [item.sentiment if item.sentiment in ("negative", "positive") else None for item in items])
        scores = [{"positive": 1.0, "negative": -1.0}.get(label or "", 0.0) for label in signs]
    if any(item.stages for item in labelled.items):
        stages = method.one(plan, [item.stages[0] if item.stages else None for item in items])
    feelings = {each: method.one(plan, [_feeling(item, each) for item in items]) for each in labelled.classes}
    return Answers(
        name,
        plan.how,
        sentiment,
        scores,
        stages,
        _aspects(labelled, items, plan, method),
        {(at, each): feelings[each][at] for at, each in told(labelled.items)} or None,
    )


def _aspects(labelled: LabelledSet, items: Sequence[Item], plan: Lessons, method: Method) -> list[Aspects] | None:
    if not any(item.aspects for item in labelled.items):
        return None
    classes = tuple(labelled.classes)
    labels = np.array([[each in (item.aspects or {}) for each in classes] for item in items])
    said = method.many(plan, labels, np.array([item.aspects is not None for item in items]))
    return [{classes[number]: None for number in np.flatnonzero(row)} for row in said]


def lexicon(labelled: LabelledSet) -> Answers:
    """Answers of counting words of praise and blame; an aspect is thought of as the whole text is."""
    said = [lexicon_sentiment(item.text) for item in labelled.items]
    polarity = {(at, each): said[at] for at, each in told(labelled.items)}
    how = "VADER for English, a list of our own for Vietnamese; nothing is learned"
    scores = [lexicon_score(item.text) for item in labelled.items]
    return Answers(LEXICON, how, said, scores, polarity=polarity or None)


def _feeling(item: Item, name: str) -> str | None:
    found = (item.aspects or {}).get(name)
    return None if found == "mixed" else found
