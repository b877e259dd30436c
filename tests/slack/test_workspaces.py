"""Many workspaces by OAuth: each under its own token, its people its own, until it goes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from cryptography.fernet import Fernet

from storage.installs import InstallationRepository
from tests.discord.trouble import ANSWER, CLOCK, eventually
from tests.slack.double import Double, Person, Place, Team
from tests.slack.trouble import Stage, begun, stage, times_seen

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def there(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A bot that workspaces install by themselves; a pause of a second ends an answer."""
    async with stage(first_start, tmp_path_factory.mktemp("bot"), "http") as there:
        settings = there.double.settings
        env = {
            "SLACK_BOT_TOKEN": "",
            "SLACK_CLIENT_ID": settings.client_id,
            "SLACK_CLIENT_SECRET": settings.client_secret,
            "SLACK_ENCRYPTION_KEY": Fernet.generate_key().decode(),
            "MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": "1",
        }
        async with there.bot(**env) as bot:
            yield there
            assert "Traceback" not in bot.log(), bot.log()
            secrets = [env["SLACK_ENCRYPTION_KEY"], settings.client_secret, settings.signing_secret]
            for secret in (*secrets, *(team.token for team in there.double._world.teams.values())):
                assert secret not in bot.log()


async def installed(double: Double, name: str) -> Team:
    """A workspace whose admin has added the bot with a browser."""
    team = double.new_team(name)
    visit = await double.browser.allow(double.person("admin", team), await double.browser.begin())
    assert visit.status == 200
    return team


async def test_the_same_id_in_two_workspaces_is_two_people(there: Stage) -> None:
    double = there.double
    acme, bits = await installed(double, "Acme"), await installed(double, "Bits")
    ana, ben = double.person("ana", acme), double.person("ben", bits)
    await begun(double, ana)
    await double.command(ana, "/answer", ANSWER)
    await double.sees(ana, "Question 1: ")
    await begun(double, ben)
    channel = double.new_channel("general", bits)
    namesake = double.draft(ben, "/interview", "status", where=channel)
    namesake.payload["user_id"] = ana.id
    asked = await double._send(namesake, True)
    await asked.message(lambda text: "No interview" in text or "no interview" in text)
    await double.command(ben, "/interview", "status")
    await double.sees(ben, "0 answered")
    people = {(await there.user(one)).id for one in (ana, ben)} | {await id_of(there, ana.id, bits)}
    assert len(people) == 3
    used = {one.args["channel"] for one in double.requests if one.method == "chat.postMessage"}
    assert {double.dm(ana).id, double.dm(ben).id} <= used


async def id_of(there: Stage, user_id: str, team: Team) -> str:
    """The account of somebody with that id in a workspace."""
    return (await there.user(Person(user_id, "namesake", team))).id


async def test_a_workspace_without_the_bot_gets_nothing(there: Stage) -> None:
    double = there.double
    elsewhere = double.new_team("Elsewhere")
    eve = double.person("eve", elsewhere)
    asked = await double.command(eve, "/interview", "status")
    await asked.message(lambda text: "nstall" in text)
    assert not any(one.args.get("channel") == double.dm(eve).id for one in double.requests)


@pytest.mark.parametrize("how", ["uninstall", "revoke"])
async def test_nothing_is_sent_where_the_bot_was_removed(there: Stage, how: str) -> None:
    """An answer's grade is due when the bot goes; the other workspace goes on; installed anew, it is back."""
    double = there.double
    gone, stays = await installed(double, f"Gone, {how}"), await installed(double, f"Stays, {how}")
    ana, ben = double.person("ana", gone), double.person("ben", stays)
    await begun(double, ana)
    await begun(double, ben)
    double.say(ana, ANSWER)
    await double.sees(ana, "Writing your answer")
    getattr(double, how)(gone)
    await eventually(lambda: is_gone(there, gone))
    before = len(double.requests)
    await eventually(lambda: is_graded(there, ana))
    await double.command(ben, "/answer", ANSWER)
    await double.sees(ben, "Question 1: ")
    assert not [one for one in double.requests[before:] if one.error]
    visit = await double.browser.allow(double.person("admin", gone), await double.browser.begin())
    assert visit.status == 200
    await double.command(ana, "/interview", "status")
    await double.sees(ana, "Question 2 of 3")


async def test_a_token_that_turns_out_to_be_revoked_is_not_used_again(there: Stage) -> None:
    """Slack's event about it was lost."""
    double = there.double
    team = await installed(double, "Silent")
    ana = double.person("ana", team)
    await begun(double, ana)
    double.say(ana, ANSWER)
    await double.sees(ana, "Writing your answer")
    team.token_error = "token_revoked"
    await eventually(lambda: is_gone(there, team))
    await eventually(lambda: is_graded(there, ana))
    refused = [one for one in double.requests if one.error == "token_revoked"]
    assert refused
    before = len(double.requests)
    double.say(ana, "Is anybody there?", where=Place(double.dm(ana).channel))
    await double.command(double.person("eve", await installed(double, "Loud")), "/interview", "status")
    assert not [one for one in double.requests[before:] if one.error == "token_revoked"]
    assert times_seen(double, ana, "went wrong") == 0


async def is_gone(there: Stage, team: Team) -> bool:
    async with there.store() as documents:
        return await InstallationRepository(documents, CLOCK).find("", team.id) is None


async def is_graded(there: Stage, person: Person) -> bool:
    return [one.graded for one in await there.attempts(person)] == [True]
