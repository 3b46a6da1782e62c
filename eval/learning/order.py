"""The order of questions: how many answers are needed for the same gain, asked by the review queue and at random."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval import plots
from eval.figures import Figure, Plot, Table
from eval.learning.ground import Mentions
from eval.statistics import mean_figure
from insight.classify import Heads
from insight.learn import Remembered, fit
from insight.learn.judge import WEIGHTS, mistakes
from insight.memory import Memory
from insight.review import queue

STEPS = (50, 100, 200)
"""Answers after which the heads learn; the queue is asked anew each time, as it would be."""
SHUFFLES = 2
MOST = 600
"""Mentions asked from, and as many judged on: a source's first half by a fixed seed, and its second."""
FEWEST = 2 * STEPS[-1]
SEED = 61
WORST = 4.0
"""The ratio of a queue that gains nothing."""
Ask = Callable[[Heads, NDArray[np.int64], int], NDArray[np.int64]]
"""Heads in force, rows answered so far and how many more are wanted -> rows to answer next."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Share of right labels on unseen mentions after so many answers; the first is before any."""

    answers: tuple[int, ...]
    right: tuple[float, ...]

    @property
    def gains(self) -> NDArray[np.float64]:
        """What was gained since before the first answer."""
        return np.array(self.right) - self.right[0]

    def needed(self, gain: float) -> float | None:
        """Answers until a gain is first reached, between steps by a straight line; None where it never is."""
        gains = self.gains
        for place in range(1, len(gains)):
            if gains[place] >= gain > gains[place - 1]:
                share = (gain - gains[place - 1]) / (gains[place] - gains[place - 1])
                return float(self.answers[place - 1] + share * (self.answers[place] - self.answers[place - 1]))
        return None


@dataclass(frozen=True, slots=True)
class Race:
    """A source's two curves; that of random order is the mean of some shuffles."""

    source: str
    queued: Curve
    shuffled: Curve

    @property
    def ratio(self) -> float | None:
        """Answers the queue needs for the gain of all the random answers, as a share of these; None where they gain nothing.

        Where the queue never gains as much, its answers over the random ones that gain what it gained; at worst `WORST`.
        """
        goal = float(self.shuffled.gains[-1])
        if goal <= 0:
            return None
        if (needed := self.queued.needed(goal)) is not None:
            return needed / self.shuffled.answers[-1]
        fewer = self.shuffled.needed(float(self.queued.gains[-1]))
        return self.queued.answers[-1] / fewer if fewer else WORST


def race(source: str, mentions: Mentions, heads: Heads, memory: Memory) -> Race:
    """Answer a pool in both orders; the answers are the true labels, and mentions of one unit are on one side."""
    pool, judged = halves(mentions)
    background = memory.vectors[~memory.guard]
    least = np.array([heads.thresholds[topic] for topic in heads.topics], np.float32)

    def by_queue(now: Heads, answered: NDArray[np.int64], most: int) -> NDArray[np.int64]:
        told = np.isin(np.arange(len(pool)), answered)
        found = now.probabilities(pool.vectors)
        return queue(pool.vectors, found, least, np.zeros(len(pool), bool), told, background, most)

    queued = curve(by_queue, pool, judged, heads, memory)
    shuffled = [curve(_random(pool, SEED + draw), pool, judged, heads, memory) for draw in range(SHUFFLES)]
    mean = np.mean([each.right for each in shuffled], axis=0)
    return Race(source, queued, Curve(shuffled[0].answers, tuple(float(right) for right in mean)))


def halves(mentions: Mentions, seed: int = SEED) -> tuple[Mentions, Mentions]:
    """Mentions to ask from and to judge on, at most `MOST` each, units whole."""
    units = np.unique(mentions.unit)
    first = np.random.default_rng(seed).permutation(units)[: len(units) // 2]
    inside = np.isin(mentions.unit, first)
    return mentions.rows(np.flatnonzero(inside)[:MOST]), mentions.rows(np.flatnonzero(~inside)[:MOST])


def curve(ask: Ask, pool: Mentions, judged: Mentions, heads: Heads, memory: Memory) -> Curve:
    """Ask, learn, judge, step by step; ends early where nothing is left to ask."""
    answered = np.zeros(0, np.int64)
    now, counts, right = heads, [0], [_right(heads, judged)]
    remembered = Remembered.of(heads, memory)
    for goal in STEPS:
        answered = np.concatenate([answered, ask(now, answered, goal - len(answered))])
        if len(answered) == counts[-1]:
            break
        now = fit(remembered, pool.rows(answered).lessons(), WEIGHTS[0])
        counts.append(len(answered))
        right.append(_right(now, judged))
    return Curve(tuple(counts), tuple(right))


def _random(pool: Mentions, seed: int) -> Ask:
    order = np.random.default_rng(seed).permutation(len(pool))
    return lambda _, answered, most: order[len(answered) : len(answered) + most]


def _right(heads: Heads, judged: Mentions) -> float:
    return 1 - float(np.nanmean(mistakes(heads, judged.lessons())))


def measure(
    sources: Sequence[tuple[str, Mentions]], heads: Heads, memory: Memory, step: Callable[[int], None]
) -> tuple[dict[str, Figure], list[Table], list[Plot]]:
    """Every source that has mentions enough, one after the other."""
    races = []
    for name, mentions in sources:
        if len(mentions) >= FEWEST:
            races.append(race(name, mentions, heads, memory))
        step(1)
    return report(races)


QUEUE = "answers the queue needs, random order 1"


def report(races: Sequence[Race]) -> tuple[dict[str, Figure], list[Table], list[Plot]]:
    """The ratio by source and its geometric mean, both curves, and a picture of them."""
    ratios = {each.source: ratio for each in races if (ratio := each.ratio) is not None}
    figures = {f"{QUEUE} | {name}": Figure(ratio, STEPS[-1], better="lower") for name, ratio in ratios.items()}
    if ratios:
        logs = mean_figure(np.log(list(ratios.values())), "lower")
        assert logs.low is not None
        assert logs.high is not None
        low, value, high = (float(np.exp(each)) for each in (logs.low, logs.value, logs.high))
        figures[QUEUE] = Figure(value, STEPS[-1] * len(ratios), low, high, "lower")
    rows = tuple(
        (each.source, how, *(round(right, 4) for right in found.right), *[None] * (1 + len(STEPS) - len(found.right)))
        for each in races
        for how, found in (("queue", each.queued), ("random", each.shuffled))
    )
    note = f"Share of right labels on unseen mentions after so many answers; random order is the mean of {SHUFFLES} shuffles."
    table = Table("The queue against random order", ("source", "order", "0", *map(str, STEPS)), rows, note)
    lines = {f"{each.source}, {how}": (found.answers, found.right) for each in races for how, found in _both(each)}
    picture = [Plot("What answers teach", plots.lines(lines, "answers", "share of right labels"), note)] if lines else []
    return figures, [table], picture


def _both(each: Race) -> tuple[tuple[str, Curve], tuple[str, Curve]]:
    return ("queue", each.queued), ("random", each.shuffled)
