"""What the bot says unasked: menus, how a training goes, what admins should know."""
