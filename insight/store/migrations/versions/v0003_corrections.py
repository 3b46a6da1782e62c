"""Corrections that survive a relabelling, learned heads, and vectors of whole texts, so that relabelling need not encode."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Replace the table of corrections, which nothing ever wrote to; add that of heads; leave room for whole vectors."""
    op.drop_table("correction")
    op.create_table(
        "correction",
        sa.Column("row", ROW, primary_key=True, autoincrement=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("feedback", ROW, sa.ForeignKey("feedback.row", ondelete="CASCADE"), nullable=False),
        sa.Column("text_hash", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("start", "end")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("labels", "who")),
        sa.Column("at", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("before", "model_version", "status", "note")),
    )
    op.create_index("correction_text", "correction", ["workspace", "text_hash"])
    op.create_index("correction_feedback", "correction", ["feedback"])
    op.create_table(
        "head",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("model_version", sa.Text, nullable=False),
        sa.Column("arrays", sa.LargeBinary, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "number", name="head_number"),
    )
    op.add_column("feedback", sa.Column("whole", sa.LargeBinary))


def downgrade() -> None:
    """Drop them; labels stay as they are, under the version of their encoder, which is how version 0002 finds their vectors."""
    _forget_label_versions()
    op.drop_column("feedback", "whole")
    for table in ("head", "correction"):
        op.drop_table(table)
    op.create_table(
        "correction",
        sa.Column("row", ROW, primary_key=True, autoincrement=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("mention", ROW, sa.ForeignKey("mention.row", ondelete="CASCADE"), nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("before", "after")),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("model_version", sa.Text),
    )
    op.create_index("correction_mention", "correction", ["mention"])


def _forget_label_versions() -> None:
    version = sa.Column("model_version", sa.Text)
    feedback = sa.Table("feedback", sa.MetaData(), version)
    for found in op.get_bind().scalars(sa.select(version).where(version.contains("+")).distinct()).all():
        op.execute(feedback.update().where(version == found).values(model_version=found.partition("+")[0]))
