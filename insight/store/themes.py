"""Themes, who belongs to them, and the ledger of what happened to them."""

import json
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import Connection, func, insert, select, update

from insight.errors import InputError
from insight.store.columns import moment, pack, seconds, unpack
from insight.store.dialect import replace
from insight.store.filters import internal_mentions
from insight.store.records import EVENT_KINDS, Floats, RefitResult, Rows, StoredTheme, ThemeEvent
from insight.store.runs import as_json, start
from insight.store.schema import assignment, mention, theme, theme_event
from insight.store.write import free_rows
from insight.types import Bilingual, Theme

RETIRED = "retired"


def themes(connection: Connection, workspace: str, include_retired: bool, include_internal: bool) -> list[StoredTheme]:
    """See `Store.themes`."""
    counted = select(assignment.c.theme, func.count().label("mentions")).group_by(assignment.c.theme)
    if not include_internal:
        counted = counted.where(assignment.c.mention.not_in(internal_mentions(workspace)))
    mentions = counted.subquery()
    statement = (
        select(theme, func.coalesce(mentions.c.mentions, 0).label("mentions"))
        .select_from(theme.outerjoin(mentions, mentions.c.theme == theme.c.row))
        .where(theme.c.workspace == workspace)
        .order_by(theme.c.row)
    )
    if not include_retired:
        statement = statement.where(theme.c.retired_at.is_(None))
    return [
        StoredTheme(
            Theme(row.id, Bilingual(row.name_vi, row.name_en), row.topic, row.stage, row.status, row.born, row.mentions),
            unpack(row.centroid),
            row.radius,
        )
        for row in connection.execute(statement)
    ]


def of_mentions(connection: Connection, workspace: str) -> dict[int, str]:
    """See `Store.mention_themes`."""
    joined = select(assignment.c.mention, theme.c.id).join(theme, assignment.c.theme == theme.c.row)
    found = connection.execute(joined.where(assignment.c.workspace == workspace))
    return {row.mention: row.id for row in found}


def ledger(connection: Connection, workspace: str, theme_id: str | None) -> list[ThemeEvent]:
    """See `Store.ledger`."""
    event = theme_event.c
    statement = (
        select(theme.c.id, event.at, event.kind, event.reason, event.detail, event.run)
        .select_from(theme_event.join(theme))
        .where(event.workspace == workspace)
        .order_by(event.at, event.row)
    )
    if theme_id is not None:
        statement = statement.where(theme.c.id == theme_id)
    return [
        ThemeEvent(name, moment(at), kind, reason, json.loads(detail), number)
        for name, at, kind, reason, detail, number in connection.execute(statement)
    ]


def save_refit(connection: Connection, workspace: str, result: RefitResult) -> int:
    """See `Store.save_refit`; the caller holds the write transaction."""
    number = start(connection, workspace, "refit", result.at, result.model_version, result.detail, finished=True)
    _save_themes(connection, workspace, result.themes)
    numbers = _numbers(connection, workspace)
    _retire(connection, [_number(numbers, name) for name in result.retired], result.at)
    _place(connection, workspace, number, result.mention_rows, result.theme_ids, result.similarities)
    _record(connection, workspace, result.events, number)
    return number


def assign(
    connection: Connection,
    workspace: str,
    mention_rows: Rows,
    theme_ids: Sequence[str | None],
    similarities: Floats,
    at: datetime,
) -> int:
    """See `Store.assign`; the caller holds the write transaction."""
    number = start(connection, workspace, "assign", at, None, {"mentions": len(mention_rows)}, finished=True)
    _place(connection, workspace, number, mention_rows, theme_ids, similarities)
    return number


def rename(connection: Connection, workspace: str, identifier: str, name: Bilingual, who: str, at: datetime) -> None:
    """See `Store.rename_theme`; the caller holds the write transaction."""
    row = _number(_numbers(connection, workspace), identifier)
    before = connection.execute(select(theme.c.name_vi, theme.c.name_en).where(theme.c.row == row)).one()
    connection.execute(update(theme).where(theme.c.row == row).values(name_vi=name.vi, name_en=name.en, named_by=who))
    detail = {"before": {"vi": before.name_vi, "en": before.name_en}, "after": {"vi": name.vi, "en": name.en}, "who": who}
    _record(connection, workspace, [ThemeEvent(identifier, at, "renamed", f"renamed by {who}", detail)], None)


def _numbers(connection: Connection, workspace: str) -> dict[str, int]:
    found = connection.execute(select(theme.c.id, theme.c.row).where(theme.c.workspace == workspace))
    return {one.id: one.row for one in found}


def _number(numbers: dict[str, int], identifier: str) -> int:
    if identifier not in numbers:
        raise InputError(f"there is no theme {identifier!r}; `insight themes` lists those there are")
    return numbers[identifier]


def _save_themes(connection: Connection, workspace: str, found: Sequence[StoredTheme]) -> None:
    """Create themes, or bring them up to date; a name that a person gave stays, and so does the day of birth."""
    numbers = _numbers(connection, workspace)
    named = set(connection.scalars(select(theme.c.id).where(theme.c.workspace == workspace, theme.c.named_by.is_not(None))))
    free = iter(free_rows(connection, theme, len(found)))
    rows = [
        {
            "row": numbers[one.theme.id] if one.theme.id in numbers else next(free),
            "workspace": workspace,
            "id": one.theme.id,
            "name_vi": one.theme.name.vi,
            "name_en": one.theme.name.en,
            "topic": one.theme.topic,
            "stage": one.theme.stage,
            "status": one.theme.status,
            "born": one.theme.born,
            "retired_at": None,
            "centroid": pack(one.centroid),
            "radius": one.radius,
        }
        for one in found
    ]
    names = ("name_vi", "name_en")
    replace(connection, theme, [row for row in rows if row["id"] not in named], ("row",), ("id", "workspace", "born"))
    replace(connection, theme, [row for row in rows if row["id"] in named], ("row",), ("id", "workspace", "born", *names))


def _retire(connection: Connection, rows: Sequence[int], at: datetime) -> None:
    if rows:
        connection.execute(update(theme).where(theme.c.row.in_(rows)).values(status=RETIRED, retired_at=seconds(at)))


def _place(
    connection: Connection, workspace: str, number: int, mention_rows: Rows, theme_ids: Sequence[str | None], similarities: Floats
) -> None:
    """Put mentions into themes; all lengths equal, all mentions and themes of this workspace, else `InputError`."""
    if not len(mention_rows) == len(theme_ids) == len(similarities):
        raise InputError(f"{len(mention_rows)} mentions, {len(theme_ids)} themes, {len(similarities)} similarities; one each")
    own = np.fromiter(connection.scalars(select(mention.c.row).where(mention.c.workspace == workspace)), np.int64)
    strangers = np.setdiff1d(mention_rows, own)
    if len(strangers):
        raise InputError(f"there is no mention {strangers[0]} in workspace {workspace!r}; take rows from vectors()")
    numbers = _numbers(connection, workspace)
    places = {name: None if name is None else _number(numbers, name) for name in set(theme_ids)}
    rows = [
        {"workspace": workspace, "mention": int(row), "theme": places[name], "similarity": float(similarity), "run": number}
        for row, name, similarity in zip(mention_rows, theme_ids, similarities, strict=True)
    ]
    replace(connection, assignment, rows, ("mention",), ("workspace",))


def _record(connection: Connection, workspace: str, events: Sequence[ThemeEvent], number: int | None) -> None:
    numbers = _numbers(connection, workspace)
    rows = [
        {
            "row": row,
            "workspace": workspace,
            "theme": _number(numbers, event.theme),
            "at": seconds(event.at),
            "kind": _kind(event.kind),
            "reason": event.reason,
            "detail": as_json(event.detail),
            "run": number,
        }
        for row, event in zip(free_rows(connection, theme_event, len(events)), events, strict=True)
    ]
    if rows:
        connection.execute(insert(theme_event), rows)


def _kind(kind: str) -> str:
    if kind not in EVENT_KINDS:
        raise InputError(f"event of kind {kind!r}; one of {', '.join(EVENT_KINDS)}")
    return kind
