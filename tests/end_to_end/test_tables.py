"""Tables: how they are shown, their files, and sums."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from pdf.pdffiles import book
from reading.scenes import draw, encoded

from benchmarks.fault_kinds import Drop, vanished
from bot.replies import answers, corrections, tables
from tests.end_to_end.presses import ask, choose, data_of, labels, press, until

TABLE = encoded(draw("12    407\n3      71\n20    134", height=60))
WIDE = encoded(draw("\n".join(["407123    128304    567213    407128    31204"] * 3), height=30))


@pytest.fixture
async def answered(bot, ann):
    return await ask(ann, TABLE)


async def file_from(telegram, count=1):
    """Waits for that many files, and returns the last one's message and content."""
    await telegram.wait_for(lambda _: len(done(telegram)) >= count)
    message = done(telegram)[-1].result
    return message, telegram.world.files.get(message["document"]["file_id"]).data


def done(telegram):
    return [call for call in telegram.made("sendDocument") if call.status == 200]


async def test_a_table_is_shown_as_one(ann, answered):
    shown = answered["text"].split("\n\n")[0]
    assert shown.split("\n") == ["12  407", " 3   71", "20  134"]
    assert answered["entities"][0]["type"] == "pre"
    assert labels(ann, answered) == [
        ["✓ Right", "✗ Wrong", "Show how"],
        ["CSV", "XLSX"],
        ["Sum 1", "Sum 2"],
    ]


async def test_its_first_row_stands_above_the_others(bot, ann):
    answered = await ask(ann, encoded(draw("3      71\n12    407\n20    134", height=60)))
    rows = answered["text"].split("\n\n")[0].split("\n")
    assert rows == ["\u00a03   71", "12  407", "20  134"]
    assert await press(ann, answered, "✓ Right") == corrections.THANKS


async def test_its_csv(telegram, ann, answered):
    assert await press(ann, answered, "CSV") is None
    message, content = await file_from(telegram)
    assert message["document"]["file_name"] == "numbers.csv"
    assert message["reply_to_message"]["message_id"] == answered["message_id"]
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row[:2] for row in rows] == [
        ["column 1", "column 2"],
        ["12", "407"],
        ["3", "71"],
        ["20", "134"],
    ]


async def test_its_workbook(telegram, ann, answered):
    await press(ann, answered, "XLSX")
    message, content = await file_from(telegram)
    assert message["document"]["file_name"] == "numbers.xlsx"
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    values = [row[:2] for row in sheet.iter_rows(min_row=2, max_row=4, values_only=True)]
    assert values == [(12, 407), (3, 71), (20, 134)]
    assert sheet["A6"].value == "=SUM(A2:A4)"
    computed = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
    assert [computed["A6"].value, computed["B6"].value] == [35, 612]


async def test_its_sums(ann, answered):
    await press(ann, answered, "Sum 1")
    first = await ann.answer_to(answered)
    assert first["text"] == "Sum of column 1, 3 numbers: 35"
    await press(ann, answered, "Sum 2")
    second = await until(
        lambda: next((m for m in ann.messages() if "612" in m.get("text", "")), None)
    )
    assert second["text"] == "Sum of column 2, 3 numbers: 612"


async def test_a_list_has_one_sum(bot, ann):
    answer = await ask(ann, encoded(draw("407\n71\n134", height=60)))
    assert labels(ann, answer)[1] == ["CSV", "XLSX", "Sum"]
    await press(ann, answer, "Sum")
    assert (await ann.answer_to(answer))["text"] == "Sum, 3 numbers: 612"


async def test_presses_in_a_row_send_one_file(telegram, ann, answered):
    presses = [ann.press_data(answered, data_of(ann, answered, "CSV")) for _ in range(3)]
    told = [(await one.answer).get("text") for one in presses]
    assert told == [None, *[tables.SENT_ALREADY] * 2]
    await file_from(telegram)
    assert len(done(telegram)) == 1


async def test_after_a_restart_the_buttons_still_work(telegram, run_bot, ann):
    async with run_bot():
        answer = await ask(ann, TABLE)
    async with run_bot():
        await press(ann, answer, "CSV")
        await file_from(telegram)


async def test_a_picture_that_telegram_lost_can_be_asked_for_again(telegram, ann, answered):
    telegram.faults.add("getFile", vanished())
    await press(ann, answered, "XLSX")
    assert (await ann.answer_to(answered))["text"] == answers.GONE
    await press(ann, answered, "XLSX")
    await file_from(telegram)


async def test_a_file_that_did_not_arrive_can_be_asked_for_again(telegram, ann, answered):
    telegram.faults.add("sendDocument", Drop())
    await press(ann, answered, "CSV")
    assert answers.PRESSED[answers.UNSURE] in (await ann.answer_to(answered))["text"]
    await press(ann, answered, "CSV")
    await file_from(telegram)


async def test_an_albums_file_that_did_not_arrive_can_be_asked_for_again(bot, telegram, ann):
    answer = await ann.answer_to((await ann.send_album([TABLE, TABLE]))[0])
    telegram.faults.add("sendDocument", Drop())
    await press(ann, answer, "CSV")
    await ann.answer_to(answer)
    await press(ann, answer, "CSV")
    await file_from(telegram)


async def test_a_table_too_wide_for_a_phone_comes_as_a_file(bot, telegram, ann):
    picture = await ann.send_photo(WIDE)
    message, content = await file_from(telegram)
    assert message["reply_to_message"]["message_id"] == picture["message_id"]
    assert message["caption"].startswith(tables.IN_FILE)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert sheet.max_column == 6
    assert labels(ann, message)[0] == ["Show how"]
    assert labels(ann, message)[1] == ["CSV"]
    await press(ann, message, "CSV")
    _, content = await file_from(telegram, 2)
    assert content.decode("utf-8-sig").startswith(
        "column 1,column 2,column 3,column 4,column 5,check"
    )


async def test_so_does_that_of_a_pdf_of_one_page(bot, telegram, ann):
    page = draw("\n".join(["407123    128304    567213    407128    31204"] * 3), height=30)
    scan = await ann.send_document(book([page]), "scan.pdf", "application/pdf")
    message, content = await file_from(telegram)
    assert message["reply_to_message"]["message_id"] == scan["message_id"]
    assert message["caption"].startswith(tables.IN_FILE)
    assert openpyxl.load_workbook(io.BytesIO(content)).active.max_column == 6
    assert labels(ann, message)[0] == ["CSV"]
    assert labels(ann, message)[-1] == ["✎ 1"]
    await press(ann, message, "CSV")
    await file_from(telegram, 2)


async def test_a_digit_of_a_table_is_corrected(telegram, ann, answered, kept):
    await choose(ann, answered, "✗ Wrong")
    await until(lambda: "Cancel" in str(labels(ann, answered)))
    assert labels(ann, answered)[-2:] == [["CSV", "XLSX"], ["Sum 1", "Sum 2"]]
    rows = labels(ann, answered)
    assert rows[1:4] == [list("12407"), list("371"), list("20134")]
    await choose(ann, answered, "7", "9")
    await until(lambda: "7 → 9" in str(labels(ann, answered)))
    assert labels(ann, answered)[-2:] == [["CSV", "XLSX"], ["Sum 1", "Sum 2"]]
    await press(ann, answered, "CSV")
    _, content = await file_from(telegram)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row[:2] for row in rows[1:]] == [["12", "409"], ["3", "71"], ["20", "134"]]
    await press(ann, answered, "Sum 2")
    await until(lambda: any(m.get("text", "").endswith(": 614") for m in ann.messages()))


async def test_of_the_pages_of_a_pdf(bot, telegram, ann):
    scan = book([draw("407"), draw("7")])
    file = await ann.send_document(scan, "scan.pdf", "application/pdf")
    answer = await ann.answer_to(file)
    assert labels(ann, answer)[0] == ["CSV", "XLSX"]
    await press(ann, answer, "CSV")
    _, content = await file_from(telegram)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row[:2] for row in rows[1:]] == [["page 1", "407"], ["page 2", "7"]]


@pytest.mark.parametrize("data", ["table:sum:99", "table:sum:7"])
async def test_a_column_that_is_not_there(ann, answered, data):
    await ann.press_data(answered, data).answer
    assert (await ann.answer_to(answered))["text"] == tables.NO_TABLE


async def test_where_no_files_may_be_sent(bot, telegram, ann, group):
    answer = await ask(ann, TABLE, chat=group, caption="/read")
    telegram.world.chats[group].forbidden.add("documents")
    await press(ann, answer, "CSV")
    assert (await ann.answer_to(answer))["text"] == tables.NO_FILES_HERE
    telegram.world.chats[group].forbidden.clear()
    await press(ann, answer, "CSV")
    await file_from(telegram)


async def test_an_album_is_one_file_in_order(bot, telegram, ann):
    album = await ann.send_album([encoded(draw("407")), encoded(draw("  ")), TABLE])
    answer = await ann.answer_to(album[0])
    assert labels(ann, answer)[0] == ["CSV", "XLSX"]
    await press(ann, answer, "CSV")
    _, content = await file_from(telegram)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row[:3] for row in rows] == [
        ["picture", "column 1", "column 2"],
        ["picture 1", "407", ""],
        ["picture 2", "", ""],
        ["picture 3", "12", "407"],
        ["picture 3", "3", "71"],
        ["picture 3", "20", "134"],
    ]
    assert "empty" in rows[2][3]
    assert len(telegram.made("getFile")) == 3, "what was in it is remembered"
    await press(ann, answer, "XLSX")
    _, content = await file_from(telegram, 2)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert sheet["A6"].value == "picture 3"
    assert sheet["C6"].value == 134
    assert await press(ann, answer, "CSV") == tables.SENT_ALREADY


async def test_after_a_restart_an_album_is_to_be_sent_again(run_bot, ann):
    async with run_bot():
        answer = await ann.answer_to((await ann.send_album([TABLE, TABLE]))[0])
    async with run_bot():
        assert await press(ann, answer, "CSV") == tables.ALBUM_GONE
