"""No PDF takes more pages, time or memory than it may."""

import json
import threading
import time

import numpy as np
import psutil
import pytest
from pdf.looks import SQUARE, dark, shown
from pdf.pdffiles import (
    first_of,
    pdf,
    scan,
    stream,
)

from bot.pdf.errors import CostlyPage, LargePdf
from bot.pdf.pages import _environment, pages


def test_pages_are_bounded():
    found = list(pages(pdf(*[SQUARE] * 30), most=4))
    assert [(page.number, page.of) for page in found] == [(n, 30) for n in (1, 2, 3, 4)]


def test_files_are_bounded():
    data = pdf(SQUARE)
    assert list(pages(data, largest=len(data)))
    with pytest.raises(LargePdf, match="larger than"):
        list(pages(data, largest=len(data) - 1))


def test_a_long_file_has_room_beside_what_it_takes_itself(monkeypatch):
    """The child has less room than the file is long, but for what a long file gets."""
    few = "from bot.pdf import render; render.MEMORY = render._FILE * 10; render.main()"
    monkeypatch.setattr("bot.pdf.pages._PROGRAM", ("-c", few))
    (gray,) = shown(pdf(SQUARE, count=5, more=[stream(bytes(100 << 20))]), largest=200 << 20)
    assert dark(gray, 22, 22, 56, 56) == 1


def test_a_picture_that_unpacks_to_too_much_is_refused_and_not_left_out():
    large = scan(np.full((100, 200), 255, np.uint8))
    large = large.replace(b"/Width 200 /Height 100", b"/Width 20000 /Height 20000")
    (page,) = pages(large)
    assert isinstance(page.picture, CostlyPage)


def endless():
    """A page that draws itself in itself, ten times at each of nine depths."""
    first = first_of(1)
    box = b"/Type /XObject /Subtype /Form /BBox [0 0 200 100] "
    forms = [
        stream(b"/F Do " * 10, box + b"/Resources << /XObject << /F %d 0 R >> >>" % (first + n + 1))
        for n in range(9)
    ]
    leaf = stream(b"0 0 m 9 9 l S " * 10, box)
    resources = b"/XObject << /F %d 0 R >>" % first
    return pdf(b"/F Do", resources=resources, more=[*forms, leaf])


def test_a_page_that_takes_for_ever_ends_with_its_time():
    start = time.monotonic()
    (page,) = pages(endless(), seconds=6)
    assert isinstance(page.picture, CostlyPage)
    assert time.monotonic() - start < 20


def test_so_it_does_once_it_is_told_to_stop():
    stop, start = threading.Event(), time.monotonic()
    threading.Timer(1, stop.set).start()
    (page,) = pages(endless(), stop=stop)
    assert isinstance(page.picture, CostlyPage)
    assert time.monotonic() - start < 10
    assert psutil.Process().children() == []


def test_the_others_are_rendered_after_a_page_over_which_the_child_falls(monkeypatch):
    """The child is replaced by one that is killed at its second page."""
    fall = (
        "import os, sys\n"
        "from bot.pdf import render\n"
        "draw = render.draw_missing\n"
        "seen = []\n"
        "def fall(page):\n"
        "    seen.append(page)\n"
        "    if len(seen) + int(sys.argv[1]) == 3: os.abort()\n"
        "    draw(page)\n"
        "render.draw_missing = fall\n"
        "render.main()\n"
    )
    monkeypatch.setattr("bot.pdf.pages._PROGRAM", ("-c", fall))
    found = list(pages(pdf(*[SQUARE] * 4)))
    assert [page.number for page in found] == [1, 2, 3, 4]
    assert [type(page.picture).__name__ for page in found] == [
        "Picture",
        "CostlyPage",
        "Picture",
        "Picture",
    ]


def test_nothing_is_left_running():
    some = pages(pdf(*[SQUARE] * 20))
    next(some)
    some.close()
    assert psutil.Process().children() == []


def test_the_child_is_told_no_secrets(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:abc")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@host/name")
    assert not {"123:abc", "secret"} & set(json.dumps(_environment()).replace(":", " ").split())
    assert "TELEGRAM_BOT_TOKEN" not in _environment()
    assert "DATABASE_URL" not in _environment()
