"""Learned heads: every version kept, at most one in force."""

import json
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from insight.errors import InputError
from insight.store.changes import StoredHeads
from insight.store.columns import moment, seconds
from insight.store.records import Detail
from insight.store.runs import as_json
from insight.store.schema import head
from insight.types import encoder_version


def in_force(connection: Connection, workspace: str, model_version: str) -> tuple[int, bytes] | None:
    """See `Store.heads_in_force`."""
    wanted = (head.c.workspace == workspace, head.c.active, head.c.model_version == encoder_version(model_version))
    found = connection.execute(select(head.c.number, head.c.arrays).where(*wanted)).first()
    return None if found is None else (found.number, found.arrays)


def every(connection: Connection, workspace: str) -> list[StoredHeads]:
    """See `Store.list_heads`."""
    statement = select(head.c.number, head.c.at, head.c.model_version, head.c.report, head.c.active)
    return [
        StoredHeads(number, moment(at), version, json.loads(report), active)
        for number, at, version, report, active in connection.execute(
            statement.where(head.c.workspace == workspace).order_by(head.c.number)
        )
    ]


def save(connection: Connection, workspace: str, arrays: bytes, report: Detail, at: datetime, model_version: str) -> int:
    """Keep heads, not yet in force, and give their number; the caller holds the write transaction."""
    last = connection.scalar(select(func.max(head.c.number)).where(head.c.workspace == workspace)) or 0
    values = {"workspace": workspace, "number": last + 1, "at": seconds(at), "model_version": encoder_version(model_version)}
    connection.execute(insert(head).values({**values, "arrays": arrays, "report": as_json(report), "active": False}))
    return last + 1


def activate(connection: Connection, workspace: str, number: int | None) -> None:
    """See `Store.activate_heads`; the caller holds the write transaction."""
    connection.execute(update(head).where(head.c.workspace == workspace).values(active=False))
    if number is None:
        return
    which = (head.c.workspace == workspace, head.c.number == number)
    if not connection.execute(update(head).where(*which).values(active=True)).rowcount:
        there = connection.scalars(select(head.c.number).where(head.c.workspace == workspace).order_by(head.c.number)).all()
        raise InputError(f"there are no heads {number}; there are {', '.join(map(str, there)) or 'none yet'}")
