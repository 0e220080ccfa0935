"""Networks that load sooner, as for `read photo.jpg`, read the same."""

from __future__ import annotations

import pytest
from reading.conftest import MODEL
from reading.scenes import draw, encoded

from bot.reading import Reader


@pytest.mark.parametrize("text", ["7", "3140", "12345"])
def test_the_answer_is_the_same(reader, text):
    picture = encoded(draw(text))
    usual, brief = reader.read(picture), Reader.open(MODEL, brief=True).read(picture)
    assert brief.written == usual.written
    assert brief.confidence == pytest.approx(usual.confidence, abs=1e-4)
