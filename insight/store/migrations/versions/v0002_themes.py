"""Themes with their ledger, which mention belongs to which, and what people corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables of themes and corrections."""
    _themes()
    _ledger()
    op.create_table(
        "correction",
        sa.Column("row", ROW, primary_key=True, autoincrement=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("mention", ROW, sa.ForeignKey("mention.row", ondelete="CASCADE"), nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("model_version", sa.Text),
    )
    op.create_index("correction_mention", "correction", ["mention"])


def downgrade() -> None:
    """Drop them, children first; feedback and its labels stay."""
    for table in ("correction", "theme_event", "assignment", "theme"):
        op.drop_table(table)


def _themes() -> None:
    op.create_table(
        "theme",
        sa.Column("row", ROW, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("workspace", "id", "name_vi", "name_en")),
        *(sa.Column(name, sa.Text) for name in ("named_by", "topic", "stage")),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("born", sa.Date, nullable=False),
        sa.Column("retired_at", sa.BigInteger),
        sa.Column("centroid", sa.LargeBinary, nullable=False),
        sa.Column("radius", sa.Float, nullable=False),
        sa.UniqueConstraint("workspace", "id", name="theme_id"),
    )
    op.create_table(
        "assignment",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("mention", ROW, sa.ForeignKey("mention.row", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        sa.Column("theme", ROW, sa.ForeignKey("theme.row", ondelete="CASCADE")),
        sa.Column("similarity", sa.Float, nullable=False),
        sa.Column("run", ROW, sa.ForeignKey("run.row", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("assignment_theme", "assignment", ["theme"])


def _ledger() -> None:
    op.create_table(
        "theme_event",
        sa.Column("row", ROW, primary_key=True, autoincrement=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("theme", ROW, sa.ForeignKey("theme.row", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "reason", "detail")),
        sa.Column("run", ROW, sa.ForeignKey("run.row", ondelete="CASCADE")),
    )
    op.create_index("theme_event_theme", "theme_event", ["theme"])
