"""What `discord-sync` publishes is what a student's client offers, completes and translates."""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from domain.actions import TABLE
from tests.cli.process import started
from tests.discord.dialogue import begun, on_stage, published, strong
from tests.discord.double import Double, Person, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

SUBCOMMAND = 1
BY_SLASH = 1


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start)) as opened:
        opened.publish([])
        assert "+ /interview start" in await published(opened, tmp_path_factory.mktemp("sync"))
        yield opened


def leaves(command: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Each command as it is typed, with its payload."""
    inner = [one for one in command.get("options") or () if one["type"] == SUBCOMMAND]
    return [(f"{command['name']} {one['name']}", one) for one in inner] or [(command["name"], command)]


async def completed(double: Double, person: Person, name: str, option: str, typed: str) -> Sequence[str]:
    choices = await double.autocomplete(person, name, {option: typed}, option)
    return [choice["name"] for choice in choices]


async def test_every_visible_action_is_a_command_with_its_options(double: Double) -> None:
    offered = dict(leaf for one in double.commands if one["type"] == BY_SLASH for leaf in leaves(one))
    assert set(offered) == {name for name, action in TABLE.items() if not action.hidden}
    options = [option["name"] for option in offered["interview start"]["options"]]
    assert options == ["company", "role", "rounds", "stream", "difficulty", "questions"]
    assert [one["name"] for one in double.commands if one["type"] != BY_SLASH] == ["Score this answer"]


async def test_publishing_again_changes_nothing(
    double: Double, tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = await published(double, tmp_path_factory.mktemp("sync"))
    assert said.startswith("nothing changed, ")


async def test_companies_streams_and_commands_are_completed(double: Double) -> None:
    ana = double.person("ana")
    assert await completed(double, ana, "interview start", "company", "goo") == ["Google"]
    assert "backend" in await completed(double, ana, "interview start", "stream", "back")
    assert await completed(double, ana, "help", "command", "interview h") == [
        "interview hint",
        "interview history",
    ]


async def test_rounds_are_completed_as_a_list_with_commas(double: Double) -> None:
    ana = double.person("ana")
    assert await completed(double, ana, "interview start", "rounds", "dsa,be") == ["dsa,behavioral"]
    chosen = (await completed(double, ana, "interview start", "rounds", "behavioral,ds"))[0]
    question = await begun(double, ana, rounds=chosen)
    assert "Question 1 of 2 · Behavioral" in text_of(question)


async def test_only_ones_own_interviews_are_completed_readably(double: Double) -> None:
    ben, cem = double.person("ben"), double.person("cem")
    question = await begun(double, ben, rounds="technical_qa", role="SDE Intern")
    asked = await double.command(ben, "answer", {"text": strong(question)})
    await asked.message(lambda text: "Question 1:" in text)
    (choice,) = await double.autocomplete(ben, "report session", {"session": ""}, "session")
    assert choice["name"].startswith("Google · SDE Intern · ")
    assert choice["name"].endswith("· 1 of 1 answered")
    report = await double.command(ben, "report session", {"session": choice["value"]})
    assert (await report.message(lambda text: "Your report" in text)).files
    assert await completed(double, cem, "report session", "session", "") == []
    stolen = await double.command(cem, "report session", {"session": choice["value"]})
    refused = await stolen.message(lambda text: "Not found" in text)
    assert not refused.files


async def test_a_german_client_has_german_names_for_the_same_commands(double: Double) -> None:
    interview = next(one for one in double.commands if one["name"] == "interview")
    start = next(one for one in interview["options"] if one["name"] == "start")
    assert start["name_localizations"]["de"] == "starten"
    assert start["description_localizations"]["de"] == "ein Probeinterview starten"
    company = next(one for one in start["options"] if one["name"] == "company")
    assert company["name_localizations"]["de"] == "firma"
    score = next(one for one in double.commands if one["type"] != BY_SLASH)
    assert score["name_localizations"]["de"] == "Antwort bewerten"
    uwe = double.person("uwe", "de")
    assert "Question 1 of" in text_of(await begun(double, uwe))
