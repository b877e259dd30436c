"""What a student has before them goes on working after a restart, however the process ended."""

from pathlib import Path

import pytest

from tests.discord.double import Asked, Double, Message, Person, buttons_of, text_of
from tests.discord.line import over_a_line
from tests.discord.trouble import ANSWER, begun, stage, times_seen

pytestmark = pytest.mark.acceptance

LONG = "A thought that goes on. " * 20


async def graded(asked: Asked, number: int) -> Message:
    return await asked.message(lambda text: f"Question {number}: " in text and "/100" in text)


@pytest.mark.parametrize("how", ["kill", pytest.param("stop", marks=pytest.mark.soak)])
async def test_everything_on_the_screen_works_after_a_restart(
    first_start: Path, tmp_path: Path, how: str
) -> None:
    async with stage(first_start, tmp_path) as there:
        double = there.double
        ana, ben, cleo, dan = (double.person(name) for name in ("ana", "ben", "cleo", "dan"))
        async with there.bot() as bot:
            questions = [await begun(double, person) for person in (ana, ben, cleo, dan)]
            form = await double.press(ana, questions[0], "Answer")
            double.say(ben, ANSWER)
            notice = await double.sees(ben, "Writing your answer")
            paused = await double.press(cleo, questions[2], "Pause")
            resume = await paused.message(lambda text: "Paused" in text)
            await (bot.stop() if how == "stop" else bot.kill())
        async with there.bot():
            await form_of_before(double, ana, form)
            await draft_of_before(double, ben, notice)
            await pause_of_before(double, cleo, resume)
            await buttons_of_before(double, dan, questions[3])
        assert [a.student_answer for a in await there.attempts(ana)] == [ANSWER]
        assert [a.student_answer for a in await there.attempts(ben)] == [ANSWER]
        assert [one.outcome for one in (await there.interview(dan)).questions] == ["skipped", None]


async def test_an_answer_whose_pause_ended_without_a_process_is_told_at_the_start(
    first_start: Path, tmp_path: Path
) -> None:
    async with stage(first_start, tmp_path) as there:
        double, ana = there.double, there.double.person("ana")
        async with there.bot() as bot:
            await begun(double, ana)
            double.say(ana, ANSWER)
            await double.sees(ana, "Writing your answer")
            await bot.kill()
        await there.wait_for_nothing(ana)
        async with over_a_line(double, refusing=3), there.bot():
            result = await double.sees(ana, "Question 1: ")
            assert "Question 2 of 3" in text_of(result)
        assert times_seen(double, ana, "Question 1: ") == 1
        assert [one.student_answer for one in await there.attempts(ana)] == [ANSWER]


async def form_of_before(double: Double, ana: Person, form: Asked) -> None:
    """A form opened by the old process is submitted to the new one; its answer is graded and explained."""
    asked = await double.submit(ana, form, {"text": ANSWER})
    reply = await graded(asked, 1)
    why = await double.press(ana, reply, "Why")
    assert "of the score" in text_of(await why.message(lambda text: "Question 1: " in text))
    again = await double.submit(ana, form, {"text": LONG})
    refused = await again.message(lambda text: "Already past that question" in text)
    assert refused.files["your-text.txt"].decode() == LONG


async def draft_of_before(double: Double, ben: Person, notice: Message) -> None:
    """Messages written to the old process are handed in by its own button."""
    asked = await double.press(ben, notice, "Submit")
    reply = await graded(asked, 1)
    assert reply is notice, "the notice should have become the result"
    assert "Question 2 of 3" in text_of(reply)


async def pause_of_before(double: Double, cleo: Person, paused: Message) -> None:
    asked = await double.press(cleo, paused, "Resume")
    assert "Question 1 of 3" in text_of(await asked.message(lambda text: "Welcome back" in text))


async def buttons_of_before(double: Double, dan: Person, question: Message) -> None:
    """Hint, Skip, and what is stale, unknown or broken: each is answered in words."""
    hint = await double.press(dan, question, "Hint")
    await hint.message(lambda text: "Hint 1 of" in text)
    skip = await double.press(dan, question, "Skip")
    await skip.message(lambda text: "Question 1 skipped" in text and "Question 2 of 3" in text)
    stale = await double.press(dan, question, "Skip")
    await stale.message(lambda text: "Question 1 has been dealt with" in text)
    await pressed_forged(double, dan, question, "duel+begin?n=1", "no longer exists")
    await pressed_forged(double, dan, question, "interview+skip?session=%ff&n=1", "not one of mine")
    await pressed_forged(double, dan, question, "interview+skip?session=0123456789abcdef", "nothing of that")
    await pressed_forged(double, dan, question, "\n?&=", "not one of mine")


async def pressed_forged(double: Double, dan: Person, like: Message, custom_id: str, said: str) -> None:
    """Presses a button that an older version, or nobody, has made."""
    first = next(part for part in like.components[-1]["components"])
    before, first["custom_id"] = first["custom_id"], custom_id
    asked = await double.press_id(dan, like, custom_id)
    first["custom_id"] = before
    assert said in asked.text or await asked.message(lambda text: said in text)
    assert buttons_of(like)[0].label == "Answer"
    assert times_seen(double, dan, "Something went wrong") == 0
