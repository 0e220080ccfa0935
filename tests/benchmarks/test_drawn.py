"""The pictures that strangers' figures are drawn with, from a few strokes of nobody's."""

import itertools
import subprocess
import sys

import cv2
import numpy as np
import pytest

from benchmarks import drawn
from benchmarks.handwritten import Hands
from benchmarks.whose_hands import run
from training.measure.figure_rows import rows
from training.measure.outcomes import Outcome, gather
from training.process.errors import TrainingError
from training.synthesis.characters import from_characters
from training.synthesis.penarchives import Character

LABELS = "0123456789.,-:/()%+=" + "".join(sorted({"x", *"".join(drawn.WORDS)}))


def character(label, hand):
    contributor, writer = hand.split("/")
    turn = np.linspace(0, 5, 20) + LABELS.index(label)
    long = 0.1 if label in ".," else 1.0
    points = 100 * long * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return Character(label, contributor, int(writer), [points])


@pytest.fixture(scope="module")
def hands():
    """One who has everything, one who has digits alone, and one who may be trained on."""
    found = [character(label, "uqb/1") for label in LABELS]
    found += [character(label, hand) for label in "0123456789" for hand in ("pen/101", "aga/1")]
    return Hands(from_characters(found).for_reporting())


def test_nobody_is_drawn_with_who_may_be_trained_on(hands):
    assert {hand.name for hand in hands.every} == {"uqb/1", "pen/101"}


@pytest.mark.parametrize("kind", drawn.KINDS)
def test_every_kind_is_a_picture_with_ink_and_a_label(hands, kind):
    for one in drawn.scenes(hands, kind, 3, seed=5):
        page = cv2.imdecode(np.frombuffer(one.data, np.uint8), cv2.IMREAD_GRAYSCALE)
        assert max(page.shape) >= 800
        dark = page < np.median(page) * 0.6
        assert 0.0002 < dark.mean() < 0.3
        assert not dark[[0, -1]].any()
        if kind == "words":
            assert (one.text, one.hand) == ("", "uqb/1")
        else:
            assert set(one.text) <= set("0123456789.,-:/()%+=×÷ \n")  # noqa: RUF001
            assert any(c.isdigit() for c in one.text)


def test_the_same_seed_draws_the_same_however_many_there_are(hands):
    three = list(drawn.scenes(hands, "plain", 3, seed=1))
    assert list(drawn.scenes(hands, "plain", 2, seed=1)) == three[:2]
    assert list(drawn.scenes(hands, "plain", 3, seed=2)) != three


def test_every_contributor_writes_as_often_however_many_hands_are_theirs():
    many = [character(label, f"uqb/{n}") for n in range(9) for label in "0123456789"]
    one = [character(label, "pen/101") for label in "0123456789"]
    hands, rng = Hands(from_characters(many + one)), np.random.default_rng(2)
    names = [hands.choose(rng, lambda _: True).contributor for _ in range(400)]
    assert 160 < names.count("pen") < 240


def test_a_hand_without_a_sign_borrows_it(hands):
    rng = np.random.default_rng(0)
    pen = next(hand for hand in hands.every if hand.name == "pen/101")
    assert "/" not in pen.places
    assert len(hands.write(pen, "1/2", rng)) == 3
    with pytest.raises(TrainingError, match="Nobody's hand"):
        hands.character(pen, "\u00e9", rng)


def test_characters_stand_on_the_line_in_order(hands):
    rng = np.random.default_rng(0)
    pen = next(hand for hand in hands.every if hand.name == "pen/101")
    strokes = hands.write(pen, "123", rng)
    for left, right in itertools.pairwise(strokes):
        assert left[:, 0].max() < right[:, 0].min()
    for stroke in strokes:
        assert abs(stroke[:, 1].max()) < 0.15


def test_a_frame_goes_around_the_number(hands):
    rng = np.random.default_rng(0)
    hand = hands.every[0]
    for frame in (drawn.boxed, drawn.circled):
        inside = np.concatenate(hands.write(hand, "4071", rng))
        around = frame([inside], rng)[1:]
        every = np.concatenate(around)
        assert (every.min(axis=0) < inside.min(axis=0)).all()
        assert (every.max(axis=0) > inside.max(axis=0)).all()


def test_pictures_are_written_as_a_folder_that_can_be_measured(hands, tmp_path):
    pictures = list(drawn.scenes(hands, "marks", 2, seed=1))
    drawn.save(tmp_path, iter(pictures))
    found = gather(tmp_path)
    assert [p.label for p in found] == [one.text for one in pictures]
    assert [p.path.read_bytes() for p in found] == [one.data for one in pictures]
    assert {p.group for p in found} == {"drawn-marks"}


def test_drawn_single_digits_are_not_the_real_ones_that_were_chosen_on(hands, tmp_path):
    class Reads:
        def read(self, _):
            return Outcome(None, "7", 0.9)

    real = tmp_path / "real" / "single"
    real.mkdir(parents=True)
    (real / "labels.csv").write_text("file,label,kind,source\n0.png,1,k,s\n")
    drawn.save(tmp_path / "drawn", drawn.scenes(hands, "single", 2, seed=1))
    found = [p for folder in ("real", "drawn") for p in gather(tmp_path / folder)]
    assert [p.group for p in found] == ["single", "drawn-single", "drawn-single"]
    outcomes = drawn.measure(Reads(), drawn.scenes(hands, "single", 2, seed=1))
    assert not any(row.chosen_on for row in rows(outcomes))


def test_strokes_without_signs_are_told_as_such(tmp_path, monkeypatch, hands):
    digits = from_characters([character(label, "pen/101") for label in "0123456789"])
    monkeypatch.setattr(drawn, "hands_of", lambda _: Hands(digits))
    monkeypatch.setattr(sys, "argv", ["drawn.py", "--kinds", "marks", "--save", str(tmp_path)])
    with pytest.raises(SystemExit, match="Name UNIPEN's strokes too"):
        run(drawn.main)


def test_without_strokes_it_says_where_they_are():
    done = subprocess.run(
        [sys.executable, "benchmarks/drawn.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "10.5281/zenodo.1195803" in done.stderr
    assert "Traceback" not in done.stderr
