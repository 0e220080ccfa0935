"""Lines of pieces -> what is written in them.

Every line is read whole by the line network. Of its likeliest numbers, the digit network looks at
the ink of each digit; see `confidence` for how the two are joined.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Ink
from bot.reading.digits.classify import Classifier, Scores
from bot.reading.layout.segment import Segments
from bot.reading.line.confidence import Evidence, Whole, line_features, probability
from bot.reading.line.confusion import as_number
from bot.reading.line.ctc import String, align, likely_strings, log_probability
from bot.reading.line.digit_lines import DigitLineNetwork
from bot.reading.line.line_ink import LineInk, Run, ink_of
from bot.reading.line.marks import marks_of
from bot.reading.line.network import PAD, STRIDE, Columns, LineNetwork
from bot.reading.line.strip import Strip, strip_of
from bot.reading.line.symbols import ALPHABET, DIGITS, FIRST_LETTER
from bot.reading.result import Box, Glyph, union

_BEAM: Final = 8
_MOST_SECOND: Final = 7
"""Cells of more digits are not shown to the second line network, which knows no longer ones."""
_WORTH: Final = 0.05
"""What it finds less likely than this is no candidate."""
_ROOM: Final = 0.25
"""Room around a cell that it sees, in heights of the line."""
_STRINGS: Final = 4
"""So many strings of a line are looked at with the digit network."""
_UNLIKELY: Final = 6.0
"""Those that are less likely than the best by more than this, in logarithms, are not."""
MOST_CELLS: Final = 300
"""Cells that are read, of a picture."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A symbol that was read.

    Attributes:
        symbol: a digit or a sign.
        confidence: probability that this symbol is right.
        box: in pixels of the ink's arrays.
        probabilities: of the ten digits.
        glyph: what the digit network saw.
    """

    symbol: str
    confidence: float
    box: Box
    probabilities: tuple[float, ...]
    glyph: Glyph


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell of a line.

    Attributes:
        row: number of its line, from 0.
        run: the pieces that it was read from.
        marks: its symbols; letters and other marks are left out.
        confidence: probability that the text is right.
        number: probability that it is a number.
        others: whether something was left out.
    """

    row: int
    run: Run
    marks: tuple[Mark, ...]
    confidence: float
    number: float
    others: bool

    @property
    def digits(self) -> int:
        """How many digits it has."""
        return sum(mark.symbol in DIGITS for mark in self.marks)

    @property
    def text(self) -> str:
        """Its symbols."""
        return "".join(mark.symbol for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A string that a line may be, with the ink of its symbols."""

    string: String
    score: float
    marks: tuple[tuple[Box, Glyph], ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """Its symbols."""
        return "".join(ALPHABET[symbol] for symbol in self.string)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a cell may be.

    Attributes:
        row: number of its line, from 0.
        run: its pieces.
        columns: what the line network says if it is a number.
        found: candidates, the likeliest numbers first; the last may be one with letters. Where
            there is no digit, what is likeliest alone, if it is nothing but signs.
        seen: what the line network says of the cell whatever is written in it.
        second: the strings of digits that the second line network finds likely, with their
            probabilities; None where it is not asked.
    """

    row: int
    run: Run
    columns: Columns
    found: tuple[Candidate, ...]
    seen: Whole
    second: dict[str, float] | None = None

    @property
    def has_signs(self) -> bool:
        """Whether its likeliest number has signs."""
        return bool(self.found) and any(s >= len(DIGITS) for s in self.found[0].string)


class Recogniser:
    """Reads lines with three networks.

    Args:
        classifier: for single digits.
        network: for whole lines.
        second: for lines of digits alone; another opinion on short ones.
    """

    def __init__(
        self, classifier: Classifier, network: LineNetwork, second: DigitLineNetwork
    ) -> None:
        self.classifier, self.network, self.second = classifier, network, second

    def read(
        self, segments: Segments, ink: Ink, gray: Gray, most: int = MOST_CELLS
    ) -> list[ReadCell]:
        """Reads every cell of a picture; all of them are one batch for each network.

        Args:
            segments: the lines, of `ink`.
            ink: of the picture.
            gray: the picture, `ink.factor` times as large as the ink's arrays.
            most: cells that are read.
        """
        cells = self.candidates(segments, ink, gray, most)
        scores = self.classifier([g for cell in cells for one in cell.found for _, g in one.marks])
        read, start = [], 0
        for cell in cells:
            parts = []
            for found in cell.found:
                parts.append(scores[start : start + len(found.marks)])
                start += len(found.marks)
            read.append(self._joined(cell, parts))
        return read

    def candidates(
        self, segments: Segments, ink: Ink, gray: Gray, most: int = MOST_CELLS
    ) -> list[Candidates]:
        """What each cell may be, as the line network sees it; arguments as of `read`."""
        runs = [
            (row, Run(cell.pieces, line.height, line.slope))
            for row, line in enumerate(segments.text)
            for cell in line.cells
        ][:most]
        inks = [ink_of(run, segments.labels, ink, gray) for _, run in runs]
        strips = [strip_of(found.pixels) for found in inks]
        columns = self.network([strip.pixels for strip in strips])
        confusion = self.network.confusion
        wholes = self.classifier([marks_of(one, [one.pixels.shape[1] / 2])[0][1] for one in inks])
        return [
            self._candidates(
                _Cell(row, run, found, strip, said, as_number(said, confusion), len(runs) == 1),
                wholes[at : at + 1],
                ink,
                gray,
            )
            for at, ((row, run), found, strip, said) in enumerate(
                zip(runs, inks, strips, columns, strict=True)
            )
        ]

    def _candidates(self, cell: _Cell, whole: Scores, ink: Ink, gray: Gray) -> Candidates:
        """What all networks find likely for a cell.

        Args:
            cell: what was seen of it.
            whole: the digit network's say on the cell as one digit.
            ink: of the picture.
            gray: the picture.
        """
        every = likely_strings(cell.columns, _BEAM)[0]
        numbers = likely_strings(cell.numbers, _BEAM, FIRST_LETTER)[:_STRINGS]
        numbers = [one for one in numbers if _digits(one[0])]
        digit = (int(whole.probabilities[0].argmax()),)
        # A stroke alone may be taken for a slash or for a rule; only beside others it is one.
        is_digit = float(whole.is_digit[0]) >= self.classifier.info.is_digit_threshold
        signs = bool(every[0]) and all(len(DIGITS) <= s < FIRST_LETTER for s in every[0])
        if signs and not (cell.alone and is_digit):
            return cell.candidates([every], 0.0, None)
        if not numbers and is_digit:
            numbers = [(digit, log_probability(cell.numbers, digit))]
        if not numbers:
            return cell.candidates([], 0.0, None)
        best = numbers[0]
        wanted = [one for one in numbers if one[1] > best[1] - _UNLIKELY]
        second = None
        if _digits(best[0]) <= _MOST_SECOND:
            second = self.second(_crop(cell.run, ink, gray))
        more = [tuple(map(int, text)) for text, p in (second or {}).items() if p > _WORTH]
        if _digits(best[0]) == 1:
            more.append(digit)
        shapes = [string for string, _ in wanted]
        known = {_only_digits(string) for string in shapes}
        for digits in more:
            if not digits or digits in known:
                continue
            known.add(digits)
            # With the signs of the likeliest string that has as many digits, and without any.
            alike = (_with_digits(one, digits) for one in shapes if _digits(one) == len(digits))
            for string in {next(alike, digits), digits}:
                score = log_probability(cell.numbers, string)
                if math.isfinite(score):
                    wanted.append((string, score))
        other = every[1] - best[1]
        if other > 0 and 2 * _digits(every[0]) > len(every[0]):
            wanted.append(every)
        return cell.candidates(wanted, other, second)

    def _joined(self, cell: Candidates, scores: list[Scores]) -> ReadCell:
        """The best candidate of a cell, with what both networks say of it."""
        if not cell.found:
            return ReadCell(cell.row, cell.run, (), 0.0, 0.0, others=True)
        weights = self.network.weights
        found, scores = spelled(cell, scores)
        trust = self.classifier.info.trust
        evidence = [evidence_of(cell, c, s, trust) for c, s in zip(found, scores, strict=True)]
        best, shares = weights.choose(evidence)
        features = line_features(evidence[best], float(shares[best]), cell.seen)
        chosen = found[best]
        signs_alone = not evidence[best].digit
        sure = math.exp(chosen.score) if signs_alone else probability(features, weights.right)
        number = 0.0 if signs_alone else probability(features, weights.number)
        marks = tuple(
            _mark(cell.columns, chosen, scores[best], place, sure)
            for place, symbol in enumerate(chosen.string)
            if symbol < FIRST_LETTER
        )
        return ReadCell(cell.row, cell.run, marks, sure, number, len(marks) < len(chosen.string))


def spelled(cell: Candidates, scores: list[Scores]) -> tuple[list[Candidate], list[Scores]]:
    """The candidates of a cell, and what the digit network would make of the first one's ink.

    Args:
        cell: with candidates.
        scores: of the marks of each.
    """
    if not cell.found:
        return [], scores
    first, said = cell.found[0], scores[0].probabilities.argmax(axis=1).tolist()
    own = tuple(
        digit if symbol < len(DIGITS) else symbol
        for symbol, digit in zip(first.string, said, strict=True)
    )
    if any(found.string == own for found in cell.found):
        return list(cell.found), scores
    more = replace(first, string=own, score=log_probability(cell.columns, own))
    return [*cell.found, more], [*scores, scores[0]]


def evidence_of(
    cell: Candidates, candidate: Candidate, scores: Scores, trust: float = 1.0
) -> Evidence:
    """What all networks say of a candidate of a cell; `trust` as of the digit network's file."""
    digits = [k for k, symbol in enumerate(candidate.string) if symbol < len(DIGITS)]
    values = [candidate.string[k] for k in digits]
    return Evidence(
        candidate.score,
        tuple(scores.probabilities[digits, values].tolist()),
        tuple(scores.is_digit[digits].tolist()),
        len(candidate.string) - len(digits),
        None if cell.second is None else cell.second.get("".join(map(str, values)), 0.0),
        cell.has_signs,
        *_letters(candidate.string),
        trust,
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """What the line network saw of a cell, and said, also if the cell is known to be a number.

    `alone` tells whether it is the picture's only cell.
    """

    row: int
    run: Run
    ink: LineInk
    strip: Strip
    columns: Columns
    numbers: Columns
    alone: bool

    def candidates(
        self, strings: list[tuple[String, float]], other: float, second: dict[str, float] | None
    ) -> Candidates:
        """Candidates of some strings, with the ink of their symbols."""
        found = []
        for string, score in strings:
            lettered = any(symbol >= FIRST_LETTER for symbol in string)
            spans = align(self.columns if lettered else self.numbers, string)
            middles = [
                ((first + end - 1) / 2 * STRIDE + STRIDE / 2 - PAD) * self.strip.scale
                for first, end in spans
            ]
            marks = tuple(marks_of(self.ink, middles))
            found.append(Candidate(string, score, marks, tuple(spans)))
        seen = Whole(max(other, 0.0), *_unlike(self.columns))
        return Candidates(self.row, self.run, self.numbers, tuple(found), seen, second)


def _crop(run: Run, ink: Ink, gray: Gray) -> Gray:
    """The part of the picture around a cell, dark on light."""
    x, y, w, h = union([piece.box for piece in run.pieces])
    room, f = _ROOM * run.height, ink.factor
    x0, y0 = max(0, int((x - room) * f)), max(0, int((y - room) * f))
    part = gray[y0 : int((y + h + room) * f), x0 : int((x + w + room) * f)]
    return 255 - part if ink.light else part


def _unlike(columns: Columns) -> tuple[float, float]:
    """Logarithms of the probabilities that a line has no letter or other mark, and no digit."""
    said = np.exp(columns)
    letters = said[:, FIRST_LETTER:-1].sum(axis=1)
    digits = said[:, : len(DIGITS)].sum(axis=1)
    none = [np.log1p(-np.minimum(share, 1 - 1e-9)).sum() for share in (letters, digits)]
    return float(none[0]), float(none[1])


def _letters(string: String) -> tuple[int, int]:
    """How many letters a string has between its digits, and before and after them."""
    digits = [k for k, symbol in enumerate(string) if symbol < len(DIGITS)]
    letters = [k for k, symbol in enumerate(string) if symbol >= FIRST_LETTER]
    between = sum(digits[0] < k < digits[-1] for k in letters) if digits else 0
    return between, len(letters) - between


def _only_digits(string: String) -> String:
    return tuple(symbol for symbol in string if symbol < len(DIGITS))


def _with_digits(string: String, digits: String) -> String:
    """The string with other digits, as many as it has, in the places of its own."""
    others = iter(digits)
    return tuple(next(others) if symbol < len(DIGITS) else symbol for symbol in string)


def _digits(string: String) -> int:
    return sum(symbol < len(DIGITS) for symbol in string)


def _mark(columns: Columns, chosen: Candidate, scores: Scores, place: int, sure: float) -> Mark:
    """A symbol of the chosen string: never less sure than the whole."""
    symbol, (first, end) = chosen.string[place], chosen.spans[place]
    said = np.exp(columns[first:end])
    peak = said[said[:, symbol].argmax()]
    box, glyph = chosen.marks[place]
    if symbol >= len(DIGITS):
        return Mark(ALPHABET[symbol], max(float(peak[symbol]), sure), box, (), glyph)
    # Both networks' say on this digit: the mean of their logarithms.
    both = np.sqrt(
        np.maximum(peak[: len(DIGITS)], 1e-6) * np.maximum(scores.probabilities[place], 1e-6)
    )
    both /= both.sum()
    confidence = max(float(both[symbol]), sure)
    rest = np.delete(np.arange(len(DIGITS)), symbol)
    both[rest] *= (1 - confidence) / max(float(both[rest].sum()), 1e-9)
    both[symbol] = confidence
    return Mark(ALPHABET[symbol], confidence, box, tuple(both.tolist()), glyph)
