"""A run as a process: what it needs, where it works, what it tells, and what it leaves behind."""
