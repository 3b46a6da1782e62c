"""What a user's own labels would bring: light heads taught on a set's training part, judged on the part that is judged anyway.

The shipped encoder is frozen; a logistic regression is learned on its vectors of whole texts, for sentiment and for the set's own
classes of topics, from more and more rows. Teaching the whole encoder needs torch and hours; it is not done here.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from eval.baselines.learned import Learned, lessons
from eval.baselines.of_sets import taught
from eval.classification.judged import Judged, shown
from eval.classification.of_sets import asked
from eval.classification.readings import CACHE, Progress, Reader, silent
from eval.classification.tasks import judge, judge_answers
from eval.figures import Cell, Figure, Plot, Section, Table
from eval.plots import bars
from eval.sets import ROWS, load_named
from eval.sets.items import LabelledSet
from insight.errors import InputError

SETS = ("uit_vsfc", "uit_visfd", "twitter_us_airline")
SIZES = (100, 500, 2_000)
"""Rows learned from, and after them all that there are."""
TASKS = ("sentiment", "topic")


def run(
    folder: Path,
    sets: Sequence[str] = SETS,
    *,
    model: Path | None = None,
    rows: int = ROWS,
    teaching: int = 5_000,
    reader: Reader | None = None,
    cache: Path | None = CACHE,
    progress: Progress = silent,
) -> list[Section]:
    """One section a set, `finetune/<set>`.

    Args:
        folder: holds the public sets.
        sets: names of sets that have a training part.
        model, reader, cache: as `eval.classification.run`.
        rows: the most rows judged.
        teaching: the most rows learned from.
        progress: is told of every text judged.

    Raises:
        InputError: a set is unknown or has no training part.
    """
    reader = reader or Reader.from_model(model, cache)
    return [finetune_section(load_named(name, folder, rows, teaching), reader, progress) for name in sets]


def finetune_section(labelled: LabelledSet, reader: Reader, progress: Progress = silent) -> Section:
    """Heads learned from more and more rows, beside the model as it ships; raises `InputError` without a training part."""
    if not labelled.teaching:
        raise InputError(f"the set {labelled.name!r} has no training part; one of {', '.join(SETS)} has")
    readings = reader.read(labelled.name, asked(labelled.items), progress)
    own = np.stack([reading.vectors[-1] for reading in readings])
    vectors = np.concatenate([own, reader.whole(f"{labelled.name}-teaching", asked(labelled.teaching))])
    shipped = _wanted(judge(labelled, labelled.items, readings, reader.pipeline.models[1]))
    figures: dict[str, Figure] = {f"{task.name} | as shipped": task.figure() for task in shipped}
    rows: list[tuple[Cell, ...]] = [
        (task.name, 0, round(task.figure().value, 3), shown(task.figure()), "", "") for task in shipped
    ]
    for size in sizes(len(labelled.teaching)):
        for task, before in zip(_taught(labelled, vectors, size), shipped, strict=True):
            figures[f"{task.name} | {size:,} own labels"] = figure = task.figure()
            difference, p = before.against(task)
            gain = f"{difference.value:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}]"
            rows.append((task.name, size, round(figure.value, 3), shown(figure), gain, f"{p:.3f}"))
    columns = ("measure", "labels learned from", "score", "95 % interval", "gain over the model as it ships", "p (McNemar)")
    table = Table("What own labels bring", columns, tuple(rows), "Rows of 0 labels are the model as it ships.")
    plots = [_picture(task, figures) for task in shipped]
    return Section(
        f"finetune/{labelled.name}",
        f"Own labels: {labelled.title}",
        figures,
        tables=(table,),
        plots=tuple(plots),
        notes=(
            "Logistic regression on the frozen vectors of the shipped encoder; the first rows of the training part's sample.",
        ),
    )


def sizes(available: int) -> list[int]:
    """How many rows are learned from, ascending: the usual sizes below what there is, and all of it."""
    return [*(size for size in SIZES if size < available), available]


def _taught(labelled: LabelledSet, vectors: np.ndarray, size: int) -> list[Judged]:
    less = replace(labelled, teaching=labelled.teaching[:size])
    plan = lessons([item.text for item in less.items], [item.text for item in less.teaching])
    method = Learned.from_vectors(plan, vectors[: len(less.items) + size])
    return _wanted(judge_answers(less, less.items, taught("own labels", less, plan, method)))


def _wanted(tasks: Sequence[Judged]) -> list[Judged]:
    return [task for task in tasks if task.task in TASKS]


def _picture(task: Judged, figures: dict[str, Figure]) -> Plot:
    own = {name.partition(" | ")[2]: figure for name, figure in figures.items() if name.startswith(f"{task.name} | ")}
    return Plot(f"{task.name} with own labels", bars(own, task.lead), "In brackets the rows judged.")
