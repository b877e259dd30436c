"""Dialogues with the coach where there is no model: it looks things up, and says so."""

from pathlib import Path

import pytest

from domain.actions import TABLE
from domain.actions.chat import LONGEST
from domain.actions.chat_steps import RUN
from domain.coaching.wording import EXAMPLES, GREETING, NOTHING, THANKED
from tests.domain.coached import answer, labels, said, sessions
from tests.domain.profiles import a_file
from tests.world import World, data, open_world, text_of

NOBODY = "nobody is chatting here"


async def test_an_afternoon_with_a_restart_in_it(world_folder: Path) -> None:
    async with open_world(world_folder) as world:
        hello = await world.say("hi", event="1")
        assert answer(hello) == GREETING
        await world.say("so I have a question", event="2")
        joins = await world.say("about sql joins", event="3")
        assert data(joins)["by"] == "library"
        assert "SQL" in data(joins)["tags"]
        assert "join" in answer(joins).casefold()
        assert NOBODY in text_of(joins), text_of(joins)
        assert "/chat topic changes that" in text_of(joins)
    async with open_world(world_folder, owner="second") as world:
        world.clock.forward(hours=2)
        google = await world.say("google rounds", event="4")
        assert NOBODY not in text_of(google)
        assert "Google" in data(google)["sources"][0]["title"]
        assert data(google)["session_id"] == data(joins)["session_id"]
        shown = await world.press(google, "About Google")
        assert shown.data["company"]["company"] == "Google"
        assert answer(await world.say("thanks!", event="5")) == THANKED
        roles = [role for role, _ in await said(world)]
        assert roles == ["user", "assistant"] * 5


async def test_a_passage_has_its_source_the_next_ones_and_what_can_be_done(world: World) -> None:
    reply = await world.say("/chat ask how do I prepare for sql joins")
    first, *others = data(reply)["sources"]
    assert "Source: " + first["source"] in text_of(reply)
    assert [one["title"] for one in others] == labels(reply)[: len(others)]
    assert len(reply.buttons) <= 5
    other = await world.press(reply, labels(reply)[0])
    assert other.cards[0].title == others[0]["title"]
    assert answer(other) != answer(reply)


@pytest.mark.parametrize(
    ("typed", "label", "action"),
    [
        ("what does the roadmap for aws hold", "Begin AWS", "path_id"),
        ("how does the two pointers pattern work on a sorted array", "Practise DSA", "question"),
    ],
)
async def test_what_was_found_leads_on(world: World, typed: str, label: str, action: str) -> None:
    reply = await world.say(typed)
    assert data(await world.press(reply, label))[action]


ODD = (
    "\0 joins \0", "\ud800 joins", "(" * 3_000, "joins\n" * 600, "NEAR(sql, joins) AND *", '"sql',
    "結合とは何ですか", "\u202esnioj", "a" * 4_000, "`@everyone` <@1> **sql**", "٣ joins ½",
    "e\u0301" * 1_500,
)  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
async def test_whatever_is_written_gets_an_answer(world: World, text: str) -> None:
    reply = await world.event("say", text=text)
    assert data(reply)["by"] == "library"
    assert len(await said(world)) == 2


async def test_nothing_found_is_said_with_examples_that_find_something(world: World) -> None:
    reply = await world.say("zxqv blorptang")
    assert answer(reply) == NOTHING
    assert labels(reply)[:3] == list(EXAMPLES)
    for example in EXAMPLES:
        found = data(await world.press(reply, example))
        assert found["sources"], example


async def test_what_it_may_be_pressed_for_needs_nothing_more() -> None:
    for name in RUN:
        assert name in TABLE
        assert not any(option.required for option in TABLE[name].options), name


@pytest.mark.parametrize("typed", ["start", "Hint.", "/help", "next", "b", "QUIZ"])
async def test_a_slip_for_a_command_is_no_conversation(world: World, typed: str) -> None:
    reply = await world.event("say", text=typed)
    assert "No interview is open" in text_of(reply)
    assert labels(reply) == ["Start", "Help"]
    assert await sessions(world) == []


@pytest.mark.parametrize("place", ["channel:general", "thread:7"])
async def test_in_public_it_takes_the_command_alone(world: World, place: str) -> None:
    assert "No interview is open" in text_of(await world.say("sql joins?", place=place))
    reply = await world.say("/chat ask sql joins?", place=place)
    assert reply.private
    assert data(reply)["sources"]


async def test_beside_an_open_interview_a_message_is_still_the_answer(world: World) -> None:
    await world.say("/interview start rounds:behavioral questions:1")
    assert "score" in data(await world.say("I once led a team of four through a hard week."))
    assert await sessions(world) == []


async def test_files_and_texts_it_cannot_read_are_refused_with_the_way_on(
    world: World, tmp_path: Path
) -> None:
    path = a_file(tmp_path, "cv.txt", b"Ana Lopez")
    refused = await world.say(None, files=(path,))
    assert refused.failed
    assert "/profile resume" in text_of(refused)
    assert (await world.press(refused, "Upload")).form is not None
    both = await world.say("sql joins", files=(path,))
    assert data(both)["sources"]
    assert "I read no files here" in text_of(both)
    long = await world.say("/chat ask " + "word " * LONGEST)
    assert "are the most I read" in text_of(long)
    assert (await world.say("\u200b")).failed
    assert len(await said(world)) == 2


async def test_a_long_message_is_taken_whole(world: World) -> None:
    text = "sql joins " * (LONGEST // 10)
    assert data(await world.say(f"/chat ask {text}"))["by"] == "library"
    assert (await said(world))[0] == ("user", text.strip())


async def test_topics_are_inferred_until_the_student_names_them(world: World) -> None:
    assert data(await world.say("how do I better my resume"))["tags"][0] == "Resume Help"
    listed = await world.say("/chat topic")
    assert "Resume Help" in text_of(listed)
    assert data(await world.press(listed, "Career"))["tags"] == ["Career"]
    own = await world.say("/chat topic  my *own*  word")
    assert data(own)["given"] == ["Career", "my *own* word"]
    assert data(await world.say("google rounds"))["tags"] == ["Career", "my *own* word"]
    assert data(await world.press(own, "Not Career"))["tags"] == ["my *own* word"]
    assert data(await world.say("/chat topic MY *OWN* WORD"))["tags"] == []
    assert (await world.say("/chat topic " + "x" * 41)).failed
    long = await world.say("/chat topic " + "é" * 40)
    gone = await world.press(long, f"Not {'é' * 40}")
    assert data(gone)["tags"] == data(await world.press(long, f"Not {'é' * 40}"))["tags"] == []


async def test_history_pages_through_conversations_and_their_messages(world: World) -> None:
    for number in range(7):
        await world.say(f"/chat ask sql joins, for the time number {number}")
        await world.say("/chat end")
        world.clock.forward(minutes=1)
    first = await world.say("/chat history")
    assert len(data(first)["sessions"]) == 5
    assert "number 6" in text_of(first)
    older = await world.press(first, "Older")
    assert len(data(older)["sessions"]) == 2
    one = await world.press(older, "Read 7")
    assert data(one)["said"][0] == {
        "role": "user", "content": "sql joins, for the time number 0", "by": ""
    }  # fmt: skip
    assert len(data(await world.press(older, "Newer"))["sessions"]) == 5


async def test_the_messages_of_one_conversation_are_paged_without_loss(world: World) -> None:
    for number in range(8):
        await world.say(f"/chat ask sql joins {number}")
    reply = await world.press(await world.say("/chat history"), "Read 1")
    read = data(reply)["said"]
    while "Later" in labels(reply):
        reply = await world.press(reply, "Later")
        read += data(reply)["said"]
    assert [(m["role"], m["content"]) for m in read] == await said(world)
    assert data(reply)["pages"] > 1


async def test_a_conversation_is_deleted_once_that_was_asked(world: World) -> None:
    await world.say("sql joins")
    ended = await world.say("/chat end")
    question = await world.press(ended, "Delete")
    assert len(await sessions(world)) == 1
    assert data(await world.press(question, "Delete it"))["deleted"]
    assert await sessions(world) == []
    assert "was deleted" in text_of(await world.press(question, "Delete it"))
    assert "was deleted" in text_of(await world.press(ended, "Delete"))


async def test_nobody_reads_or_deletes_somebody_elses(world: World) -> None:
    reply = await world.say("/chat ask sql joins")
    more = await world.press(reply, labels(reply)[0], user="eve")
    assert "Not found" in more.cards[0].title
    history = await world.say("/chat history")
    assert (await world.press(history, "Read 1", user="eve")).failed
    assert (await world.press(await world.say("/chat end"), "Delete", user="eve")).failed
    assert data(await world.say("/chat history", user="eve"))["sessions"] == []


async def test_what_it_may_know_is_shown_with_what_it_holds_and_switched(world: World) -> None:
    await world.say("/roadmap create sql")
    shown = await world.press(await world.say("hello"), "What I know of you")
    assert data(shown)["sharing"] == {"weaknesses": True, "roadmap": True, "report": True, "resume": False}
    assert "sql: 0 % done" in data(shown)["holds"]["roadmap"]
    assert "No language model is set up" in text_of(shown)
    off = await world.press(shown, "Keep back: Roadmap")
    again = await world.press(shown, "Keep back: Roadmap")
    assert data(off)["sharing"] == data(again)["sharing"]
    assert data(off)["sharing"]["roadmap"] is False
    assert data(await world.press(off, "Share: Resume"))["sharing"]["resume"] is True


@pytest.mark.parametrize(
    "text", ["account register a@b.co s3cret-words", " Account  link ABCD-EFGH", "account delete"]
)
async def test_a_command_of_the_account_without_its_slash_is_not_kept(world: World, text: str) -> None:
    """What stands behind it may be a password, which is nothing for the store or a model's provider."""
    reply = await world.say(text)
    assert reply.failed
    assert "begin with a slash" in text_of(reply)
    assert await world.documents.count("chat_sessions", {}) == 0


async def test_an_interview_does_not_ask_what_the_coach_has_just_shown(world: World) -> None:
    await world.say("how do i explain a join?")
    (session,) = await sessions(world)
    shown = {g.subject for m in session.messages for g in m.grounds if g.kind == "question"}
    assert "data-join-fanout" in shown
    await world.say("/interview start rounds:technical_qa stream:data questions:4")
    asked: list[str] = []
    while len(asked) < 4:
        open_ = (await world.session()).open_question
        if open_ is None:
            break
        asked.append(open_.slug)
        await world.say("/interview skip")
    assert len(asked) == 4
    assert not shown & set(asked)
