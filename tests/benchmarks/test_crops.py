"""The numbers cut out of something that the bot is measured with."""

import cv2
import numpy as np
import pytest

from benchmarks import crops


@pytest.fixture(scope="module")
def inks(one_hand):
    """The ink of the same number, cut out in each way: whether each pixel is dark."""
    made = {kind: crops.crop(one_hand, kind, np.random.default_rng([3, 1])) for kind in crops.KINDS}
    assert len({text for text, _ in made.values()}) == 1
    return {
        kind: cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE) < 140
        for kind, (_, data) in made.items()
    }


@pytest.mark.parametrize(
    ("kind", "beside", "above"),
    [
        ("with room", False, False),
        ("closely", True, True),
        ("sides closely", True, False),
        ("rest beside", True, False),
        ("rests of rows", False, True),
    ],
)
def test_ink_reaches_the_edges_that_it_is_cut_at(inks, kind, beside, above):
    ink = inks[kind]
    assert bool(ink[:, :3].any() or ink[:, -3:].any()) is beside
    assert bool(ink[:3].any() or ink[-3:].any()) is above
