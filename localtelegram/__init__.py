"""The whole bot without Telegram: a local Bot API server, and a chat page to talk to it."""
