"""What people have taught the bot of their own hands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the embeddings of corrected digits."""
    op.create_table(
        "taught",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("user_hash", sa.String(64), nullable=False),
        sa.Column("actual", sa.Integer, nullable=False),
        sa.Column("embedding", sa.LargeBinary, nullable=False),
        sa.Column("model", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_taught"),
        sa.UniqueConstraint("answer", "place", name="uq_taught_answer"),
    )
    op.create_index("ix_taught_user_hash_id", "taught", ["user_hash", "id"])


def downgrade() -> None:
    """Forgets them."""
    op.drop_table("taught")
