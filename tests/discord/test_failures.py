"""Discord refuses, fails, forgets or breaks off, and the store is locked: every reply still arrives, once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.discord.double import Person, buttons_of
from tests.discord.trouble import ANSWER, Stage, begun, eventually, stage, times_seen

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

CALLBACK, RESULT, SENT = r"/callback$", r"/messages/@original$", r"^/channels/\d+/messages$"
LONG = "A thought that goes on and on, with words enough to be worth keeping. " * 5


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def there(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A bot whose store gives up soon; a pause of 2 s ends an answer."""
    settings = {
        "MOCKINGBIRD__STORAGE__BUSY_TIMEOUT_SECONDS": "2.5",
        "MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": "2",
    }
    folder = tmp_path_factory.mktemp("bot")
    async with stage(first_start, folder) as there, there.bot(**settings) as bot:
        yield there
        assert "Traceback" not in bot.log(), bot.log()


async def test_too_many_requests_are_waited_for_and_the_reply_comes_once(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana")
    for method, path in (("POST", CALLBACK), ("PATCH", RESULT)):
        double.fail(method, path, 429, headers={"Retry-After": "0.7"})
    await begun(double, ana)
    double.fail("POST", CALLBACK, 429, headers={"Retry-After": "0.7"})
    hint = await double.press(ana, (await double.sees(ana, "Question 1 of 3")), "Hint")
    assert hint.acked_after is not None
    assert hint.acked_after >= 0.7
    double.fail("POST", SENT, 429, headers={"Retry-After": "0.7"})
    double.say(ana, ANSWER)
    await double.sees(ana, "Question 1: ")
    assert times_seen(double, ana, "Question 1 of 3") == 1
    assert times_seen(double, ana, "Hint 1 of") == 1
    assert times_seen(double, ana, "Question 1: ") == 1


async def test_a_failure_of_discord_that_passes_is_outlasted(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana of the 500s")
    await begun(double, ana)
    double.fail("POST", CALLBACK, 500)
    double.fail("PATCH", RESULT, 500)
    answer = await double.command(ana, "answer", {"text": ANSWER})
    await answer.message(lambda text: "Question 1: " in text)
    assert times_seen(double, ana, "Question 1: ") == 1


@pytest.mark.parametrize("private", [True, False])
async def test_a_token_that_has_run_out_is_followed_by_an_ordinary_message(
    there: Stage, private: bool
) -> None:
    """In the DM, also where it was asked for in public and shown to its student alone."""
    double, ana = there.double, there.double.person(f"ana, late, {private}")
    await begun(double, ana)
    double.delay("PATCH", RESULT, 0.7)
    where = None if private else double.channel
    answer = await double.command(ana, "answer", {"text": ANSWER}, where=where)
    double.expire(answer)
    message = await double.sees(ana, "Question 1: ")
    assert message not in answer.messages
    assert times_seen(double, ana, "Question 1: ") == 1
    assert double.history(double.person("a passer-by"), double.channel) == []


async def test_an_interaction_that_came_too_late_is_answered_in_the_dm(there: Stage) -> None:
    """10062 and 40060: Discord did not take the acknowledgement, or has one already."""
    double, ana = there.double, there.double.person("ana, too late")
    question = await begun(double, ana)
    double.fail("POST", CALLBACK, 404, body={"message": "Unknown interaction", "code": 10062})
    await double.press(ana, question, "Hint", wait=False)
    await double.sees(ana, "Hint 1 of")
    double.fail("POST", CALLBACK, 404, body={"message": "Unknown interaction", "code": 10062})
    await double.command(ana, "answer", {"text": ANSWER}, wait=False)
    await double.sees(ana, "Question 1: ")
    double.fail("POST", CALLBACK, 404, body={"message": "Unknown interaction", "code": 10062})
    await double.command(ana, "answer", wait=False)
    assert [one.label for one in buttons_of(await double.sees(ana, "opens the form"))] == ["Open"]
    assert times_seen(double, ana, "Question 1: ") == 1
    assert len(await there.attempts(ana)) == 1


async def test_an_acknowledgement_that_discord_had_already_is_gone_on_with(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, acknowledged")
    await begun(double, ana)
    double.fail("POST", CALLBACK, 500)
    answer = await double.command(ana, "answer", {"text": ANSWER}, wait=False)
    await double.redeliver(answer)
    await answer.message(lambda text: "Question 1: " in text)
    assert len(await there.attempts(ana)) == 1


async def test_closed_messages_are_remembered_until_the_student_writes(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, closed")
    await begun(double, ana)
    double.say(ana, ANSWER)
    double.say(ana, "That is all.")
    await double.sees(ana, "so far: 2 messages")
    double.close_dms(ana)
    tried = sum(one.status == 403 for one in double.requests)
    await double.called("POST", rf"^/channels/{double.dm(ana).id}/messages$", 403)
    await eventually(lambda: unreachable(there, ana))
    assert len(await there.attempts(ana)) == 1, "the answer is graded all the same"
    assert sum(one.status == 403 for one in double.requests) == tried + 1, "it was tried again"
    double.open_dms(ana)
    double.say(ana, "/interview status")
    await double.sees(ana, "Question 2 of 3")
    assert not await unreachable(there, ana)


async def unreachable(there: Stage, person: Person) -> bool:
    return (await there.user(person)).identities[0].unreachable_since is not None


async def test_a_form_waits_behind_a_button_where_the_store_is_slow(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, slow")
    question = await begun(double, ana)
    with there.locked():
        hint = await double.press(ana, question, "Hint", wait=False)
        asked = await double.command(ana, "answer")
        await hint.acknowledged()
        assert asked.modal is None
        assert asked.acked_after is not None
        assert asked.acked_after < 3
    await hint.message(lambda text: "Hint 1 of" in text)
    button = await asked.message(lambda text: "opens the form" in text)
    form = await double.press(ana, button, "Open")
    answer = await double.submit(ana, form, {"text": ANSWER})
    await answer.message(lambda text: "Question 1: " in text)


async def test_a_text_that_is_refused_comes_back_as_a_file(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, refused")
    question = await begun(double, ana)
    form = await double.press(ana, question, "Answer")
    with there.locked():
        locked = await double.submit(ana, form, {"text": LONG})
        refused = await locked.message(lambda text: "busy" in text or "locked" in text)
        typed = await double.command(ana, "answer", {"text": LONG + "typed"})
        refused_too = await typed.message(lambda text: "busy" in text or "locked" in text)
    assert refused.files == {"your-text.txt": LONG.encode()}
    assert refused_too.files == {"your-text.txt": (LONG + "typed").encode()}
    leave = await double.press(ana, question, "End")
    await double.press(ana, await leave.message(lambda text: "End the interview?" in text), "End")
    await double.sees(ana, "Interview ended")
    over = await double.submit(ana, form, {"text": LONG})
    assert (await over.message(lambda text: "No interview is open" in text)).files


async def test_two_hundred_students_at_once_are_all_acknowledged_in_time(there: Stage) -> None:
    double = there.double
    everybody = [double.person(f"student {n}") for n in range(200)]
    asked = [
        await double.command(one, "interview start", {"rounds": "behavioral"}, wait=False)
        for one in everybody
    ]
    await asyncio.gather(*(one.acknowledged(3.0) for one in asked))
    await asyncio.gather(*(one.message(lambda text: "Question 1 of" in text, within=60) for one in asked))
    slowest = max(one.acked_after or 99 for one in asked)
    assert slowest < 3


@pytest.mark.soak
async def test_a_failure_of_discord_that_stays_is_gone_around(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana of the many 500s")
    await begun(double, ana)
    double.fail("PATCH", RESULT, 500, times=5)
    answer = await double.command(ana, "answer", {"text": ANSWER})
    message = await double.sees(ana, "Question 1: ", within=40)
    assert message not in answer.messages
    assert times_seen(double, ana, "Question 1: ") == 1
