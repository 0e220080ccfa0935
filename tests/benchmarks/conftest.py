"""A hand that several programs draw with in their tests."""

import numpy as np
import pytest

from benchmarks.handwritten import Hands
from training.synthesis.characters import from_characters
from training.synthesis.penarchives import Character


def character(label):
    turn = np.linspace(0, 5, 20) + int(label)
    return Character(label, "uqb", 1, [100 * np.stack([np.cos(turn), np.sin(turn)], axis=1)])


@pytest.fixture(scope="session")
def one_hand():
    """Digits of one who is held back, a turn of a circle each."""
    return Hands(from_characters([character(d) for d in "0123456789"]).for_reporting())
