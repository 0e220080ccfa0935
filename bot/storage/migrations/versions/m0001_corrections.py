"""What people say of answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("user_hash", sa.String(64), nullable=False),
        sa.Column("crop", sa.LargeBinary, nullable=False),
        sa.Column("held_out", sa.Boolean, nullable=False),
        sa.Column("said", sa.Integer, nullable=False),
        sa.Column("actual", sa.Integer, nullable=False),
        sa.Column("version", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sa.UniqueConstraint("answer", "place", name="uq_corrections_answer"),
    )
    op.create_index("ix_corrections_user_hash", "corrections", ["user_hash"])
    op.create_index("ix_corrections_state_id", "corrections", ["state", "id"])
    op.create_table(
        "verdicts",
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("user_hash", sa.String(64), nullable=False),
        sa.Column("correct", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("answer", name="pk_verdicts"),
    )
    op.create_index("ix_verdicts_user_hash", "verdicts", ["user_hash"])
    op.create_table(
        "counts",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("day", "what", name="pk_counts"),
    )


def downgrade() -> None:
    """To nothing."""
    for table in ("counts", "verdicts", "corrections"):
        op.drop_table(table)
