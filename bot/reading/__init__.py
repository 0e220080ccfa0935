"""Picture bytes -> Reading. Pure: no Telegram, no clock, and of the disk only the networks' files.

A picture goes through these rooms in this order; `reader` leads it, and typed values go from door
to door. What several of them need is in `box`, `glyph`, `median` and `model`.

1. `open`: the bytes of a file -> `Picture`, gray and upright as far as the file says; or a
   `PictureError`, whose text is for the person who sent it.
2. `binarise`: gray -> `Ink`. `sheets` finds the sheets that lie on something, among
   `sheet_outlines`, `boards` what is dark to write on, and `scraps` what is light and has any
   outline; `rectify` flattens one, `background` is what is left without the strokes, `ink` is what
   departs from it, `ruled_lines` takes printed lines out.
3. `layout`: `Ink` -> `Segments`. The `ruling` network tells rules from writing, `rule_remover`
   takes those out of the ink. `components` are its connected pieces, `writing` tells which of them
   are writing (not `objects` on the paper, `remains` of rules, nor `rings` around it, nor the
   `status_bar` of a phone, nor the `binding` of a pad), `segment` puts them into `lines`, `grid`
   takes out the rules that are known by their shape, `cells` completes lines, without what the edge
   has `cut_off`, and `parting` parts them where rules or wide gaps do. `overlooked` finds lines
   that are fainter, smaller or larger than the rest, `small_print` tells what is larger than a
   printed text around it, and `askew` by how much lines are turned; `page` holds the picture
   together with all that was found in it with one `look`.
4. `digits`: the ink of a digit -> 28x28 as MNIST's (`normalise`) -> probabilities (`classify`), and
   what is known of a person's `hand`.
5. `line`: the ink of a cell (`line_ink`) -> a `strip` -> what the line network says of each of its
   columns (`network`), also if it is known to be a number (`confusion`) -> what it may say
   (`ctc`, `candidates`), with the ink of each symbol (`marks`); `words` parts a word from a number
   beside it.
6. `page`: `Segments` -> what a page says. `recognise` carries 4 and 5 out for a whole picture in
   few batches, and joins what both networks say (`line.opinions`, as `line.features`, weighed by
   `line.confidence`), how usual a number of that form is (`line.forms`), what the page's other
   cells say (`line.company`) and what its other digits look like (`page_hand`), into `read_cell`s:
   which of the candidates (`weighed`), how sure, and whether there is a number at all, and not the
   edge of something (`one_sided`). `page_reader` makes the `Reading` of them (`assemble`; `unlike`
   adds the numbers of another pen or size), or says why there is none, with `tips` for the next
   picture; `orientation` tells which way up a page may be. What runs over the `edge` is less sure;
   what it left too little of to be read is told of, where it was `cut_beside` a number. `rows` puts
   lines beside each other into one, as `ruled_rows` does with those of a table.
7. `picture`: a page for each look (`picture_file`) -> the surest reading. `both_ways` has a picture
   read without the rules that the network finds, and where that is doubtful with them.
   `picture_reader` looks again where a reading is doubtful: the other way up, with its lines level
   (`levelled`), at what is lighter than its ground instead of darker, by its colours or out of
   focus (`looks`), at boards, at scraps, at the other `sheets`, and at what is around a blank one,
   but for its `outline`.
8. `cells`: the symbols of a row -> `cell`s, by `spacing` or by rules (`ruled_cells`; what of it is
   in doubt `page.joints` tells), and `table` -> the columns of the page that they stand in.

`result` is what everyone else is given.
"""

from typing import TYPE_CHECKING

from bot.reading.box import Box
from bot.reading.open.errors import PictureError
from bot.reading.result import Digit, Reading, Reason, Tip

if TYPE_CHECKING:
    from bot.reading.model import ModelError
    from bot.reading.reader import Reader

__all__ = ["Box", "Digit", "ModelError", "PictureError", "Reader", "Reading", "Reason", "Tip"]


def __getattr__(name: str) -> object:
    """Loads OpenCV and onnxruntime only where they are used, so that the bot starts fast."""
    if name == "ModelError":
        from bot.reading.model import ModelError

        return ModelError
    if name == "Reader":
        from bot.reading.reader import Reader

        return Reader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
