"""One picture, one answer."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from pdf.pdffiles import book
from PIL import Image
from reading.scenes import draw, encoded

from benchmarks.fault_kinds import Hang
from bot.replies import answers, welcome
from tests.end_to_end.presses import labels, until

SEVEN = encoded(draw("7"))


def as_format(name, **options):
    data = io.BytesIO()
    Image.fromarray(draw("7")).save(data, name, **options)
    return data.getvalue()


def number_in(answer):
    return answer["text"].split("\n\n")[0]


async def test_a_photo_is_answered_in_three_calls(bot, telegram, ann):
    before = len(telegram.calls)
    photo = await ann.send_photo(encoded(draw("407")))
    answer = await ann.answer_to(photo)
    assert number_in(answer) == "407"
    assert answer["entities"][0]["type"] == "code"
    assert "%" in answer["text"]
    assert answer["reply_to_message"]["message_id"] == photo["message_id"]
    made = [call.method for call in list(telegram.calls)[before:]]
    assert [m for m in made if m not in {"getUpdates", "setMyCommands"}] == [
        "getFile",
        "download",
        "sendMessage",
    ]


async def test_the_size_that_suffices_is_fetched(bot, telegram, ann):
    photo = await ann.send_photo(encoded(draw("7", height=1200)))
    await ann.answer_to(photo)
    asked = telegram.made("getFile")[0].values["file_id"]
    sizes = {size["file_id"]: max(size["width"], size["height"]) for size in photo["photo"]}
    assert sizes[asked] == max(side for side in sizes.values() if side <= 1280)


async def test_lines_stay_lines(bot, ann):
    answer = await ann.answer_to(await ann.send_photo(encoded(draw("12\n34"))))
    assert number_in(answer) == "12\n34"
    assert answer["entities"][0]["type"] == "pre"


async def test_a_forwarded_photo_with_a_caption_is_a_photo(bot, ann):
    origin = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Cy"}}
    photo = await ann.send_photo(SEVEN, caption="is this a <b>3</b>?", extra=origin)
    assert number_in(await ann.answer_to(photo)) == "7"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
async def test_a_picture_as_a_file(bot, ann, kind):
    file = await ann.send_document(
        as_format(kind), f"seven.{kind.lower()}", f"image/{kind}".lower()
    )
    assert number_in(await ann.answer_to(file)) == "7"


async def test_the_pages_of_a_pdf_are_answered_like_an_album(bot, ann):
    scan = book([draw("407"), draw("12")])
    answer = await ann.answer_to(await ann.send_document(scan, "scan.pdf", "application/pdf"))
    lines = answer["text"].split("\n")
    assert lines[0] == "I read both pages:"
    assert [line.split(" (")[0] for line in lines[1:]] == ["1. 407", "2. 12"]


async def test_so_are_the_pages_of_a_fax(bot, ann):
    first, second = [Image.fromarray(draw(text)) for text in ("407", "12")]
    fax = io.BytesIO()
    first.save(fax, "TIFF", save_all=True, append_images=[second])
    answer = await ann.answer_to(await ann.send_document(fax.getvalue(), "fax.tif", "image/tiff"))
    lines = answer["text"].split("\n")
    assert [line.split(" (")[0] for line in lines] == ["I read both pages:", "1. 407", "2. 12"]


async def test_a_pdf_of_one_page_is_answered_like_a_picture_that_may_be_taken_alone(bot, ann):
    answer = await ann.answer_to(await ann.send_document(book([draw("407")]), None, None))
    assert number_in(answer) == "407"
    assert labels(ann, answer) == [["✎ 1"]]


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        (None, None),
        ("scan", None),
        ("IMG_0001.PNG", "application/octet-stream"),
        (None, "application/octet-stream"),
        ("seven.jpg", "text/plain"),
        ("seven.txt", "image/gif"),
    ],
)
async def test_content_decides_what_a_file_is(bot, ann, name, mime):
    assert number_in(await ann.answer_to(await ann.send_document(SEVEN, name, mime))) == "7"


async def test_a_sticker(bot, ann):
    assert number_in(await ann.answer_to(await ann.send_sticker(as_format("WEBP")))) == "7"


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ((b"PK and so on", "thesis.odt", "application/vnd.oasis"), answers.NOT_A_PICTURE),
        ((b"%PDF-1.7 and so on", "thesis.pdf", "application/pdf"), "This PDF is incomplete"),
        ((b"no picture at all", "seven.png", "image/png"), "not a picture"),
        ((b"", "empty.png", "image/png"), "not a picture"),
        ((SEVEN[:300], "seven.png", "image/png"), "damaged"),
    ],
)
async def test_a_file_that_cannot_be_read_has_its_own_answer(bot, ann, file, words):
    answer = await ann.answer_to(await ann.send_document(*file))
    assert words in answer["text"]
    assert "reply_markup" not in answer


async def test_too_many_pixels(bot, ann):
    data = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(data, "PNG")
    answer = await ann.answer_to(await ann.send_document(data.getvalue(), "huge.png", "image/png"))
    assert "pixels" in answer["text"]


async def test_more_than_telegram_gives_is_refused_without_asking_for_it(bot, telegram, ann):
    file = await ann.send_document(SEVEN, "scan.png", "image/png", length=20 * 1024 * 1024 + 1)
    assert (await ann.answer_to(file))["text"] == answers.TOO_BIG
    assert telegram.made("getFile") == []


async def test_who_waits_long_is_shown_that_it_is_worked_on(bot, telegram, ann):
    telegram.faults.add("getFile", Hang(1.2))
    assert number_in(await ann.answer_to(await ann.send_photo(SEVEN))) == "7"
    assert [call.values["action"] for call in telegram.made("sendChatAction")] == ["typing"]


@pytest.mark.parametrize("text", ["/start", "/help", "/privacy"])
async def test_commands_are_answered(bot, telegram, ann, text):
    await ann.send_text(text)
    await telegram.wait_for(lambda calls: any(c.method == "sendMessage" for c in calls))
    assert "picture" in ann.messages()[-1]["text"]


async def test_a_blank_picture_is_refused_with_advice(bot, ann):
    answer = await ann.answer_to(await ann.send_photo(encoded(draw("   "))))
    assert answer["text"].startswith("I see no digit")


async def test_of_a_picture_of_a_thing_it_is_not_said_that_there_is_writing_in_it(bot, ann):
    ball = np.full((480, 640), 220, np.uint8)
    cv2.circle(ball, (0, 240), 200, 60, cv2.FILLED)
    answer = await ann.answer_to(await ann.send_photo(encoded(ball)))
    why, advice = answer["text"].split("\n\n")
    assert why == answers.REFUSALS["not_a_digit"]
    assert advice == answers.IF_WRITTEN["cut_off"]


async def test_the_menu_offers_what_there_is(bot, telegram):
    await telegram.wait_for(lambda calls: any(c.method == "setMyCommands" for c in calls))
    assert "privacy" in telegram.made("setMyCommands")[0].values["commands"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"text": "7"}, answers.HINT),
        ({"contact": {"phone_number": "1", "first_name": "Cy"}}, answers.HINT),
        (
            {
                "video": {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1}
                | {"duration": 1}
            },
            answers.MOVING,
        ),
    ],
)
async def test_anything_else_gets_a_hint(bot, ann, content, words):
    assert (await ann.answer_to(ann.send(content)))["text"] == plain(words)


async def test_an_unknown_command_is_said_to_be_unknown(bot, ann):
    for command in ("/unknown", "/help@another_bot", "/reed 7"):
        answer = await ann.answer_to(await ann.send_text(command))
        assert answer["text"] == plain(welcome.UNKNOWN)


async def test_help_names_the_bot_and_what_becomes_of_a_point(bot, ann):
    await ann.send_text("/help")
    await until(lambda: "It works best" in ann.messages()[-1]["text"])
    text = ann.messages()[-1]["text"]
    assert "write @local_digit_bot in the caption" in text
    assert "the point of 3.14" in text
    assert "/train" not in text


async def test_a_voice_message_gets_a_hint(bot, ann):
    voice = await ann.send_voice(b"OggS")
    assert (await ann.answer_to(voice))["text"] == plain(answers.HINT)


def plain(words):
    return words.replace("<b>", "").replace("</b>", "")
