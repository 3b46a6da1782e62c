"""Down to the words: quotes, whole records, and the export of everything."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

import numpy as np
from sqlalchemy import Connection, Row, Select, Table, select

from insight.errors import InputError
from insight.store.columns import chunks, moment
from insight.store.records import Rows, StoredFeedback
from insight.store.schema import assignment, customer, feedback, feedback_topic, mention, mention_topic, segment, theme
from insight.types import Feedback, Labels, Mention, Quote, TopicLabel

RECORDS_AT_ONCE = 500
"""Feedback in hand while exporting."""

AnyRow = Row[tuple[object, ...]]
Found = tuple[Mention, str | None]
"""A mention and its theme."""


def quotes(connection: Connection, workspace: str, mention_rows: Sequence[int] | Rows) -> list[Quote]:
    """See `Store.quotes`."""
    table = feedback.c
    statement = (
        select(mention.c.row, mention.c.start, mention.c.end, mention.c.sentiment)
        .add_columns(table.id, table.text, table.created_at, table.channel, table.language)
        .select_from(mention.join(feedback))
        .where(table.workspace == workspace)
    )
    found: dict[int, Quote] = {}
    for some in chunks({int(row) for row in mention_rows}):
        for row, start, end, sentiment, name, text, at, channel, language in connection.execute(
            statement.where(mention.c.row.in_(some))
        ):
            found[row] = Quote(name, text[start:end], text, moment(at), channel, language, sentiment)
    missing = [int(row) for row in mention_rows if int(row) not in found]
    if missing:
        raise InputError(f"there is no mention {missing[0]} in workspace {workspace!r}; take rows from mention_table")
    return [found[int(row)] for row in mention_rows]


def places(connection: Connection, workspace: str, mention_rows: Sequence[int] | Rows) -> list[tuple[str, int]]:
    """See `Store.places`."""
    rows = [int(row) for row in mention_rows]
    statement = select(mention.c.row, feedback.c.id, mention.c.start).select_from(mention.join(feedback))
    found: dict[int, tuple[str, int]] = {}
    for some in chunks(set(rows)):
        wanted = statement.where(feedback.c.workspace == workspace, mention.c.row.in_(some))
        found |= {row: (name, start) for row, name, start in connection.execute(wanted)}
    if missing := [row for row in rows if row not in found]:
        raise InputError(f"there is no mention {missing[0]} in workspace {workspace!r}; take rows from mention_table")
    return [found[row] for row in rows]


def one(connection: Connection, workspace: str, identifier: str) -> StoredFeedback | None:
    """See `Store.feedback`."""
    row = connection.scalar(select(feedback.c.row).where(feedback.c.workspace == workspace, feedback.c.id == identifier))
    return None if row is None else next(records(connection, [row]))


def every(connection: Connection, workspace: str) -> Iterator[StoredFeedback]:
    """All records by (created_at, row), a few in hand at a time."""
    ordered = select(feedback.c.row).where(feedback.c.workspace == workspace).order_by(feedback.c.created_at, feedback.c.row)
    rows: Rows = np.fromiter(connection.scalars(ordered), np.int64)
    for start in range(0, len(rows), RECORDS_AT_ONCE):
        yield from records(connection, rows[start : start + RECORDS_AT_ONCE].tolist())


def as_dict(record: StoredFeedback) -> dict[str, object]:
    """A record as one line of an export, keys always the same; labels are null while there are none."""
    given, labels = record.feedback, record.labels
    created = None if given.created_at is None else given.created_at.isoformat()
    words = ("channel", "source", "phase", "touchpoint", "nps", "csat", "ces", "stars")
    return {
        "id": given.id,
        "text": given.text,
        "question": given.question,
        "created_at": created,
        "received_at": record.received_at.isoformat(),
        "customer_id": given.customer_id,
        **{name: getattr(given, name) for name in words},
        "segments": dict(given.segments),
        "language": labels.language if labels else given.language,
        "sentiment": labels.sentiment if labels else None,
        "score": labels.score if labels else None,
        "stage": labels.stage if labels else None,
        "topics": [_topic_dict(topic) for topic in labels.topics] if labels else None,
        "mentions": [_mention_dict(*pair) for pair in zip(labels.mentions, record.themes, strict=True)] if labels else None,
        "model_version": record.model_version,
    }


def _topic_dict(label: TopicLabel) -> dict[str, object]:
    return {"topic": label.topic, "sentiment": label.sentiment, "p": label.p}


def _mention_dict(found: Mention, theme_id: str | None) -> dict[str, object]:
    return {
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "stage": found.stage,
        "stage_p": found.stage_p,
        "topics": [_topic_dict(topic) for topic in found.topics],
        "sentiment": found.sentiment,
        "score": found.score,
        "theme": theme_id,
    }


def records(connection: Connection, rows: list[int]) -> Iterator[StoredFeedback]:
    """The records with these numbers, in this order."""
    statement = select(feedback, customer.c.id.label("customer_id")).outerjoin(customer).where(feedback.c.row.in_(rows))
    stored = {row.row: row for row in connection.execute(statement)}
    segments: dict[int, dict[str, str]] = defaultdict(dict)
    named = (
        select(segment.c.feedback, segment.c.name, segment.c.value).where(segment.c.feedback.in_(rows)).order_by(segment.c.name)
    )
    for row, name, value in connection.execute(named):
        segments[row][name] = value
    topics = _topics(connection, feedback_topic, rows)
    mentions = _mentions(connection, {row: stored[row].text for row in rows})
    for row in rows:
        yield _record(stored[row], segments[row], topics[row], mentions[row])


def _record(row: AnyRow, segments: dict[str, str], topics: Sequence[TopicLabel], mentions: Sequence[Found]) -> StoredFeedback:
    given = Feedback(
        text=row.text,
        id=row.id,
        question=row.question,
        created_at=moment(row.created_at),
        customer_id=row.customer_id,
        channel=row.channel,
        source=row.source,
        phase=row.phase,
        touchpoint=row.touchpoint,
        nps=row.nps,
        csat=row.csat,
        ces=row.ces,
        stars=row.stars,
        language=row.declared_language,
        segments=segments,
    )
    found, themes = tuple(mention for mention, _ in mentions), tuple(name for _, name in mentions)
    labels = None
    if row.model_version is not None:
        labels = Labels(row.language, row.sentiment, row.score, row.stage, tuple(topics), found)
    return StoredFeedback(given, labels, themes, moment(row.received_at), row.model_version)


def _topics(connection: Connection, table: Table, owners: Iterable[int]) -> dict[int, list[TopicLabel]]:
    """Topic labels of feedback or of mentions, by owner, in their order."""
    owner = table.c.feedback if table is feedback_topic else table.c.mention
    found: dict[int, list[TopicLabel]] = defaultdict(list)
    for some in chunks(owners):
        statement = (
            select(owner, table.c.topic, table.c.sentiment, table.c.p).where(owner.in_(some)).order_by(owner, table.c.position)
        )
        for row, topic, sentiment, p in connection.execute(statement):
            found[row].append(TopicLabel(topic, sentiment, p))
    return found


def _mentions(connection: Connection, texts: dict[int, str]) -> dict[int, list[Found]]:
    """Mentions with their themes, by feedback, in their order."""
    table = mention.c
    statement: Select[tuple[object, ...]] = (
        select(mention, theme.c.id.label("theme"))
        .select_from(mention.outerjoin(assignment, assignment.c.mention == table.row).outerjoin(theme))
        .where(table.feedback.in_(texts))
        .order_by(table.feedback, table.position)
    )
    rows = connection.execute(statement).all()
    topics = _topics(connection, mention_topic, [row.row for row in rows])
    found: dict[int, list[Found]] = defaultdict(list)
    for row in rows:
        said = Mention(
            start=row.start,
            end=row.end,
            text=texts[row.feedback][row.start : row.end],
            stage=row.stage,
            topics=tuple(topics[row.row]),
            sentiment=row.sentiment,
            score=row.score,
            stage_p=row.stage_p,
        )
        found[row.feedback].append((said, cast(str | None, row.theme)))
    return found
