from __future__ import annotations

import io
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from bot.drawing import contact_sheet
from bot.storage.correction_values import NOT_A_DIGIT, Correction, Judgement


def item(actual: int = 1, *, ink: bool = True) -> Correction:
    crop = np.zeros((28, 28), np.uint8)
    crop[4:24, 12:16] = 255 * ink
    at = datetime(2026, 1, 2, tzinfo=UTC)
    return Correction(9, "ab" * 32, crop, 7, actual, "v", at, Judgement.PENDING)


def drawn(*items: Correction) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(contact_sheet.draw(items))).convert("L"), int)


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (4, 1), (5, 2), (12, 3)])
def test_cards_stand_in_rows_of_four(count, rows):
    picture = drawn(*[item() for _ in range(count)])
    assert picture.shape[1] == 1080
    assert picture.shape[0] == 56 + rows * 300 + (rows - 1) * 20
    # The stroke of each crop, as dark ink on light paper.
    dark = np.flatnonzero((picture[110:220] < 90).all(axis=0))
    assert len(np.flatnonzero(np.diff(dark) > 1)) + 1 == min(count, 4)


def test_what_it_is_said_to_be_is_on_the_card():
    one, two, none = (drawn(item(actual)) for actual in (1, 2, NOT_A_DIGIT))
    for other in (two, none):
        changed = np.argwhere(abs(one - other) > 60)
        assert len(changed) > 50
        assert changed[:, 0].min() > 250  # below the crop


def test_an_empty_crop_can_be_drawn_too():
    assert drawn(item(ink=False)).shape == (356, 1080)
