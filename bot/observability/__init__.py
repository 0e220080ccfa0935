"""What an operator sees of a running bot: counters, heartbeat, Prometheus, health, logs, Sentry."""
