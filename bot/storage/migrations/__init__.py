"""The migrations, in `versions/`, for Alembic. Applied at each start by `bot.storage.migrate`."""
