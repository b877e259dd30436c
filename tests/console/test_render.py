"""What a reply looks like: readable at any width, in words where there is no colour, and always harmless."""

import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from adapters.console.render import renderable, safe
from domain.replies import Block, Bullets, Button, Card, Code, Field, File, Quote, Reply, Text, say

SGR = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE = "\x1b]0;title\x07\x1b[2J\x9b31m\x00\r\t[bold red]x[/] \u202eevil\u2028 :smile:"

texts = st.text(st.characters(), max_size=60) | st.sampled_from([HOSTILE, "", "\n\n", "[/]", "`a` `", "``"])
long_texts = texts | st.lists(st.text(max_size=25), max_size=12).map(" ".join)
blocks = st.one_of(
    st.builds(Text, long_texts, st.booleans()),
    st.builds(Code, long_texts, st.sampled_from(["", "python", "sql", "no-such-language"])),
    st.builds(Quote, long_texts),
    st.builds(Bullets, st.lists(long_texts, max_size=4).map(tuple)),
)
cards = st.builds(
    Card,
    texts,
    st.lists(blocks, max_size=4).map(tuple),
    st.lists(st.builds(Field, texts, long_texts), max_size=3).map(tuple),
)
replies = st.builds(
    Reply,
    st.lists(cards, max_size=3).map(tuple),
    st.lists(st.builds(Button, texts, texts), max_size=4).map(tuple),
    files=st.lists(st.builds(File, texts, texts), max_size=2).map(tuple),
    failed=st.booleans(),
)


def rendered(reply: Reply, *, width: int = 80, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    console.print(renderable(reply, colour=colour), crop=False)
    return out.getvalue()


def shown(*body: Block | str, width: int = 80, colour: bool = False) -> str:
    return rendered(say("", *body), width=width, colour=colour)


def controls(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c != "\n"}


@given(replies, st.integers(12, 120))
def test_any_reply_is_plain_text_without_control_characters(reply: Reply, width: int) -> None:
    assert not controls(rendered(reply, width=width))


@given(replies, st.integers(12, 120))
def test_in_colour_the_only_escapes_are_those_of_style(reply: Reply, width: int) -> None:
    assert not controls(SGR.sub("", rendered(reply, width=width, colour=True)))


@given(st.builds(Reply, st.lists(cards, max_size=3).map(tuple)), st.integers(20, 100))
def test_no_line_is_wider_than_the_screen(reply: Reply, width: int) -> None:
    assert all(cell_len(line) <= width for line in rendered(reply, width=width).split("\n"))


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=200))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_a_hostile_answer_is_shown_as_what_it_is() -> None:
    text = shown(Quote("[bold red]x[/] :smile: \x1b[31m"))
    assert text == "│ [bold red]x[/] :smile: ␛[31m\n"


def test_a_text_cannot_turn_the_line_around() -> None:
    assert shown(Quote("a\u202eb\u2066c")) == "│ a\ufffdb\ufffdc\n"


def test_a_bullet_hangs_in_front_of_its_lines() -> None:
    assert shown(Bullets(("one two three", "four")), width=10) == "• one two\n  three\n• four\n"


def test_joiners_of_indian_scripts_survive() -> None:
    word = "क्\u200dष"
    assert word in shown(Text(word))


def test_backticks_are_code_in_the_projects_own_words_alone() -> None:
    own, theirs = Text("Write `f(x)`.", markup=True), Text("I wrote `f(x)`.")
    assert "Write f(x)." in SGR.sub("", shown(own, colour=True))
    assert "I wrote `f(x)`." in SGR.sub("", shown(theirs, colour=True))
    assert "Write `f(x)`." in shown(own)


@pytest.mark.parametrize("width", [40, 80])
def test_rubric_rows_say_their_state_in_words_and_hang_behind_it(width: int) -> None:
    rows = ("[met] Uses a hash map — “a dict of seen prices”, so that each look-up is quick", "[missed] Time")
    lines = shown(Bullets(rows), width=width).splitlines()
    assert lines[0].startswith("[met]    Uses a hash map")
    assert lines[1].startswith(" " * 9)
    assert lines[1][9] != " "
    assert lines[-1] == "[missed] Time"


def test_colour_only_helps_the_word() -> None:
    plain, coloured = (shown(Bullets(("[partly] States it",)), colour=c) for c in (False, True))
    assert "\x1b[33m[partly]" in coloured
    assert SGR.sub("", coloured) == plain


def test_a_row_behind_its_share_of_the_score_keeps_its_bullet() -> None:
    assert shown(Bullets(("12% of the score: [met] Names it",))) == "• 12% of the score: [met] Names it\n"


@pytest.mark.parametrize("width", [40, 88])
def test_code_is_whole_at_any_width(width: int) -> None:
    code = "def fairest_split(boss: list[int], hours: list[int]) -> int:\n    return 1"
    for colour in (False, True):
        text = SGR.sub("", shown(Code(code, "python"), width=width, colour=colour))
        assert "".join(text.split()) == "".join(code.split())
    assert "      return 1\n" in shown(Code(code, "python"), width=width)


def test_code_is_highlighted_on_a_terminal_only() -> None:
    assert "\x1b[" in shown(Code("def f(): pass", "python"), colour=True)
    assert shown(Code("def f(): pass", "python")) == "  def f(): pass\n"


def test_short_fields_share_a_line_and_long_ones_align() -> None:
    short = (Field("Difficulty", "2 of 5"), Field("Time", "20 min"))
    assert rendered(say("", fields=short)) == "Difficulty 2 of 5 · Time 20 min\n"
    long = (Field("Coding topics", "arrays, " * 12), Field("Themes", "teamwork"))
    lines = rendered(say("", fields=long)).splitlines()
    assert [line[:15].strip() for line in lines] == ["Coding topics", "", "Themes"]
    assert lines[-1] == "Themes         teamwork"
    assert rendered(say("", fields=long), width=40).splitlines()[0].startswith("Coding topics: arrays,")


def test_cards_stand_apart_under_their_headings() -> None:
    reply = Reply(
        (Card("Question 1: 74/100", (Text("Good."), Text("Next:"), Bullets(("a", "b")))), Card("Q 2"))
    )
    assert rendered(reply, width=30).splitlines() == [
        "Question 1: 74/100 ───────────",
        "Good.",
        "",
        "Next:",
        "• a",
        "• b",
        "",
        "Q 2 ──────────────────────────",
    ]


def test_a_heading_as_wide_as_the_screen_wraps() -> None:
    assert rendered(say("Question 12 of 20 · Follow-up"), width=20).splitlines() == [
        "Question 12 of 20 ·",
        "Follow-up",
    ]


def test_buttons_are_one_line_with_how_to_press_them() -> None:
    reply = Reply(buttons=(Button("Hint", "interview+hint"), Button("Skip", "interview+skip")))
    assert rendered(reply) == "!1 Hint  !2 Skip\n"


def test_a_path_stays_in_one_piece() -> None:
    path = "/home/ana/" + "reports/" * 12 + "a b.pdf"
    assert rendered(Reply(files=(File("report.pdf", path),)), width=40) == f"report.pdf\n{path}\n"
