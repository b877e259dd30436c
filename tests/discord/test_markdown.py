"""Texts as Discord's markdown: shown as written, whatever is in them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.chat.text import safe
from adapters.discord import markdown
from adapters.discord.markdown import GAP, escape, fence, words
from tests.examples import tried

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
@tried(100)
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
@tried(60)
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


def test_several_lines_stay_one_quote_and_one_list_item() -> None:
    assert markdown.quote("a\n\n> b") == "> a\n> \n> \\> b"
    assert markdown.item("a\n\n- b\nc") == "a\n  \\- b\n  c"
