import cv2
import numpy as np

from training.lines.frames import without_frame

UNIT = 40.0


def sevens(count):
    """Ink of so many digits, and the cells around them."""
    ink = np.zeros((110, 70 * count + 60), np.uint8)
    for place in range(count):
        x = 45 + 70 * place
        points = np.array([(x, 35), (x + 24, 35), (x + 8, 75)], np.int32)
        cv2.polylines(ink, [points], False, 230, 4)
    cells = np.zeros_like(ink)
    for place in range(count):
        corner = (30 + 70 * place, 12)
        cv2.rectangle(cells, corner, (corner[0] + 70, 95), 230, 3)
    return ink, cells


def test_cells_are_taken_out_and_what_is_in_them_stays():
    ink, cells = sevens(4)
    left = without_frame(np.maximum(ink, cells), UNIT)
    only_cells = (cells > 0) & (ink == 0)
    assert np.count_nonzero(left[only_cells]) < 0.05 * np.count_nonzero(only_cells)
    assert np.count_nonzero(left[ink > 0]) > 0.98 * np.count_nonzero(ink)


def test_a_ring_is_taken_out():
    ink, _ = sevens(2)
    ring = np.zeros_like(ink)
    cv2.ellipse(ring, (90, 54), (84, 48), 0, 0, 360, 230, 3)
    left = without_frame(np.maximum(ink, ring), UNIT)
    assert np.array_equal(left > 0, ink > 0)


def test_without_a_frame_nothing_changes():
    ink, _ = sevens(3)
    assert np.array_equal(without_frame(ink, UNIT), ink)


def test_a_frame_with_nothing_in_it_stays():
    _, cells = sevens(3)
    assert without_frame(cells, UNIT).any()
