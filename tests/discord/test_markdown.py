"""Texts as Discord's markdown: shown as written, whatever is in them."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord import markdown
from adapters.discord.markdown import GAP, cut, escape, fence, safe, units, whole, words

TOKEN = re.compile(
    r"\\(?P<escaped>[^0-9A-Za-z\s])|<(?P<address>https?://[^\s<>]+)>|(?P<code>(?<!`)`[^`\n]+`(?!`))"
)
LINE_MARK = re.compile(r"^\s*(?:#{1,3}\s|-#|[-*+]\s|\d+[.)]\s|>)", re.MULTILINE)
EMOJI_NAME = re.compile(r":[\w+~-]+:")
MARKUP = "*_~|`<>#-+[]()\\@:1. \n"

TOKENS = ["https://", "http://", "a.example", "/", "?b=", "@everyone", "<@1>", "](", "**", "||", *MARKUP]

texts = st.text(st.characters(), max_size=80) | st.lists(st.sampled_from(TOKENS), max_size=30).map("".join)


def as_read(shown: str) -> str:
    """What a reader sees of prose, code with its backticks; fails where any other markup works in it."""
    bare = TOKEN.sub(lambda m: GAP if m["escaped"] else "¤", shown)
    assert not set("*_~|`<[\\") & set(bare), bare
    assert not LINE_MARK.search(bare), bare
    assert not EMOJI_NAME.search(bare), bare
    assert not re.search("@(everyone|here)", bare), bare
    return TOKEN.sub(lambda m: m["escaped"] or m["address"] or m["code"], shown).replace(GAP, "")


def found(kind: str, shown: str) -> list[str]:
    return [m[kind] for m in TOKEN.finditer(shown) if m[kind]]


@given(texts)
@example("\\*a*\\")
@example("1. one\n 2) two\n- # x\n>>> y\n-# z\n+ q")
@example("||spoiler|| [text](https://evil.example/a_b) <https://x.example>")
@example("<@1> <@!1> <@&2> <#3> <:e:4> <a:e:4> <t:5:R> </cmd:6> <id:browse> @everyone @here :smile: :a:b:c:")
@example("(https://en.example/wiki/A_(b)), **https://a.example/c**. https://_ https://a.example/@x")
@settings(max_examples=300)
def test_prose_is_read_as_it_was_written(text: str) -> None:
    assert not found("code", escape(safe(text)))
    assert as_read(escape(safe(text))) == safe(text).replace(GAP, "")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://a.example/c_d_e.", "https://a.example/c_d_e"),
        ("(http://a.example/x?y=*1*&z)", "http://a.example/x?y=*1*&z"),
        ("https://a.example/A_(b), and", "https://a.example/A_(b)"),
        ("<https://a.example>", "https://a.example"),
    ],
)
def test_an_address_stays_whole_and_can_be_clicked(text: str, address: str) -> None:
    assert found("address", escape(text)) == [address]


@given(texts)
@example("`a``b` ```c``` `\\` \\`d`")
@settings(max_examples=150)
def test_only_backticks_work_in_the_projects_own_words(text: str) -> None:
    text = safe(text).replace(GAP, "")
    assert found("code", words(text)) == re.findall(r"`[^`\n]+`", text)
    assert as_read(words(text)) == text


def test_code_in_the_projects_own_words_is_not_escaped() -> None:
    assert (
        words("`/interview start` uses *all* of `a_b[0]`") == r"`/interview start` uses \*all\* of `a_b[0]`"
    )


@given(st.text(st.sampled_from("`a\n "), max_size=30))
def test_a_fence_is_closed_by_nothing_inside(text: str) -> None:
    lines = fence(text, "python").split("\n")
    assert (lines[0], lines[-1]) == ("```python", "```")
    assert "```" not in "\n".join(lines[1:-1])
    assert "\n".join(lines[1:-1]).replace(GAP, "") == text


@pytest.mark.parametrize("language", ["", "two words", "a\nb", "`", "é"])
def test_a_language_that_is_none_is_left_out(language: str) -> None:
    assert fence("x = 1", language) == "```\nx = 1\n```"


@given(st.text(st.characters(), max_size=60))
@example("\x1b[31m\x00\x9b\u202eevil\u2066\u2028\ud800\r\n\t")
def test_nothing_moves_hides_or_turns_round_text(text: str) -> None:
    kept = {c for c in safe(text) if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")}
    assert kept <= {"\n"}
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", safe(text))
    assert safe(safe(text)) == safe(text)


@given(st.text(st.characters(), max_size=60), st.integers(2, 50))
def test_a_label_is_one_line_within_its_limit(text: str, most: int) -> None:
    label = cut(text, most)
    assert 0 < len(label.encode("utf-16-le")) // 2 <= most
    assert label.strip() == label
    assert "\n" not in label
    if label.endswith("…"):
        assert "".join(safe(text).split()).startswith("".join(label[:-1].split()))


def test_a_label_with_nothing_to_see_gets_something() -> None:
    assert cut(" \u200b\n", 45) == "…"


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [
        ("aé e\u0301\u0302x", 5, 3),
        ("👩\u200d👩\u200d👧x", 2, 0),
        ("x👩\u200d👩\u200d👧", 3, 1),
        ("x👍🏽", 2, 1),
        ("x🇩🇪🇫🇷", 4, 3),
        ("x🇩🇪🇫🇷", 3, 3),
        ("plain", 3, 3),
    ],
)
def test_a_cut_parts_no_character_that_is_seen_as_one(text: str, end: int, expected: int) -> None:
    assert whole(text, end) == (expected or end)


@given(st.text(max_size=30))
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


def test_several_lines_stay_one_quote_and_one_list_item() -> None:
    assert markdown.quote("a\n\n> b") == "> a\n> \n> \\> b"
    assert markdown.item("a\n\n- b\nc") == "a\n  \\- b\n  c"
