import numpy as np
import pytest

from bot.reading.binarise.stroke_width import stroke_width


@pytest.mark.parametrize("thickness", [4, 9])
@pytest.mark.parametrize("brightness", [60, 255])
def test_the_width_of_a_bar_is_its_thickness(thickness, brightness):
    bar = np.zeros((40, 200), np.uint8)
    bar[10 : 10 + thickness] = brightness
    assert stroke_width(bar, 50) == pytest.approx(thickness, rel=0.1)


def test_what_is_fainter_than_the_level_is_no_stroke():
    bar = np.full((40, 200), 40, np.uint8)
    bar[10:15] = 255
    assert stroke_width(bar, 96) == pytest.approx(5, rel=0.1)
