"""Texts on their way to Slack: shown as written, whatever is in them."""

import json
import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.slack import spans
from adapters.slack.mrkdwn import escape, label, one_line, safe, shorten, units, whole
from adapters.slack.spans import Span, Spans
from adapters.slack.split import take

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
@settings(max_examples=200)
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


@given(st.text(st.characters(), max_size=60))
@example("\x1b[31m\x00\x9b\u202eevil\u2066\u2028\ud800\r\n\t")
def test_nothing_moves_hides_or_turns_round_text(text: str) -> None:
    kept = {c for c in safe(text) if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")}
    assert kept <= {"\n"}
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", safe(text))
    assert safe(safe(text)) == safe(text)


@given(st.text(st.characters(), max_size=60), st.integers(2, 50))
def test_a_label_is_one_line_within_its_limit(text: str, most: int) -> None:
    shown = label(text, most)
    assert 0 < len(shown.encode("utf-16-le")) // 2 <= most
    assert shown.strip() == shown
    assert "\n" not in shown
    if shown.endswith("…"):
        assert one_line(text).replace(" ", "").startswith(shown[:-1].replace(" ", ""))


def test_a_label_with_nothing_to_see_gets_something() -> None:
    assert label(" \u200b\n", 24) == "…"


def test_a_shortened_text_keeps_its_lines() -> None:
    assert shorten("ab\ncd", 5) == "ab\ncd"
    assert shorten("ab\ncd ef", 6) == "ab\ncd…"


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [
        ("aé e\u0301\u0302x", 5, 3),
        ("👩\u200d👩\u200d👧x", 2, 2),
        ("x👩\u200d👩\u200d👧", 3, 1),
        ("x👍🏽", 2, 1),
        ("x🇩🇪🇫🇷", 4, 3),
        ("x🇩🇪🇫🇷", 3, 3),
        ("plain", 3, 3),
    ],
)
def test_a_cut_parts_no_character_that_is_seen_as_one(text: str, end: int, expected: int) -> None:
    assert whole(text, end) == expected


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


def test_a_text_is_cut_where_a_reader_would() -> None:
    assert take("One two.\n\nThree four five", 18, len) == ("One two.", "Three four five")
    assert take("One two three four", 10, len) == ("One two", "three four")
    assert take("a\n    b\n    c", 9, len, verbatim=True) == ("a\n    b", "    c")
    assert units("a👍") == 3
