"""The gate: a model is refused when it is worse than the accepted results by more than noise, on any figure or slice.

python -m eval accept     # the version that ships becomes the one to be measured against
pytest tests/test_gate.py # measures the model that ships and holds it against the accepted results
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.compare import Change, Comparison, compare
from eval.figures import Figure, Section
from eval.results import ACCEPTED, FOLDER, Results, Run, accepted_version, model_version, path_of, read, record
from insight.errors import InsightError

if TYPE_CHECKING:
    from eval.classification import Reader
    from eval.classification.judged import Judged
    from eval.sets.gold import GoldItem
    from eval.statistics import Flags

SECTIONS = ("classification/gold", "robustness")
"""Deterministic, quick, and our own; speed depends on the machine, and themes on too few scenarios."""
SHOWN = 12
PAIRS = "pairs: "
"""Agreement between two languages is no matter of right or wrong: two wrong answers agree as well."""


class RefusedError(InsightError):
    """A model is worse than the accepted one; the message lists the figures."""


def measure(model: Path | None = None, cache: Path | None = None) -> list[Section]:
    """What the gate looks at, measured anew; `cache` keeps vectors. Raises `ModelError` where the folder is not whole."""
    from eval.classification import Reader
    from eval.robustness import run as behave

    reader = Reader.from_model(model, cache)
    return [gold(reader), *behave(reader.pipeline)]


def gold(reader: "Reader", items: "Sequence[GoldItem] | None" = None) -> Section:
    """Labels, slices and answers on the gold set, or some of it, under the names that the full evaluation gives them."""
    from eval.classification.answers import answers
    from eval.classification.gold import mention_tasks
    from eval.classification.of_sets import asked
    from eval.classification.slices import slice_units
    from eval.classification.tasks import FEEDBACK, judge
    from eval.sets.gold import as_set, gold_items

    items = list(gold_items() if items is None else items)
    labelled, classifier = as_set(items), reader.pipeline.models[1]
    readings = reader.read("gold", asked(labelled.items))
    marks = [[(mention.start, mention.end) for mention in item.feedback.mentions] for item in items]
    given = reader.spans("gold", asked(labelled.items), marks)
    units = slice_units([item.text for item in labelled.items], [item.slices for item in labelled.items])
    tasks = [*mention_tasks(items, given, classifier), *judge(labelled, labelled.items, readings, classifier, FEEDBACK)]
    found = {name: figure for task in tasks for name, figure in _values(task, units).items()}
    return Section("classification/gold", "Our gold set", found, answers=answers(items, readings, tasks, units))


def _values(task: "Judged", units: Mapping[str, "Flags"]) -> dict[str, Figure]:
    """Scores, F1 of labels and leading score of slices, without intervals: `compare` takes those of the accepted results."""
    from eval.classification.judged import SCORES
    from eval.statistics import f1

    sums = task.tally.sum(axis=0)
    found = {task.named(score): Figure(float(SCORES[score](sums)), len(task)) for score in task.scores}
    for label, value, count in zip(task.labels, f1(sums), task.gold.sum(axis=0), strict=True):
        if count:
            found[f"{task.named('F1')} | {label}"] = Figure(float(value), int(count))
    for name, inside in units.items():
        part = task.of_units(inside)
        if len(part):
            found[f"{task.name} | {name}"] = Figure(float(SCORES[task.lead](part.tally.sum(axis=0))), len(part))
    return {name: figure for name, figure in found.items() if not math.isnan(figure.value)}


def committed(version: str, folder: Path = FOLDER) -> Results:
    """The committed results of a version.

    Raises:
        RefusedError: there are none; the message has the command that makes them.
    """
    path = path_of(version, folder)
    if not path.is_file():
        raise RefusedError(
            f"model {version} has no committed results; measure it with: make eval "
            f"(python -m eval all --results eval/results), look at the report, and commit {path.name}"
        )
    return read(path)


def examine(model: Path | None = None, folder: Path = FOLDER, accepted: Path = ACCEPTED) -> Comparison:
    """Measure a model and hold it against the accepted results.

    Returns:
        The comparison, in which nothing is worse by more than noise.

    Raises:
        RefusedError: the model's version has no committed results, or it is worse; the message says where.
        InputError: no version is accepted, or its results cannot be read.
    """
    version = model_version(model)
    committed(version, folder)
    return judge(measure(model), version, committed(accepted_version(accepted), folder))


def judge(sections: Sequence[Section], version: str, accepted: Results) -> Comparison:
    """Hold sections just measured against accepted results; raises `RefusedError` where they are worse, or incomplete."""
    measured = record(version, sections, Run("now", "gate", 1, "this"))
    found = compare(accepted, measured, SECTIONS)
    gone = [name for name in SECTIONS if name in accepted.sections and name not in measured.sections]
    gone += [f"{name}: {title}" for name in SECTIONS for title in _headline_gone(accepted, measured, name)]
    if gone:
        raise RefusedError(f"model {version} was not measured on all that was accepted: {'; '.join(gone[:SHOWN])}")
    worse = found.of("worse")
    if worse:
        lines = "\n".join(f"  {said(change)}" for change in worse[:SHOWN])
        more = f"\n  and {len(worse) - SHOWN} more" if len(worse) > SHOWN else ""
        raise RefusedError(f"model {version} is worse than {accepted.version} by more than noise:\n{lines}{more}")
    return found


def _headline_gone(accepted: Results, measured: Results, name: str) -> list[str]:
    """Figures that the accepted results lead with, and that are not measured now; those of pairs are not the gate's."""
    if name not in accepted.sections or name not in measured.sections:
        return []
    return [
        title
        for title in accepted.sections[name].headline
        if title not in measured.sections[name].figures and not title.startswith(PAIRS)
    ]


def accept(version: str, folder: Path = FOLDER, accepted: Path = ACCEPTED) -> None:
    """Make a version the one that others are measured against; raises `RefusedError` where it has no results."""
    committed(version, folder)
    accepted.write_text(f"{version}\n", encoding="utf-8")


def said(change: Change) -> str:
    """`robustness: failure rate 0.135 -> 0.402 (p = 0.0001)`."""
    p = "" if change.p is None else f" (p = {change.p:.2g})"
    return f"{change.section}: {change.name} {change.before.value:.3f} -> {change.after.value:.3f}{p}"
