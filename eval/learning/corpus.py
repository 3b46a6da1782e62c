"""What people would type as examples of a topic: mentions of the corpus the model was taught with, none that is guarded."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from insight.labelled import read_labelled
from insight.normalise import normalise, normalise_spans
from insight.taxonomy import Taxonomy
from insight.types import Encoder, SpannedText, Vectors

FOLDER = Path(__file__).parents[2] / "models" / "corpus"
SEED = 31
SAME = 0.98
"""Cosine from which two readings are of one mention: the memory's vectors are rounded to 8 bits."""


@dataclass(frozen=True, slots=True)
class Said:
    """A mention of the corpus: its words, its stage and topics, and what the encoder reads for it in its place."""

    text: str
    stage: str
    topics: frozenset[str]
    source: SpannedText


def mentions(taxonomy: Taxonomy, folder: Path = FOLDER) -> list[Said]:
    """Every mention of the corpus, in order; raises `LabelError` naming the line that is marked wrongly."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8") as lines:
            for each in read_labelled(lines, taxonomy.stage_by_id, taxonomy.topic_by_id):
                text, spans = normalise_spans(each.text, [(mention.start, mention.end) for mention in each.mentions])
                question = normalise(each.question) if each.question else None
                for mention, span in zip(each.mentions, spans, strict=True):
                    topics = frozenset(topic for topic, _ in mention.topics)
                    words, source = each.text[mention.start : mention.end], SpannedText(text, (span,), question)
                    found.append(Said(words, mention.stage, topics, source))
    return found


def examples(said: Sequence[Said], topics: Sequence[str], most: int, encoder: Encoder, guard: Vectors) -> dict[str, list[str]]:
    """Texts of each topic in an order drawn by a fixed seed, at most `most` a topic, none twice.

    A mention that stands in the guard is left out, or the guard would be judged by its own words.
    """
    drawn: dict[str, list[Said]] = {}
    for topic in topics:
        there = {each.text: each for each in said if topic in each.topics}
        order = random.Random(f"{SEED}{topic}").sample(sorted(there), len(there))
        drawn[topic] = [there[text] for text in order[: 2 * most]]
    every = list({id(each): each for chosen in drawn.values() for each in chosen}.values())
    rows = np.concatenate(encoder.encode([each.source for each in every])) if every else np.zeros((0, guard.shape[1]))
    guarded = {id(each) for each, near in zip(every, (rows @ guard.T).max(axis=1, initial=-1.0), strict=True) if near > SAME}
    return {topic: [each.text for each in chosen if id(each) not in guarded][:most] for topic, chosen in drawn.items()}
