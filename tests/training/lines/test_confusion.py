import numpy as np

from bot.reading.line.network import PAD, STRIDE
from bot.reading.line.symbols import BLANK, CLASSES, FIRST_LETTER
from training.lines import confusion, pool
from training.lines.pictures import Line


def test_a_letter_is_taken_for_the_digit_that_stands_where_it_is_seen(monkeypatch):
    strip = np.zeros((32, 60), np.uint8)
    lines = [
        Line(strip, [3, 5], np.array([10.0, 40.0])),
        Line(strip, [3, FIRST_LETTER], np.array([10.0, 40.0])),  # it is no number
    ]
    monkeypatch.setattr(pool, "draw_lines", lambda *_: lines)
    columns = np.full(((60 + 2 * PAD) // STRIDE, CLASSES), 1e-6)
    columns[:, BLANK] = 1.0
    columns[int((10 + PAD) / STRIDE), FIRST_LETTER + 2] = 0.9
    columns[int((40 + PAD) / STRIDE), FIRST_LETTER + 7] = 0.9
    asked = []

    def network(strips):
        asked.append(len(strips))
        return [np.log(columns)] * len(strips)

    counted = confusion.count(network, None, 2, np.random.default_rng(1))
    assert asked == [1]
    assert np.allclose(counted.sum(axis=1), 1)
    assert (counted[2].argmax(), counted[7].argmax()) == (3, 5)
    assert counted[2, 3] > 0.3
    assert np.ptp(counted[0]) < 1e-3
