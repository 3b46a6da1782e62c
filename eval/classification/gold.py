"""Our gold set: labels given the spans that people marked, the same end to end, spans, pairs in two languages, calibration."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from eval.classification.answers import answers
from eval.classification.calibration import Head, calibration, one_hot
from eval.classification.judged import Judged, many_labels, one_label
from eval.classification.of_sets import Part, asked, beside, respelt, sureness, worth_reading
from eval.classification.readings import Progress, Reader, Reading, silent
from eval.classification.report import mistakes_table, task_report
from eval.classification.slices import slice_units
from eval.classification.spans import Marked, matches, span_figures
from eval.classification.tasks import FEEDBACK, judge
from eval.figures import Cell, Figure, Section, Table
from eval.sets.gold import GoldItem, as_set, gold_items, pairs
from eval.statistics import Flags, estimate, mean_figure, micro_f1
from insight.labelled import LabelledMention
from insight.taxonomy import STAGE_IDS
from insight.types import SENTIMENTS, UNKNOWN_STAGE, Classifier, Probabilities

HEADLINE = (
    "sentiment macro-F1 per mention",
    "sentiment accuracy per feedback",
    "stage macro-F1",
    "topic micro-F1",
    "topic micro-F1 per feedback",
    "stage accuracy per feedback",
    "pairs: same labels",
)


def gold_section(reader: Reader, progress: Progress = silent, items: Sequence[GoldItem] | None = None) -> Section:
    """Everything our own gold set says of the model; `items` are all of it unless given."""
    items = list(gold_items() if items is None else items)
    labelled = as_set(list(items))
    classifier = reader.pipeline.models[1]
    readings = reader.read("gold", asked(labelled.items), progress)
    marks = [[(mention.start, mention.end) for mention in item.feedback.mentions] for item in items]
    given = reader.spans("gold", asked(labelled.items), marks)
    mentions = mention_tasks(items, given, classifier)
    feedbacks = judge(labelled, labelled.items, readings, classifier, FEEDBACK)
    units = slice_units([item.text for item in labelled.items], [item.slices for item in labelled.items])
    figures, tables, plots = task_report([*mentions, *feedbacks], units)
    parts = [
        end_to_end(items, readings),
        same_in_both(items, readings),
        beside(labelled, reader, readings, feedbacks, {}, FEEDBACK),
        respelt(labelled, reader, feedbacks, progress, FEEDBACK),
        calibrated(items, given, classifier),
    ]
    for part in parts:
        figures |= part[0]
        tables += part[1]
        plots += part[2]
    texts, sure = [item.text for item in labelled.items], sureness(readings)
    tables += [mistakes_table(task, texts, sure) for task in worth_reading(feedbacks)]
    return Section(
        name="classification/gold",
        title="Our gold set",
        figures=figures,
        headline=tuple(name for name in HEADLINE if name in figures),
        tables=tuple(tables),
        plots=tuple(plots),
        notes=(
            f"{len(items)} feedbacks with {sum(map(len, marks))} mentions, {len(pairs(items))} pairs that say the same in two "
            "languages; written apart from the training corpus.",
            "Per mention, and stage and topic without a level: labels of the spans that people marked. Per feedback: end to end.",
            "Intervals draw feedbacks that say the same together.",
        ),
        answers=answers(items, readings, [*mentions, *feedbacks], units),
    )


def mention_tasks(items: Sequence[GoldItem], given: Sequence[Probabilities], classifier: Classifier) -> list[Judged]:
    """Sentiment, stage and topics of marked spans."""
    rows = [(at, mention) for at, item in enumerate(items) for mention in item.feedback.mentions]
    unit, gold = [at for at, _ in rows], [mention for _, mention in rows]
    sentiment = np.concatenate([each.sentiment[:, 0] for each in given]).argmax(axis=1)
    stage = np.concatenate([each.stage for each in given])
    topics = np.concatenate([each.topics for each in given])
    present = topics >= np.array([classifier.thresholds[topic] for topic in classifier.topics])
    feelings, stages = [mention.sentiment for mention in gold], [mention.stage for mention in gold]
    found = [[classifier.topics[place] for place in row.nonzero()[0]] for row in present]
    tasks = [
        one_label("sentiment", SENTIMENTS, feelings, [SENTIMENTS[at] for at in sentiment], unit, "macro-F1", " per mention"),
        one_label("stage", STAGE_IDS, stages, named_stages(stage, classifier), unit, "macro-F1"),
        many_labels("topic", classifier.topics, [_topics(mention) for mention in gold], found, unit),
    ]
    cluster = np.array([item.feedback.group for item in items], np.int64)
    return [replace(task, cluster=cluster, total=int(cluster.max()) + 1) for task in tasks]


def named_stages(rows: np.ndarray, classifier: Classifier) -> list[str]:
    """The stage of each row (n, stages), `unknown` where none is sure enough."""
    sure = rows.max(axis=1) >= classifier.thresholds["stage"]
    return [classifier.stages[best] if enough else UNKNOWN_STAGE for best, enough in zip(rows.argmax(axis=1), sure, strict=True)]


def _topics(mention: LabelledMention) -> list[str]:
    return [topic for topic, _ in mention.topics]


def end_to_end(items: Sequence[GoldItem], readings: Sequence[Reading]) -> Part:
    """Spans found, and spans found with the right sentiment, stage, or all topics; texts that masking changed are left out."""
    same = [at for at, reading in enumerate(readings) if reading.text == items[at].feedback.text]
    marked = [
        Marked(
            at,
            readings[at].text,
            tuple((mention.start, mention.end) for mention in items[at].feedback.mentions),
            tuple((mention.start, mention.end) for mention in readings[at].labels.mentions),
        )
        for at in same
    ]
    figures = span_figures(marked)
    found = {
        what: np.array([_found(items[each.unit], readings[each.unit], each, what) for each in marked], np.float64)
        for what in _EQUAL
    }
    units = np.array([items[at].feedback.group for at in same])
    for what, counts in found.items():
        figures[f"mention with right {what} F1"] = estimate(counts[:, None, :], units, micro_f1)
    rows: list[tuple[Cell, ...]] = [(name, figure.n, round(figure.value, 3)) for name, figure in figures.items()]
    note = "A mention is found when it shares half of the union with a marked one."
    return figures, [Table("Mentions found, end to end", ("measure", "n", "F1"), tuple(rows), note)], []


_EQUAL = ("sentiment", "stage", "topics")


def _found(item: GoldItem, reading: Reading, marked: Marked, what: str) -> tuple[int, int, int]:
    gold, said = item.labels.mentions, reading.labels.mentions
    hits = 0
    for g, s in matches(marked.gold, marked.said):
        same = {
            "sentiment": gold[g].sentiment == said[s].sentiment,
            "stage": gold[g].stage == said[s].stage,
            "topics": {t.topic for t in gold[g].topics} == {t.topic for t in said[s].topics},
        }
        hits += same[what]
    return hits, len(said) - hits, len(gold) - hits


def same_in_both(items: Sequence[GoldItem], readings: Sequence[Reading]) -> Part:
    """Of the pairs that say the same in two languages, the share that gets the same sentiment, stage, topics, and all of them."""
    found = pairs(list(items))
    if not found:
        return {}, [], []
    labels = [(readings[a].labels, readings[b].labels) for a, b in found]
    same: dict[str, Flags] = {
        "sentiment": np.array([a.sentiment == b.sentiment for a, b in labels]),
        "stage": np.array([a.stage == b.stage for a, b in labels]),
        "topics": np.array([{t.topic for t in a.topics} == {t.topic for t in b.topics} for a, b in labels]),
    }
    same["labels"] = same["sentiment"] & same["stage"] & same["topics"]
    figures: dict[str, Figure] = {f"pairs: same {what}": mean_figure(flags.astype(np.float64)) for what, flags in same.items()}
    apart = [
        (items[a].feedback.text, items[b].feedback.text, _short(readings[a]), _short(readings[b]))
        for (a, b), equal in zip(found, same["labels"], strict=True)
        if not equal
    ]
    table = Table(
        "Pairs that get different labels", ("text", "the same in the other language", "labels", "labels"), tuple(apart[:40])
    )
    return figures, [table], []


def _short(reading: Reading) -> str:
    labels = reading.labels
    return f"{labels.sentiment}; {labels.stage}; {', '.join(sorted(topic.topic for topic in labels.topics)) or 'no topic'}"


def calibrated(items: Sequence[GoldItem], given: Sequence[Probabilities], classifier: Classifier) -> Part:
    """Every head on the spans that people marked."""
    gold = [mention for item in items for mention in item.feedback.mentions]
    stage = np.concatenate([each.stage for each in given]).astype(np.float64)
    topics = np.concatenate([each.topics for each in given]).astype(np.float64)
    sentiment = np.concatenate([each.sentiment[:, 0] for each in given]).astype(np.float64)
    there = np.array([[topic in _topics(mention) for topic in classifier.topics] for mention in gold])
    heads = [
        Head("sentiment head", sentiment, one_hot([SENTIMENTS.index(m.sentiment) for m in gold], 3)),
        Head("stage head", stage, one_hot([classifier.stages.index(m.stage) for m in gold], len(classifier.stages))),
        Head("topic heads", topics, there, single=False),
    ]
    figures, plots = calibration(heads)
    return figures, [], plots
