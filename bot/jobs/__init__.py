"""Work that the bot hands to another process, through a queue in the database that both share."""
