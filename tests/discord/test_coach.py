"""The coach on Discord with a language model: its words as they come, whole and once, whatever dies."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.chat.coaching import AT_ONCE, BROKEN, HALF, HELD, QUESTION, SAID, coach, first_word_at
from tests.cli.process import started
from tests.discord.dialogue import on_stage
from tests.discord.double import Double, Message, Person, buttons_of, text_of
from tests.discord.trouble import stage
from tests.llm.double import Server

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]
ABOUT = "About: "
"""Stands below what was said, in the reply alone."""
Both = tuple[Double, Server]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Both]:
    folder = started(tmp_path_factory.mktemp("bot"), first_start)
    async with coach() as (server, env), on_stage(folder, env) as double:
        yield double, server


def of_bot(double: Double, person: Person) -> list[Message]:
    return [one for one in double.history(person) if one.author == double.bot]


def check_whole(message: Message) -> None:
    text = text_of(message)
    assert (text.count(SAID), text.count(HALF), text.count("…")) == (1, 1, 0), text
    assert buttons_of(message)


async def test_a_messages_answer_appears_as_it_is_said(both: Both) -> None:
    double, server = both
    ana = double.person("ana")
    double.say(ana, QUESTION)
    shown = await double.sees(ana, "A join")
    assert "…" in text_of(shown)
    assert not buttons_of(shown)
    first = await double.called("POST", "/messages$", 200)
    assert first.when - first_word_at(server) < AT_ONCE
    await double.sees(ana, ABOUT)
    assert of_bot(double, ana) == [shown]
    check_whole(shown)


async def test_a_commands_answer_appears_as_it_is_said(both: Both) -> None:
    double, server = both
    ben = double.person("ben")
    asked = await double.command(ben, "chat ask", {"message": QUESTION})
    shown = await asked.message(lambda text: "A join" in text)
    assert "…" in text_of(shown)
    await asked.message(lambda text: ABOUT in text)
    first = await double.called("PATCH", "@original$", 200)
    assert first.when - first_word_at(server) < AT_ONCE
    assert asked.messages == [shown]
    check_whole(shown)


async def test_of_a_model_that_breaks_off_nothing_is_left(both: Both) -> None:
    double, server = both
    cem = double.person("cem")
    server.say(BROKEN)
    double.say(cem, QUESTION)
    shown = await double.sees(cem, HALF)
    await double.sees(cem, "could not be reached")
    assert of_bot(double, cem) == [shown]
    assert HALF not in text_of(shown)
    assert "Retry" in [button.label for button in buttons_of(shown)]


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
            await double.sees(dia, ABOUT)
        assert of_bot(double, dia) == [half]
        check_whole(half)
