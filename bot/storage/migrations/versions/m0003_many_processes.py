"""What several processes of one bot have to share: albums that arrive, and who shows a run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the parts of albums, and what has been told of a run."""
    op.create_table(
        "album_parts",
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("album", sa.String(64), nullable=False),
        sa.Column("message", sa.BigInteger, nullable=False),
        sa.Column("part", sa.JSON, nullable=False),
        sa.Column("came", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat", "album", "message", name="pk_album_parts"),
    )
    op.add_column("runs", sa.Column("shown_by", sa.String(300)))
    op.add_column("runs", sa.Column("shown_at", sa.DateTime(timezone=True)))
    op.add_column("runs", sa.Column("told", sa.DateTime(timezone=True)))
    runs = sa.table("runs", sa.column("told", sa.DateTime), sa.column("finished", sa.DateTime))
    op.execute(runs.update().values(told=runs.c.finished))
