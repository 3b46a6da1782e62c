"""Sets whose opinions are marked in the text: spans found, and labels of the spans that people marked."""

from collections.abc import Sequence

import numpy as np

from eval.classification.judged import Judged, figures, label_table, many_labels, one_label
from eval.classification.readings import Reader, Reading
from eval.classification.spans import Marked, span_figures
from eval.classification.tasks import topic_thresholds
from eval.figures import Figure, Plot, Table
from eval.sets.items import GoldSpan, LabelledSet
from insight.pipeline import Text
from insight.types import SENTIMENTS, Classifier, Probabilities


def marked_section(
    labelled: LabelledSet, reader: Reader, readings: Sequence[Reading]
) -> tuple[dict[str, Figure], list[Table], list[Plot]]:
    """Span scores, and topic and polarity given the spans; nothing where a set marks none.

    Texts that masking changed are left out of span scores, as offsets are no longer those of the set.
    """
    there = [at for at, item in enumerate(labelled.items) if item.spans]
    if not there:
        return {}, [], []
    same = [at for at in there if readings[at].text == labelled.items[at].text]
    found = span_figures(
        [
            Marked(
                at,
                readings[at].text,
                tuple((span.start, span.end) for span in labelled.items[at].spans),
                tuple((mention.start, mention.end) for mention in readings[at].labels.mentions),
            )
            for at in same
        ]
    )
    texts = [Text(labelled.items[at].text, labelled.items[at].question) for at in there]
    marks = [[(span.start, span.end) for span in labelled.items[at].spans] for at in there]
    probabilities = reader.spans(labelled.name, texts, marks)
    tasks = given_spans(labelled, there, probabilities, reader.pipeline.models[1])
    for task in tasks:
        found |= figures(task)
    return found, [label_table(task) for task in tasks], []


def given_spans(
    labelled: LabelledSet, there: Sequence[int], probabilities: Sequence[Probabilities], classifier: Classifier
) -> list[Judged]:
    """Topic classes and polarity of spans that people marked."""
    spans = [(at, row, span) for at, rows in zip(there, probabilities, strict=True) for row, span in _rows(labelled, at, rows)]
    unit = [at for at, _, _ in spans]
    said = [classes_of(row, labelled, classifier) for _, row, _ in spans]
    topics = many_labels(
        "topic", tuple(labelled.classes), [list(span.aspects) for _, _, span in spans], said, unit, " per gold span"
    )
    one = [
        (at, row, next(iter(span.aspects.items()))) for at, row, span in spans if set(span.aspects.values()) <= set(SENTIMENTS)
    ]
    places = {name: [classifier.topics.index(topic) for topic in members] for name, members in labelled.classes.items()}
    polarity = one_label(
        "aspect polarity",
        SENTIMENTS,
        [str(feeling) for _, _, (_, feeling) in one],
        [_feeling(row, places[name]) for _, row, (name, _) in one],
        [at for at, _, _ in one],
        "accuracy",
        " per gold span",
    )
    return [task for task in (topics, polarity) if len(task)]


Row = tuple[np.ndarray, np.ndarray]
"""Probabilities of one span: topics (topics,), sentiment (1 + topics, 3)."""


def _rows(labelled: LabelledSet, at: int, found: Probabilities) -> list[tuple[Row, GoldSpan]]:
    return [((found.topics[place], found.sentiment[place]), span) for place, span in enumerate(labelled.items[at].spans)]


def classes_of(row: Row, labelled: LabelledSet, classifier: Classifier) -> list[str]:
    """Classes of which a topic is present in a span."""
    present = row[0] >= topic_thresholds(classifier)
    return [
        name for name, members in labelled.classes.items() if any(present[classifier.topics.index(topic)] for topic in members)
    ]


def _feeling(row: Row, places: Sequence[int]) -> str:
    best = places[int(row[0][list(places)].argmax())]
    return SENTIMENTS[int(row[1][1 + best].argmax())]
