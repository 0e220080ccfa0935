"""Lines of pieces -> what is written in them.

Every line is read whole by the line network. Of its likeliest numbers, the digit network looks at
the ink of each digit; see `confidence` for how the two are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Ink
from bot.reading.digits.classify import Classifier, Scores
from bot.reading.digits.hand import Hand
from bot.reading.glyph import Glyph
from bot.reading.layout.segment import Segments
from bot.reading.line.candidates import Candidates, SeenCell
from bot.reading.line.company import in_company, sign_priors
from bot.reading.line.confidence import LEAST_NUMBER, remembered
from bot.reading.line.confusion import as_number
from bot.reading.line.features import Evidence
from bot.reading.line.line_ink import Run, ink_of
from bot.reading.line.marks import LineMarks
from bot.reading.line.network import LineNetwork
from bot.reading.line.opinions import evidence_of
from bot.reading.line.strip import strip_of
from bot.reading.line.words import words_apart, words_in
from bot.reading.page.one_sided import AN_EDGE, dark_beside
from bot.reading.page.page_hand import examples, is_doubted, likeness
from bot.reading.page.read_cell import Mark, ReadCell
from bot.reading.page.weighed import Weighed, joined

MOST_CELLS: Final = 300
"""Cells that are read, of a picture."""


class Recogniser:
    """Reads lines with two networks.

    Args:
        classifier: for single digits.
        network: for whole lines.
        hand: of whoever writes, as far as it is known.
    """

    def __init__(
        self, classifier: Classifier, network: LineNetwork, hand: Hand | None = None
    ) -> None:
        self.classifier, self.network, self.hand = classifier, network, hand

    def read(
        self, segments: Segments, ink: Ink, gray: Gray, most: int = MOST_CELLS
    ) -> list[ReadCell]:
        """Reads every cell of a picture; all of them are one batch for each network.

        Args:
            segments: the lines, of `ink`.
            ink: of the picture.
            gray: the picture, `ink.factor` times as large as the ink's arrays.
            most: cells that are read, spread over the picture where there are more.
        """
        cells = self.candidates(segments, ink, gray, most)
        weighed = self._weighed(cells)
        read = self._joined(weighed)
        doubted = [at for at, cell in enumerate(read) if is_doubted(cell)]
        sure = examples(read) if doubted else []
        if sure:
            again = self._beside(sure, [weighed[at] for at in doubted])
            for at, one in zip(doubted, again, strict=True):
                # They say which text it is, and make none surer: nobody has said what they are.
                right, number = read[at].confidence, read[at].number
                weighed[at] = weighed[at]._replace(evidence=one, most=right, most_number=number)
            read = self._joined(weighed)
        strokes = [_unless_edge(cell, segments, ink) for cell in read]
        likelier = in_company([cell.number for cell in strokes])
        return [cell.as_number(p) for cell, p in zip(strokes, likelier, strict=True)]

    def _weighed(self, cells: Sequence[Candidates]) -> list[Weighed]:
        """Cells, and what the networks and the memory of a hand say of their candidates."""
        scores = self._scored([g for cell in cells for one in cell.found for _, g in one.marks])
        weighed, start = list[Weighed](), 0
        for cell in cells:
            parts = []
            for found in cell.found:
                parts.append(scores[start : start + len(found.marks)])
                start += len(found.marks)
            own = cell
            if parts and self.hand:
                # What the hand is known to write may be too unlikely to be a candidate without it.
                own = cell.spelling(parts[0].probabilities.argmax(axis=1).tolist())
                parts += parts[:1] * (len(own.found) - len(cell.found))
            weighed.append(Weighed(own, parts, self._said(own, parts)))
        return weighed

    def _joined(self, weighed: Sequence[Weighed]) -> list[ReadCell]:
        """The best candidate of each cell, with the signs that the others make likelier in it."""
        weights = self.network.weights
        read = [joined(one, weights) for one in weighed]
        if len(read) > 1:
            priors = sign_priors([c.text for c in read], [c.confidence for c in read])
            read = [joined(one, weights, prior) for one, prior in zip(weighed, priors, strict=True)]
        return read

    def _beside(self, sure: Sequence[Mark], weighed: Sequence[Weighed]) -> list[list[Evidence]]:
        """What is said of the candidates of cells, the page's sure digits included."""
        once = {id(g): g for one in weighed for found in one.cell.found for _, g in found.marks}
        embeddings = self.classifier.embed([*(mark.glyph for mark in sure), *once.values()])
        said = likeness(sure, embeddings[: len(sure)], embeddings[len(sure) :])
        of = dict(zip(once, said, strict=True))
        found = list[list[Evidence]]()
        for one in weighed:
            glyphs = [[glyph for _, glyph in candidate.marks] for candidate in one.cell.found]
            own = [
                scores.beside(np.stack([of[id(glyph)] for glyph in some]))
                for scores, some in zip(one.scores, glyphs, strict=True)
            ]
            found.append(self._said(one.cell, own))
        return found

    def _scored(self, glyphs: list[Glyph]) -> Scores:
        """What is said of glyphs, of which many are one array."""
        several = {id(glyph): glyph for glyph in glyphs}
        known, once = self.hand, list(several.values())
        scores = self.classifier.remembering(once, known) if known else self.classifier(once)
        places = {key: place for place, key in enumerate(several)}
        return scores[[places[id(glyph)] for glyph in glyphs]]

    def candidates(
        self, segments: Segments, ink: Ink, gray: Gray, most: int = MOST_CELLS
    ) -> list[Candidates]:
        """What each cell may be, as the line network sees it; arguments as of `read`."""
        runs = [
            (row, Run(cell.pieces, line.height, line.slope))
            for row, line in enumerate(segments.text)
            for cell in line.cells
        ]
        if len(runs) > most:
            runs = [runs[place * len(runs) // most] for place in range(most)]
        seen = self._seen(runs, segments, ink, gray, alone=len(runs) == 1)
        cells = self._without_words(seen, segments, ink, gray)
        wholes = self._scored([cell.ink.whole() for cell in cells])
        return [self._proposed(cell, wholes[at : at + 1]) for at, cell in enumerate(cells)]

    def _seen(
        self,
        runs: list[tuple[int, Run]],
        segments: Segments,
        ink: Ink,
        gray: Gray,
        *,
        alone: bool = False,
    ) -> list[SeenCell]:
        """What the line network says of runs, each with the number of its line."""
        inks = [ink_of(run, segments.labels, ink, gray) for _, run in runs]
        strips = [strip_of(found.pixels) for found in inks]
        columns = self.network([strip.pixels for strip in strips])
        confusion = self.network.confusion
        return [
            SeenCell(row, run, LineMarks(own), strip, said, as_number(said, confusion), alone)
            for (row, run), own, strip, said in zip(runs, inks, strips, columns, strict=True)
        ]

    def _without_words(
        self, cells: list[SeenCell], segments: Segments, ink: Ink, gray: Gray
    ) -> list[SeenCell]:
        """The cells, and in place of one with a word beside a number each by itself."""
        parted = {at: parts for at, cell in enumerate(cells) if len(parts := words_in(cell)) > 1}
        if not parted:
            return cells
        pieces = [(cells[at].row, part) for at, parts in parted.items() for part in parts]
        seen = self._seen(pieces, segments, ink, gray)
        known, left = {cell.run: cell for cell in seen}, iter(seen)
        apart = {
            at: words_apart([next(left) for _ in parts], cells[at].run)
            for at, parts in parted.items()
        }
        joined = [
            (cells[at].row, run) for at, own in apart.items() for run in own if run not in known
        ]
        if joined:
            known |= {cell.run: cell for cell in self._seen(joined, segments, ink, gray)}
        found = list[SeenCell]()
        for at, cell in enumerate(cells):
            found += [known[run] for run in apart.get(at, [])] or [cell]
        return found

    def evidence(self, cell: Candidates) -> tuple[Evidence, ...]:
        """What the networks say of each candidate of a cell."""
        scores = [self.classifier([glyph for _, glyph in one.marks]) for one in cell.found]
        return tuple(self._evidence(cell, scores))

    def _proposed(self, cell: SeenCell, whole: Scores) -> Candidates:
        """What both networks find likely for a cell.

        Args:
            cell: what was seen of it.
            whole: the digit network's say on the cell as one digit.
        """
        digit = int(whole.probabilities[0].argmax())
        is_digit = float(whole.is_digit[0]) >= self.classifier.info.is_digit_threshold
        return cell.propose(cell.numbers_in(digit if is_digit else None), digit)

    def _said(self, cell: Candidates, scores: Sequence[Scores]) -> list[Evidence]:
        """What the networks, and what is known of the hand, say of a cell's candidates."""
        return remembered(self._evidence(cell, scores)) if cell.found else []

    def _evidence(self, cell: Candidates, scores: Sequence[Scores]) -> list[Evidence]:
        forms, trust = self.network.forms, self.classifier.info.trust
        pairs = zip(cell.found, scores, strict=True)
        return [evidence_of(one, own, forms, trust) for one, own in pairs]


def _unless_edge(cell: ReadCell, segments: Segments, ink: Ink) -> ReadCell:
    """A cell, which is no number where its ink is the edge of something."""
    may_be = cell.number >= LEAST_NUMBER
    if may_be and dark_beside(cell.run.pieces, segments.labels, ink) >= AN_EDGE:
        return cell.as_number(0.0)
    return cell
