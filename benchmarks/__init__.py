"""What the bot and its training take, measured; each module is a program that prints a table."""
