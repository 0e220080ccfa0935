"""What is counted is what the lines that are trained on hold."""

import numpy as np

from bot.reading.line.forms import Forms
from bot.reading.line.symbols import ALPHABET
from training.lines.forms import count


def test_what_is_written_often_is_likely():
    forms = Forms(count(np.random.default_rng(2), texts=3_000))
    said = {text: forms(tuple(map(ALPHABET.index, text))) for text in ("71", "7.1", "7.:1", "7)1")}
    assert min(said["71"], said["7.1"]) > max(said["7.:1"], said["7)1"])
