"""What can go wrong in training, told to the person who started it."""

from __future__ import annotations


class TrainingError(Exception):
    """Training cannot go on; the message is a plain sentence that says what to do next."""
