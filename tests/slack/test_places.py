"""Where an interview is held, and that nobody else reads a word of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.slack.dialogue import (
    begun,
    labels,
    on_stage,
    pages_of,
    prose,
    said,
    score,
    seen_texts,
    strong,
)
from tests.slack.double import Double, Message, Person, Place, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

REFUSED = 20
"""Times that a refusal is repeated: more often than the bot asks."""
ONE = "start company:Google rounds:technical_qa questions:1"
CLOSED = ("conversations.open", "cannot_dm_bot"), ("chat.postMessage", "messages_tab_disabled")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start)) as opened:
        yield opened


@pytest_asyncio.fixture(params=CLOSED, ids=["no DM", "no message"], loop_scope="module")
async def closed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, first_start: Path
) -> AsyncIterator[Double]:
    """A workspace of its own, where nobody takes direct messages of the bot, as Slack says in two ways."""
    async with on_stage(started(tmp_path_factory.mktemp("closed"), first_start)) as opened:
        method, error = request.param
        opened.fail(method, error, times=REFUSED)
        yield opened


def nobody_else_saw(double: Double, where: Place) -> bool:
    """Whether a member who took no part reads nothing of the bot there."""
    bystander = double.person("bystander")
    return not any(one.author.is_bot for one in double.history(bystander, where))


async def whispered(double: Double, person: Person, words: str, where: Place) -> Message:
    """A message of the bot in a place, which that person alone sees."""
    message = await double.sees(person, words, where=where)
    assert message.private_to == person.id
    return message


async def test_with_closed_direct_messages_it_goes_on_where_only_the_student_sees_it(closed: Double) -> None:
    double, ana = closed, closed.person("ana")
    asked = await double.command(ana, "/interview", ONE, where=double.channel)
    question = await said(asked, "Question 1 of 1")
    assert question.private_to == ana.id
    assert "I cannot send you direct messages" in text_of(question)
    form = await (await double.press(ana, question, "Answer")).shows("Your answer")
    await double.submit(ana, form, {"text": prose(question)})
    last = await whispered(double, ana, "Interview completed", double.channel)
    assert score(await double.sees(ana, "Question 1:", where=double.channel), 1) >= 70
    report = await double.press(ana, last, "Report")
    refused = await said(report, "closed to me")
    assert refused.private_to == ana.id
    assert any("Your report" in text for text in seen_texts(double, ana, double.channel))
    assert nobody_else_saw(double, double.channel)


async def test_a_command_in_a_dm_of_two_others_people_is_answered_to_the_student_alone(
    double: Double,
) -> None:
    """The double knows only DMs with the bot, so a friend's is taken for that of two people."""
    ivo, friend = double.person("ivo"), double.person("friend")
    theirs = double.dm(friend)
    theirs.channel.members.add(ivo.id)
    asked = await double.command(ivo, "/interview", ONE, where=theirs)
    assert (await said(asked, "in our direct messages")).private_to == ivo.id
    question = await double.sees(ivo, "Question 1 of 1")
    answered = await double.command(ivo, "/answer", prose(question), where=theirs)
    assert (await said(answered, "Question 1:")).private_to == ivo.id
    await said(answered, "Interview completed")
    assert not any("Question" in text for text in seen_texts(double, friend, theirs))


async def test_a_mention_in_public_is_answered_in_private(double: Double) -> None:
    eva, channel = double.person("eva"), double.new_channel("mentions")
    await begun(double, eva, where=channel)
    double.say(eva, "what was my question?", where=channel, mention_bot=True)
    await whispered(double, eva, "In a channel I take commands only", channel)
    double.say(eva, "/interview status", where=channel, mention_bot=True)
    await whispered(double, eva, "0 answered, 3 to go", channel)
    double.say(eva, "/intervew status", where=channel, mention_bot=True)
    await whispered(double, eva, "There is no /intervew", channel)
    double.say(eva, "no mention, no business of the bot's", where=channel)
    assert nobody_else_saw(double, channel)


async def test_a_mention_in_a_thread_is_answered_there_in_private(double: Double) -> None:
    fay, channel = double.person("fay"), double.new_channel("threads")
    root = double.say(double.person("friend"), "Who practises today?", where=channel)
    thread = double.thread(root)
    double.say(fay, "/interview google technical 1 question", where=thread, mention_bot=True)
    question = await double.sees(fay, "Question 1 of 1")
    assert question.channel is double.dm(fay).channel
    await whispered(double, fay, "in our direct messages", thread)
    double.say(fay, prose(question), where=thread, mention_bot=True)
    elsewhere = await whispered(double, fay, "Your interview is not held in this thread", thread)
    status = await double.press(fay, elsewhere, "Resume")
    assert (await said(status, "Question 1 of 1")).channel is double.dm(fay).channel
    double.say(fay, f"/answer {prose(question)}", where=thread, mention_bot=True)
    assert score(await whispered(double, fay, "Question 1:", thread), 1) >= 70
    assert nobody_else_saw(double, channel)


async def test_a_typed_report_reaches_the_direct_messages_from_anywhere(double: Double) -> None:
    gil, channel = double.person("gil"), double.new_channel("reports")
    question = await begun(double, gil, "rounds:technical_qa", where=channel)
    await said(await double.command(gil, "/answer", prose(question)), "Question 1:")
    await double.settled(lambda: files_of(double, gil))
    asked = await double.command(gil, "/report", "session", where=channel)
    await double.settled(lambda: len(files_of(double, gil)) == 2)
    assert pages_of(files_of(double, gil)[-1]) >= 2
    assert all(one.channel is not channel.channel for one in asked.messages if one.contents)
    assert nobody_else_saw(double, channel)


def files_of(double: Double, person: Person) -> list[Message]:
    return [one for one in double.history(person) if one.author.is_bot and one.contents]


async def test_buttons_of_a_message_that_only_the_student_sees(double: Double) -> None:
    hal, channel = double.person("hal"), double.new_channel("buttons")
    await begun(double, hal, where=channel)
    status = await said(await double.command(hal, "/interview", "status", where=channel), "0 answered")
    hint = await said(await double.press(hal, status, "Hint"), "Hint 1 of")
    assert hint.private_to == hal.id
    skipped = await said(await double.press(hal, hint, "Skip"), "Question 2 of 3")
    form = await (await double.press(hal, skipped, "Answer")).shows("Your answer")
    answered = await double.submit(hal, form, {"text": strong(skipped)})
    graded = await double.sees(hal, "Question 2:", where=channel)
    assert graded.private_to == hal.id
    assert labels(graded)[-1] == "Why"
    assert answered.ack is None or not answered.ack.get("errors")
    assert nobody_else_saw(double, channel)


async def test_an_answer_by_the_menu_of_a_message_in_a_thread(double: Double) -> None:
    """Slash commands do not work in threads, and this does."""
    kim, channel = double.person("kim"), double.new_channel("shortcuts")
    question = await begun(double, kim, "rounds:technical_qa", where=channel)
    thread = double.thread(double.say(kim, "I try it here.", where=channel))
    reply = double.say(kim, "Any moment now.", where=thread)
    opened = await double.shortcut(kim, "answer_here", reply)
    form = await opened.shows("Your answer")
    await double.submit(kim, form, {"text": prose(question)})
    assert score(await whispered(double, kim, "Question 1:", thread), 1) >= 70
    assert nobody_else_saw(double, channel)


async def test_the_menu_with_no_interview_open(double: Double) -> None:
    lia, channel = double.person("lia"), double.new_channel("nothing")
    message = double.say(lia, "What would you give me for this?", where=channel)
    for callback_id in ("answer_here", "score_answer"):
        asked = await double.shortcut(lia, callback_id, message)
        refused = await said(asked, "No interview is open")
        assert refused.private_to == lia.id
        assert labels(refused) == ["Start"]
    assert nobody_else_saw(double, channel)


async def test_two_students_in_one_channel_see_nothing_of_each_other(double: Double) -> None:
    channel = double.new_channel("both")
    for student in (double.person("max"), double.person("nia")):
        question = await begun(double, student, "rounds:technical_qa", where=channel)
        asked = await double.command(student, "/answer", prose(question), where=channel)
        await said(asked, "Question 1:")
        assert all(one.private_to == student.id for one in asked.messages if one.channel is channel.channel)
    assert nobody_else_saw(double, channel)
