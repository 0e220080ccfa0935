"""Numbers of corrections, which an admin's sheet names: SQLite never gives one twice."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Lets SQLite count on from the highest number that there ever was; PostgreSQL does."""
    _recreate(autoincrement=True)


def downgrade() -> None:
    """Lets it count on from the highest that there is."""
    _recreate(autoincrement=False)


def _recreate(*, autoincrement: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    more = {"sqlite_autoincrement": autoincrement}
    with op.batch_alter_table("corrections", recreate="always", table_kwargs=more):
        pass
