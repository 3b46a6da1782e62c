"""Each default topic in turn taken out of the heads and given back as a topic of one's own: is it found by words alone?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eval import plots
from eval.figures import Cell, Figure, Plot, Table
from eval.learning.ground import Flags, Ground, Mentions, without_topic
from eval.learning.opened import Background, Encode, opened
from eval.statistics import Floats, estimate, f1, macro_f1, micro_f1, tallies
from insight.open_topics import PRESENT, extended
from insight.taxonomy import Taxonomy, Topic
from insight.types import Classifier, Vectors

SHOTS = (0, 3, 10)
DRAWS = 2
OWN_ID = "own.topic"
Step = Callable[[int], None]
Present = Callable[[Vectors], Flags]
"""Vectors (n, dim) -> whether each has the one open topic (n,)."""


@dataclass(frozen=True, slots=True)
class Left:
    """What came of leaving out each topic, by number of examples: tallies (n, topics, 3) on a set, and what others lost."""

    gold: Mapping[int, Floats]
    guard: Mapping[int, Floats]
    lost: Mapping[int, NDArray[np.float64]]


def leave_out(ground: Ground, taxonomy: Taxonomy, examples: Mapping[str, Sequence[str]], step: Step) -> Left:
    """Take out every topic of the heads in turn; `examples` hold enough texts of each, `step` is told of every topic done."""
    topics, guard = ground.heads.topics, Mentions.guarded(ground.memory)
    said: dict[str, dict[int, list[Floats]]] = {name: {shots: [] for shots in SHOTS} for name in ("gold", "guard")}
    lost: dict[int, list[float]] = {shots: [] for shots in SHOTS}
    for place, topic in enumerate(topics):
        rest, background = without_topic(ground.heads, place), Background.of(ground.memory, place)
        for shots in SHOTS:
            asked = [as_own(taxonomy.topic_by_id[topic], texts) for texts in draws(examples[topic], shots)]
            found = [opened([each], ground.words, background) for each in asked]
            for name, mentions in (("gold", ground.gold), ("guard", guard)):
                calls = [each.probabilities(mentions.vectors)[:, 0] >= PRESENT for each in found]
                said[name][shots].append(averaged(mentions.topics[:, place] == 1, calls))
            lost[shots].append(loss(rest, extended(rest, found[0]), np.delete(ground.gold.topics, place, axis=1), ground.gold))
        step(1)
    stacked = {name: {shots: np.stack(rows, axis=1) for shots, rows in each.items()} for name, each in said.items()}
    return Left(stacked["gold"], stacked["guard"], {shots: np.array(each) for shots, each in lost.items()})


def leave_out_of(
    taxonomy: Taxonomy, topics: Sequence[str], examples: Mapping[str, Sequence[str]], encode: Encode, background: Background,
    vectors: Vectors, labels: NDArray[np.int64],
) -> dict[int, Floats]:  # fmt: skip
    """The same on the vectors of any encoder: tallies (n, topics, 3) by number of examples.

    Args:
        taxonomy, topics: what is left out, in the order of the columns of `labels`.
        examples, encode: texts of each topic, and their vectors.
        background: with all topics; the one left out is taken from it.
        vectors, labels: the mentions judged, (n, dim) and (n, topics).
    """
    found: dict[int, list[Floats]] = {shots: [] for shots in SHOTS}
    for place, topic in enumerate(topics):
        without = background.without(place)
        for shots in SHOTS:
            asked = [as_own(taxonomy.topic_by_id[topic], texts) for texts in draws(examples[topic], shots)]
            calls = [opened([each], encode, without).probabilities(vectors)[:, 0] >= PRESENT for each in asked]
            found[shots].append(averaged(labels[:, place] == 1, calls))
    return {shots: np.stack(rows, axis=1) for shots, rows in found.items()}


def as_own(topic: Topic, texts: Sequence[str]) -> Topic:
    """A default topic as a business would add it: its name, its description and some examples."""
    return replace(topic, id=OWN_ID, examples=tuple(texts))


def draws(texts: Sequence[str], shots: int) -> list[Sequence[str]]:
    """Disjoint draws of so many examples; one without examples is enough."""
    return [texts[draw * shots : (draw + 1) * shots] for draw in range(DRAWS if shots else 1)]


def averaged(is_so: Flags, calls: Sequence[Flags]) -> Floats:
    """Tallies (n, 3) of some runs that judged the same rows, weighing one run in all."""
    mean: Floats = np.mean([tallies(is_so[:, None], called[:, None])[:, 0] for called in calls], axis=0)
    return mean


def loss(before: Classifier, after: Classifier, labels: NDArray[np.int64], gold: Mentions) -> float:
    """Micro-F1 that the topics of `before` lose; `after` has the same topics first."""
    count = len(before.topics)
    least = np.array([before.thresholds[topic] for topic in before.topics])
    said = [each.probabilities(gold.vectors).topics[:, :count] >= least for each in (before, after)]
    old, new = (float(micro_f1(tallies(labels == 1, calls).sum(axis=0))) for calls in said)
    return old - new


Part = tuple[dict[str, Figure], list[Table], list[Plot]]


def report(ground: Ground, left: Left, untaught: Mapping[int, Floats] | None) -> Part:
    """Figures, a row a topic, and a picture; `untaught` are tallies on gold with the vectors of an untaught encoder."""
    figures: dict[str, Figure] = {}
    languages, unit = np.array(ground.gold.languages), ground.gold.unit
    for shots in SHOTS:
        name, tally = named(shots), left.gold[shots]
        figures[name] = estimate(tally, unit, macro_f1)
        for language in sorted(set(languages)):
            inside = languages == language
            figures[f"{name} | language {language}"] = estimate(tally[inside], unit[inside], macro_f1)
        guarded = left.guard[shots]
        figures[f"{name} | on the guard"] = estimate(guarded, np.arange(len(guarded)), macro_f1)
        if untaught:
            figures[f"{name} | UNTAUGHT encoder"] = estimate(untaught[shots], unit, macro_f1)
        worst = float(left.lost[shots].mean())
        figures[f"micro-F1 that others lose, {shots} examples"] = Figure(worst, len(ground.gold), better="lower")
    by_topic, rows = {shots: f1(left.gold[shots].sum(axis=0)) for shots in SHOTS}, []
    for place, topic in enumerate(ground.heads.topics):
        count = int((ground.gold.topics[:, place] == 1).sum())
        values = [float(np.nan_to_num(by_topic[shots][place])) for shots in SHOTS]
        if count:
            figures |= {f"{named(shots)} | {topic}": Figure(value, count) for shots, value in zip(SHOTS, values, strict=True)}
        cells: tuple[Cell, ...] = (topic, count, *(round(value, 3) for value in values))
        rows.append(cells)
    note = "The encoder was taught these topics by their names, and cannot forget them; see the figures of the untaught encoder."
    table = Table("Default topics as topics of one's own", ("topic", "mentions", *map(_shots, SHOTS)), tuple(rows), f"F1. {note}")
    shown = {each: figure for each, figure in figures.items() if each.startswith("left-out") and _leads(each)}
    return figures, [table], [Plot("Topics of one's own", plots.bars(shown, "macro-F1 over left-out topics"), note)]


def named(shots: int) -> str:
    """Name of the leading figure."""
    return f"left-out topic F1, {_shots(shots)}"


def _shots(shots: int) -> str:
    return f"{shots} examples"


def _leads(name: str) -> bool:
    return "." not in name.partition(" | ")[2]
