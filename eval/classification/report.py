"""Tables and plots that every classified set has in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.classification.judged import Judged, confusion, figures, label_table, shown, sliced
from eval.figures import Cell, Figure, Plot, Table
from eval.plots import bars
from eval.plots import confusion as draw_confusion
from eval.sets.items import LabelRow
from eval.statistics import Flags, Floats

DRAWN = ("sentiment", "stage", "topic", "aspect polarity")
"""Tasks that get pictures; the others say much the same."""
WORST = 25
"""Mistakes of each task that the report shows."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A baseline's tasks, and what it learned from."""

    name: str
    how: str
    tasks: Sequence[Judged]


def task_report(tasks: Sequence[Judged], units: Mapping[str, Flags]) -> tuple[dict[str, Figure], list[Table], list[Plot]]:
    """Scores, labels, confusion and slices of each task; the report draws the slices itself."""
    found: dict[str, Figure] = {}
    tables: list[Table] = []
    plots: list[Plot] = []
    for task in tasks:
        own = figures(task)
        by_slice, table = sliced(task, units)
        found |= own | by_slice
        tables += [label_table(task), table]
        if task.task not in DRAWN:
            continue
        labels = {name.partition(" | ")[2]: figure for name, figure in own.items() if " | " in name}
        if len(labels) > 1:
            plots.append(Plot(f"{task.named('F1')} by label", bars(labels, "F1"), "In brackets how often gold has the label."))
        if task.single and len(task.labels) > 1:
            counts, names = confusion(task)
            note = "Gold down, model across; the colour is the share of the row."
            plots.append(Plot(f"{task.task}{task.level}: confusion", draw_confusion(counts, names), note))
    return found, tables, plots


def baseline_report(tasks: Sequence[Judged], baselines: Sequence[Beside]) -> tuple[dict[str, Figure], Table]:
    """Baselines beside the model: their leading score, and whether the model is better by more than noise."""
    found: dict[str, Figure] = {}
    rows: list[tuple[Cell, ...]] = []
    for task in tasks:
        for baseline in baselines:
            theirs = next((judged for judged in baseline.tasks if judged.name == task.name), None)
            # A method with no answer to a task at all (polarity of found topics, say) is not shown as failing it.
            if theirs is not None and theirs.said.any():
                found[f"{task.name} | baseline {baseline.name}"] = theirs.figure()
                rows.append(_beside(task, theirs, baseline))
    columns = (
        *("measure", "baseline", "its score", "95 % interval", "model", "model minus baseline"),
        *("p (bootstrap)", "p (McNemar)", "how it learned"),
    )
    return found, Table("Beside simple baselines", columns, tuple(rows), "McNemar compares rows that are wholly right.")


def _beside(task: Judged, theirs: Judged, baseline: Beside) -> tuple[Cell, ...]:
    figure = theirs.figure()
    difference, p = theirs.against(task)
    gain = f"{difference.value:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}]"
    scores = (round(figure.value, 3), shown(figure), round(task.figure().value, 3))
    return (task.name, baseline.name, *scores, gain, _p(difference.p), _p(p), baseline.how)


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def drop_report(tasks: Sequence[Judged], respelt: Mapping[str, Sequence[Judged]]) -> tuple[dict[str, Figure], Table]:
    """How much is lost when the same texts are typed otherwise; positive is lost.

    Args:
        tasks: as the texts are.
        respelt: by how they were respelt, the same tasks on the same rows.
    """
    found: dict[str, Figure] = {}
    rows: list[tuple[Cell, ...]] = []
    for how, again in respelt.items():
        for after in again:
            before = next((task for task in tasks if task.name == after.name), None)
            if before is None:
                continue
            before = before.rows(_same_rows(before, after))
            difference, p = after.against(before)
            found[f"{after.name} drop | {how}"] = Figure(difference.value, len(after), difference.low, difference.high, "lower")
            drop = f"{difference.value:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}]"
            scores = [round(each.figure().value, 3) for each in (before, after)]
            rows.append((after.name, how, len(after), *scores, drop, _p(p)))
    columns = ("measure", "texts", "rows", "as written", "respelt", "drop", "p (McNemar)")
    return found, Table("The same texts typed otherwise", columns, tuple(rows), "Paired: the same rows before and after.")


def _same_rows(before: Judged, after: Judged) -> Flags:
    kept: Flags = np.isin(before.unit, after.unit)
    return kept


def mapping_table(rows: Sequence[LabelRow]) -> Table:
    """Which of their labels is which of ours."""
    cells = tuple((row.theirs, row.ours, row.rows, row.why) for row in rows)
    return Table("Their labels and ours", ("their label", "ours", "in the whole file", "why"), cells)


def mistakes_table(task: Judged, texts: Sequence[str], confidence: Floats) -> Table:
    """The mistakes the model was surest of, with the text; for the report alone.

    Args:
        task: what was judged.
        texts: by unit.
        confidence: of the model in each unit, (feedbacks,); higher is surer.
    """
    wrong = sorted((row for row in range(len(task)) if not task.right[row]), key=lambda row: -confidence[task.unit[row]])
    cells = []
    for row in wrong[:WORST]:
        gold, said = (", ".join(task.labels[at] for at in flags[row].nonzero()[0]) or "none" for flags in (task.gold, task.said))
        cells.append((texts[task.unit[row]], gold, said, round(float(confidence[task.unit[row]]), 3)))
    return Table(
        f"Surest mistakes: {task.task}{task.level}",
        ("text", "gold", "model", "confidence"),
        tuple(cells),
        f"{len(wrong):,} of {len(task):,} rows are wrong.",
    )
