"""Replies as Discord messages: legal whatever is in them, whole, and pleasant to read on a phone."""

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given

from adapters.chat.text import safe
from adapters.discord.layout import files_of, layout, notice
from adapters.discord.render import Message, render
from domain.replies import Block, Bullets, Button, Card, Code, Field, File, Quote, Reply, Text, say
from tests.chat.any_reply import replies
from tests.discord.legal import Pressed, check_legal, components, judge, sent, unfenced
from tests.examples import tried
from tests.world import button, open_world


@given(replies(12))
@tried(20)
def test_every_reply_makes_only_legal_messages(reply: Reply) -> None:
    messages = render(reply)
    assert len(messages) >= 1
    for message in messages:
        check_legal(message)
        text = unfenced(message)
        bare = re.sub(r"\\.|`[^`\n]+`|<https?://[^\s<>]+>", "", text)
        assert "<" not in bare
        assert not re.search("@(everyone|here)", bare)
        assert "](" not in bare
        assert not re.search(r"\|\||~~|(?<!\*)\*(?!\*)|_", bare)


@given(replies(12))
@tried(6)
def test_discord_takes_every_message(reply: Reply) -> None:
    for message in render(reply):
        judge().validate({"components": components(message), "flags": 1 << 15})


def letters(text: str) -> str:
    """What is left of a text without blanks and without the marks that rendering adds or takes."""
    return "".join(c for c in text if not c.isspace() and (c.isalnum() or c > "\xff") and c not in "⚠️\u200b…")


def words_of(reply: Reply, *, languages: bool = False) -> str:
    parts: list[str] = []
    for card in reply.cards:
        parts.append(card.title)
        for block in card.body:
            parts += [block.language] if languages and isinstance(block, Code) else []
            parts += block.items if isinstance(block, Bullets) else [block.text]
        parts += [text for field in card.fields for text in (field.name, field.value)]
    return letters("".join(map(safe, parts)))


def shown_of(messages: tuple[Message, ...]) -> str:
    texts = [box.text for message in messages for box in message.boxes]
    return letters("\n".join(re.sub(r"^```\w*$", "", text, flags=re.MULTILINE) for text in texts))


@given(replies(12).filter(lambda reply: bool(words_of(reply)) and not reply.failed))
@tried(20)
def test_nothing_is_lost_or_repeated(reply: Reply) -> None:
    messages = render(reply)
    attached = [file for message in messages for file in message.files if file.content is not None]
    if not attached:
        whole = shown_of(messages) == words_of(reply)
        assert whole
        return
    assert attached[0].name == "reply.txt"
    assert len([message for message in messages if message.boxes]) == 4
    assert "`reply.txt`" in messages[3].boxes[0].text
    begun = words_of(reply).startswith(shown_of(messages[:3]))
    whole = letters((attached[0].content or b"").decode()) == words_of(reply, languages=True)
    assert (begun, whole) == (True, True)


@given(replies(12))
@tried(15)
def test_every_button_and_file_is_there_once_and_buttons_come_last(reply: Reply) -> None:
    messages = render(reply)
    tokens = [b.token for message in messages for b in message.buttons]
    assert tokens == list(dict.fromkeys(b.token for b in reply.buttons))
    assert sum(file.path is not None for m in messages for file in m.files) == len(reply.files)
    if len(tokens) <= 30:
        assert not any(message.buttons for message in messages[:-1])


def test_many_parts_are_spread_within_the_limits() -> None:
    for counts in product((0, 1, 19, 60), (0, 5, 25, 30, 33), (0, 1, 10, 12)):
        check_spread(*counts)


def check_spread(n_cards: int, n_buttons: int, n_files: int) -> None:
    """Raises AssertionError where that many parts are lost or break a limit."""
    reply = Reply(
        say("Card", "text").cards * n_cards,
        tuple(Button("Go", f"go?n={n}") for n in range(n_buttons)),
        files=(File("a.pdf", "/x"), File("A.pdf", "/x"), *[File("a-2.pdf", "/x")] * 10)[:n_files],
    )
    messages = render(reply)
    for message in messages:
        check_legal(message)
    assert sum(len(message.buttons) for message in messages) == n_buttons
    assert len([message for message in messages if message.boxes]) <= 4
    if n_buttons <= 30:
        assert not any(message.buttons for message in messages[:-1])
    if n_cards and n_buttons <= 25 and n_files <= 1:
        assert messages[-1].boxes


@pytest.mark.parametrize("reply", [Reply(), Reply((Card(),)), say("", ""), say(" ", Code("\n"), Quote(""))])
def test_a_reply_with_nothing_to_see_says_so(reply: Reply) -> None:
    (message,) = render(reply)
    assert message.boxes[0].text == "Nothing to show."


def box(*body: Block | str, title: str = "", fields: tuple[Field, ...] = ()) -> str:
    (message,) = render(say(title, *body, fields=fields))
    return message.boxes[0].text


def test_a_failure_is_told_by_a_word_not_by_colour_alone() -> None:
    (message,) = render(say("Too long", "Shorter, please.", failed=True))
    assert message.boxes[0].text == "### ⚠️ Too long\nShorter, please."
    assert message.boxes[0].accent is not None
    (untitled,) = render(say("", "No.", failed=True))
    assert untitled.boxes[0].text.startswith("### ⚠️ That did not work\n")


def test_rubric_rows_say_their_state_and_put_the_evidence_below() -> None:
    rows = ("[met] Names the cost — “O(n) *here*”", "40% of the score: [missed] Runs (No test was run)")
    assert box(Bullets(rows)).split("\n") == [
        "✅ **met** Names the cost",
        r"-# “O(n) \*here\*”",
        "❌ **missed** (40% of the score) Runs (No test was run)",
    ]


def test_short_fields_share_a_line_and_long_ones_do_not() -> None:
    fields = (Field("Difficulty", "3 of 5"), Field("Time", "15 min"))
    assert box(fields=fields) == "**Difficulty** 3 of 5 · **Time** 15 min"
    longer = (*fields, Field("Focus", "trees, graphs and recursion"))
    assert box(fields=longer).count("\n") == 2


def test_paragraphs_are_parted_and_captions_stand_above_their_list() -> None:
    text = box("One.", "Two:", Bullets(("a", "b")), Quote("q\nr"), title="T")
    assert text == "### T\nOne.\n\n**Two:**\n- a\n- b\n\n> q\n> r"


def test_code_above_a_list_is_no_caption() -> None:
    assert box(Code("def f():"), Bullets(("a",))) == "```\ndef f():\n```\n- a"


def test_a_score_bar_keeps_its_width() -> None:
    assert box(Text("███░░")) == "`███░░`"


def test_a_long_answer_is_cut_between_paragraphs() -> None:
    paragraphs = [f"Paragraph {n}. " + "word " * 60 for n in range(20)]
    messages = render(say("T", "\n\n".join(paragraphs)))
    assert len(messages) == 2
    assert messages[1].boxes[0].text.startswith("Paragraph ")


def test_a_card_that_fits_a_message_is_not_torn() -> None:
    grade, question = say("Grade", "g " * 900).cards[0], say("Question", "q " * 1_800).cards[0]
    first, second = render(Reply((grade, question), (Button("Hint", "interview+hint"),)))
    assert (len(first.boxes), len(second.boxes)) == (1, 1)
    assert second.boxes[0].text.startswith("### Question")
    assert (first.buttons, len(second.buttons)) == ((), 1)


def test_a_cut_code_block_is_closed_and_opened_again_in_its_language() -> None:
    lines = [f"    line_{n} = {n}" for n in range(400)]
    messages = render(say("", Code("\n".join(lines), "python")))
    bodies = [re.fullmatch(r"```python\n(.*)\n```", m.boxes[0].text, re.DOTALL) for m in messages]
    assert len(bodies) > 1
    assert "\n".join(body[1] for body in bodies if body).split("\n") == lines


def test_an_endless_reply_is_sent_in_part_and_attached_whole() -> None:
    messages = render(say("Long", "word " * 20_000, buttons=(Button("Why", "interview+why"),)))
    assert len(messages) == 4
    assert [f.name for f in messages[3].files] == ["reply.txt"]
    assert (messages[3].files[0].content or b"").count(b"word") == 20_000
    assert "reply.txt" in messages[3].boxes[0].text
    assert [b.label for b in messages[3].buttons] == ["Why"]


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("report-1.pdf", "report-1.pdf"),
        ("Mein Résumé (neu).PDF", "Mein_Resume_neu.PDF"),
        ("../../etc/passwd", "passwd"),
        ("SPOILER_SPOILER_a.txt", "a.txt"),
        ("履歴書.pdf", "file.pdf"),
        (".env", "env"),
        ("", "file"),
    ],
)
def test_a_file_gets_a_name_that_discord_keeps(given_name: str, kept: str) -> None:
    (message,) = render(Reply(files=(File(given_name, "/nowhere"),)))
    assert [file.name for file in message.files] == [kept]


async def test_discord_py_has_nothing_to_remember_of_a_view(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(b"%PDF")
    reply = say("T", "x", buttons=(Button("Hint", "interview+hint"),), files=(File("r.pdf", str(path)),))
    (message,) = render(reply)
    view = layout(message, Pressed)
    assert view.is_finished()
    assert view.timeout is None
    (file,) = files_of(message)
    assert (file.uri, file.fp.read()) == ("attachment://r.pdf", b"%PDF")
    file.close()
    assert notice("Running `two_sum` …").is_finished()


def test_a_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    there = tmp_path / "there.txt"
    there.write_text("x")
    (message,) = render(Reply(files=(File("a", str(there)), File("b", str(tmp_path / "gone")))))
    with pytest.raises(FileNotFoundError):
        files_of(message)


def test_a_notice_is_one_small_line() -> None:
    (line,) = sent(notice("Running your code\nagainst *30* tests `x_y` …"))
    assert line["content"] == r"-# Running your code against \*30\* tests `x_y` …"


async def test_a_real_interview_reads_well(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        start = await world.say("/interview start company:Google questions:1")
        answer = await world.say("I sort by start time and then merge. @everyone <@1>")
        said = [start, answer, await world.say("/interview why"), await world.say("/help")]
        said.append(await world.press(answer, "Skip"))
        said += [await world.say("/interview skip"), await world.say("/interview history")]
    for reply in said:
        (message,) = render(reply)
        check_legal(message)
        judge().validate({"components": components(message)})
    grade = render(answer)[0].boxes[0].text
    assert re.match(r"### Question 1: \d+/100 \(\d+–\d+\)\n`[█░]{20}`\n\n", grade)
    assert re.search(r"^(✅ \*\*met|🟡 \*\*partly|❌ \*\*missed)\*\* ", grade, re.MULTILINE)
    assert re.search(
        r"^\*\*Difficulty\*\* \d of 5 · \*\*Time\*\* \d+ min$", render(start)[0].boxes[1].text, re.M
    )
    history = render(said[-1])[0]
    assert [one.framed for one in history.boxes] == [False, True]
    assert button(said[-1], "Start").token in {b.token for b in history.buttons}
