"""The tables. What they look like on disk is decided by `migrations/`; a test holds the two together.

Every table carries its workspace. `row` is the store's own number of a thing, given out under the write lock; `id` is what the
world calls it. Moments are seconds since 1970 in UTC; vectors are little-endian float16. `feedback.model_version` is a label
version, `vector.model_version` and `head.model_version` its encoder's part; `feedback.whole` is the vector of the whole text.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

ROW = BigInteger().with_variant(Integer, "sqlite")


def _workspace() -> Column[str]:
    return Column("workspace", Text, nullable=False)


def _row() -> Column[int]:
    return Column("row", ROW, primary_key=True, autoincrement=False)


def _of(table: str, *, nullable: bool = False, name: str | None = None) -> Column[int]:
    """A reference that goes when what it refers to goes."""
    return Column(name or table, ROW, ForeignKey(f"{table}.row", ondelete="CASCADE"), nullable=nullable)


secret = Table(
    "secret",
    metadata,
    Column("workspace", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
    PrimaryKeyConstraint("workspace", "name", name="secret_name"),
)

customer = Table(
    "customer",
    metadata,
    _row(),
    _workspace(),
    Column("id", Text, nullable=False),
    UniqueConstraint("workspace", "id", name="customer_id"),
)

feedback = Table(
    "feedback",
    metadata,
    _row(),
    _workspace(),
    Column("id", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("question", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    _of("customer", nullable=True),
    Column("channel", Text),
    Column("source", Text, nullable=False),
    Column("phase", Text),
    Column("touchpoint", Text),
    Column("nps", Integer),
    Column("csat", Float),
    Column("ces", Float),
    Column("stars", Float),
    Column("declared_language", Text),
    Column("language", Text),
    Column("sentiment", Text),
    Column("score", Float),
    Column("stage", Text),
    Column("model_version", Text),
    Column("status", Text, nullable=False),
    Column("whole", LargeBinary),
    UniqueConstraint("workspace", "id", name="feedback_id"),
    UniqueConstraint("workspace", "content_hash", name="feedback_content"),
    Index("feedback_time", "workspace", "created_at", "row"),
    Index("feedback_customer", "customer"),
)

feedback_topic = Table(
    "feedback_topic",
    metadata,
    _workspace(),
    _of("feedback"),
    Column("position", Integer, nullable=False),
    Column("topic", Text, nullable=False),
    Column("sentiment", Text, nullable=False),
    Column("p", Float, nullable=False),
    PrimaryKeyConstraint("feedback", "position"),
)

segment = Table(
    "segment",
    metadata,
    _workspace(),
    _of("feedback"),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("feedback", "name"),
    Index("segment_value", "workspace", "name", "value"),
)

mention = Table(
    "mention",
    metadata,
    _row(),
    _workspace(),
    _of("feedback"),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("stage_p", Float, nullable=False),
    Column("sentiment", Text, nullable=False),
    Column("score", Float, nullable=False),
    UniqueConstraint("feedback", "position", name="mention_position"),
)

mention_topic = Table(
    "mention_topic",
    metadata,
    _workspace(),
    _of("mention"),
    Column("position", Integer, nullable=False),
    Column("topic", Text, nullable=False),
    Column("sentiment", Text, nullable=False),
    Column("p", Float, nullable=False),
    PrimaryKeyConstraint("mention", "position"),
)

vector = Table(
    "vector",
    metadata,
    _workspace(),
    _of("mention"),
    Column("model_version", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    PrimaryKeyConstraint("mention", "model_version"),
)

run = Table(
    "run",
    metadata,
    _row(),
    _workspace(),
    Column("kind", Text, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("model_version", Text),
    Column("detail", Text, nullable=False),
)

theme = Table(
    "theme",
    metadata,
    _row(),
    _workspace(),
    Column("id", Text, nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("named_by", Text),
    Column("topic", Text),
    Column("stage", Text),
    Column("status", Text, nullable=False),
    Column("born", Date, nullable=False),
    Column("retired_at", BigInteger),
    Column("centroid", LargeBinary, nullable=False),
    Column("radius", Float, nullable=False),
    UniqueConstraint("workspace", "id", name="theme_id"),
)

assignment = Table(
    "assignment",
    metadata,
    _workspace(),
    Column("mention", ROW, ForeignKey("mention.row", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    _of("theme", nullable=True),
    Column("similarity", Float, nullable=False),
    _of("run"),
    Index("assignment_theme", "theme"),
)

theme_event = Table(
    "theme_event",
    metadata,
    _row(),
    _workspace(),
    _of("theme"),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    _of("run", nullable=True),
    Index("theme_event_theme", "theme"),
)

correction = Table(
    "correction",
    metadata,
    _row(),
    _workspace(),
    _of("feedback"),
    Column("text_hash", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("labels", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("before", Text, nullable=False),
    Column("model_version", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("correction_text", "workspace", "text_hash"),
    Index("correction_feedback", "feedback"),
)

head = Table(
    "head",
    metadata,
    _workspace(),
    Column("number", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("model_version", Text, nullable=False),
    Column("arrays", LargeBinary, nullable=False),
    Column("report", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    PrimaryKeyConstraint("workspace", "number", name="head_number"),
)
