"""Questions that people are to reply to, at whichever process."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds what was asked."""
    op.create_table(
        "questions",
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("message", sa.BigInteger, nullable=False),
        sa.Column("answer", sa.BigInteger, nullable=False),
        sa.Column("user_hash", sa.String(64), nullable=False),
        sa.Column("about", sa.JSON, nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat", "message", name="pk_questions"),
    )
    op.create_index("ix_questions_asked", "questions", ["asked"])
    op.create_index("ix_questions_user_hash", "questions", ["user_hash"])


def downgrade() -> None:
    """Forgets it."""
    op.drop_table("questions")
