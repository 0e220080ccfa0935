"""Telegram in, Telegram out: `routes` lists what the bot does; one file a conversation."""
