"""One event is one event, however often it is delivered and whenever the process dies."""

import asyncio
import random
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from tests.discord.double import Asked, Double, Message, Person, text_of
from tests.discord.trouble import ANSWER, Stage, begun, eventually, stage, times_seen

pytestmark = pytest.mark.acceptance

TAKEN = ("graded already", "dealt with", "taken a moment ago")


async def test_what_is_delivered_twice_is_done_once(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path) as there:
        double = there.double
        ana, ben, cleo = (double.person(name) for name in ("ana", "ben", "cleo"))
        async with there.bot():
            question = await begun(double, ana)
            hint = await twice(double, await double.press(ana, question, "Hint", wait=False))
            answer = await twice(double, await double.command(ana, "answer", {"text": ANSWER}, wait=False))
            await answer.message(lambda text: "Question 1: " in text)
            await begun(double, ben)
            said = double.say(ben, ANSWER)
            await double.redeliver(said)
            notice = await double.sees(ben, "Writing your answer")
            start = await double.command(cleo, "interview start", {"rounds": "behavioral"})
        async with there.bot():
            for event in (hint, answer, start, said):
                await double.redeliver(event)
            submit = await double.press(ben, notice, "Submit")
            await submit.message(lambda text: "Question 1: " in text)
            status = await double.command(ana, "interview status")
            await status.message(lambda text: "Question 2 of 3" in text)
            assert times_seen(double, ana, "Hint 1 of") == 1
            assert times_seen(double, ana, "Question 1: ") == 1
        (attempt,) = await there.attempts(ana)
        assert attempt.hints_used == 1
        assert [one.student_answer for one in await there.attempts(ben)] == [ANSWER]
        assert len((await there.interview(cleo)).questions) == 1


async def twice(double: Double, asked: Asked) -> Asked:
    await double.redeliver(asked)
    return await asked.acknowledged(3)


async def test_the_second_press_of_submit_leaves_the_result_alone(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path) as there, there.bot():
        double, ana = there.double, there.double.person("ana")
        await begun(double, ana)
        double.say(ana, ANSWER)
        notice = await double.sees(ana, "Writing your answer")
        token = "Submit"
        first = await double.press(ana, notice, token, wait=False)
        second = await double.press(ana, notice, token, wait=False)
        await double.sees(ana, "Question 1: ")
        refused = await refusal(first, second)
        assert "Question 1: " in text_of(notice)
        assert refused is not notice


async def refusal(*asked: Asked) -> Message:
    """The message of the one that was refused, whichever came second."""
    tasks = [
        asyncio.create_task(one.message(lambda text: any(words in text for words in TAKEN))) for one in asked
    ]
    done, left = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in left:
        task.cancel()
    return done.pop().result()


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
    """Students answer, each another way; the process dies at a random moment; Discord delivers again."""
    rng = random.Random(seed)
    async with stage(start, folder) as there:
        double = there.double
        people = [double.person(name) for name in ("ana", "ben", "cleo", "dan")]
        async with there.bot() as bot:
            questions = [await begun(double, person) for person in people]
            form = await double.press(people[1], questions[1], "Answer")
            events = await answers(double, people, form)
            await asyncio.gather(*(event.acknowledged(3) for event in events))
            await asyncio.sleep(rng.uniform(0, 0.25))
            await bot.kill()
        async with there.bot():
            for event in events:
                await double.redeliver(event)
            for person in people:
                await eventually(partial(at_the_second, there, person), within=20)
            await told_where_they_are(double, people)
        for person in people:
            await check_stored(there, person)


async def answers(double: Double, people: list[Person], form: Asked) -> list[Asked]:
    """By command, form, menu and Submit, all at once and not waited for."""
    ana, ben, cleo, dan = people
    written = double.say(cleo, ANSWER)
    notice = await double.sees(cleo, "Writing your answer")
    to_score = double.say(dan, "/nothing " + ANSWER)
    await double.sees(dan, "Writing your answer")
    assert written.content == ANSWER
    return [
        await double.command(ana, "answer", {"text": ANSWER}, wait=False),
        await double.submit(ben, form, {"text": ANSWER}, wait=False),
        await double.press(cleo, notice, "Submit", wait=False),
        await double.menu(dan, "Score this answer", to_score, wait=False),
    ]


async def at_the_second(there: Stage, person: Person) -> bool:
    return (await there.interview(person)).number == 2


async def told_where_they_are(double: Double, people: list[Person]) -> None:
    """Each student comes to the second question: what was acknowledged is not lost."""
    for person in people:
        status = await double.command(person, "interview status")
        await status.message(lambda text: "Question 2 of 3" in text)


async def check_stored(there: Stage, person: Person) -> None:
    attempts = await there.attempts(person)
    assert Counter(a.question_id for a in attempts).most_common(1)[0][1] == 1, f"{person.name} answered twice"
    assert len(attempts) == 1
    assert ANSWER in attempts[0].student_answer
    assert attempts[0].graded
    assert not attempts[0].grades, f"{person.name}'s answer was graded twice"
