"""How bot and Telegram reach each other: requests, retries, polling, queue, turns, admission."""
