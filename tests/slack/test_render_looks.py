"""How a reply looks on Slack."""

import re
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.message import Block
from adapters.slack.render import progress_message, render
from domain import replies as domain
from domain.replies import Bullets, Button, Card, Code, Field, File, Quote, Reply, Text, say
from tests.slack.legal import check_legal, judge, text_of
from tests.world import button, open_world


def lines(*body: domain.Block | str, title: str = "", fields: tuple[Field, ...] = ()) -> list[str]:
    """A card as blocks would be read aloud, with the marks of Markdown for their looks."""
    (message,) = render(say(title, *body, fields=fields))
    return [line for block in message.blocks for line in _read(block)]


def _read(block: Block) -> list[str]:
    match block["type"]:
        case "header":
            return [f"# {block['text']['text']}"]
        case "divider":
            return ["---"]
        case "rich_text" | "rich_text_list":
            prefix = "- " if block["type"] == "rich_text_list" else ""
            return [prefix + line for element in block["elements"] for line in _read(element)]
        case kind:
            text = "".join(_marked(span) for span in block["elements"])
            before = {"rich_text_preformatted": "    ", "rich_text_quote": "> "}.get(kind, "")
            return [before + line for line in text.split("\n")]


def _marked(span: dict[str, Any]) -> str:
    marks = {"bold": "**", "italic": "_", "code": "`"}
    mark = "".join(marks[style] for style in span.get("style", {}))
    return f"{mark}{span.get('text') or span['url']}{mark}"


def test_a_failure_is_told_by_a_word_not_by_colour_alone() -> None:
    (message,) = render(say("Too long", "Shorter, please.", failed=True))
    assert message.blocks[0]["text"]["text"] == "⚠️ Too long"
    assert message.text == "⚠️ Too long\nShorter, please."
    (untitled,) = render(say("", "No.", failed=True))
    assert untitled.text.startswith("⚠️ That did not work\n")


def test_rubric_rows_say_their_state_and_put_the_evidence_below() -> None:
    rows = ("[met] Names the cost — “O(n) *here*”", "40% of the score: [missed] Runs (No test was run)")
    assert lines(Bullets(rows)) == [
        "✅ **met** Names the cost",
        "_“O(n) *here*”_",
        "❌ **missed** (40% of the score) Runs (No test was run)",
    ]


def test_short_fields_share_a_line_and_long_ones_do_not() -> None:
    fields = (Field("Difficulty", "3 of 5"), Field("Time", "15 min"))
    assert lines(fields=fields) == ["**Difficulty** 3 of 5 · **Time** 15 min"]
    longer = (*fields, Field("Focus", "trees, graphs and recursion"))
    assert len(lines(fields=longer)) == 3


def test_paragraphs_are_parted_and_captions_stand_above_their_list() -> None:
    shown = lines("One.", "Two:", Bullets(("a", "b")), "Three.", Quote("q\nr"), Code("x\n  y"), title="T")
    assert shown == [
        "# T",
        "One.",
        "",
        "**Two:**",
        "- a",
        "- b",
        "",
        "Three.",
        "> q",
        "> r",
        "    x",
        "      y",
    ]


def test_a_title_that_slack_could_misread_is_bold_instead_of_a_header() -> None:
    assert lines("x", title="/company show <name>") == ["**/company show <name>**", "x"]
    assert lines("x", title="t" * 150)[0] == "# " + "t" * 150
    assert lines("x", title="t" * 151)[0] == f"**{'t' * 151}**"


def test_a_score_bar_is_monospaced_and_not_read_out() -> None:
    (message,) = render(say("74/100", Text("███░░"), Text("Good.")))
    assert "`███░░`" in [line for block in message.blocks for line in _read(block)]
    assert message.text == "74/100\nGood."
    assert render(say("", Text("███")))[0].text == "███"


def test_many_long_buttons_go_on_under_further_messages() -> None:
    many = tuple(Button("漢" * 75, f"interview+hint?session={'a' * 60}&n={n}", "primary") for n in range(30))
    messages = render(say("T", "word " * 1_300, buttons=many))
    for message in messages:
        check_legal(message)
    assert [len(message.blocks[-1]["elements"]) for message in messages] == [12, 12, 6]
    assert messages[1].text.startswith("漢")


def test_a_name_is_not_said_again_where_its_value_goes_on() -> None:
    messages = render(say("", fields=(Field("Focus", "word " * 2_000),)))
    assert len(messages) == 2
    assert [text_of(message.blocks).count("Focus") for message in messages] == [1, 0]


def test_only_what_markdown_shows_as_written_is_streamed() -> None:
    (plain,) = render(say("T", "a < b & `x`", Bullets(("i", "j")), Code("y = 1"), Quote("q\nr")))
    assert plain.streamed == "### T\n\na &lt; b &amp; `x`\n\n- i\n- j\n\n```\ny = 1\n```\n\n> q\n> r"
    for marked in ("a *b*", "- a", "@here", "1. a", ":smile:", "`a<b`"):
        assert render(say("T", marked))[0].streamed == ""
    assert render(say("T", Code("a < b")))[0].streamed == ""


def test_cards_are_parted_by_lines_and_lists_are_not() -> None:
    two = render(Reply((Card("A", (Text("a"),)), Card("B", (Text("b"),)))))[0]
    assert [block["type"] for block in two.blocks] == [
        "header",
        "rich_text",
        "divider",
        "header",
        "rich_text",
    ]
    listed = render(Reply((Card("All"), *(Card(str(n), (Text("x"),)) for n in range(9)))))[0]
    assert [block["type"] for block in listed.blocks] == ["header", *["rich_text"] * 9]


def test_a_long_answer_is_cut_between_paragraphs() -> None:
    paragraphs = [f"Paragraph {n}. " + "word " * 60 for n in range(30)]
    messages = render(say("T", "\n\n".join(paragraphs)))
    assert len(messages) == 2
    assert text_of(messages[1].blocks).startswith("Paragraph ")


def test_a_card_that_fits_a_message_is_not_torn() -> None:
    grade, question = say("Grade", "g " * 1_500).cards[0], say("Question", "q " * 3_000).cards[0]
    first, second = render(Reply((grade, question), (Button("Hint", "interview+hint"),)))
    assert [block["type"] for block in first.blocks] == ["header", "rich_text"]
    assert [block["type"] for block in second.blocks] == ["header", "rich_text", "actions"]


def test_a_cut_code_block_keeps_every_blank() -> None:
    code = [f"    line_{n} = {n}" for n in range(600)]
    messages = render(say("", Code("\n".join(code), "python")))
    bodies = [message.blocks[0]["elements"][0] for message in messages]
    assert len(bodies) > 1
    assert {body["type"] for body in bodies} == {"rich_text_preformatted"}
    assert "\n".join(body["elements"][0]["text"] for body in bodies).split("\n") == code


@pytest.mark.parametrize("word", ["word ", "漢字。 ", "👩\u200d👧 "])
def test_an_endless_reply_is_sent_in_part_and_attached_whole(word: str) -> None:
    messages = render(say("Long", word * (100_000 // len(word)), buttons=(Button("Why", "interview+why"),)))
    assert len(messages) == 4
    for message in messages:
        check_legal(message)
    (whole,) = messages[3].files
    assert whole.name == "reply.txt"
    assert (whole.content or b"").decode().count(word.strip()) == 100_000 // len(word)
    assert messages[3].text == "This is not all of it: the whole text is in `reply.txt`."
    assert messages[3].blocks[-1]["elements"][0]["text"]["text"] == "Why"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("report-1.pdf", "report-1.pdf"),
        ("Mein Résumé (neu).PDF", "Mein Résumé (neu).PDF"),
        ("../../etc/passwd", "passwd"),
        ("..\\x\\a.py", "a.py"),
        ("\u202egnp.exe\n", "\ufffdgnp.exe"),
        ("", "file"),
        ("a" * 300 + ".pdf", "a" * 99 + "….pdf"),
    ],
)
def test_files_keep_a_harmless_name(given_name: str, kept: str) -> None:
    (message,) = render(Reply(files=(File(given_name, "/nowhere"),)))
    assert [file.name for file in message.files] == [kept]
    assert message.files[0].upload() == {"file": "/nowhere", "filename": kept, "title": kept}
    assert kept.replace("`", "") in text_of(message.blocks)


def test_progress_is_one_line() -> None:
    message = progress_message("Running your code\nagainst *30* tests `x_y` …")
    assert _read(message.blocks[0]) == ["Running your code against *30* tests `x_y` …"]
    check_legal(message)


async def test_a_real_interview_reads_well(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        start = await world.say("/interview start company:Google questions:1")
        answer = await world.say("I sort by start time and then merge. @here <!channel> <@U1>")
        said = [start, answer, await world.say("/interview why"), await world.say("/help")]
        said.append(await world.press(answer, "Skip"))
        said += [await world.say("/interview skip"), await world.say("/interview history")]
    for reply in said:
        for message in render(reply):
            check_legal(message)
            judge("Blocks").validate(message.blocks)
    grade = [line for block in render(answer)[0].blocks[:2] for line in _read(block)]
    assert re.fullmatch(r"# Question 1: \d+/100 \(\d+–\d+\)", grade[0])
    assert re.fullmatch(r"`[█░]{20}`", grade[1])
    assert any(re.match(r"(✅ \*\*met|🟡 \*\*partly|❌ \*\*missed)\*\* ", line) for line in grade)
    asked = [line for block in render(start)[0].blocks[:-1] for line in _read(block)]
    assert re.fullmatch(r"\*\*Difficulty\*\* \d of 5 · \*\*Time\*\* \d+ min", asked[-1])
    assert render(start)[0].text.startswith("Google\n")
    history = render(said[-1])[0].blocks
    assert [block["type"] for block in history] == ["header", "rich_text", "actions"]
    assert button(said[-1], "Start").token in {one["value"] for one in history[-1]["elements"]}
