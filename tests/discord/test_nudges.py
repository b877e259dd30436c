"""A nudge on Discord: it comes as a direct message, once, and its buttons act on what it tells of."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from domain.model.nudge import Nudge
from tests.discord.double import Double, Message, Person, buttons_of, parts, text_of
from tests.discord.reminders import (
    ACTIONS,
    AT_ANY_HOUR,
    BACK,
    card_falls_due,
    lease_runs_out,
    nudge_of,
    stage_falls_due,
)
from tests.discord.trouble import ANSWER, Stage, begun, eventually, stage, times_seen

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

DUE, CARDS = "Due tomorrow: SQL", "1 card to review"
WRITING = "Writing your answer"
GALLERY = 12


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def there(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A bot that took over from one that was killed before it heard that ana has her nudge."""
    async with stage(first_start, tmp_path_factory.mktemp("bot")) as there:
        double, ana = there.double, there.double.person("ana")
        async with there.bot(**AT_ANY_HOUR) as bot:
            double.withhold("POST", path_of(double, ana))
            await roadmap_falls_due(there, ana)
            await double.sees(ana, DUE)
            await bot.kill()
        await lease_is_over(there, ana)
        double.forget_nonces()
        async with there.bot(**AT_ANY_HOUR):
            yield there


def path_of(double: Double, person: Person) -> str:
    """Where messages of the person's DM are sent to, as an expression."""
    return f"^/channels/{double.dm(person).id}/messages$"


async def roadmap_falls_due(there: Stage, person: Person) -> None:
    """They make a roadmap, and weeks later its first stage is due."""
    asked = await there.double.command(person, "roadmap create", {"skill": "sql"})
    await asked.message(lambda text: "Your path to SQL" in text)
    async with there.store() as documents:
        await stage_falls_due(documents, await there.user(person))


async def review_falls_due(there: Stage, person: Person) -> None:
    asked = await there.double.command(person, "nudges show")
    await asked.message(lambda text: "Your reminders" in text)
    async with there.store() as documents:
        await card_falls_due(documents, await there.user(person))


async def lease_is_over(there: Stage, person: Person) -> None:
    async with there.store() as documents:
        await lease_runs_out(documents, await there.user(person))


async def ended(there: Stage, person: Person, state: str, attempts: int = 1) -> Nudge:
    """The person's nudge, once it is in that state after so many sends."""
    found: list[Nudge] = []

    async def so() -> bool:
        async with there.store() as documents:
            nudge = await nudge_of(documents, await there.user(person))
        found[:] = [nudge] if nudge else []
        return nudge is not None and (nudge.state, nudge.attempts) == (state, attempts)

    await eventually(so)
    return found[0]


def labels(message: Message) -> list[str]:
    return [button.label for button in buttons_of(message)]


async def test_a_kill_before_the_answer_came_shows_it_once(there: Stage) -> None:
    ana = there.double.person("ana")
    await ended(there, ana, "sent", attempts=2)
    assert times_seen(there.double, ana, DUE) == 1


async def test_each_of_its_buttons_acts_and_a_quiz_goes_on_in_its_message(there: Stage) -> None:
    double, ben = there.double, there.double.person("ben")
    await roadmap_falls_due(there, ben)
    shown = await double.sees(ben, DUE)
    assert labels(shown) == ACTIONS
    done = await double.press(ben, shown, "Done")
    await done.message(lambda text: "Week 0, Querying" in text)
    begun = await double.press(ben, shown, "Start quiz")
    quiz = await begun.message(lambda text: "question 1 of" in text)
    for letter, following in (("A", "question 2 of"), ("D", "question 3 of")):
        assert labels(quiz) == ["A", "B", "C", "D"]
        await double.press(ben, quiz, letter)
        assert await double.sees(ben, following) is quiz
    snooze = await double.press(ben, shown, "Snooze")
    quiet = await snooze.message(lambda text: "Quiet until" in text)
    assert labels(quiet) == ["Snooze 3 days", "Snooze 7 days", "Wake me now"]
    stop = await double.press(ben, shown, "Stop these")
    off = await stop.message(lambda text: "Reminders are off" in text)
    again = await double.press(ben, off, "Turn on again")
    await again.message(lambda text: "Reminders are on" in text)
    assert times_seen(double, ben, DUE) == 1


async def test_a_quiz_leaves_the_notice_of_an_answer_alone(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana")
    asked = await double.command(ana, "roadmap quiz")
    quiz = await asked.message(lambda text: "question 1 of" in text)
    await begun(double, ana)
    double.say(ana, ANSWER)
    notice = await double.sees(ana, WRITING)
    await double.press(ana, quiz, "A")
    assert await double.sees(ana, "question 2 of") is quiz
    await double.press(ana, notice, "Submit")
    assert await double.sees(ana, "Question 1: ") is notice


async def test_the_path_is_a_picture_to_look_at(there: Stage) -> None:
    ana = there.double.person("ana")
    asked = await there.double.command(ana, "roadmap show")
    shown = await asked.message(lambda text: "Stage 1 of" in text)
    (content,) = shown.files.values()
    assert content.startswith(b"\x89PNG")
    assert GALLERY in [part["type"] for part in parts(shown.components)]


async def test_a_card_is_reviewed_with_one_press_each(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana")
    await review_falls_due(there, ana)
    asked = await double.command(ana, "review")
    front = await asked.message(lambda text: "3 / 4" in text)
    assert BACK not in text_of(front)
    pressed = await double.press(ana, front, "Show")
    back = await pressed.message(lambda text: BACK in text)
    assert labels(back) == ["Again", "Hard", "Good", "Easy"]
    rated = await double.press(ana, back, "Good")
    await rated.message(lambda text: "comes back" in text)


async def test_closed_messages_are_tried_once(there: Stage) -> None:
    double, flo = there.double, there.double.person("flo")
    double.close_dms(flo)
    await review_falls_due(there, flo)
    await ended(there, flo, "dead")
    (identity,) = (await there.user(flo)).identities
    assert identity.unreachable_since is not None
    await double.called("POST", path_of(double, flo), 403)
    assert not times_seen(double, flo, CARDS)


async def test_a_refusal_that_passes_is_tried_again_later(there: Stage) -> None:
    """Too many requests are waited for at once; where Discord fails, the ledger waits longer."""
    double, gus = there.double, there.double.person("gus")
    double.fail("POST", path_of(double, gus), 429)
    double.fail("POST", path_of(double, gus), 503)
    await review_falls_due(there, gus)
    assert (await ended(there, gus, "due")).error
    await lease_is_over(there, gus)
    await ended(there, gus, "sent", attempts=2)
    assert times_seen(double, gus, CARDS) == 1
