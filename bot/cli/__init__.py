"""What `python -m bot` does besides running the bot: read, check, demo."""
