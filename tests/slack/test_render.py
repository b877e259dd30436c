"""Replies as Slack messages: legal whatever is in them, whole, and pleasant to read on a phone."""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft7Validator
from slack_sdk.models.blocks import Block as SdkBlock

from adapters.chat.text import safe
from adapters.slack.message import Block, Message
from adapters.slack.render import progress_message, render
from domain import replies as domain
from domain.replies import Bullets, Button, Card, Code, Field, File, Quote, Reply, Text, say
from tests.chat.any_reply import replies
from tests.world import button, open_world

CONTRACTS = Path(__file__).parents[2].parent / "shared" / "contracts"


@cache
def judge(name: str) -> Draft7Validator:
    path = CONTRACTS / f"slack-{name}.schema.json"
    if not path.exists():
        pytest.skip("the schemas made of Slack's types are not beside the project")
    return Draft7Validator(json.loads(path.read_text()))


def nested(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a payload that has a type."""
    for part in value if isinstance(value, list) else value.values():
        if isinstance(part, dict) and "type" in part:
            yield part
        if isinstance(part, dict | list):
            yield from nested(part)


def length(text: str) -> int:
    """UTF-16 units: Slack does not say what it counts, and nothing makes more."""
    return len(text.encode("utf-16-le")) // 2


def visible(text: str) -> bool:
    return any(not c.isspace() and unicodedata.category(c) != "Cf" for c in text)


def check_blocks(shown: list[Block], most: int) -> None:
    """Slack's limits on the blocks of a message or view."""
    assert 1 <= len(shown) <= most
    parts = list(nested(shown))
    assert not [part for part in parts if part["type"] == "mrkdwn"], "nothing that Slack parses"
    for part in parts:
        check_part(part)
    for row in (part for part in shown if part["type"] == "actions"):
        assert 1 <= len(row["elements"]) <= 25
    ids = [part["action_id"] for part in parts if part["type"] == "button"]
    assert len(set(ids)) == len(ids)


def check_part(part: dict[str, Any]) -> None:
    match part["type"]:
        case "button":
            assert length(part["text"]["text"]) <= 75
            assert re.fullmatch(r"press\d{1,3}", part["action_id"])
            assert 0 < len(part["value"]) <= 2000
        case "header":
            assert visible(part["text"]["text"])
            assert length(part["text"]["text"]) <= 150
        case "plain_text" | "text":
            assert part["text"]
        case "link":
            assert len(part["url"]) <= 12_000
        case str(kind) if kind.startswith("rich_text"):
            assert part["elements"]
            assert visible("".join(one.get("text") or one.get("url", "x") for one in part["elements"]))


def check_legal(message: Message) -> None:
    check_blocks(message.blocks, 50)
    assert len(json.dumps(message.blocks, ensure_ascii=False).encode()) <= 13_000
    assert visible(message.text)
    assert len(message.text) <= 40_000
    assert not set("<>") & set(message.text)
    assert not re.search("&(?!amp;|lt;|gt;)", message.text)
    for block in message.blocks:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        assert parsed.to_dict() == block
        parsed.validate_json()


@given(replies(3))
@settings(max_examples=25)
def test_every_reply_makes_only_legal_messages(reply: Reply) -> None:
    messages = render(reply)
    assert len(messages) >= 1
    for message in messages:
        check_legal(message)


@given(replies(3))
@settings(max_examples=5)
def test_slacks_own_types_take_every_message(reply: Reply) -> None:
    for message in render(reply):
        for block in message.blocks:
            judge("Blocks").validate([block])


def letters(text: str) -> str:
    """What is left of a text without blanks and without the marks that rendering adds or takes."""
    return "".join(c for c in text if not c.isspace() and c not in "-=>•…`")


def words_of(reply: Reply, *, languages: bool = False) -> str:
    parts: list[str] = []
    for card in reply.cards:
        parts.append(card.title)
        for block in card.body:
            parts += [block.language] if languages and isinstance(block, Code) else []
            parts += block.items if isinstance(block, Bullets) else [block.text]
        parts += [text for field in card.fields for text in (field.name, field.value)]
    return letters("".join(map(safe, parts)))


def text_of(shown: list[Block]) -> str:
    """The words of blocks as they are read."""
    return "".join(
        part.get("text") or part["url"]
        for block in shown
        if block["type"] != "actions"
        for part in nested(block)
        if part["type"] in ("text", "link", "plain_text")
    )


def bare(text: str) -> str:
    """Without what is never seen, the dots between fields, and the colons of the text file."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and c not in "·:")


@given(replies(3).filter(lambda reply: bool(words_of(reply)) and not reply.failed))
@settings(max_examples=25)
def test_nothing_is_lost_or_repeated(reply: Reply) -> None:
    messages = [message for message in render(reply) if text_of(message.blocks)]
    shown = [bare(letters(text_of(message.blocks))) for message in messages]
    attached = [file for message in messages for file in message.files if file.content is not None]
    if not attached:
        complete = bare(words_of(reply)) in ("".join(shown), "")
        assert complete
        return
    assert attached[0].name == "reply.txt"
    assert len(messages) == 4
    assert "reply.txt" in messages[3].text
    begun = bare(words_of(reply)).startswith("".join(shown[:3]))
    whole = bare(letters((attached[0].content or b"").decode())) == bare(words_of(reply, languages=True))
    assert (begun, whole) == (True, True)


@given(replies(3))
@settings(max_examples=30)
def test_every_button_and_file_is_there_once_and_buttons_come_last(reply: Reply) -> None:
    messages = render(reply)
    pressed = [[part["value"] for part in nested(m.blocks) if part["type"] == "button"] for m in messages]
    tokens = [token for some in pressed for token in some]
    assert tokens == list(dict.fromkeys(b.token for b in reply.buttons))
    assert sum(file.path is not None for m in messages for file in m.files) == len(reply.files)
    for message, some in zip(messages, pressed, strict=True):
        assert [block["type"] for block in message.blocks].count("actions") == bool(some)
        assert message.blocks[-1]["type"] == "actions" or not some
    if len(tokens) <= 12:
        assert not any(pressed[:-1])


@given(replies(3))
@settings(max_examples=30)
def test_what_is_streamed_mentions_nobody_and_says_the_same(reply: Reply) -> None:
    for message in render(reply):
        assert not set("<@") & set(message.streamed)
        assert len(message.streamed) <= 12_000
        if message.streamed:
            shown = text_of(message.blocks)
            unmarked = re.sub(r"^###|[*_#]", "", message.streamed)
            for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
                unmarked = unmarked.replace(entity, char)
            same = letters(unmarked) == letters(re.sub("[*_#]", "", shown))
            assert same


@pytest.mark.parametrize("reply", [Reply(), Reply((Card(),)), say("", ""), say(" ", Code("\n"), Quote(""))])
def test_a_reply_with_nothing_to_see_says_so(reply: Reply) -> None:
    (message,) = render(reply)
    assert message.text == text_of(message.blocks) == "Nothing to show."


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
        (message,) = render(reply)
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
