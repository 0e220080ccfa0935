"""Files of several pages, in which numbers are written."""

from pdf.pdffiles import book
from PIL import Image
from reading.scenes import draw


def paged(folder, *texts):
    """A PDF of scanned pages, each with a number on it."""
    path = folder / "scan.pdf"
    path.write_bytes(book([draw(text) for text in texts]))
    return path


def faxed(folder, *texts):
    """The same as a TIFF, as fax machines write it."""
    path = folder / "fax.tif"
    first, *others = [Image.fromarray(draw(text) > 128) for text in texts]
    first.save(path, save_all=True, append_images=others, compression="group4")
    return path
