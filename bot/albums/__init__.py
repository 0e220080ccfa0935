"""Albums: several pictures sent at once, which come one by one and are answered together."""
