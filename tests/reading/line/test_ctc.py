from __future__ import annotations

import itertools

import numpy as np
import pytest

from bot.reading.line.ctc import align, likeliest_string, likely_strings, log_probability
from bot.reading.line.symbols import BLANK, CLASSES, FIRST_LETTER


def columns_of(rng, length, symbols=(0, 1, BLANK)):
    """Columns in which only `symbols` have a chance."""
    scores = np.full((length, CLASSES), -40.0)
    scores[:, symbols] = rng.normal(0, 1.5, (length, len(symbols)))
    return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)


def by_enumeration(columns, symbols=(0, 1, BLANK)):
    """Log-probability of every string, summed over every path through the columns."""
    strings: dict[tuple[int, ...], list[float]] = {}
    for path in itertools.product(symbols, repeat=len(columns)):
        merged = [s for s, _ in itertools.groupby(path)]
        string = tuple(s for s in merged if s != BLANK)
        score = sum(columns[t, s] for t, s in enumerate(path))
        strings.setdefault(string, []).append(score)
    return {string: float(np.logaddexp.reduce(scores)) for string, scores in strings.items()}


@pytest.mark.parametrize("seed", range(4))
def test_beam_and_trellis_give_the_sums_of_an_enumeration(seed):
    columns = columns_of(np.random.default_rng(seed), 6)
    truth = by_enumeration(columns)
    found = likely_strings(columns, beam=200)
    assert [string for string, _ in found[:5]] == sorted(truth, key=lambda s: -truth[s])[:5]
    for string, score in found[:20]:
        assert score == pytest.approx(truth[string], abs=1e-6)
        assert log_probability(columns, string) == pytest.approx(truth[string], abs=1e-6)


def spelled(path, sure=0.98):
    """Columns that say `path`, a symbol a column."""
    columns = np.full((len(path), CLASSES), (1 - sure) / (CLASSES - 1))
    columns[np.arange(len(path)), path] = sure
    return np.log(columns)


def test_repeats_need_a_blank_between_them():
    assert likely_strings(spelled([BLANK, 7, 7, BLANK]))[0][0] == (7,)
    assert likely_strings(spelled([7, BLANK, 7, BLANK]))[0][0] == (7, 7)
    assert likely_strings(spelled([7, BLANK, BLANK, 7], sure=0.99999))[0][0] == (7, 7)
    assert likely_strings(spelled([BLANK, 1, FIRST_LETTER, 1]))[0][0] == (1, FIRST_LETTER, 1)


def test_strings_of_some_symbols_keep_their_probability():
    columns = np.logaddexp(spelled([BLANK, 1, BLANK]), spelled([BLANK, FIRST_LETTER, BLANK], 0.9))
    columns -= np.logaddexp.reduce(columns, axis=1, keepdims=True)
    every = dict(likely_strings(columns, beam=200))
    numbers = dict(likely_strings(columns, beam=200, symbols=FIRST_LETTER))
    assert (FIRST_LETTER,) in every
    assert (FIRST_LETTER,) not in numbers
    assert numbers[1,] == pytest.approx(every[1,], abs=1e-3)


@pytest.mark.parametrize("sure", [0.4, 0.9, 0.9999])
def test_what_is_known_without_a_search_is_what_a_search_finds(sure):
    columns = spelled([BLANK, 7, 7, BLANK, BLANK, 1, BLANK, 1, FIRST_LETTER, BLANK], sure)
    every = likely_strings(columns, beam=50)
    assert likeliest_string(columns, beam=50)[0] == every[0][0]
    assert likeliest_string(columns, beam=50)[1] == pytest.approx(every[0][1], abs=1e-3)
    near = likely_strings(columns, 50, within=3)
    assert near == [one for one in every if one[1] >= every[0][1] - 3] or (
        len(near) == 1 and near[0][0] == every[0][0] and every[1][1] < every[0][1] - 3
    )
    assert len(likely_strings(spelled([7, BLANK], 0.999999), within=6)) == 1


def test_columns_that_only_separate_are_one_step_and_keep_the_places():
    path = [BLANK] * 9 + [4, 4] + [BLANK] * 7 + [4] + [BLANK] * 3
    columns = spelled(path, 0.9999999)
    assert align(columns, [(4, 4)]) == [[(9, 11), (18, 19)]]
    assert log_probability(columns, (4, 4)) == pytest.approx(0, abs=1e-4)


def test_empty_line_is_the_empty_string():
    columns = spelled([BLANK] * 5)
    string, score = likely_strings(columns)[0]
    assert string == ()
    assert score == pytest.approx(log_probability(columns, ()), abs=1e-6)
    assert align(columns, [()]) == [[]]


def test_alignment_says_where_each_symbol_stands():
    columns = spelled([BLANK, 4, 4, BLANK, BLANK, 4, 0, BLANK])
    places = [(1, 3), (5, 6), (6, 7)]
    assert align(columns, [(4, 4, 0)]) == [places]
    assert align(columns, [(4,), (4, 4, 0), ()])[1:] == [places, []]


def test_alignment_refuses_a_string_that_is_too_long():
    with pytest.raises(ValueError, match="too few columns"):
        align(spelled([3, 3, 3]), [(3,), (3, 3, 3)])


def test_a_long_line_of_little_worth_keeps_its_score():
    columns = columns_of(np.random.default_rng(5), 3000, range(CLASSES))
    score = likely_strings(columns)[0][1]
    assert np.isfinite(score)
    assert score < np.log(np.finfo(float).tiny), "no plain probability is as small"
