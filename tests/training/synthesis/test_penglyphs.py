import numpy as np

from training.data import NOT_A_DIGIT
from training.synthesis import penglyphs


def test_as_many_of_each_kind_as_asked_for_and_always_the_same(hands):
    drawn = penglyphs.draw(30, 20, np.random.default_rng(1), hands)
    assert drawn.images.shape == (50, 28, 28)
    assert (drawn.labels[:30] < 10).all()
    assert (drawn.labels[30:] == NOT_A_DIGIT).all()
    assert drawn.images.reshape(50, -1).max(axis=1).min() > 100
    again = penglyphs.draw(30, 20, np.random.default_rng(1), hands)
    assert np.array_equal(drawn.images, again.images)


def test_what_looks_like_a_digit_is_not_called_none(hands, monkeypatch):
    asked = []

    def noted(label, *rest):
        asked.append(label)
        return penglyphs.foreign(48, rest[1], rest[2], rest[3])

    monkeypatch.setattr(penglyphs, "character", noted)
    penglyphs.draw(0, 60, np.random.default_rng(2), hands)
    assert asked
    assert not set(asked) & penglyphs.LIKE_DIGITS
    assert not any(label.isdigit() for label in asked)
