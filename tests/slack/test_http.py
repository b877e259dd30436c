"""Signed HTTP for one workspace: all that Socket Mode can do, and nothing that Slack did not sign."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from tests.cli.process import command
from tests.discord.trouble import ANSWER
from tests.slack.double import Asked, Person, text_of
from tests.slack.trouble import Stage, begun, stage, times_seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOO_LONG = 1024 * 1024 + 1
LISTENING = "0A"
LOOPBACK = "0100007F"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def there(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A bot in whose environment the id and secret of the app stand too, which it does not need here."""
    own = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "unused"}
    async with stage(first_start, tmp_path_factory.mktemp("bot"), "http") as there, there.bot(**own) as bot:
        yield there
        assert "Traceback" not in bot.log(), bot.log()
        for secret in (there.double.settings.signing_secret, there.double.team.token, "unused"):
            assert secret not in bot.log()


async def test_an_interview_by_command_button_form_and_message(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana")
    question = await begun(double, ana)
    double.say(ana, ANSWER)
    await double.press(ana, await double.sees(ana, "Writing your answer"), "Submit")
    await double.sees(ana, "Question 1: ")
    await double.press(ana, await double.sees(ana, "Question 2 of 3"), "Skip")
    last = await double.sees(ana, "Question 3 of 3")
    form = await (await double.press(ana, last, "Answer")).shows()
    await double.submit(ana, form, {"text": ANSWER})
    await double.sees(ana, "Question 3: ")
    assert question is not last
    assert [one.student_answer for one in await there.attempts(ana)] == [ANSWER, ANSWER]


async def test_what_slack_did_not_sign_just_now_changes_nothing(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, forged")
    await begun(double, ana)
    forged = double.draft(ana, "/interview", "hint")
    for how in (double.site.forge, double.site.tamper, double.site.unsigned, double.site.stale):
        assert (await how(forged)).status == 401
    forged.payload["text"] = "hint " + "x" * TOO_LONG
    assert (await double.site._post(double.site._signed(forged))).status == 413
    await double.command(ana, "/interview", "status")
    await double.sees(ana, "0 answered")
    assert times_seen(double, ana, "Hint") == 0
    assert times_seen(double, ana, "Something went wrong") == 0


async def test_what_is_replayed_within_five_minutes_is_done_once(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, replayed")
    question = await begun(double, ana)
    hint = await double.press(ana, question, "Hint")
    assert (await double.site.replay(hint.delivery)).ok
    said = double.say(ana, ANSWER)
    await double.heard(said)
    for delivery in double.told(said):
        assert (await double.site.replay(delivery)).ok
    await double.press(ana, await double.sees(ana, "so far: 1 message"), "Submit")
    await double.sees(ana, "Question 1: ")
    (attempt,) = await there.attempts(ana)
    assert (attempt.student_answer, attempt.hints_used) == (ANSWER, 1)
    assert times_seen(double, ana, "Hint 1 of") == 1


async def test_a_redelivered_bare_command_opens_one_form(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, bare")
    asked = await double.command(ana, "/interview")
    await asked.shows("company")
    await double.redeliver(asked)
    await double.called("views.open", "exchanged_trigger_id")
    await double.command(ana, "/interview", "history")
    await asked.message(lambda text: "istory" in text or "No interview" in text or "no interview" in text)
    assert not any("too long" in text_of(one) or "went wrong" in text_of(one) for one in asked.messages)
    double.faults[:] = [one for one in double.faults if "exchanged_trigger_id" not in one]


async def test_slack_may_ask_whether_the_address_is_ours(there: Stage) -> None:
    answer = await there.double.site.challenge()
    assert answer.ok
    assert "3eZbrw1a" in answer.body


async def test_fifty_students_at_once_are_all_acknowledged_in_time(there: Stage) -> None:
    double = there.double
    everybody = [double.person(f"student {number}") for number in range(50)]
    asked: list[Asked] = await asyncio.gather(*(hasty(there, one) for one in everybody))
    assert max(one.acked_after or 99 for one in asked) < 3
    await asyncio.gather(*(double.sees(one, "Question 1 of 3", within=30) for one in everybody))


async def hasty(there: Stage, person: Person) -> Asked:
    text = "start rounds:technical_qa questions:3"
    asked = await there.double.command(person, "/interview", text, wait=False)
    return await asked.acknowledged(3)


async def test_only_this_machine_can_reach_the_site(there: Stage) -> None:
    port = f"{urlsplit(there.double.site.url).port:04X}"
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [one[1].split(":") for one in sockets if one[3] == LISTENING]
    assert [address for address, other in listening if other == port] == [LOOPBACK]
    assert f":{port} " not in "".join(Path("/proc/net/tcp6").read_text().splitlines()[1:])


async def test_a_port_that_is_taken_is_one_sentence(there: Stage, first_start: Path, tmp_path: Path) -> None:
    double = there.double
    (tmp_path / "mockingbird.db").write_bytes(first_start.read_bytes())
    code, out, err = await command(
        tmp_path,
        "run",
        SLACK_API_URL=double.url,
        SLACK_BOT_TOKEN=double.team.token,
        SLACK_SIGNING_SECRET=double.settings.signing_secret,
        MOCKINGBIRD__SLACK__HTTP_PORT=str(urlsplit(double.site.url).port),
    )
    assert (code, out) == (2, "")
    assert "http_port" in err.splitlines()[-1]
    assert "Traceback" not in err


async def test_requests_that_come_while_it_stops_are_finished(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path, "http") as other:
        double, ana = other.double, other.double.person("ana")
        async with other.bot() as bot:
            await begun(double, ana)
            double.delay("chat.postMessage", 1.0)
            await double.command(ana, "/answer", ANSWER)
            assert await bot.stop() == 0
            await double.sees(ana, "Question 1: ")
            assert "Traceback" not in bot.log(), bot.log()
