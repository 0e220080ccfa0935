"""How rendered pages look."""

from pdf.pdffiles import (
    HEIGHT,
    WIDTH,
)

from bot.pdf.pages import pages

SQUARE = b"20 20 60 60 re f"


def shown(data, **limits):
    """The pictures of all pages, each of which must have one."""
    found = list(pages(data, **limits))
    assert [page.number for page in found] == list(range(1, len(found) + 1))
    return [page.picture.gray for page in found]


def dark(gray, x, y, w=0, h=0):
    """Share of dark pixels in a rectangle of the page, or whether a point is; `y` goes upwards."""
    scale = gray.shape[1] / WIDTH
    rows = slice(int((HEIGHT - y - h) * scale), int((HEIGHT - y) * scale) + 1)
    columns = slice(int(x * scale), int((x + w) * scale) + 1)
    return (gray[rows, columns] < 128).mean()
