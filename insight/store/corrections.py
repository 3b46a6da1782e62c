"""What people said of labels: kept for ever, found again by the text it was said of."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, Select, func, insert, select, update

from insight.errors import InputError
from insight.store.changes import Seen
from insight.store.columns import chunks, moment, seconds, unpack
from insight.store.runs import as_json
from insight.store.schema import correction, feedback, mention, vector
from insight.store.write import free_rows
from insight.types import LIVING, CorrectedLabels, Correction, CorrectionStatus, encoder_version


def text_hash(text: str, question: str | None) -> str:
    """The same for the same masked text under the same question."""
    return sha256(f"{text}\0{question or ''}".encode()).hexdigest()


def every(connection: Connection, workspace: str, feedback_id: str | None, status: str | None) -> list[Correction]:
    """See `Store.corrections`."""
    statement = _all(workspace)
    if feedback_id is not None:
        statement = statement.where(feedback.c.id == feedback_id)
    if status is not None:
        statement = statement.where(correction.c.status == status)
    return [_correction(row) for row in connection.execute(statement)]


def one(connection: Connection, workspace: str, number: int) -> Correction:
    """See `Store.correction`."""
    row = connection.execute(_all(workspace).where(correction.c.row == number)).first()
    if row is None:
        raise InputError(f"there is no correction {number}; `insight corrections list` shows those there are")
    return _correction(row)


def of_texts(connection: Connection, workspace: str, hashes: Iterable[str]) -> dict[str, list[Correction]]:
    """All corrections ever made of texts, by their hash, oldest first."""
    found: dict[str, list[Correction]] = defaultdict(list)
    for some in chunks(set(hashes)):
        for row in connection.execute(_all(workspace).where(correction.c.text_hash.in_(some))):
            found[row.text_hash].append(_correction(row))
    return found


def of_mentions(connection: Connection, workspace: str) -> dict[int, CorrectionStatus]:
    """See `Store.corrected_mentions`."""
    said, place = correction.c, mention.c
    touched = (place.feedback == said.feedback) & (place.start < said.end) & (place.end > said.start)
    statement = (
        select(place.row, said.status)
        .select_from(correction.join(mention, touched))
        .where(said.workspace == workspace, said.status.in_(LIVING))
        .order_by(said.row)
    )
    found: dict[int, CorrectionStatus] = {}
    for row, status in connection.execute(statement):
        if found.get(row) != "disputed":
            found[row] = status
    return found


def with_vectors(connection: Connection, workspace: str, model_version: str) -> list[tuple[Correction, NDArray[np.float32]]]:
    """See `Store.lessons`."""
    said = [each for each in every(connection, workspace, None, None) if each.status in ("active", "settled")]
    place = mention.c
    statement = (
        select(feedback.c.id, place.start, place.end, vector.c.data)
        .select_from(feedback.join(mention).join(vector))
        .where(feedback.c.workspace == workspace, vector.c.model_version == encoder_version(model_version))
    )
    found: dict[tuple[str, int, int], bytes] = {}
    for some in chunks({each.feedback for each in said}):
        rows = connection.execute(statement.where(feedback.c.id.in_(some)))
        found |= {(name, start, end): data for name, start, end, data in rows}
    return [(each, unpack(found[each.feedback, *each.span])) for each in said if (each.feedback, *each.span) in found]


def seen(connection: Connection, workspace: str) -> Seen:
    """What differs after any change to corrections; see `Seen`."""
    status = correction.c.status
    counted = select(status, func.count(), func.max(correction.c.row)).where(correction.c.workspace == workspace)
    return tuple((name, count, last) for name, count, last in connection.execute(counted.group_by(status).order_by(status)))


def add(connection: Connection, workspace: str, said: Correction, feedback_row: int) -> int:
    """Keep a correction, and give its number; the caller holds the write transaction."""
    (number,) = free_rows(connection, correction, 1)
    values = {
        "row": number,
        "workspace": workspace,
        "feedback": feedback_row,
        "text_hash": said.text_hash,
        "start": said.start,
        "end": said.end,
        "labels": _as_text(said.labels),
        "who": said.who,
        "at": seconds(said.at),
        "before": as_json(said.before),
        "model_version": said.model_version,
        "status": said.status,
        "note": said.note,
    }
    connection.execute(insert(correction).values(values))
    return number


def set_statuses(connection: Connection, workspace: str, statuses: Mapping[int, CorrectionStatus]) -> None:
    """The only thing about corrections that changes; the caller holds the write transaction."""
    for number, status in statuses.items():
        which = (correction.c.workspace == workspace, correction.c.row == number)
        connection.execute(update(correction).where(*which).values(status=status))


def _all(workspace: str) -> Select[tuple[object, ...]]:
    joined = select(correction, feedback.c.id.label("feedback_id")).join(feedback)
    return joined.where(correction.c.workspace == workspace).order_by(correction.c.row)


def _correction(row: Row[tuple[object, ...]]) -> Correction:
    return Correction(
        id=row.row,
        feedback=row.feedback_id,
        text_hash=row.text_hash,
        start=row.start,
        end=row.end,
        labels=_from_text(row.labels),
        who=row.who,
        at=moment(row.at),
        before=json.loads(row.before),
        model_version=row.model_version,
        status=row.status,
        note=row.note,
    )


def _as_text(labels: CorrectedLabels) -> str:
    said = {
        "stage": labels.stage,
        "sentiment": labels.sentiment,
        "topics": _pairs(labels.topics),
        "span": _pairs(labels.span),
        "nothing": labels.nothing or None,
    }
    return as_json({name: value for name, value in said.items() if value is not None})


def _pairs(values: Sequence[object] | None) -> list[object] | None:
    return None if values is None else list(values)


def _from_text(text: str) -> CorrectedLabels:
    said = json.loads(text)
    return CorrectedLabels(
        stage=said.get("stage"),
        sentiment=said.get("sentiment"),
        topics=tuple((topic, sentiment) for topic, sentiment in said["topics"]) if "topics" in said else None,
        span=(said["span"][0], said["span"][1]) if "span" in said else None,
        nothing=said.get("nothing", False),
    )
