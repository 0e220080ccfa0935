"""The digit-reading Telegram bot: what the worker runs. Never imports TensorFlow."""
