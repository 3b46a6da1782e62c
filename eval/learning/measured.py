"""Every measurement of learning, in order, in one section."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from eval.figures import Figure, Plot, Section, Table
from eval.learning import corpus, intents, left_out, mistakes, order, public, timing, untaught
from eval.learning.ground import Ground, Mentions
from eval.learning.opened import Background
from eval.statistics import Floats
from eval.themes.sets import INTENTS
from insight.taxonomy import Taxonomy
from insight.types import Vectors

Tell = Callable[[str], None]
Part = tuple[dict[str, Figure], list[Table], list[Plot]]
Said = Sequence[corpus.Said]
BACKGROUND = 2_000
"""Mentions of the corpus read by the untaught encoder, which is slow."""


def measure(
    ground: Ground, data: Path | None, tell: Tell, *, rivals: bool, timed: int = timing.CORRECTIONS, said: Said = ()
) -> Section:
    """The section of `eval.learning.run`; `timed` corrections are timed, `said` stands in for the corpus."""
    taxonomy = Taxonomy.default()
    sources = [("our gold set", ground.gold), (mistakes.GUARD, Mentions.guarded(ground.memory)), *_public(ground, data, tell)]
    parts = [
        own_topics(ground, taxonomy, said or corpus.mentions(taxonomy), tell, rivals=rivals),
        *_intents(ground, data, tell),
        mistakes.measure(sources, ground.heads, ground.memory, _counter(tell, "correcting mistakes")),
        order.measure(sources, ground.heads, ground.memory, _counter(tell, "asking in two orders")),
        _timed(ground, timed, tell),
    ]
    figures = {name: figure for part in parts for name, figure in part[0].items()}
    return Section(
        "learning",
        "Learning from people",
        figures,
        headline=tuple(name for name in figures if " | " not in name and not name.startswith(_ASIDE)),
        tables=tuple(table for part in parts for table in part[1]),
        plots=tuple(plot for part in parts for plot in part[2]),
        notes=_notes(ground, data),
    )


_ASIDE = ("guard:", "mistakes learned")
"""Beginnings of figures that explain those that lead."""


def own_topics(ground: Ground, taxonomy: Taxonomy, said: Said, tell: Tell, *, rivals: bool) -> Part:
    """Default topics left out, and the same with an encoder that was never taught them, where it is there."""
    tell("choosing examples from the corpus")
    most, guard = left_out.DRAWS * max(left_out.SHOTS), ground.memory.vectors[ground.memory.guard]
    examples = corpus.examples(said, ground.heads.topics, most, ground.words.encoder, guard)
    found = left_out.leave_out(ground, taxonomy, examples, _counter(tell, "leaving out topics"))
    python = untaught.there() if rivals else None
    if not python:
        return left_out.report(ground, found, None)
    tell("leaving out topics, with the untaught encoder")
    return left_out.report(ground, found, never_taught(ground, taxonomy, said, examples, python))


def never_taught(
    ground: Ground, taxonomy: Taxonomy, said: Said, examples: dict[str, list[str]], python: Path
) -> dict[int, Floats]:
    """Tallies on the gold set where every vector is the untaught encoder's; texts and mentions are read alone."""
    stand_in = random.Random(corpus.SEED).sample(list(said), min(BACKGROUND, len(said)))
    texts = list(dict.fromkeys([*ground.words.known, *ground.gold_texts, *(each.text for each in stand_in)]))
    known = dict(zip(texts, untaught.vectors(python, texts), strict=True))

    def encode(wanted: Sequence[str]) -> Vectors:
        return np.stack([known[text] for text in wanted])

    topics = ground.heads.topics
    there = np.array([[topic in each.topics for topic in topics] for each in stand_in])
    stages = np.array([ground.heads.stages.index(each.stage) for each in stand_in], np.int64)
    background = Background(encode([each.text for each in stand_in]), stages, there)
    gold = encode(ground.gold_texts)
    return left_out.leave_out_of(taxonomy, topics, examples, encode, background, gold, ground.gold.topics)


def _public(ground: Ground, data: Path | None, tell: Tell) -> list[tuple[str, Mentions]]:
    there = [name for name in public.SETS if data and (data / name).is_dir()]
    return [(name, public.load(ground, data, name, _counter(tell, f"reading {name}"))) for name in there if data]


def _intents(ground: Ground, data: Path | None, tell: Tell) -> list[Part]:
    found = []
    for name in (name for name in INTENTS if data and (data / name).is_dir()):
        tell(f"{name}: intents as topics of one's own")
        assert data is not None
        found.append(intents.measure(ground, intents.load(data, name)))
    return found


def _timed(ground: Ground, count: int, tell: Tell) -> Part:
    tell(f"learning from {count:,} corrections")
    figures, outcome = timing.measure(ground.heads, ground.memory, count)
    rows = ((count, round(next(iter(figures.values())).value, 1), "yes" if outcome.heads else "no", "; ".join(outcome.reasons)),)
    return figures, [Table("Time to learn", ("corrections", "seconds", "learned", "said"), rows)], []


def _counter(tell: Tell, what: str) -> Callable[[int], None]:
    """Says how many are done: each of the first hundred, then every hundredth."""
    tell(what)
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        if done <= 100 or done % 100 == 0:
            tell(f"{what}: {done:,}")

    return count


def _notes(ground: Ground, data: Path | None) -> tuple[str, ...]:
    memory = ground.memory
    guarded = int(memory.guard.sum())
    notes = (
        f"The memory holds {len(memory) - guarded:,} mentions that were taught and {guarded:,} that were not.",
        "Corrections are simulated from labels; what people would really say is less consistent.",
    )
    return notes if data else (*notes, "Without the public sets: no intents, and no mistakes made on other people's texts.")
