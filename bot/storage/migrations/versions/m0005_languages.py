"""The languages that people have chosen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds what somebody chose."""
    op.create_table(
        "languages",
        sa.Column("user_hash", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("user_hash", name="pk_languages"),
    )


def downgrade() -> None:
    """Forgets it."""
    op.drop_table("languages")
