"""Conversations in the store: nothing said is lost or doubled, whatever happens at once or breaks off."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actions import chat
from domain.actions.kinds import Call
from domain.coaching import conversation
from domain.coaching.conversation import Heard
from domain.model.chat import MOST_MESSAGES, ChatMessage, ChatSession
from domain.model.user import User
from domain.requests import Request
from tests.domain.coached import Died, dying, said, sessions
from tests.domain.profiles import account
from tests.examples import tried
from tests.fakes import NOON
from tests.world import World, actor, data, open_world, text_of


def a_message(n: int, answers: str = "") -> ChatMessage:
    role = "assistant" if answers else "user"
    return ChatMessage.model_validate(
        {"id": f"m{n}", "role": role, "content": f"words {n}", "timestamp": NOON, "answers": answers}
    )


def a_session(count: int, **change: Any) -> ChatSession:
    """With so many messages of the student, each answered."""
    pairs = [(a_message(n), a_message(1000 + n, f"m{n}")) for n in range(count)]
    given_: dict[str, Any] = {
        "_id": "session",
        "created_at": NOON,
        "updated_at": NOON,
        "user_id": "student",
        "started_at": NOON,
        "last_active_at": NOON,
        "messages": tuple(message for pair in pairs for message in pair),
    }
    return ChatSession(**{**given_, **change})


@given(st.permutations(range(5)), st.integers(0, 5))
@tried(20)
def test_answers_stand_behind_their_messages_in_whatever_order_they_come(
    order: list[int], summarised: int
) -> None:
    session = a_session(0, messages=tuple(a_message(n) for n in range(5)), summarised=summarised)
    told = session.course[summarised:]
    for n in order:
        session = session.with_answer(a_message(1000 + n, f"m{n}"))
        assert session.with_answer(a_message(1000 + n, f"m{n}")) == session
    assert [m.id for m in session.messages] == [f"m{x}" for n in range(5) for x in (n, 1000 + n)]
    assert [m for m in session.course[session.summarised :] if m.role == "user"] == list(told)


async def test_two_messages_at_once_are_both_kept_and_both_answered(world: World) -> None:
    await world.say("hi")
    texts = [f"/chat ask sql joins {n}" for n in range(4)]
    replies = await asyncio.gather(*(world.say(text, event=text) for text in texts))
    assert len({data(reply)["session_id"] for reply in replies}) == 1
    pairs = await said(world)
    assert [role for role, _ in pairs] == ["user", "assistant"] * 5
    assert {text for role, text in pairs[2:] if role == "user"} == {t[len("/chat ask ") :] for t in texts}


async def test_two_first_messages_begin_one_conversation(world_folder: Path) -> None:
    async with open_world(world_folder) as one, open_world(world_folder, owner="two") as two:
        await one.say("/help")
        await asyncio.gather(one.say("sql joins"), two.say("google rounds"))
        assert len(await sessions(one)) == 1
        assert len(await said(one)) == 4


async def test_the_same_event_adds_nothing(world: World) -> None:
    await world.say("sql joins", event="e")
    known = await account(world)
    heard = await conversation.hear(world.do, known, "sql joins", "e", again=True)
    assert heard.answer is not None
    assert len(await said(world)) == 2


@pytest.mark.parametrize("before", [True, False])
async def test_a_crash_between_message_and_answer_is_made_good(world_folder: Path, before: bool) -> None:
    async with open_world(world_folder, owner="first") as world:
        await world.say("hi")
        user = await account(world)
        await world.dispatcher._inbox.begin("console::ana:e")
        calls = 0
        chats: Any = world.do.chats
        kept = chats.change

        async def change(*args: Any) -> Any:
            nonlocal calls
            calls += 1
            return await (kept(*args) if calls == 1 else dying(kept, before=before)(*args))

        chats.change = change
        with pytest.raises(Died):
            await ask(world, user, Request(actor("ana"), "chat ask", event_id="e"))
        chats.change = kept
        assert [role for role, _ in await said(world)][2:] == (["user"] if before else ["user", "assistant"])
    async with open_world(world_folder, owner="second") as world:
        reply = await world.say("/chat ask sql joins", event="e")
        assert data(reply)["sources"]
        assert [role for role, _ in await said(world)] == ["user", "assistant"] * 2


async def ask(world: World, user: User, request: Request) -> None:
    await chat.ask(Call(world.do, user, request, {"message": "sql joins"}, world.note))


@pytest.mark.parametrize("died", [False, True])
async def test_a_full_conversation_rolls_over_with_its_summary_and_last_words(
    world: World, died: bool
) -> None:
    """Also where the process died after it had closed the full one."""
    await world.say("hi")
    old = (await sessions(world))[0]
    pairs = a_session(MOST_MESSAGES // 2).messages
    filled = {"messages": pairs, "summary": "Wants to work at Acme.", "summarised": 180, "given": ("SQL",)}
    await world.do.chats.change(old.id, lambda s: s.model_copy(update=filled))
    world.clock.forward(minutes=1)
    if died:
        await conversation._close(world.do, old, rolled_over=True)
    reply = await world.say("and now google rounds")
    new, full = await sessions(world)
    assert data(reply)["session_id"] == new.id != old.id
    assert (full.is_active, full.rolled_over, len(full.messages)) == (False, True, MOST_MESSAGES)
    assert (new.continues, new.summary, new.given) == (old.id, "Wants to work at Acme.", ("SQL",))
    assert new.carried == pairs[180:]
    assert len(new.messages) == 2
    await conversation.forget(world.do, full)
    (left,) = await sessions(world)
    assert (left.carried, left.summary, left.continues, len(left.messages)) == ((), "", "", 2)


async def test_two_hundred_are_the_most_that_one_conversation_holds(world: World) -> None:
    await world.say("hi")
    user, (begun,) = await account(world), await sessions(world)
    waiting = tuple(a_message(n) for n in range(500, 504))
    pairs = a_session(MOST_MESSAGES // 2 - 5).messages
    filled = {"messages": (*waiting, *pairs)}
    await world.do.chats.change(begun.id, lambda s: s.model_copy(update=filled))
    for n in range(3):
        heard = await conversation.hear(world.do, user, f"more {n}", "")
        await conversation.answered(world.do, heard, a_message(5000 + n, heard.message.id), ())
    for message in waiting:
        late = a_message(6000 + int(message.id[1:]), message.id)
        await conversation.answered(world.do, Heard(begun, message), late, ())
    assert sorted(len(session.messages) for session in await sessions(world)) == [4, MOST_MESSAGES]


async def test_silence_ends_it_by_the_sweep_and_by_the_next_message(world: World) -> None:
    await world.say("sql joins")
    world.clock.forward(hours=11)
    await world.say("sql joins")
    assert [due.kind for due in await world.sweep() if due.kind == "chat"] == []
    world.clock.forward(hours=13)
    assert [due.kind for due in await world.sweep() if due.kind == "chat"] == ["chat"]
    assert [due.kind for due in await world.sweep() if due.kind == "chat"] == []
    (session,) = await sessions(world)
    assert (session.is_active, session.rolled_over) == (False, False)
    assert session.ended_at == world.clock.now()
    await world.say("sql joins")
    world.clock.forward(hours=13)
    await world.say("sql joins")
    assert [s.is_active for s in await sessions(world)] == [True, False, False]


async def test_an_answer_to_what_was_forgotten_meanwhile_is_kept_nowhere(world: World) -> None:
    await world.say("sql joins")
    user = await account(world)
    heard = await conversation.hear(world.do, user, "one more", "")
    await conversation.forget(world.do, heard.session)
    shown = await conversation.answered(world.do, heard, a_message(7, heard.message.id), ())
    assert shown.answer_to(heard.message.id) is not None
    assert await sessions(world) == []
    assert "No conversation is going on" in text_of(await world.say("/chat end"))


async def test_a_late_answer_still_finds_its_ended_conversation(world: World) -> None:
    await world.say("/help")
    user = await account(world)
    heard = await conversation.hear(world.do, user, "sql joins", "")
    await world.say("/chat end")
    await conversation.answered(world.do, heard, a_message(7, heard.message.id), ())
    assert [role for role, _ in await said(world)] == ["user", "assistant"]
    first = replace(heard, session=(await sessions(world))[0])
    assert isinstance(first, Heard)
    assert first.answer is not None
