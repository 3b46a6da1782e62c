"""The columns that numbers are counted from: feedback, mentions, topics and segments of a slice."""

from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Float, and_, cast, func, select, true

from insight.store.columns import Columns
from insight.store.filters import feedback_in, has_mention_in, mention_in
from insight.store.records import Codes, FeedbackTable, MentionTable, Rows, TopicRows
from insight.store.schema import assignment, feedback, mention, mention_topic, segment, theme
from insight.types import Slice

MOST_VALUES = 50
"""Values of a segment that are listed."""

CUSTOMER = func.coalesce(feedback.c.customer, -feedback.c.row).label("customer")
"""One number a customer; a feedback without customer id is one of its own, below zero."""
_BY_FEEDBACK = ("at", "row")
_BY_MENTION = ("at", "feedback", "row")


def feedback_table(connection: Connection, workspace: str, wanted: Slice, zone: ZoneInfo) -> FeedbackTable:
    """See `Store.feedback_table`."""
    table = feedback.c
    words = (table.sentiment, table.stage, table.channel, table.source, table.phase, table.touchpoint, table.language)
    floats = (cast(table.nps, Float).label("nps"), table.csat, table.ces, table.stars, table.score)
    statement = select(table.row, table.created_at.label("at"), CUSTOMER, *floats, *words)
    found = Columns(connection, statement.where(_feedback(workspace, wanted, zone)), _BY_FEEDBACK)
    return FeedbackTable(
        row=found.rows("row"),
        at=found.rows("at"),
        customer=found.rows("customer"),
        nps=found.floats("nps"),
        csat=found.floats("csat"),
        ces=found.floats("ces"),
        stars=found.floats("stars"),
        score=found.floats("score"),
        sentiment=found.codes("sentiment"),
        stage=found.codes("stage"),
        channel=found.codes("channel"),
        source=found.codes("source"),
        phase=found.codes("phase"),
        touchpoint=found.codes("touchpoint"),
        language=found.codes("language"),
    )


def mention_table(connection: Connection, workspace: str, wanted: Slice, zone: ZoneInfo) -> MentionTable:
    """See `Store.mention_table`."""
    table = mention.c
    of_feedback = (feedback.c.language, feedback.c.channel, feedback.c.source)
    statement = (
        select(table.row, table.feedback, feedback.c.created_at.label("at"), CUSTOMER, table.score, table.stage, table.sentiment)
        .add_columns(*of_feedback, theme.c.id.label("theme"))
        .select_from(feedback.join(mention).outerjoin(assignment, assignment.c.mention == table.row).outerjoin(theme))
        .where(_mention(workspace, wanted, zone))
    )
    found = Columns(connection, statement, _BY_MENTION)
    return MentionTable(
        row=found.rows("row"),
        feedback_row=found.rows("feedback"),
        at=found.rows("at"),
        customer=found.rows("customer"),
        score=found.floats("score"),
        stage=found.codes("stage"),
        sentiment=found.codes("sentiment"),
        language=found.codes("language"),
        channel=found.codes("channel"),
        source=found.codes("source"),
        theme=found.codes("theme"),
    )


def topic_rows(connection: Connection, workspace: str, wanted: Slice, zone: ZoneInfo) -> TopicRows:
    """See `Store.topic_rows`."""
    table = mention_topic.c
    place = (feedback.c.created_at.label("at"), mention.c.feedback, mention.c.row, table.position)
    statement = (
        select(*place, table.p, table.topic, table.sentiment)
        .select_from(feedback.join(mention).join(mention_topic))
        .where(_mention(workspace, wanted, zone))
    )
    found = Columns(connection, statement, (*_BY_MENTION, "position"))
    return TopicRows(found.rows("row"), found.floats("p"), found.codes("topic"), found.codes("sentiment"))


def segment_values(connection: Connection, workspace: str, name: str, wanted: Slice, zone: ZoneInfo) -> tuple[Rows, Codes]:
    """See `Store.segment_values`."""
    has_name = and_(segment.c.feedback == feedback.c.row, segment.c.name == name)
    statement = (
        select(feedback.c.row, feedback.c.created_at.label("at"), segment.c.value)
        .select_from(feedback.outerjoin(segment, has_name))
        .where(_feedback(workspace, wanted, zone))
    )
    found = Columns(connection, statement, _BY_FEEDBACK)
    return found.rows("row"), found.codes("value")


def segment_names(connection: Connection, workspace: str) -> dict[str, list[str]]:
    """See `Store.segment_names`."""
    count, table = func.count(), segment.c
    place = func.row_number().over(partition_by=table.name, order_by=(count.desc(), table.value)).label("place")
    ranked = (
        select(table.name, table.value, place).where(table.workspace == workspace).group_by(table.name, table.value).subquery()
    )
    statement = select(ranked.c.name, ranked.c.value).where(ranked.c.place <= MOST_VALUES).order_by(ranked.c.name, ranked.c.place)
    names: dict[str, list[str]] = {}
    for name, value in connection.execute(statement):
        names.setdefault(name, []).append(value)
    return names


def _feedback(workspace: str, wanted: Slice, zone: ZoneInfo) -> ColumnElement[bool]:
    return and_(feedback_in(workspace, wanted, zone), has_mention_in(wanted))


def _mention(workspace: str, wanted: Slice, zone: ZoneInfo) -> ColumnElement[bool]:
    condition = mention_in(wanted)
    return and_(feedback_in(workspace, wanted, zone), true() if condition is None else condition)
