"""Parse modes, in the words and offsets of Telegram."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localtelegram.entities import format_text
from localtelegram.errors import ApiError


def entity(kind: str, offset: int, length: int, **extra: str) -> dict:
    return {"type": kind, "offset": offset, "length": length, **extra}


HTML = [
    ("<b>7</b>", "7", [entity("bold", 0, 1)]),
    ("<strong>7</strong> <em>x</em>", "7 x", [entity("bold", 0, 1), entity("italic", 2, 1)]),
    ("a &lt;b&gt; &amp;amp; &#55; &#x37;", "a <b> &amp; 7 7", []),
    ("5 &nbsp; 6 & 7", "5 &nbsp; 6 & 7", []),
    ("😀<code>407</code>", "😀407", [entity("code", 2, 3)]),
    ("<b>1<i>2</i></b>", "12", [entity("bold", 0, 2), entity("italic", 1, 1)]),
    (
        '<pre><code class="language-python">x</code></pre>',
        "x",
        [entity("pre", 0, 1, language="python")],
    ),
    (
        '<a href="https://a.b/?x=1&amp;y">l</a>',
        "l",
        [entity("text_link", 0, 1, url="https://a.b/?x=1&y")],
    ),
    ("  <b> 7 </b>  ", "7", [entity("bold", 0, 1)]),
    ("<b></b>7", "7", []),
    ("<pre>  7\n 12</pre>", "7\n 12", [entity("pre", 0, 5)]),
    ("so:\n<pre>  7\n 12</pre>", "so:\n  7\n 12", [entity("pre", 6, 5)]),
    ("<pre>\u00a07\n12</pre>", "\u00a07\n12", [entity("pre", 0, 5)]),
    ("<blockquote expandable>q</blockquote>", "q", [entity("expandable_blockquote", 0, 1)]),
    ('<span class="tg-spoiler">s</span>', "s", [entity("spoiler", 0, 1)]),
    ("try /help now", "try /help now", [entity("bot_command", 4, 5)]),
    ("<code>/help</code>", "/help", [entity("code", 0, 5)]),
]


@pytest.mark.parametrize(("source", "text", "entities"), HTML)
def test_html(source, text, entities):
    done = format_text(source, "HTML", None)
    assert (done.text, done.entities) == (text, entities)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>7", 'Can\'t find end tag corresponding to start tag "b"'),
        ("ü <q>7</q>", 'Unsupported start tag "q" at byte offset 3'),
        ("7 < 8", 'Unsupported start tag "" at byte offset 2'),
        ("7</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>7</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<b", "Unclosed start tag at byte offset 0"),
    ],
)
def test_broken_html(source, why):
    with pytest.raises(ApiError) as refused:
        format_text(source, "html", None)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def test_an_unknown_parse_mode_is_refused():
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        format_text("7", "BBCode", None)


def test_an_entity_outside_of_the_text_is_refused():
    with pytest.raises(ApiError, match="outside of the text"):
        format_text("7", None, [entity("bold", 0, 2)])


@given(st.text(alphabet="<>/&;abicode pre\"'=*_[]()`~|\\!.\n"))
def test_any_markup_is_parsed_or_refused(text):
    with contextlib.suppress(ApiError):
        done = format_text(text, "HTML", None)
        length = len(done.text)
        assert all(e["offset"] + e["length"] <= length for e in done.entities)
