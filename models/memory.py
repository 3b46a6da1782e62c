"""Chooses what the model remembers: a sample of the mentions it was taught with, and all it was never shown."""

import random
from collections.abc import Sequence

import numpy as np

from insight.encode import OnnxEncoder
from insight.memory import Memory
from insight.taxonomy import Taxonomy
from models.examples import Example
from models.items import label_ids

TAUGHT = 4_000
"""Feedbacks of the taught part: some 6,500 mentions, 2.5 MB."""


def remember(encoder: OnnxEncoder, taught: Sequence[Example], held_out: Sequence[Example], taxonomy: Taxonomy) -> Memory:
    """Vectors and labels of `TAUGHT` feedbacks drawn by a fixed seed, and of every held-out one as guard."""
    chosen = random.Random(7).sample(list(taught), min(TAUGHT, len(taught)))
    every = [*chosen, *held_out]
    stages, topics, sentiments = label_ids(taxonomy)
    mentions = [mention for example in every for mention in example.mentions]
    polarity = np.full((len(mentions), len(topics)), -1)
    for row, mention in enumerate(mentions):
        for topic, sentiment in mention.topics:
            polarity[row, topics[topic]] = sentiments[sentiment]
    guarded = sum(len(example.mentions) for example in held_out)
    return Memory(
        vectors=np.concatenate(encoder.encode([example.source for example in every])),
        stage=np.array([stages[mention.stage] for mention in mentions]),
        sentiment=np.array([sentiments[mention.sentiment] for mention in mentions]),
        topics=polarity >= 0,
        polarity=polarity,
        guard=np.arange(len(mentions)) >= len(mentions) - guarded,
    )
