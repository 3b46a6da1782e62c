"""Mentions of public labelled sets: whole texts that hold one mention, so that the set's label is the mention's."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from eval.classification.of_sets import asked
from eval.learning.ground import Ground, Mentions
from eval.sets import ROWS, load_named
from eval.sets.items import Item
from insight.classify import Heads
from insight.types import SENTIMENTS

SETS = ("uit_vsfc", "twitter_us_airline", "nhs_fft_phase2")
"""Both languages; labels of sentiment, and some classes that are one topic of ours."""


def load(ground: Ground, folder: Path, name: str, step: Callable[[int], None], rows: int = ROWS) -> Mentions:
    """The mentions of a set, in its order; topics are told only where a class of the set is one of ours and is there."""
    labelled = load_named(name, folder, rows, teaching=0)
    readings = ground.reader.read(name, asked(labelled.items), step)
    pairs = [(item, each) for item, each in zip(labelled.items, readings, strict=True) if len(each.labels.mentions) == 1]
    single = {group: topics[0] for group, topics in labelled.classes.items() if len(topics) == 1}
    topics = np.full((len(pairs), len(ground.heads.topics)), -1, np.int64)
    for row, (item, _) in enumerate(pairs):
        for aspect in item.aspects or {}:
            if (topic := single.get(aspect, aspect)) in ground.heads.topics:
                topics[row, ground.heads.topics.index(topic)] = 1
    return Mentions(
        np.stack([each.vectors[0] for _, each in pairs]),
        np.array([_stage(item, ground.heads) for item, _ in pairs], np.int64),
        np.array([SENTIMENTS.index(s) if (s := item.sentiment) in SENTIMENTS else -1 for item, _ in pairs], np.int64),
        topics,
        np.arange(len(pairs)),
        tuple(item.slices.get("language", "") for item, _ in pairs),
    )


def _stage(item: Item, heads: Heads) -> int:
    return heads.stages.index(item.stages[0]) if item.stages and len(item.stages) == 1 else -1
