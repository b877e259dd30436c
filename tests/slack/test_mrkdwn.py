"""Texts on their way to Slack: shown as written, whatever is in them."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.chat.split import take
from adapters.slack import spans
from adapters.slack.mrkdwn import escape
from adapters.slack.spans import Span, Spans
from tests.examples import tried

MARKUP = "*_~|`<>#-+[]()\\@:1. \n&;"
TOKENS = ["https://", "http://", "a.example", "/", "?b=", "@everyone", "<@U1>", "<!here>", "&lt;", *MARKUP]

texts = st.text(st.characters(), max_size=80) | st.lists(st.sampled_from(TOKENS), max_size=30).map("".join)


def read(shown: Spans) -> str:
    """What a reader sees of it."""
    return "".join(span.get("text") or span["url"] for span in shown)


def links(shown: Spans) -> list[Span]:
    return [span for span in shown if span["type"] == "link"]


@given(texts)
@example("&lt;!channel&gt; &amp; <!channel> <@U1|x>")
def test_an_escaped_text_holds_no_mention_and_reads_the_same(text: str) -> None:
    shown = escape(text)
    assert not set("<>") & set(shown)
    assert not re.search("&(?!amp;|lt;|gt;)", shown)
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@given(texts)
@example("(https://en.example/wiki/A_(b)), **https://a.example/c**. https://_ https://a.example/@x")
@tried(80)
def test_prose_is_read_as_it_was_written(text: str) -> None:
    shown = spans.prose(text)
    assert read(shown) == text
    assert all(span.keys() <= {"type", "text", "url"} for span in shown)
    assert all(span["type"] == "link" or span["text"] for span in shown)
    assert all(re.fullmatch(r"https?://[!-~]+", link["url"]) for link in links(shown))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://a.example/c_d_e.", "https://a.example/c_d_e"),
        ("(http://a.example/x?y=*1*&z=%20)", "http://a.example/x?y=*1*&z=%20"),
        ("https://a.example/A_(b), and", "https://a.example/A_(b)"),
        ("<https://a.example:8080>", "https://a.example:8080"),
        ("http://localhost/x", "http://localhost/x"),
    ],
)
def test_an_address_stays_whole_and_can_be_clicked(text: str, address: str) -> None:
    assert links(spans.prose(text)) == [{"type": "link", "url": address}]


def test_an_address_in_other_letters_is_clicked_in_ascii_and_read_as_written() -> None:
    (link,) = spans.prose("https://de.example/wiki/Größe")
    assert (link["url"], link["text"]) == (
        "https://de.example/wiki/Gr%C3%B6%C3%9Fe",
        "https://de.example/wiki/Größe",
    )


@pytest.mark.parametrize("text", ["https://", "https://…", "ftp://a.example", "https://-_-", "javascript:x"])
def test_what_is_no_web_address_is_not_linked(text: str) -> None:
    assert spans.prose(text) == ({"type": "text", "text": text},)


@given(texts)
@example("`a``b` ```c``` `\\` \\`d`")
def test_only_backticks_work_in_the_projects_own_words(text: str) -> None:
    shown = spans.own_words(text)
    code = [span["text"] for span in shown if span.get("style") == {"code": True}]
    assert code == re.findall(r"`([^`\n]+)`", text)
    assert read(shown) == re.sub(r"`([^`\n]+)`", r"\1", text)


def size(part: str) -> int:
    return len(json.dumps(spans.prose(part), ensure_ascii=False).encode())


@given(
    st.lists(st.sampled_from(["word", " ", "\n", "\n\n", "漢字", "https://a.example/x", "é"]), max_size=80)
)
def test_a_part_fits_and_nothing_is_lost_but_blanks_at_the_cut(words: list[str]) -> None:
    text = "".join(words).strip()
    head, tail = take(text, 200, size)
    assert size(head) <= 200
    assert (head + tail).replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")
    assert head or not tail
