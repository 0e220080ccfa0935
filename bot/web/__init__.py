"""What the bot serves over HTTP: the webhook, how it is, and the page for drawing."""
