"""What the bot keeps: corrections, model versions, training runs. SQLite or PostgreSQL.

`Database` is the door. Importing this package loads no database library: that happens in the
background after `Database.start`, so that the bot polls before it.
"""

from __future__ import annotations

from bot.storage.database import Database
from bot.storage.errors import StorageDown

__all__ = ["Database", "StorageDown"]
