"""A nudge on Slack: it comes as a direct message, once, and its buttons act on what it tells of."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from domain.model.nudge import Nudge
from tests.discord.reminders import (
    ACTIONS,
    AT_ANY_HOUR,
    BACK,
    card_falls_due,
    lease_runs_out,
    nudge_of,
    stage_falls_due,
)
from tests.discord.trouble import eventually
from tests.slack.dialogue import labels, said
from tests.slack.double import Double, Person, text_of
from tests.slack.trouble import Stage, stage, times_seen

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

POST, LOOK = "chat.postMessage", "conversations.history"
DUE, CARDS = "Due tomorrow: SQL", "1 card to review"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def there(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A bot that took over from one that was killed before it heard that ana has her nudge."""
    async with stage(first_start, tmp_path_factory.mktemp("bot")) as there:
        double, ana = there.double, there.double.person("ana")
        async with there.bot(**AT_ANY_HOUR) as bot:
            await makes_a_roadmap(there, ana)
            double.withhold(POST)
            await roadmap_falls_due(there, ana)
            await double.sees(ana, DUE)
            await bot.kill()
            # Without a log there the next start is a quick one: nothing was sent that Slack still counts.
            bot.output.unlink()
        await lease_is_over(there, ana)
        async with there.bot(**AT_ANY_HOUR):
            yield there


async def makes_a_roadmap(there: Stage, person: Person) -> None:
    await said(await there.double.command(person, "/roadmap", "create sql"), "Your path to SQL")


async def roadmap_falls_due(there: Stage, person: Person) -> None:
    """Weeks later the first stage of the roadmap is due."""
    async with there.store() as documents:
        await stage_falls_due(documents, await there.user(person))


async def review_falls_due(there: Stage, person: Person) -> None:
    async with there.store() as documents:
        await card_falls_due(documents, await there.user(person))


async def opens_an_account(there: Stage, person: Person) -> None:
    await said(await there.double.command(person, "/nudges", "show"), "Your reminders")


async def lease_is_over(there: Stage, person: Person) -> None:
    async with there.store() as documents:
        await lease_runs_out(documents, await there.user(person))


async def ended(there: Stage, person: Person, state: str, attempts: int = 1) -> Nudge:
    """The person's nudge, once it is in that state after so many sends and nobody has it claimed."""
    found: list[Nudge] = []

    async def so() -> bool:
        async with there.store() as documents:
            nudge = await nudge_of(documents, await there.user(person))
        found[:] = [nudge] if nudge else []
        return nudge is not None and (nudge.state, nudge.attempts, nudge.lease_until) == (
            state,
            attempts,
            None,
        )

    await eventually(so)
    return found[0]


def posts(double: Double, person: Person) -> int:
    """How many posts into the person's DM were answered, done or refused."""
    dm = double.dm(person).id
    return sum(one.method == POST and one.args["channel"] == dm for one in double.requests)


async def test_a_kill_before_the_answer_came_shows_it_once(there: Stage) -> None:
    ana = there.double.person("ana")
    await ended(there, ana, "sent", attempts=2)
    assert times_seen(there.double, ana, DUE) == 1


async def test_each_of_its_buttons_acts_and_a_quiz_goes_on_in_its_message(there: Stage) -> None:
    double, ben = there.double, there.double.person("ben")
    await makes_a_roadmap(there, ben)
    await roadmap_falls_due(there, ben)
    shown = await double.sees(ben, DUE)
    assert labels(shown) == ACTIONS
    await said(await double.press(ben, shown, "Done"), "Week 0, Querying")
    quiz = await said(await double.press(ben, shown, "Start quiz"), "question 1 of")
    for letter, following in (("A", "question 2 of"), ("D", "question 3 of")):
        assert labels(quiz) == ["A", "B", "C", "D"]
        await double.press(ben, quiz, letter)
        assert await double.sees(ben, following) is quiz
    quiet = await said(await double.press(ben, shown, "Snooze"), "Quiet until")
    assert labels(quiet) == ["Snooze 3 days", "Snooze 7 days", "Wake me now"]
    off = await said(await double.press(ben, shown, "Stop these"), "Reminders are off")
    await said(await double.press(ben, off, "Turn on again"), "Reminders are on")
    assert times_seen(double, ben, DUE) == 1


async def test_the_path_is_a_picture(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana")
    before = len(double.history(ana))
    await double.command(ana, "/roadmap", "show")

    def pictures() -> list[bytes]:
        return [content for one in double.history(ana)[before:] for content in one.contents.values()]

    await double.settled(pictures)
    (picture,) = pictures()
    assert picture.startswith(b"\x89PNG")


async def test_a_card_is_reviewed_with_one_press_each(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana")
    await review_falls_due(there, ana)
    front = await said(await double.command(ana, "/review"), "3 / 4")
    assert BACK not in text_of(front)
    back = await said(await double.press(ana, front, "Show"), BACK)
    assert labels(back) == ["Again", "Hard", "Good", "Easy"]
    await said(await double.press(ana, back, "Good"), "comes back")


async def test_who_takes_no_messages_is_tried_once(there: Stage) -> None:
    double, flo = there.double, there.double.person("flo")
    await opens_an_account(there, flo)
    before = posts(double, flo)
    double.fail(POST, "user_disabled")
    await review_falls_due(there, flo)
    await ended(there, flo, "dead")
    assert (await there.identity(flo)).unreachable_since is not None
    assert posts(double, flo) == before + 1


async def test_a_refusal_that_passes_is_tried_again_later(there: Stage) -> None:
    """Too many posts are waited for at once, too many looks are not; where Slack fails, the ledger waits."""
    double, gus = there.double, there.double.person("gus")
    await opens_an_account(there, gus)
    double.fail(LOOK, status=429)
    double.fail(POST, status=429)
    double.fail(POST, status=503)
    await review_falls_due(there, gus)
    assert (await ended(there, gus, "due")).error
    await lease_is_over(there, gus)
    await ended(there, gus, "sent", attempts=2)
    assert times_seen(double, gus, CARDS) == 1


async def test_a_lost_answer_is_looked_for_and_not_said_again(there: Stage) -> None:
    double, hal = there.double, there.double.person("hal")
    await opens_an_account(there, hal)
    before = posts(double, hal)
    double.withhold(POST, cut=True)
    await review_falls_due(there, hal)
    await ended(there, hal, "claimed")
    await lease_is_over(there, hal)
    await ended(there, hal, "sent", attempts=2)
    assert times_seen(double, hal, CARDS) == 1
    assert posts(double, hal) == before
