"""What was done when, with which model; and how much there is."""

import json
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from insight.errors import InputError
from insight.store.columns import moment, seconds
from insight.store.filters import INTERNAL, internal_mentions
from insight.store.read import CUSTOMER
from insight.store.records import Counts, Detail
from insight.store.schema import assignment, feedback, mention, run, theme
from insight.store.write import free_rows


def start(
    connection: Connection,
    workspace: str,
    kind: str,
    at: datetime,
    model_version: str | None,
    detail: Detail,
    *,
    finished: bool = False,
) -> int:
    """Note that a run began (and ended, where `finished`) at a moment, and give its number."""
    (number,) = free_rows(connection, run, 1)
    values = {"row": number, "workspace": workspace, "kind": kind, "started_at": seconds(at), "model_version": model_version}
    connection.execute(insert(run).values(values | {"finished_at": seconds(at) if finished else None, "detail": as_json(detail)}))
    return number


def finish(connection: Connection, workspace: str, number: int, at: datetime) -> None:
    """Note that a run ended."""
    statement = update(run).where(run.c.workspace == workspace, run.c.row == number).values(finished_at=seconds(at))
    if not connection.execute(statement).rowcount:
        raise InputError(f"there is no run {number} in workspace {workspace!r}; start_run gives its number")


def as_json(detail: Detail) -> str:
    """The same detail always as the same text."""
    return json.dumps(dict(detail), ensure_ascii=False, sort_keys=True, allow_nan=False)


def counts(connection: Connection, workspace: str, include_internal: bool) -> Counts:
    """See `Store.counts`."""
    total = (func.count(), func.count(CUSTOMER.distinct()), func.min(feedback.c.created_at), func.max(feedback.c.created_at))
    given = select(*total).where(feedback.c.workspace == workspace)
    mentions = select(func.count()).select_from(mention).where(mention.c.workspace == workspace)
    themed = select(func.count(assignment.c.theme)).where(assignment.c.workspace == workspace)
    if not include_internal:
        staff = internal_mentions(workspace)
        given = given.where(feedback.c.source != INTERNAL)
        mentions, themed = mentions.where(mention.c.row.not_in(staff)), themed.where(assignment.c.mention.not_in(staff))
    stored, customers, first, last = connection.execute(given).one()
    themes = select(func.count()).select_from(theme).where(theme.c.workspace == workspace, theme.c.retired_at.is_(None))
    said = connection.execute(mentions).scalar_one()
    return Counts(
        feedback=stored,
        customers=customers,
        mentions=said,
        themes=connection.execute(themes).scalar_one(),
        unthemed=said - connection.execute(themed).scalar_one(),
        first_at=None if first is None else moment(first),
        last_at=None if last is None else moment(last),
    )
