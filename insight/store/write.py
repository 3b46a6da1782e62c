"""Feedback into the store: a batch goes in whole, and only what is new."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Table, func, insert, select

from insight.store.batch import Batch
from insight.store.columns import chunks, seconds
from insight.store.records import NewFeedback
from insight.store.schema import customer, feedback, mention


def add(connection: Connection, workspace: str, records: Sequence[NewFeedback], received_at: datetime) -> int:
    """Store those of the checked records that are new, and say how many; the caller holds the write transaction."""
    new = _new(connection, workspace, records)
    mentions = sum(len(record.labels.mentions) for record in new if record.labels)
    batch = Batch(
        workspace, seconds(received_at), _customers(connection, workspace, new), iter(free_rows(connection, mention, mentions))
    )
    for row, record in zip(free_rows(connection, feedback, len(new)), new, strict=True):
        batch.put(row, record)
    for table, rows in batch.tables.items():
        if rows:
            connection.execute(insert(table), rows)
    return len(new)


def known(connection: Connection, workspace: str, ids: Iterable[str], hashes: Iterable[str]) -> set[str]:
    """Those of the ids and content hashes that the workspace has."""
    found: set[str] = set()
    for column, values in ((feedback.c.id, ids), (feedback.c.content_hash, hashes)):
        for some in chunks(values):
            found.update(connection.scalars(select(column).where(feedback.c.workspace == workspace, column.in_(some))))
    return found


def free_rows(connection: Connection, table: Table, count: int) -> range:
    """Numbers that no row of the table has; the write lock keeps them free until the commit."""
    last = connection.scalar(select(func.max(table.c.row))) or 0
    return range(last + 1, last + 1 + count)


def _new(connection: Connection, workspace: str, records: Sequence[NewFeedback]) -> list[NewFeedback]:
    """The records whose id and content neither the store nor an earlier record of the batch has."""
    ids, hashes = ({record.feedback.id or "" for record in records}, {record.content_hash for record in records})
    seen_ids, seen_hashes = known(connection, workspace, ids, ()), known(connection, workspace, (), hashes)
    new: list[NewFeedback] = []
    for record in records:
        if record.feedback.id not in seen_ids and record.content_hash not in seen_hashes:
            new.append(record)
            seen_ids.add(record.feedback.id or "")
            seen_hashes.add(record.content_hash)
    return new


def _customers(connection: Connection, workspace: str, records: Sequence[NewFeedback]) -> dict[str, int]:
    """The number of every customer id in the records; those not met before get one."""
    wanted = dict.fromkeys(record.feedback.customer_id for record in records if record.feedback.customer_id)
    numbers: dict[str, int] = {}
    for some in chunks(wanted):
        statement = select(customer.c.id, customer.c.row).where(customer.c.workspace == workspace, customer.c.id.in_(some))
        numbers |= {found.id: found.row for found in connection.execute(statement)}
    missing = [identifier for identifier in wanted if identifier not in numbers]
    fresh = dict(zip(missing, free_rows(connection, customer, len(missing)), strict=True))
    if fresh:
        connection.execute(insert(customer), [{"row": row, "workspace": workspace, "id": name} for name, row in fresh.items()])
    return numbers | fresh
