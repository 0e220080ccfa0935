"""Picture bytes -> Reading. Pure: no Telegram, no disk, no clock.

A picture goes through these rooms in this order; `reader` leads it, and typed values go from door
to door:

1. `open`: the bytes of a file -> `Picture`, gray and upright as far as the file says; or a
   `PictureError`, whose text is for the person who sent it.
2. `binarise`: gray -> `Ink`. `sheets` finds the sheets that lie on something, among
   `sheet_outlines`, `rectify` flattens one, `background` is what is left without the strokes, `ink`
   is what departs from it, `ruled_lines` takes printed lines out.
3. `layout`: `Ink` -> `Segments`. `components` are its connected pieces, `writing` tells which of
   them are writing (not `objects` on the paper, `remains` of rules, nor `rings` around it),
   `segment` puts them into `lines`, `grid` takes out the rules of frames and tables, `cells`
   completes lines and `parting` parts them where rules or wide gaps do. `overlooked` finds lines
   that are fainter, smaller or larger than the rest, and `small_print` tells what is larger than a
   printed text around it; `page` holds the picture together with all that was found in it.
4. `line`: the ink of a cell (`line_ink`) -> a `strip` -> what the line network says of each of its
   columns (`network`), also if it is known to be a number (`confusion`) -> what it may say
   (`ctc`, `candidates`), with the ink of each symbol (`marks`); `words` parts a word from a number
   beside it.
5. `digits`: the ink of a digit -> 28x28 as MNIST's (`normalise`) -> probabilities (`classify`).
6. `recognise` carries 4 and 5 out for a whole picture in few batches, and joins what both networks
   say (`line.opinions`, as `line.features`, weighed by `line.confidence`), and how usual a number
   of that form is (`line.forms`), into `read_cell`s: which string, how sure, and whether there is
   a number at all, and not the edge of something (`one_sided`).
7. `page_reader` makes the `Reading` of a page (`assemble`; `unlike` adds the numbers of another pen
   or size), or says why there is none; where that is doubtful `reader` looks again, the other way
   up too (`orientation`), at what is lighter than its ground instead of darker, and at what is
   around a blank sheet, but for its `outline`. `rows`, `ruled_cells` (whose doubts `joints` tells)
   and `table` put its numbers into the rows and columns of the page.
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
