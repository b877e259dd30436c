"""What the double says to a bot, held against Discord's own descriptions of answers and events."""

import json
from collections.abc import AsyncIterator
from typing import Any

import discord
import jsonschema
import pytest
import pytest_asyncio

from tests.discord.double import MESSAGE_CONTENT, Double, contract, open_double
from tests.discord.double.sample import Sample, sample


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived() -> AsyncIterator[tuple[Double, list[dict[str, Any]]]]:
    """A double after a day with a bot that does all it can, and the events of that day."""
    events: list[dict[str, Any]] = []
    intents = discord.Intents(guilds=True, messages=True, message_content=True)
    async with open_double(privileged=MESSAGE_CONTENT) as double:
        async with sample(double, intents=intents, enable_debug_events=True) as bot:
            bot.event(_listener(events))
            await _ask(double)
            await _read(double, bot)
        yield double, events


def _listener(events: list[dict[str, Any]]) -> Any:
    async def on_socket_raw_receive(message: str) -> None:
        events.append(json.loads(message))

    return on_socket_raw_receive


async def _ask(double: Double) -> None:
    ana = double.person("ana", "de")
    for place in (double.channel, double.dm(ana)):
        file = {"file": ("cv.txt", b"ten years")}
        await double.command(ana, "interview start", {"company": "Google"}, where=place, files=file)
        await double.autocomplete(ana, "interview start", {"company": "Go"}, "company", place)
        asked = await double.command(ana, "slow", where=place)
        await asked.message(lambda text: text == "and more")
        card = (await double.command(ana, "card", where=place)).messages[0]
        await double.press(ana, card, "Hint")
        form = await double.command(ana, "form", where=place)
        await double.submit(ana, form, {"text": "hello"}, {"file": [("a.py", b"print()")]})
        said = double.say(ana, "hello", place, [("a.py", b"print()")])
        await double.sees(ana, "heard hello", place)
        await double.menu(ana, "Score this answer", said)


async def _read(double: Double, bot: Sample) -> None:
    """Every kind of request the routes know, each once."""
    ana = double.person("ana")
    user, guild = await bot.fetch_user(ana.id), await bot.fetch_guild(double.guild.id)
    channel = await bot.fetch_channel(double.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await guild.fetch_member(ana.id)
    assert [one.name async for one in bot.fetch_guilds()] == [double.guild.name]
    await bot.tree.fetch_commands()
    thread = await channel.create_thread(name="round")
    await thread.add_user(user)
    sent = await thread.send("hello", file=discord.File(__file__))
    await (await sent.edit(content="changed")).add_reaction("👍")
    await sent.reply("and on")
    assert [one.content async for one in thread.history()] == ["and on", "changed"]
    await double.command(ana, "card", where=double.threads(ana)[0])
    await thread.edit(archived=True)
    await (await user.create_dm()).typing()
    await sent.delete()


def _without_the_untyped(data: dict[str, Any]) -> None:
    """Documented parts of an interaction that the types leave out."""
    data.get("channel", {}).pop("permissions", None)
    if data.get("type") == 3:
        data["data"].pop("id")


pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(contract.loaded() is None, reason="no copy of Discord's descriptions"),
]


async def test_a_real_client_makes_no_fault(lived: tuple[Double, list[dict[str, Any]]]) -> None:
    assert lived[0].faults == []


async def test_answers_keep_the_contract(lived: tuple[Double, list[dict[str, Any]]]) -> None:
    double, _ = lived
    assert double.contract is not None
    checked = 0
    for request in double.requests:
        if request.answer is not None:
            schema = double.contract.answer(request.method, request.template, request.status)
            errors = [f"{e.json_path}: {e.message}" for e in double.contract.errors(schema, request.answer)]
            assert errors == [], request
            checked += 1
    assert checked > 40


@pytest.mark.parametrize("name", ["InteractionCreate", "Ready", "ThreadCreate"])
async def test_events_keep_their_schema(lived: tuple[Double, list[dict[str, Any]]], name: str) -> None:
    schema = json.loads((contract.folder() / f"discord-gw-{name}.schema.json").read_text("utf-8"))
    for definition in schema["definitions"]:
        if definition.endswith("Flags"):
            schema["definitions"][definition] = {"type": "integer"}
    validator = jsonschema.Draft7Validator(schema)
    event = "".join(f"_{c}" if c.isupper() else c.upper() for c in name).lstrip("_").upper()
    found = [one["d"] for one in lived[1] if one["t"] == event]
    assert found
    for data in found:
        _without_the_untyped(data)
        assert [error.message[:300] for error in validator.iter_errors(data)] == []
