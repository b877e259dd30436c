"""The coach on Slack with a language model: its words as they come, whole and once, whatever dies."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.chat.coaching import AT_ONCE, BROKEN, HALF, HELD, QUESTION, SAID, coach, first_word_at
from tests.cli.process import started
from tests.llm.double import Server
from tests.slack.dialogue import on_stage
from tests.slack.double import Double, Message, Person, Place, buttons_of, text_of
from tests.slack.trouble import stage

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]
Both = tuple[Double, Server]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Both]:
    folder = started(tmp_path_factory.mktemp("bot"), first_start)
    async with coach() as (server, env), on_stage(folder, env) as double:
        yield double, server


def of_bot(double: Double, person: Person, where: Place | None = None) -> list[Message]:
    """The bot's messages in a place, without the greeting of a thread."""
    every = [one for one in double.history(person, where) if one.author.is_bot and not one.subtype]
    return every[1:] if where else every


def check_whole(message: Message) -> None:
    text = text_of(message)
    assert (text.count(SAID), text.count(HALF), text.count("…")) == (1, 1, 0), text
    assert buttons_of(message)


async def begun(double: Double, person: Person) -> Place:
    """A thread with the assistant."""
    thread = double.open_assistant(person)
    await double.sees(person, "I run mock interviews", where=thread)
    return thread


async def ended(double: Double, person: Person, words: str, where: Place | None = None) -> Message:
    message = await double.sees(person, words, where=where)
    await double.settled(lambda: buttons_of(message) and not message.streaming)
    return message


async def test_a_messages_answer_appears_as_it_is_said(both: Both) -> None:
    double, server = both
    ana = double.person("ana")
    double.say(ana, QUESTION)
    shown = await double.sees(ana, "A join")
    assert "…" in text_of(shown)
    assert not buttons_of(shown)
    first = await double.called("chat.postMessage")
    assert first.when - first_word_at(server) < AT_ONCE
    assert await ended(double, ana, SAID) is shown
    assert of_bot(double, ana) == [shown]
    check_whole(shown)


async def test_the_assistants_answer_is_streamed_as_it_is_said(both: Both) -> None:
    double, server = both
    ben = double.person("ben")
    thread = await begun(double, ben)
    double.say(ben, QUESTION, where=thread)
    shown = await double.sees(ben, "A join", where=thread)
    assert shown.streaming
    first = await double.called("chat.startStream")
    assert first.when - first_word_at(server) < AT_ONCE
    assert await ended(double, ben, SAID, thread) is shown
    edits = [one for one in double.requests if one.method == "chat.update" and shown.ts in repr(one)]
    assert edits == []
    assert of_bot(double, ben, thread) == [shown]
    check_whole(shown)


async def test_of_a_model_that_breaks_off_nothing_is_left(both: Both) -> None:
    double, server = both
    cem = double.person("cem")
    thread = await begun(double, cem)
    for where in (None, thread):
        server.say(BROKEN)
        double.say(cem, QUESTION, where=where)
        shown = await double.sees(cem, HALF, where=where)
        await ended(double, cem, "could not be reached", where)
        assert of_bot(double, cem, where) == [shown]
        assert HALF not in text_of(shown)
        assert "Retry" in [button.label for button in buttons_of(shown)]


@pytest.mark.soak
@pytest.mark.asyncio(loop_scope="function")
async def test_a_killed_bots_half_answer_is_ended_by_the_next(first_start: Path, tmp_path: Path) -> None:
    async with coach() as (server, env), stage(first_start, tmp_path) as there:
        double, dia = there.double, there.double.person("dia")
        server.say(HELD)
        async with there.bot(**env) as bot:
            message = double.say(dia, QUESTION)
            half = await double.sees(dia, HALF)
            await bot.kill()
        async with there.bot(**env):
            await double.redeliver(message)
            await ended(double, dia, SAID)
        assert of_bot(double, dia) == [half]
        check_whole(half)
