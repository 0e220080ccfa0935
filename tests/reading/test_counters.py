"""The light spots within and between dark letters are no digits."""

import cv2
import numpy as np
import pytest
from reading.scenes import noisy


def word(text, face, thick):
    page = np.full((260, 700), 225, np.uint8)
    cv2.putText(page, text, (40, 160), face, 3.0, 60, thick, cv2.LINE_AA)
    return noisy(page, 3)


@pytest.mark.parametrize("thick", [2, 4, 7])
@pytest.mark.parametrize(
    ("text", "face"), [("London", 0), ("monday", 6), ("grape", 7), ("Izmir", 4), ("bread", 6)]
)
def test_the_counters_of_letters_are_not_read(reader, text, face, thick):
    assert not reader.read_gray(word(text, face, thick)).digits
