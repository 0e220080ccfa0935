from __future__ import annotations

import datetime as dt

import pytest
from telegram import Animation, Chat, Document, Message, PhotoSize, Sticker

from bot.handlers.sources import may_be_picture, picture_in, sufficient


def size(width, height=None):
    return PhotoSize(f"file{width}", f"unique{width}", width, height or width, file_size=width)


def message(**content):
    return Message(1, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), Chat(1, "private"), **content)


def document(mime=None, name=None, length=100):
    return Document("file", "unique", mime_type=mime, file_name=name, file_size=length)


def sticker(**kind):
    flags = {"is_animated": False, "is_video": False} | kind
    return Sticker("file", "unique", 512, 512, type="regular", **flags)


@pytest.mark.parametrize(
    ("sizes", "best"),
    [
        ([90, 320, 800, 1280], 1280),
        ([90, 320, 800, 1280, 2560], 1280),
        ([90, 320], 320),
        ([1280, 90, 800], 1280),
        ([90], 90),
    ],
)
def test_the_size_that_suffices(sizes, best):
    assert sufficient([size(side) for side in sizes]).width == best


def test_the_longer_side_counts():
    assert sufficient([size(320, 180), size(960, 1280), size(1920, 2560)]).height == 1280


@pytest.mark.parametrize(
    ("mime", "name", "worth_a_look"),
    [
        ("image/png", "a.png", True),
        ("image/heic", None, True),
        (None, None, True),
        (None, "scan", True),
        ("application/octet-stream", "IMG_1.HEIC", True),
        ("application/octet-stream", None, True),
        ("text/plain", "seven.jpg", True),
        ("image/jpeg", "seven.txt", True),
        ("application/pdf", None, True),
        ("application/pdf", "thesis.pdf", True),
        ("text/plain", "thesis.pdf", True),
        ("application/pdf", "thesis.docx", True),
        ("application/msword", "thesis.doc", False),
        ("video/mp4", "clip.mp4", False),
        ("text/plain", "notes.txt", False),
    ],
)
def test_only_what_is_surely_something_else_is_not_looked_at(mime, name, worth_a_look):
    assert may_be_picture(document(mime, name)) is worth_a_look


def test_where_pictures_are():
    assert picture_in(message(photo=[size(90), size(1280)])).file_id == "file1280"
    found = picture_in(message(document=document("image/png", length=5)))
    assert (found.file_id, found.size, found.is_file) == ("file", 5, True)
    assert not picture_in(message(sticker=sticker())).is_file


@pytest.mark.parametrize(
    "content",
    [
        {"text": "7"},
        {"sticker": sticker(is_animated=True)},
        {"sticker": sticker(is_video=True)},
        {"document": document("text/plain", "notes.txt")},
        {  # a GIF that Telegram made a video of comes as both
            "animation": Animation("file", "unique", 320, 320, 2),
            "document": document("video/mp4"),
        },
    ],
)
def test_where_none_are(content):
    assert picture_in(message(**content)) is None
