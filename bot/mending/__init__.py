"""Mending an answer: what a person says is written there, beside what was seen. Pure."""
