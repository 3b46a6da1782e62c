"""A slice as conditions on the tables."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, select, true

from insight.store.columns import seconds
from insight.store.schema import assignment, feedback, mention, mention_topic, segment, theme
from insight.types import Slice

INTERNAL = "internal"


def feedback_in(workspace: str, wanted: Slice, zone: ZoneInfo) -> ColumnElement[bool]:
    """What the slice says of a feedback as such; its period is whole days of `zone`."""
    table = feedback.c
    conditions = [table.workspace == workspace, *_within(wanted, zone)]
    lists = {
        table.channel: wanted.channels,
        table.source: wanted.sources,
        table.phase: wanted.phases,
        table.language: wanted.languages,
    }
    conditions += [column.in_(values) for column, values in lists.items() if values]
    if not wanted.sources and not wanted.include_internal:
        conditions.append(table.source != INTERNAL)
    conditions += [
        exists().where(segment.c.feedback == table.row, segment.c.name == name, segment.c.value == value)
        for name, value in wanted.segments.items()
    ]
    return and_(*conditions)


def mention_in(wanted: Slice) -> ColumnElement[bool] | None:
    """What the slice says of a mention; None when nothing."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.stages:
        conditions.append(mention.c.stage.in_(wanted.stages))
    if wanted.topics:
        conditions.append(_has_topic(wanted))
    elif wanted.sentiment is not None:
        conditions.append(mention.c.sentiment == wanted.sentiment)
    if wanted.themes:
        themed = select(assignment.c.mention).join(theme).where(theme.c.id.in_(wanted.themes))
        conditions.append(mention.c.row.in_(themed))
    return and_(*conditions) if conditions else None


def internal_mentions(workspace: str) -> Select[tuple[int]]:
    """The rows of the mentions in internal feedback."""
    staff = select(feedback.c.row).where(feedback.c.workspace == workspace, feedback.c.source == INTERNAL)
    return select(mention.c.row).where(mention.c.feedback.in_(staff))


def has_mention_in(wanted: Slice) -> ColumnElement[bool]:
    """That a feedback has a mention of the slice; true when the slice says nothing of mentions."""
    condition = mention_in(wanted)
    if condition is None:
        return true()
    return feedback.c.row.in_(select(mention.c.feedback).where(condition))


def _within(wanted: Slice, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    if wanted.period is None:
        return []
    since, until = (seconds(datetime.combine(day, time(), zone)) for day in (wanted.period.since, wanted.period.until))
    return [feedback.c.created_at >= since, feedback.c.created_at < until]


def _has_topic(wanted: Slice) -> ColumnElement[bool]:
    said = mention_topic.alias()  # the query around it may read topics too
    found = [said.c.mention == mention.c.row, said.c.topic.in_(wanted.topics)]
    if wanted.sentiment is not None:
        found.append(said.c.sentiment == wanted.sentiment)
    return exists().where(*found)
