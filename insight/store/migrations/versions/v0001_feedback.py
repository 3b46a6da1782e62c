"""Feedback as it came in, what the model says of it, and the runs that said so."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables of feedback and labels."""
    op.create_table(
        "secret",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "name", name="secret_name"),
    )
    _customers_and_feedback()
    _attributes()
    _mentions()
    _runs()


def downgrade() -> None:
    """Drop them, children first."""
    for table in ("run", "vector", "mention_topic", "mention", "segment", "feedback_topic", "feedback", "customer", "secret"):
        op.drop_table(table)


def _customers_and_feedback() -> None:
    op.create_table(
        "customer",
        sa.Column("row", ROW, primary_key=True, autoincrement=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.UniqueConstraint("workspace", "id", name="customer_id"),
    )
    op.create_table(
        "feedback",
        sa.Column("row", ROW, primary_key=True, autoincrement=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("question", sa.Text),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("customer", ROW, sa.ForeignKey("customer.row", ondelete="CASCADE")),
        *(sa.Column(name, sa.Text, nullable=name != "source") for name in ("channel", "source", "phase", "touchpoint")),
        sa.Column("nps", sa.Integer),
        *(sa.Column(name, sa.Float) for name in ("csat", "ces", "stars")),
        *(sa.Column(name, sa.Text) for name in ("declared_language", "language", "sentiment")),
        sa.Column("score", sa.Float),
        *(sa.Column(name, sa.Text) for name in ("stage", "model_version")),
        sa.Column("status", sa.Text, nullable=False),
        sa.UniqueConstraint("workspace", "id", name="feedback_id"),
        sa.UniqueConstraint("workspace", "content_hash", name="feedback_content"),
    )
    op.create_index("feedback_time", "feedback", ["workspace", "created_at", "row"])
    op.create_index("feedback_customer", "feedback", ["customer"])


def _attributes() -> None:
    op.create_table(
        "feedback_topic",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("feedback", ROW, sa.ForeignKey("feedback.row", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("sentiment", sa.Text, nullable=False),
        sa.Column("p", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("feedback", "position"),
    )
    op.create_table(
        "segment",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("feedback", ROW, sa.ForeignKey("feedback.row", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("feedback", "name"),
    )
    op.create_index("segment_value", "segment", ["workspace", "name", "value"])


def _mentions() -> None:
    op.create_table(
        "mention",
        sa.Column("row", ROW, primary_key=True, autoincrement=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("feedback", ROW, sa.ForeignKey("feedback.row", ondelete="CASCADE"), nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("position", "start", "end")),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("stage_p", sa.Float, nullable=False),
        sa.Column("sentiment", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.UniqueConstraint("feedback", "position", name="mention_position"),
    )
    op.create_table(
        "mention_topic",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("mention", ROW, sa.ForeignKey("mention.row", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("sentiment", sa.Text, nullable=False),
        sa.Column("p", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("mention", "position"),
    )
    op.create_table(
        "vector",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("mention", ROW, sa.ForeignKey("mention.row", ondelete="CASCADE"), nullable=False),
        sa.Column("model_version", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("mention", "model_version"),
    )


def _runs() -> None:
    op.create_table(
        "run",
        sa.Column("row", ROW, primary_key=True, autoincrement=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("model_version", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
    )
