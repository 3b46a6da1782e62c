"""How long learning takes with ten thousand corrections."""

import time

import numpy as np

from eval.figures import Figure
from eval.learning.ground import Mentions
from insight.classify import Heads
from insight.learn import Outcome, learn
from insight.memory import Memory

CORRECTIONS = 10_000
NOVEL = 0.2
"""Share of corrections that say something new: the rest confirm."""
NOISE, TURN = 0.5, 1.0
"""Length of what is added to a unit vector: at random, and in the direction that the new manner of speech has."""
SEED = 59


def synthetic(memory: Memory, count: int = CORRECTIONS) -> Mentions:
    """Mentions near remembered ones, with their labels; a share of them speak in a new manner and all mean the same.

    They are made so that there is something to learn, and nothing against it: learning is timed where it succeeds.
    """
    rng = np.random.default_rng(SEED)
    taught = memory.rows(~memory.guard)
    rows = rng.choice(len(taught), count)
    novel = rng.random(count) < NOVEL
    dim = taught.vectors.shape[1]
    direction = rng.standard_normal(dim)
    vectors = taught.vectors[rows] + NOISE * rng.standard_normal((count, dim)) / np.sqrt(dim)
    vectors += novel[:, None] * TURN * direction / np.linalg.norm(direction)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    stage, sentiment = taught.stage[rows], taught.sentiment[rows]
    topics = taught.topics[rows].astype(np.int64)
    stage[novel], sentiment[novel] = 0, 0
    topics[novel] = np.arange(topics.shape[1]) == 0
    return Mentions(vectors, stage, sentiment, topics, np.arange(count))


def measure(heads: Heads, memory: Memory, count: int = CORRECTIONS) -> tuple[dict[str, Figure], Outcome]:
    """Wall seconds to learn and judge, and what came of it."""
    lessons = synthetic(memory, count).lessons()
    start = time.perf_counter()
    outcome = learn(heads, memory, lessons)
    seconds = time.perf_counter() - start
    return {f"seconds to learn from {count:,} corrections": Figure(seconds, count, better="lower")}, outcome
