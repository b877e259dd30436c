"""Slack refuses, fails, slows down or breaks off, or the store is locked: every reply still arrives, once."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio

from tests.discord.trouble import ANSWER, eventually
from tests.slack.double import Person, buttons_of, text_of
from tests.slack.trouble import Stage, begun, stage, start_interview, times_seen

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

LONG = "A thought that goes on and on, with words enough to be worth keeping. " * 5


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def there(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A bot whose store gives up soon; a pause of 2 s ends an answer."""
    settings = {
        "MOCKINGBIRD__STORAGE__BUSY_TIMEOUT_SECONDS": "2.5",
        "MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": "2",
    }
    async with stage(first_start, tmp_path_factory.mktemp("bot")) as there, there.bot(**settings) as bot:
        yield there
        assert "Traceback" not in bot.log(), bot.log()


async def test_too_many_requests_are_waited_for_and_the_reply_comes_once(there: Stage) -> None:
    double, ana, ben = there.double, there.double.person("ana"), there.double.person("ben")
    double.fail("chat.postMessage", status=429, retry_after=1)
    question = await begun(double, ana)
    double.fail("views.open", status=429, retry_after=1)
    form = await (await double.press(ana, question, "Answer")).shows()
    double.fail("chat.postMessage", status=429, retry_after=1)
    await double.submit(ana, form, {"text": ANSWER})
    await double.sees(ana, "Question 1: ")
    await begun(double, ben)
    double.say(ben, ANSWER)
    await double.sees(ben, "Writing your answer")
    double.fail("chat.update", status=429, retry_after=1)
    await double.sees(ben, "Question 1: ")
    for person in (ana, ben):
        assert times_seen(double, person, "Question 1 of 3") == 1
        assert times_seen(double, person, "Question 1: ") == 1
    limited = [number for number, one in enumerate(double.requests) if one.status == 429]
    assert len(limited) == 4
    for number in limited:
        first = double.requests[number]
        later = (one for one in double.requests[number + 1 :] if one.method == first.method)
        assert next(later).when - first.when >= 1.0


async def test_a_failure_of_slack_that_passes_is_outlasted(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana of the 500s")
    double.fail("chat.postMessage", status=500)
    await begun(double, ana)
    double.fail("response_url", status=429, retry_after=1)
    await double.command(ana, "/interview", "status", where=double.channel)
    assert (await double.sees(ana, "0 answered", double.channel)).ephemeral


async def test_a_message_that_cannot_be_changed_is_followed_by_another(there: Stage) -> None:
    """The notice was deleted; the result stands in a message of its own."""
    double, ana = there.double, there.double.person("ana, deleted")
    await begun(double, ana)
    double.say(ana, ANSWER)
    notice = await double.sees(ana, "Writing your answer")
    double.fail("chat.update", "message_not_found", times=3)
    result = await double.sees(ana, "Question 1: ")
    assert result is not notice
    assert times_seen(double, ana, "Question 1: ") == 1
    double._server.plans._plans.clear()


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel"])
async def test_what_cannot_be_said_in_a_channel_is_said_in_the_dm(there: Stage, error: str) -> None:
    """A mention has no response_url, and the bot may have been removed since."""
    double, ana = there.double, there.double.person(f"ana, {error}")
    await begun(double, ana)
    double.fail("chat.postEphemeral", error)
    double.say(ana, "/interview hint", where=double.channel, mention_bot=True)
    await double.sees(ana, "Hint 1 of")
    assert double.history(double.person("a passer-by"), double.channel)[-1].author == ana


@pytest.mark.parametrize("how", ["expired", "used", "failing"])
async def test_a_response_url_that_takes_nothing_is_followed_by_a_dm(there: Stage, how: str) -> None:
    double, ana = there.double, there.double.person(f"ana, {how}")
    await begun(double, ana)
    if how == "failing":
        double.fail("response_url", status=500, times=9)
    with there.locked():
        asked = await double.command(ana, "/interview", "hint", where=double.channel)
        asked.delivery.expired = how == "expired"
        asked.delivery.uses = 5 if how == "used" else 0
    hint = await double.sees(ana, "Hint 1 of")
    assert not hint.ephemeral
    assert times_seen(double, ana, "Hint 1 of") == 1
    double.faults[:] = [fault for fault in double.faults if "used_url" not in fault]
    double._server.plans._plans.clear()


async def test_closed_messages_are_remembered_until_the_student_writes(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, closed")
    await begun(double, ana)
    double.say(ana, ANSWER)
    double.say(ana, "That is all.")
    await double.sees(ana, "so far: 2 messages")
    double.fail("chat.postMessage", "cannot_dm_bot", times=50)
    await double.called("chat.postMessage", "cannot_dm_bot")
    await eventually(lambda: unreachable(there, ana))
    assert len(await there.attempts(ana)) == 1, "the answer is graded all the same"
    tried = sum(one.error == "cannot_dm_bot" for one in double.requests)
    assert tried == 1, "it was tried again"
    double._server.plans._plans.clear()
    double.say(ana, "/interview status")
    await double.sees(ana, "Question 2 of 3")
    assert not await unreachable(there, ana)


async def unreachable(there: Stage, person: Person) -> bool:
    return (await there.identity(person)).unreachable_since is not None


async def test_an_interview_of_somebody_whose_dm_is_closed_goes_on_where_they_are(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, at the door")
    double.fail("conversations.open", "user_disabled", times=9)
    start = await double.command(ana, "/interview", "start rounds:technical_qa questions:3", double.channel)
    held = await start.message(lambda text: "Question 1 of 3" in text)
    assert held.ephemeral
    answer = await double.command(ana, "/answer", ANSWER, where=double.channel)
    await answer.message(lambda text: "Question 1: " in text)
    double._server.plans._plans.clear()


async def test_a_form_is_opened_empty_where_the_store_is_slow(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, slow")
    await begun(double, ana)
    with there.locked():
        asked = await double.command(ana, "/answer")
        assert (asked.acked_after or 9) < 3
        view = await asked.shows()
        assert not view.body.get("submit"), text_of(view)
    await double.settled(lambda: view.body.get("submit"))
    await double.submit(ana, view, {"text": ANSWER})
    await double.sees(ana, "Question 1: ")


async def test_a_form_that_cannot_be_opened_any_more_waits_behind_a_button(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, late")
    question = await begun(double, ana)
    double.fail("views.open", "expired_trigger_id")
    asked = await double.press(ana, question, "Answer")
    late = await asked.message(lambda text: "opens the form" in text)
    assert [one.label for one in buttons_of(late)] == ["Open"]
    form = await (await double.press(ana, late, "Open")).shows()
    await double.submit(ana, form, {"text": ANSWER})
    await double.sees(ana, "Question 1: ")


async def test_a_text_that_is_refused_comes_back_as_a_file(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana, refused")
    question = await begun(double, ana)
    form = await (await double.press(ana, question, "Answer")).shows()
    with there.locked():
        await double.submit(ana, form, {"text": LONG})
        await double.settled(lambda: any(one.contents for one in double.history(ana)))
    (kept,) = [one.contents for one in double.history(ana) if one.contents]
    assert kept == {"your-text.txt": LONG.encode()}


async def test_a_conversation_gets_about_one_message_a_second(there: Stage) -> None:
    double, ana, ben = there.double, there.double.person("ana, eager"), there.double.person("ben, eager")
    question = await begun(double, ana)
    await begun(double, ben)
    since = len(double.requests)
    asked = [await double.press(ana, question, "Hint", wait=False) for _ in range(3)]
    asked += [await double.press(ana, question, "Pause", wait=False)]
    asked += [await double.command(ben, "/interview", "hint")]
    await asked[-1].message(lambda text: "Hint 1 of" in text, within=1.0)
    await double.sees(ana, "Paused")
    await double.settled(lambda: len(posted(there, ana, since)) == 4)
    times = posted(there, ana, since)
    assert times[-1] - times[0] >= 1.5, "all at once"
    assert all(later >= earlier for earlier, later in pairwise(times))
    assert double.bursts[double.dm(ana).id] <= 4


def posted(there: Stage, person: Person, since: int) -> list[float]:
    """When messages came into the DM."""
    dm, every = there.double.dm(person).id, there.double.requests[since:]
    return [one.when for one in every if one.method == "chat.postMessage" and one.args["channel"] == dm]


@pytest.mark.parametrize("how", ["warn", "refresh", "cut"])
async def test_a_connection_that_ends_loses_and_doubles_nothing(there: Stage, how: str) -> None:
    """Slack announces it, does it, or does not even say so; messages written meanwhile come later."""
    double, ana = there.double, there.double.person(f"ana, {how}")
    await begun(double, ana)
    again = asyncio.ensure_future(getattr(double.sockets, how)())
    await asyncio.sleep(0)
    written = [double.say(ana, f"{number}. {ANSWER}") for number in (1, 2)]
    await again
    for message in written:
        await double.heard(message)
    await double.sees(ana, "Question 1: ")
    (attempt,) = await there.attempts(ana)
    assert attempt.student_answer.split() == f"1. {ANSWER} 2. {ANSWER}".split()
    assert times_seen(double, ana, "Question 1: ") == 1


async def test_fifty_students_at_once_are_all_acknowledged_in_time(there: Stage) -> None:
    double = there.double
    everybody = [double.person(f"student {number}") for number in range(50)]
    await asyncio.gather(*(start_interview(double, one) for one in everybody))
    await asyncio.gather(*(double.sees(one, "Question 1 of 3", within=30) for one in everybody))
