"""What to ask people about, with all it takes to show it."""

from dataclasses import dataclass

import numpy as np

from insight.corrections import overlap
from insight.review import queue
from insight.store import Store
from insight.types import Classifier, Correction, Mention, Vectors


@dataclass(frozen=True, slots=True)
class Question:
    """A mention to be reviewed: which of a feedback's, how it stands, and who disagrees about it."""

    feedback: str
    mention: int
    text: str
    said: Mention
    disputed: tuple[Correction, ...]


def questions(store: Store, classifier: Classifier, background: Vectors | None, most: int) -> list[Question]:
    """The mentions whose review would teach most, best first, at most `most`.

    `background` (m, dim) are mentions like those that the model learned on; None where they are not known.
    """
    table = store.vectors(model_version=classifier.version)
    if not len(table):
        return []
    status = store.corrected_mentions()
    disputed = np.array([status.get(int(row)) == "disputed" for row in table.row])
    answered = np.array([int(row) in status for row in table.row]) & ~disputed
    thresholds = np.array([classifier.thresholds[topic] for topic in classifier.topics], np.float32)
    found = classifier.probabilities(table.vectors)
    order = queue(table.vectors, found, thresholds, disputed, answered, background, most)
    return [_question(store, feedback, start) for feedback, start in store.places(table.row[order])]


def _question(store: Store, identifier: str, start: int) -> Question:
    stored = store.feedback(identifier)
    assert stored is not None, "a mention has a feedback"
    assert stored.labels is not None, "a mention has labels"
    mentions = stored.labels.mentions
    place = next(place for place, mention in enumerate(mentions) if mention.start == start)
    span = (mentions[place].start, mentions[place].end)
    against = [each for each in store.corrections(feedback=identifier, status="disputed") if overlap(each.span, span)]
    return Question(identifier, place, stored.feedback.text, mentions[place], tuple(against))
