"""New labels in place of old ones: mentions whose borders stay keep their number, and with it their theme."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from insight.errors import InputError
from insight.store import corrections, runs
from insight.store.batch import Row, label_values, mention_values, topic_values
from insight.store.changes import Relabelled, Rewrite
from insight.store.columns import chunks, pack
from insight.store.schema import feedback, feedback_topic, mention, mention_topic, vector
from insight.store.write import free_rows
from insight.types import Span, encoder_version

_ASIDE = -1_000_000
"""Positions are moved below zero before they are given out anew, so that no two are equal in between."""


def rewrite(connection: Connection, workspace: str, change: Rewrite) -> int | None:
    """See `Store.rewrite`; the caller holds the write transaction."""
    if corrections.seen(connection, workspace) != change.seen or not _as_read(connection, workspace, change.relabelled):
        return None
    number = 0
    if (said := change.correction) is not None:
        found = select(feedback.c.row).where(feedback.c.workspace == workspace, feedback.c.id == said.feedback)
        number = corrections.add(connection, workspace, said, connection.execute(found).scalar_one())
    corrections.set_statuses(connection, workspace, change.statuses)
    _relabel(connection, workspace, change.relabelled)
    if change.kind is not None:
        version = change.relabelled[0].model_version if change.relabelled else None
        runs.start(connection, workspace, change.kind, change.at, version, change.detail, finished=True)
    return number


def _as_read(connection: Connection, workspace: str, relabelled: Sequence[Relabelled]) -> bool:
    """Whether every feedback still has the version from which its new labels were made."""
    now: dict[int, str | None] = {}
    for some in chunks(each.row for each in relabelled):
        found = select(feedback.c.row, feedback.c.model_version).where(
            feedback.c.workspace == workspace, feedback.c.row.in_(some)
        )
        now |= dict(connection.execute(found).all())
    return all(each.row in now and now[each.row] == each.was for each in relabelled)


@dataclass(frozen=True, slots=True)
class _Changes:
    """Rows to write for a batch of feedback."""

    gone: list[int] = field(default_factory=list)
    kept_rows: list[int] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    topics: list[Row] = field(default_factory=list)
    vectors: list[Row] = field(default_factory=list)
    reencoded: list[int] = field(default_factory=list)

    def add(self, each: Relabelled, old: Mapping[Span, int], free: Iterator[int], workspace: str) -> None:
        spans = [(found.start, found.end) for found in each.labels.mentions]
        self.gone.extend(row for span, row in old.items() if span not in spans)
        for position, (span, found) in enumerate(zip(spans, each.labels.mentions, strict=True)):
            number = old[span] if span in old else next(free)
            values = {"position": position, **mention_values(found)}
            if span in old:
                self.kept_rows.append(number)
                self.kept.append({"number": number, **values})
            else:
                self.new.append({"row": number, "workspace": workspace, "feedback": each.row, **values})
            self.topics.extend({"workspace": workspace, **row} for row in topic_values(mention_topic, number, found.topics))
            if each.vectors is not None:
                self.reencoded.append(number)
                version = encoder_version(each.model_version)
                data = pack(each.vectors[position])
                self.vectors.append({"workspace": workspace, "mention": number, "model_version": version, "data": data})


def _relabel(connection: Connection, workspace: str, relabelled: Sequence[Relabelled]) -> None:
    for some in chunks(relabelled):
        _relabel_some(connection, workspace, some)


def _relabel_some(connection: Connection, workspace: str, relabelled: Sequence[Relabelled]) -> None:
    rows = [each.row for each in relabelled]
    old: dict[int, dict[Span, int]] = defaultdict(dict)
    for row, owner, start, end in connection.execute(
        select(mention.c.row, mention.c.feedback, mention.c.start, mention.c.end).where(mention.c.feedback.in_(rows))
    ):
        old[owner][start, end] = row
    free = iter(free_rows(connection, mention, sum(len(each.labels.mentions) for each in relabelled)))
    changes = _Changes()
    for each in relabelled:
        _check(each, old[each.row])
        changes.add(each, old[each.row], free, workspace)
    _write_mentions(connection, changes)
    _write_feedback(connection, workspace, relabelled)


def _check(each: Relabelled, old: Mapping[Span, int]) -> None:
    spans = [(found.start, found.end) for found in each.labels.mentions]
    if each.vectors is None and not old.keys() >= set(spans):
        raise InputError(f"feedback number {each.row} has mentions at new places; give vectors for them")
    if each.vectors is not None and len(each.vectors) != len(spans) + 1:
        raise InputError(f"{len(each.vectors)} vectors for {len(spans)} mentions and the whole; give one each")


def _write_mentions(connection: Connection, changes: _Changes) -> None:
    for some in chunks(changes.gone):
        connection.execute(delete(mention).where(mention.c.row.in_(some)))
    for some in chunks(changes.kept_rows):
        connection.execute(delete(mention_topic).where(mention_topic.c.mention.in_(some)))
        connection.execute(update(mention).where(mention.c.row.in_(some)).values(position=mention.c.position + _ASIDE))
    for few in chunks(changes.reencoded):
        connection.execute(delete(vector).where(vector.c.mention.in_(few)))
    if changes.kept:
        connection.execute(update(mention).where(mention.c.row == bindparam("number")), changes.kept)
    for table, rows in ((mention, changes.new), (mention_topic, changes.topics), (vector, changes.vectors)):
        if rows:
            connection.execute(insert(table), rows)


def _write_feedback(connection: Connection, workspace: str, relabelled: Sequence[Relabelled]) -> None:
    rows = [each.row for each in relabelled]
    connection.execute(delete(feedback_topic).where(feedback_topic.c.feedback.in_(rows)))
    topics = [
        {"workspace": workspace, **row}
        for each in relabelled
        for row in topic_values(feedback_topic, each.row, each.labels.topics)
    ]
    if topics:
        connection.execute(insert(feedback_topic), topics)
    for anew in (False, True):
        rows_of_kind = [_feedback_values(each) for each in relabelled if (each.vectors is not None) is anew]
        if rows_of_kind:
            connection.execute(update(feedback).where(feedback.c.row == bindparam("number")), rows_of_kind)


def _feedback_values(each: Relabelled) -> Row:
    whole = {} if each.vectors is None else {"whole": pack(each.vectors[-1])}
    return {"number": each.row, **label_values(each.labels), "model_version": each.model_version, **whole}
