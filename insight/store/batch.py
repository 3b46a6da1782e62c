"""New feedback as rows of the tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Table

from insight.errors import InputError
from insight.store.columns import pack, seconds
from insight.store.records import NewFeedback
from insight.store.schema import feedback, feedback_topic, mention, mention_topic, segment, vector
from insight.types import Labels, Mention, TopicLabel, encoder_version

Row = dict[str, object]

PENDING, LABELLED = "pending", "labelled"
_WORDS = ("id", "text", "question", "customer_id", "channel", "source", "phase", "touchpoint", "language")
_PARENTS_FIRST = (feedback, feedback_topic, segment, mention, mention_topic, vector)


def check(record: NewFeedback) -> None:
    """Raise `InputError` when a record is not fit to be stored, naming it and what is wrong."""
    given, labels = record.feedback, record.labels
    if not given.id:
        raise InputError(f"feedback {given.text[:40]!r} has no id; derive one before storing")
    for name, value in _words(record):
        _check_words(given.id, name, value)
    if (labels is None) is not (record.model_version is None):
        raise InputError(f"feedback {given.id!r}: labels and model version come together, or not at all")
    mentions = labels.mentions if labels else ()
    if record.vectors is not None and (record.vectors.ndim != 2 or len(record.vectors) != len(mentions)):
        raise InputError(
            f"feedback {given.id!r} has vectors of shape {record.vectors.shape} for {len(mentions)} mentions; give one row each"
        )
    if record.whole is not None and (record.vectors is None or record.whole.shape != record.vectors.shape[1:]):
        raise InputError(
            f"feedback {given.id!r} has a whole vector of shape {record.whole.shape}; it must be as long as the others"
        )
    for found in mentions:
        if not 0 <= found.start < found.end <= len(given.text):
            raise InputError(
                f"feedback {given.id!r}: mention [{found.start}, {found.end}) is empty or outside its {len(given.text)} letters"
            )


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows to insert, by table, parents first.

    `customers` are the numbers of the customer ids; `mentions` gives the next free mention number.
    """

    workspace: str
    received_at: int
    customers: dict[str, int]
    mentions: Iterator[int]
    tables: dict[Table, list[Row]] = field(default_factory=lambda: {table: [] for table in _PARENTS_FIRST})

    def put(self, row: int, record: NewFeedback) -> None:
        """Add everything that belongs to one feedback, which gets the number `row`."""
        given, labels = record.feedback, record.labels
        self._put(feedback, row=row, **self._as_given(record), **_as_labelled(record))
        for name, value in given.segments.items():
            self._put(segment, feedback=row, name=name, value=value)
        if labels is not None:
            self._put_topics(feedback_topic, row, labels.topics)
            self._put_mentions(row, record, labels)

    def _put_mentions(self, row: int, record: NewFeedback, labels: Labels) -> None:
        for position, found in enumerate(labels.mentions):
            number = next(self.mentions)
            self._put(mention, row=number, feedback=row, position=position, **mention_values(found))
            self._put_topics(mention_topic, number, found.topics)
            if record.vectors is not None and record.model_version:
                version = encoder_version(record.model_version)
                self._put(vector, mention=number, model_version=version, data=pack(record.vectors[position]))

    def _put_topics(self, table: Table, row: int, labels: Iterable[TopicLabel]) -> None:
        for values in topic_values(table, row, labels):
            self._put(table, **values)

    def _put(self, table: Table, **values: object) -> None:
        self.tables[table].append({"workspace": self.workspace, **values})

    def _as_given(self, record: NewFeedback) -> Row:
        given = record.feedback
        return {
            "id": given.id,
            "content_hash": record.content_hash,
            "text": given.text,
            "question": given.question,
            "created_at": self.received_at if given.created_at is None else seconds(given.created_at),
            "received_at": self.received_at,
            "customer": self.customers[given.customer_id] if given.customer_id else None,
            "channel": given.channel,
            "source": given.source,
            "phase": given.phase,
            "touchpoint": given.touchpoint,
            "nps": given.nps,
            "csat": given.csat,
            "ces": given.ces,
            "stars": given.stars,
            "declared_language": given.language,
        }


def mention_values(found: Mention) -> Row:
    """What the table of mentions says of one, but for where it belongs."""
    names = ("start", "end", "stage", "stage_p", "sentiment", "score")
    return {name: getattr(found, name) for name in names}


def topic_values(table: Table, row: int, labels: Iterable[TopicLabel]) -> Iterator[Row]:
    """Rows of `feedback_topic` or `mention_topic` for the topics of feedback or mention `row`, in their order."""
    owner = "feedback" if table is feedback_topic else "mention"
    for position, found in enumerate(labels):
        yield {owner: row, "position": position, "topic": found.topic, "sentiment": found.sentiment, "p": found.p}


def label_values(labels: Labels) -> Row:
    """What the table of feedback says of labels, but for their version."""
    return {"language": labels.language, "sentiment": labels.sentiment, "score": labels.score, "stage": labels.stage}


def _as_labelled(record: NewFeedback) -> Row:
    said: Row = {"language": record.feedback.language, "sentiment": None, "score": None, "stage": None, "status": PENDING}
    if record.labels is not None:
        said = {**label_values(record.labels), "status": LABELLED}
    whole = None if record.whole is None else pack(record.whole)
    return said | {"model_version": record.model_version, "whole": whole}


def _words(record: NewFeedback) -> Iterator[tuple[str, str | None]]:
    for name in _WORDS:
        yield name, getattr(record.feedback, name)
    yield "content hash", record.content_hash
    for name, value in record.feedback.segments.items():
        yield "segment name", name
        yield f"segment {name!r}", value


def _check_words(identifier: str, name: str, value: str | None) -> None:
    """PostgreSQL cannot hold NUL, and nothing can hold half a character: both databases refuse both."""
    if value is None:
        return
    if "\0" in value:
        raise InputError(
            f"feedback {identifier!r}: {name} has a NUL character at {value.index(chr(0))}; remove it before storing"
        )
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"feedback {identifier!r}: {name} has half a character at {error.start}; remove it before storing"
        ) from error
