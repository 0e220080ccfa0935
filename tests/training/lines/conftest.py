import numpy as np
import pytest
from penwriters import characters

from training.synthesis import styles
from training.synthesis.hands import hands_of


@pytest.fixture(scope="session")
def strokes():
    return characters()


@pytest.fixture(scope="session")
def hands(strokes):
    digits = styles.draw(200, np.random.default_rng(3))
    return hands_of(strokes.for_training(), digits)
