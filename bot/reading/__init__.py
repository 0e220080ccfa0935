"""Picture bytes -> Reading. Pure: no Telegram, no disk, no clock."""
