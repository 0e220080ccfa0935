import numpy as np
import pytest
from penwriters import characters

from training.lines.sources import hands_of
from training.synthesis import styles


@pytest.fixture(scope="session")
def strokes():
    return characters()


@pytest.fixture(scope="session")
def hands(strokes):
    digits = styles.draw(200, np.random.default_rng(3))
    return hands_of(strokes.for_training(), digits)
