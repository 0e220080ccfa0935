"""Every word that the bot says, and the buttons under it: values in, Telegram HTML out. Pure."""
