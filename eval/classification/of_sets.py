"""One public set, or one labelled file, from its rows to a section of the report."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from eval.baselines.of_sets import FROZEN, set_baselines
from eval.classification.calibration import Head, calibration, one_hot
from eval.classification.judged import Judged
from eval.classification.marked import marked_section
from eval.classification.readings import Progress, Reader, Reading, silent
from eval.classification.report import Beside, baseline_report, drop_report, mapping_table, mistakes_table, task_report
from eval.classification.respelt import RESPELLINGS
from eval.classification.slices import slice_units
from eval.classification.tasks import SET, Level, judge, judge_answers
from eval.figures import Cell, Figure, Plot, Section, Table
from eval.sets.items import Item, LabelledSet
from eval.statistics import Floats, mean_figure
from insight.pipeline import Text
from insight.types import SENTIMENTS, Classifier, Vectors

RESPELT = 600
"""Rows of a set that are read again in other spellings: the first of those that were picked."""
NON_REVIEW = "3"
HEADLINE = ("sentiment macro-F1", "sentiment sign accuracy", "topic micro-F1", "aspect polarity accuracy", "stage accuracy")


def set_section(
    labelled: LabelledSet, reader: Reader, progress: Progress = silent, base: Mapping[str, Vectors] | None = None
) -> Section:
    """Everything the labels of a set allow to be said of the model.

    Args:
        labelled: the set; raises nothing where it has only some kinds of labels.
        reader: reads its texts.
        progress: is told of every text read, respelt ones included.
        base: vectors of further frozen encoders, as `set_baselines` takes them.
    """
    readings = reader.read(labelled.name, asked(labelled.items), progress)
    classifier = reader.pipeline.models[1]
    tasks = judge(labelled, labelled.items, readings, classifier)
    units = slice_units([item.text for item in labelled.items], [item.slices for item in labelled.items])
    figures, tables, plots = task_report(tasks, units)
    parts = [
        beside(labelled, reader, readings, tasks, base or {}),
        respelt(labelled, reader, tasks, progress),
        calibrated(labelled, readings, classifier),
        non_reviews(labelled, readings),
        marked_section(labelled, reader, readings),
        routes(labelled, readings, classifier),
    ]
    for part in parts:
        figures |= part[0]
        tables += part[1]
        plots += part[2]
    sure = sureness(readings)
    tables += [mistakes_table(task, [reading.text for reading in readings], sure) for task in worth_reading(tasks)]
    return Section(
        name=f"classification/{labelled.name}",
        title=labelled.title,
        figures=figures,
        headline=tuple(name for name in (*HEADLINE, "span overlap F1") if name in figures),
        tables=(mapping_table(labelled.table), *tables),
        plots=tuple(plots),
        notes=(*labelled.notes, _rows_note(labelled)),
    )


Part = tuple[dict[str, Figure], list[Table], list[Plot]]


def asked(items: Sequence[Item]) -> list[Text]:
    """Texts with their questions, for the pipeline."""
    return [Text(item.text, item.question) for item in items]


def sureness(readings: Sequence[Reading]) -> Floats:
    """How far each feedback's score is from undecided, 0 to 1, (feedbacks,)."""
    return np.array([abs(reading.labels.score) for reading in readings], np.float64)


def worth_reading(tasks: Sequence[Judged]) -> list[Judged]:
    """Tasks whose mistakes say something that another task's do not."""
    return [task for task in tasks if task.task in ("sentiment", "topic", "aspect polarity")]


def beside(
    labelled: LabelledSet,
    reader: Reader,
    readings: Sequence[Reading],
    tasks: Sequence[Judged],
    base: Mapping[str, Vectors],
    level: Level = SET,
) -> Part:
    """Baselines on the same rows; the frozen encoder reads whole texts with our own weights."""
    own = np.stack([reading.vectors[-1] for reading in readings])
    taught = reader.whole(f"{labelled.name}-teaching", asked(labelled.teaching)) if labelled.teaching else own[:0]
    answers = set_baselines(labelled, {FROZEN: np.concatenate([own, taught]), **base})
    found = [Beside(each.name, each.how, judge_answers(labelled, labelled.items, each, level)) for each in answers]
    figures, table = baseline_report(tasks, found)
    return figures, [table], []


def respelt(labelled: LabelledSet, reader: Reader, tasks: Sequence[Judged], progress: Progress, level: Level = SET) -> Part:
    """The first rows again in other spellings; only texts that a spelling changes are compared."""
    again: dict[str, list[Judged]] = {}
    for how, respell in RESPELLINGS.items():
        changed = [at for at, item in enumerate(labelled.items[:RESPELT]) if respell(item.text) != item.text]
        items = [replace(labelled.items[at], text=respell(labelled.items[at].text)) for at in changed]
        if not items or not tasks:
            continue
        readings = reader.read(f"{labelled.name} {how}", asked(items), progress)
        # Units become those of the whole set, so that rows can be told to be the same.
        place = np.array(changed, np.int64)
        judged = judge(labelled, items, readings, reader.pipeline.models[1], level)
        whole = tasks[0]
        again[how] = [replace(task, unit=place[task.unit], cluster=whole.cluster, total=whole.total) for task in judged]
    figures, table = drop_report(tasks, again)
    return figures, [table], []


def calibrated(labelled: LabelledSet, readings: Sequence[Reading], classifier: Classifier) -> Part:
    """The sentiment head on whole texts, and the topic heads by class: the surest of its topics in any mention."""
    there = [at for at, item in enumerate(labelled.items) if item.sentiment in SENTIMENTS]
    places = [SENTIMENTS.index(labelled.items[at].sentiment) for at in there]
    rows = np.array([readings[at].found.sentiment[-1, 0] for at in there], np.float64).reshape(-1, 3)
    heads = [Head("sentiment head", rows, one_hot(places, 3))]
    listed = [at for at, item in enumerate(labelled.items) if item.aspects is not None]
    if labelled.classes and listed:
        columns = [[classifier.topics.index(topic) for topic in members] for members in labelled.classes.values()]
        sure = [[readings[at].found.topics[:-1, column].max() for column in columns] for at in listed]
        gold = [[name in (labelled.items[at].aspects or {}) for name in labelled.classes] for at in listed]
        heads.append(Head("topic heads", np.array(sure, np.float64), np.array(gold), single=False))
    figures, plots = calibration(heads)
    return figures, [], plots


def non_reviews(labelled: LabelledSet, readings: Sequence[Reading]) -> Part:
    """Whether text that is no review gets no topic, where a set says which is which."""
    told = [item.flags.get("not_a_review") for item in labelled.items]
    if not any(told):
        return {}, [], []
    figures: dict[str, Figure] = {}
    rows: list[tuple[Cell, ...]] = []
    kinds = {"0": "genuine reviews", "1": "fake reviews", "2": "reviews of the brand only", NON_REVIEW: "non-reviews"}
    for kind, name in kinds.items():
        labels = [reading.labels for reading, each in zip(readings, told, strict=True) if each == kind]
        if not labels:
            continue
        none = mean_figure(
            np.array([not each.topics for each in labels], np.float64), "higher" if kind == NON_REVIEW else "lower"
        )
        general = np.array([all(t.topic == "other.general" for t in each.topics) for each in labels], np.float64)
        figures[f"no topic | {name}"] = none
        rows.append((name, len(labels), round(none.value, 3), round(float(general.mean()), 3)))
    columns = ("rows", "n", "no topic at all", "no topic but other.general")
    note = "A text that is no review should get no topic; a genuine one nearly always should."
    return figures, [Table("Text that is no review", columns, tuple(rows), note)], []


def routes(labelled: LabelledSet, readings: Sequence[Reading], classifier: Classifier) -> Part:
    """How the polarity of aspects was come by, and how often it is right that way."""
    from eval.classification.tasks import aspect_thoughts

    thoughts = aspect_thoughts(labelled.items, readings, labelled.classes, classifier)
    rows: list[tuple[Cell, ...]] = []
    for route in ("topic found", "topic suspected", "whole text"):
        right = [
            thought.label == (labelled.items[at].aspects or {})[name]
            for (at, name), thought in thoughts.items()
            if thought.route == route
        ]
        if right:
            rows.append((route, len(right), round(sum(right) / len(right), 3)))
    note = "Topic found: a mention has it. Suspected: below its threshold. Whole text: nothing points there, the feedback's own."
    table = Table("Where the polarity of an aspect was read", ("from", "aspects", "accuracy"), tuple(rows), note)
    return {}, [table] if rows else [], []


def _rows_note(labelled: LabelledSet) -> str:
    skipped = f"; {labelled.skipped:,} more are blank" if labelled.skipped else ""
    learned = f", {len(labelled.teaching):,} of its training part teach the baselines" if labelled.teaching else ""
    return f"{len(labelled.items):,} of {labelled.available:,} rows judged{skipped}{learned}."
