"""What stands on the screen works after a restart, and one event is one event whenever the process dies."""

import asyncio
import random
import time
from functools import partial
from pathlib import Path

import pytest

from tests.discord.trouble import ANSWER
from tests.slack.double import Asked, Double, Message, Person, View, text_of
from tests.slack.trouble import START, Stage, begun, stage, start_interview, times_seen

pytestmark = pytest.mark.acceptance

LONG = "A thought that goes on. " * 20


@pytest.mark.parametrize("how", ["kill", pytest.param("stop", marks=pytest.mark.soak)])
async def test_everything_on_the_screen_works_after_a_restart(
    first_start: Path, tmp_path: Path, how: str
) -> None:
    async with stage(first_start, tmp_path) as there:
        double = there.double
        ana, ben, cleo, dan = (double.person(name) for name in ("ana", "ben", "cleo", "dan"))
        async with there.bot() as bot:
            questions = [await begun(double, person) for person in (ana, ben, cleo, dan)]
            form = await (await double.press(ana, questions[0], "Answer")).shows()
            double.say(ben, ANSWER)
            notice = await double.sees(ben, "Writing your answer")
            await double.press(cleo, questions[2], "Pause")
            paused = await double.sees(cleo, "Paused")
            if how == "stop":
                assert await bot.stop() == 0
            await bot.kill()
        async with there.bot() as bot:
            await form_of_before(double, ana, form)
            await draft_of_before(double, ben, notice)
            await double.press(cleo, paused, "Resume")
            assert "Question 1 of 3" in text_of(await double.sees(cleo, "Welcome back"))
            await buttons_of_before(double, dan, questions[3])
            assert "Traceback" not in bot.log(), bot.log()
        assert [a.student_answer for a in await there.attempts(ana)] == [ANSWER]
        assert [a.student_answer for a in await there.attempts(ben)] == [ANSWER]
        assert [one.outcome for one in (await there.interview(dan)).questions] == ["skipped", None]


async def form_of_before(double: Double, ana: Person, form: View) -> None:
    """A form opened by the old process is submitted to the new one; submitted again, its text comes back."""
    form.closed = False
    await double.submit(ana, form, {"text": ANSWER})
    result = await double.sees(ana, "Question 1: ")
    assert "Question 2 of 3" in text_of(result)
    form.closed, form.hash = False, "another"
    await double.submit(ana, form, {"text": LONG})
    refused = await double.sees(ana, "Already past that question")
    await double.settled(lambda: any(one.contents for one in double.history(ana)))
    kept = [one.contents["your-text.txt"] for one in double.history(ana) if one.contents]
    assert [text.decode() for text in kept] == [LONG]
    assert refused is not result


async def draft_of_before(double: Double, ben: Person, notice: Message) -> None:
    """Messages written to the old process are handed in by its own button, and its notice is the result."""
    await double.press(ben, notice, "Submit")
    assert "Question 2 of 3" in text_of(await double.sees(ben, "Question 1: "))
    assert "Question 1: " in text_of(notice)


async def buttons_of_before(double: Double, dan: Person, question: Message) -> None:
    """Hint, Skip, and what is stale, unknown or broken: each is answered in words."""
    await double.press(dan, question, "Hint")
    await double.sees(dan, "Hint 1 of")
    await double.press(dan, question, "Skip")
    await double.sees(dan, "Question 1 skipped")
    await double.press(dan, question, "Skip")
    await double.sees(dan, "Question 1 has been dealt with")
    for value, said in (
        ("duel+begin?n=1", "no longer exists"),
        ("interview+skip?session=%ff&n=1", "not one of mine"),
        ("interview+skip?session=0123456789abcdef", "nothing of that"),
        ("\n?&=", "not one of mine"),
    ):
        asked = await double.press_value(dan, question, "press0", value)
        await asked.message(partial(holds, said))
    assert times_seen(double, dan, "Something went wrong") == 0


def holds(part: str, text: str) -> bool:
    return part in text


async def test_a_stop_ends_what_was_begun_first(first_start: Path, tmp_path: Path) -> None:
    """The answer and its grade are on their way to a slow Slack; the report is drawn while the bot stops."""
    async with stage(first_start, tmp_path) as there:
        double, ana = there.double, there.double.person("ana")
        async with there.bot() as bot:
            await begun(double, ana)
            double.delay("chat.postMessage", 1.0, times=2)
            await double.command(ana, "/answer", ANSWER)
            began = time.monotonic()
            assert await bot.stop() == 0
            assert time.monotonic() - began < 20
            assert times_seen(double, ana, "Question 1: ") == 1
            assert "Traceback" not in bot.log(), bot.log()


async def test_a_stop_waits_no_longer_than_it_is_told_to(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path) as there:
        double, ana = there.double, there.double.person("ana")
        async with there.bot(MOCKINGBIRD__RUN__STOP_WITHIN_SECONDS="1") as bot:
            await begun(double, ana)
            double.delay("chat.postMessage", 20.0)
            await double.command(ana, "/answer", ANSWER)
            began = time.monotonic()
            assert await bot.stop() == 0
            assert time.monotonic() - began < 6
            assert "still being worked on" in bot.log()
        async with there.bot():
            await double.command(ana, "/interview", "status")
            await double.sees(ana, "Question 2 of 3")
        assert [one.student_answer for one in await there.attempts(ana)] == [ANSWER]


async def test_what_is_delivered_twice_is_done_once(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path) as there:
        double = there.double
        ana, ben, cleo = (double.person(name) for name in ("ana", "ben", "cleo"))
        async with there.bot():
            question = await begun(double, ana)
            hint = await twice(double, await double.press(ana, question, "Hint", wait=False))
            form = await (await double.press(ana, question, "Answer")).shows()
            submitted = await twice(double, await double.submit(ana, form, {"text": ANSWER}, wait=False))
            await double.sees(ana, "Question 1: ")
            start = await twice(double, await double.command(cleo, "/interview", START, wait=False))
            await begun(double, ben)
            said = double.say(ben, ANSWER)
            await double.redeliver(said)
            notice = await double.sees(ben, "Writing your answer")
        async with there.bot():
            for event in (hint, submitted, start, said):
                await double.redeliver(event)
            submit = await double.press(ben, notice, "Submit", wait=False)
            await twice(double, submit)
            await double.sees(ben, "Question 1: ")
            await double.command(ana, "/interview", "status")
            await double.sees(ana, "Question 2 of 3")
            assert times_seen(double, ana, "Hint 1 of") == 1
            assert times_seen(double, ana, "Question 1: ") == 1
            assert times_seen(double, ben, "Question 1: ") == 1
        (attempt,) = await there.attempts(ana)
        assert (attempt.hints_used, attempt.student_answer) == (1, ANSWER)
        assert [one.student_answer for one in await there.attempts(ben)] == [ANSWER]
        assert len((await there.interview(cleo)).questions) == 1


async def twice(double: Double, asked: Asked) -> Asked:
    await double.redeliver(asked)
    return await asked.acknowledged(3)


@pytest.mark.parametrize("seed", range(1))
async def test_kills_between_acknowledgement_and_result(first_start: Path, tmp_path: Path, seed: int) -> None:
    await kill_and_check(first_start, tmp_path, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 130))
async def test_thirty_kills_between_acknowledgement_and_result(
    first_start: Path, tmp_path: Path, seed: int
) -> None:
    await kill_and_check(first_start, tmp_path, seed)


async def kill_and_check(start: Path, folder: Path, seed: int) -> None:
    """Students answer, each another way; the process dies at a random moment; Slack delivers again."""
    rng = random.Random(seed)
    async with stage(start, folder) as there:
        double = there.double
        people = [double.person(name) for name in ("ana", "ben", "cleo", "dan")]
        async with there.bot() as bot:
            events = await answers(double, people, [await begun(double, person) for person in people])
            await asyncio.gather(*(event.acknowledged(3) for event in events))
            await asyncio.sleep(rng.uniform(0, 0.25))
            await bot.kill()
        async with there.bot():
            for event in events:
                await double.redeliver(event)
            for person in people:
                await double.command(person, "/interview", "status")
                await double.sees(person, "Question 2 of 3")
        for person in people:
            await check_stored(there, person)


async def answers(double: Double, people: list[Person], questions: list[Message]) -> list[Asked]:
    """By command, form, Submit and shortcut, all at once and not waited for."""
    ana, ben, cleo, dan = people
    form = await (await double.press(ben, questions[1], "Answer")).shows()
    double.say(cleo, ANSWER)
    notice = await double.sees(cleo, "Writing your answer")
    to_score = double.say(dan, "/nothing " + ANSWER)
    await double.sees(dan, "Writing your answer")
    return [
        await double.command(ana, "/answer", ANSWER, wait=False),
        await double.submit(ben, form, {"text": ANSWER}, wait=False),
        await double.press(cleo, notice, "Submit", wait=False),
        await double.shortcut(dan, "score_answer", to_score, wait=False),
    ]


async def check_stored(there: Stage, person: Person) -> None:
    attempts = await there.attempts(person)
    assert len(attempts) == 1, f"{person.name} answered {len(attempts)} times"
    assert ANSWER in attempts[0].student_answer
    assert attempts[0].graded
    assert not attempts[0].grades, f"{person.name}'s answer was graded twice"


async def test_two_connections_share_the_events(first_start: Path, tmp_path: Path) -> None:
    """As replicas of the bot do: whichever hears of it goes on with what the other began."""
    async with stage(first_start, tmp_path) as there, there.bot(), there.bot():
        double, ana = there.double, there.double.person("ana")
        question = await begun(double, ana)
        for number in (1, 2):
            await double.press(ana, question, "Hint")
            await double.sees(ana, f"Hint {number} of")
        await start_interview(double, ana)
        await double.sees(ana, "One interview at a time")
        await double.command(ana, "/answer", ANSWER)
        await double.sees(ana, "Question 1: ")
        assert [one.hints_used for one in await there.attempts(ana)] == [2]
