"""Mistakes that the model really makes, many times: fifty are corrected, the others are looked at again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eval import plots
from eval.figures import Figure, Plot, Table
from eval.learning.ground import Flags, Mentions
from eval.statistics import mean_figure
from insight.classify import Heads
from insight.learn import learn
from insight.learn.judge import called, guard_figures
from insight.memory import Memory
from insight.types import SENTIMENTS

CORRECTED = 50
FEWEST = 25
"""Unseen cases without which a mistake says nothing."""
EACH = 2
"""The most common mistakes of a source that are looked at."""
TRIED = 6
"""Mistakes that are corrected, the most common one of every source first: each takes some ten seconds."""
SEED = 53
Task = Literal["stage", "sentiment", "topics"]
HEADS: tuple[Task, ...] = ("stage", "sentiment", "topics")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One kind of mistake in a source, its labels as indices.

    `cases` are the rows in which the model makes it, `near` those beside it that are right: what is said wrongly of the cases is
    said of them, and true.
    """

    source: str
    task: Task
    right: int
    said: int
    name: str
    cases: NDArray[np.int64]
    near: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What 50 corrections of a mistake came to: shares wrong after (n,) of unseen cases and of near ones, all right before."""

    mistake: Mistake
    unseen: Flags
    near: Flags
    guard: tuple[float, float, float]
    accepted: bool
    why: str


def find(source: str, mentions: Mentions, heads: Heads) -> list[Mistake]:
    """The most common mistakes, at most `EACH`, with enough cases to correct some and look at others."""
    found = [each for each in _every(source, mentions, heads) if len(each.cases) >= CORRECTED + FEWEST]
    return sorted(found, key=lambda each: (-len(each.cases), each.name))[:EACH]


def _every(source: str, mentions: Mentions, heads: Heads) -> Iterator[Mistake]:
    stage, sentiment, topics = called(heads, mentions.vectors)
    kinds: tuple[tuple[Task, NDArray[np.int64], NDArray[np.int64], Sequence[str]], ...] = (
        ("stage", mentions.stage, stage, heads.stages),
        ("sentiment", mentions.sentiment, sentiment, SENTIMENTS),
    )
    for task, gold, said, names in kinds:
        for right, wrong in ((a, b) for a in range(len(names)) for b in range(len(names)) if a != b):
            cases = np.flatnonzero((gold == right) & (said == wrong))
            near = np.flatnonzero((gold == wrong) & (said == wrong))
            yield Mistake(source, task, right, wrong, f"{task}: {names[right]} called {names[wrong]}", cases, near)
    told = (mentions.topics >= 0).any(axis=1)
    for place, name in enumerate(heads.topics):
        cases = np.flatnonzero((mentions.topics[:, place] == 1) & ~topics[:, place])
        near = np.flatnonzero((mentions.topics[:, place] != 1) & ~topics[:, place] & told)
        yield Mistake(source, "topics", place, -1, f"topics: {name} not seen", cases, near)


def correct(mistake: Mistake, mentions: Mentions, heads: Heads, memory: Memory) -> Corrected:
    """Learn from corrections drawn by a fixed seed, and look at the cases that were not corrected."""
    order = np.random.default_rng(SEED).permutation(len(mistake.cases))
    taught, unseen = mistake.cases[order[:CORRECTED]], mistake.cases[order[CORRECTED:]]
    lessons = corrections(mistake, mentions.rows(taught), heads).lessons()
    outcome = learn(heads, memory, lessons)
    after = outcome.heads or heads
    guard = memory.rows(memory.guard)
    before, now = guard_figures(heads, guard), guard_figures(after, guard)
    return Corrected(
        mistake,
        ~_says(after, mentions.rows(unseen), mistake, mistake.right),
        _says(after, mentions.rows(mistake.near), mistake, mistake.right),
        tuple(before[name] - now[name] for name in HEADS),  # type: ignore[arg-type]
        outcome.heads is not None,
        "; ".join(outcome.reasons),
    )


def corrections(mistake: Mistake, cases: Mentions, heads: Heads) -> Mentions:
    """What a person would say of the cases: the one thing that is wrong, put right; the other topics stay as they are called."""
    nothing = np.full(len(cases), -1, np.int64)
    blank = replace(cases, stage=nothing, sentiment=nothing, topics=np.full_like(cases.topics, -1))
    if mistake.task == "topics":
        topics = called(heads, cases.vectors)[2].astype(np.int64)
        topics[:, mistake.right] = 1
        return replace(blank, topics=topics)
    right = np.full(len(cases), mistake.right, np.int64)
    return replace(blank, stage=right) if mistake.task == "stage" else replace(blank, sentiment=right)


def _says(heads: Heads, cases: Mentions, mistake: Mistake, label: int) -> Flags:
    stage, sentiment, topics = called(heads, cases.vectors)
    if mistake.task == "topics":
        present: Flags = topics[:, label]
        return present
    found: Flags = (stage if mistake.task == "stage" else sentiment) == label
    return found


def without_cases(memory: Memory, mistake: Mistake) -> Memory:
    """The memory without guarded rows that are cases of the mistake, or learning would be judged by what it is taught."""
    kept = np.ones(len(memory), bool)
    kept[np.flatnonzero(memory.guard)[mistake.cases]] = False
    return memory.rows(kept)


def measure(
    sources: Sequence[tuple[str, Mentions]], heads: Heads, memory: Memory, step: Callable[[int], None]
) -> tuple[dict[str, Figure], list[Table], list[Plot]]:
    """Every source's mistakes, one after the other; the source named `guard` is the memory's own."""
    of_each = [find(name, mentions, heads) for name, mentions in sources]
    tried = [found[rank] for rank in range(EACH) for found in of_each if rank < len(found)][:TRIED]
    found, mentions_of = [], dict(sources)
    for mistake in tried:
        kept = without_cases(memory, mistake) if mistake.source == GUARD else memory
        found.append(correct(mistake, mentions_of[mistake.source], heads, kept))
        step(1)
    return report(found) if found else ({}, [], [])


GUARD = "guard"
UNSEEN = "unseen cases still wrong after 50 corrections"
NEAR = "near cases spoilt by 50 corrections"


def report(found: Sequence[Corrected]) -> tuple[dict[str, Figure], list[Table], list[Plot]]:
    """Means over mistakes, each mistake, and what the guard lost."""
    figures = {
        UNSEEN: mean_figure(np.array([each.unseen.mean() for each in found]), "lower"),
        NEAR: mean_figure(np.array([each.near.mean() if len(each.near) else 0.0 for each in found]), "lower"),
        "mistakes learned": mean_figure(np.array([float(each.accepted) for each in found])),
    }
    for place, name in enumerate(HEADS):
        lost = [each.guard[place] for each in found]
        figures[f"guard: {name} F1 lost by 50 corrections"] = mean_figure(np.array(lost), "lower")
    own = {f"{each.mistake.source}, {each.mistake.name}": mean_figure(each.unseen.astype(np.float64), "lower") for each in found}
    figures |= {f"{UNSEEN} | {name}": figure for name, figure in own.items()}
    rows = tuple(
        (
            *(each.mistake.source, each.mistake.name, len(each.mistake.cases), round(float(each.unseen.mean()), 3)),
            round(float(each.near.mean()), 3) if len(each.near) else None,
            *(f"{value:+.4f}" for value in each.guard),
            each.why,
        )
        for each in found
    )
    columns = ("source", "mistake", "cases", "unseen, still wrong", "near, spoilt", *(f"guard: {n} lost" for n in HEADS), "said")
    note = "Before, every case is wrong and every near case right: so they were chosen. Refused learning leaves all as it was."
    picture = Plot("Unseen cases still wrong after 50 corrections", plots.bars(own, "share of unseen cases"), note)
    return figures, [Table("Fifty corrections of one mistake", columns, rows, note)], [picture]
