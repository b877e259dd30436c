"""Where an interview is held, and that nobody else reads a word of it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.discord.dialogue import ONE_QUESTION, begun, on_stage, prose, score, seen_texts, strong
from tests.discord.double import MESSAGE_CONTENT, Double, Permission, Person, Place, events, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

WRITING = "Writing your answer"
UNKNOWN_CHANNEL = {"message": "Unknown Channel", "code": 10003}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start)) as opened:
        yield opened


def without_dms(double: Double, name: str) -> Person:
    person = double.person(name)
    double.close_dms(person)
    return person


def nobody_else_saw(double: Double, where: Place, allowed: int = 0) -> bool:
    """Whether a member who took no part reads at most so many messages of the bot, none of them a score."""
    seen = seen_texts(double, double.person("bystander"), where)
    return len(seen) == allowed and not any("/100" in text or "Question" in text for text in seen)


async def held_in_thread(double: Double, person: Person, where: Place) -> Place:
    """Begins an interview whose question stands in a private thread of its own."""
    asked = await double.command(person, "interview start", ONE_QUESTION, where=where)
    await asked.message(lambda text: "private thread" in text)
    (thread,) = double.threads(person)
    assert f"<#{thread.id}>" in asked.text or str(thread.id) in asked.text
    return thread


async def test_with_closed_dms_a_private_thread_holds_it_to_the_report(double: Double) -> None:
    ana, channel = without_dms(double, "ana"), double.new_guild("Ana's")
    thread = await held_in_thread(double, ana, channel)
    assert double.threads(double.person("bystander")) == []
    question = await double.sees(ana, "Question 1 of 1", where=thread)
    double.say(ana, prose(question), where=thread)
    await double.sees(ana, "I cannot read what is written here", where=thread)
    half = len(prose(question)) // 2
    double.say(ana, prose(question)[:half], where=thread, mention_bot=True)
    double.say(ana, prose(question)[half:], where=thread, mention_bot=True)
    notice = await double.sees(ana, "2 messages.", where=thread)
    await double.press(ana, notice, "Submit")
    result = await double.sees(ana, "Question 1:", where=thread)
    assert score(text_of(result), 1) >= 70
    assert (await double.sees(ana, "Your report", where=thread)).files
    assert nobody_else_saw(double, channel)


async def test_an_edit_that_cannot_be_read_is_not_taken_for_an_empty_answer(double: Double) -> None:
    ben, channel = without_dms(double, "ben"), double.new_guild("Ben's")
    thread = await held_in_thread(double, ben, channel)
    message = double.say(ben, "It is a matter of layout.", where=thread, mention_bot=True)
    notice = await double.sees(ben, "1 message.", where=thread)
    double.edit(ben, message, "It is a matter of layout and of cost.")
    await double.sees(ben, "I cannot read what is written here", where=thread)
    double.edit(ben, message, f"<@{double.bot.id}> It is a matter of cost.")
    await double.called("PATCH", rf"/messages/{notice.id}$", 200)
    assert not any("Empty answer" in text for text in seen_texts(double, ben, thread))


async def test_with_neither_it_goes_on_in_messages_that_only_the_student_sees(double: Double) -> None:
    cem, channel = without_dms(double, "cem"), double.new_guild("Cem's")
    assert channel.guild
    channel.guild.forbid(Permission.CREATE_PRIVATE_THREADS)
    asked = await double.command(cem, "interview start", ONE_QUESTION, where=channel)
    question = await asked.message(lambda text: "Question 1 of 1" in text)
    assert "messages that only you see" in text_of(question)
    form = await double.press(cem, question, "Answer")
    answered = await double.submit(cem, form, {"text": prose(question)})
    last = await answered.message(lambda text: "Question 1:" in text)
    assert score(text_of(last), 1) >= 70
    report = await double.press(cem, last, "Report")
    assert (await report.message(lambda text: "Your report" in text)).files
    assert nobody_else_saw(double, channel)


async def test_a_mention_in_public_is_answered_in_private(double: Double) -> None:
    eva, channel = double.person("eva"), double.new_guild("Eva's")
    await begun(double, eva, where=channel)
    double.say(eva, "what was my question?", where=channel, mention_bot=True)
    await double.sees(eva, "I answered you in a direct message", where=channel)
    await double.sees(eva, "In a channel I take commands only")
    double.say(eva, "/interview status", where=channel, mention_bot=True)
    await double.sees(eva, "0 answered, 3 to go")
    double.say(eva, "no mention, no business of the bot's", where=channel)
    double.close_dms(eva)
    double.say(eva, "/interview status", where=channel, mention_bot=True)
    await double.sees(eva, "I may not send you direct messages", where=channel)
    assert nobody_else_saw(double, channel, allowed=4 + 3)


async def test_a_student_who_added_the_bot_alone_where_the_server_did_not(double: Double) -> None:
    flo, channel = double.person("flo"), double.new_guild("Strangers")
    assert channel.guild
    channel.guild.forbid(~Permission(0))
    asked = await double.command(flo, "interview start", ONE_QUESTION, where=channel, installed="user")
    await asked.message(lambda text: "direct messages" in text)
    question = await double.sees(flo, "Question 1 of 1")
    answered = await double.command(
        flo, "answer", {"text": strong(question)}, where=channel, installed="user"
    )
    assert score(text_of(await answered.message(lambda text: "Question 1:" in text)), 1) >= 70
    assert nobody_else_saw(double, channel)


async def test_in_a_group_of_friends_only_the_student_reads_on(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The double knows no group DMs, so one is made of a friend's DM and of what Discord says of a group."""
    ivo, friend = double.person("ivo"), double.person("friend")
    group = double.dm(friend)
    group.people.add(ivo.id)
    alone = events.interaction

    def in_group(*args: Any) -> dict[str, Any]:
        event = alone(*args)
        channel = event["channel"] | {"type": 3, "owner_id": str(friend.id), "name": None, "icon": None}
        return event | {"context": 2, "channel": channel}

    with monkeypatch.context() as patch:
        patch.setattr(events, "interaction", in_group)
        asked = await double.command(ivo, "interview start", ONE_QUESTION, where=group, installed="user")
        await asked.message(lambda text: "direct messages" in text)
        question = await double.sees(ivo, "Question 1 of 1")
        answered = await double.command(
            ivo, "answer", {"text": prose(question)}, where=group, installed="user"
        )
        await answered.message(lambda text: "Question 1:" in text)
    assert double.history(friend, group) == []


async def test_two_students_in_one_channel_see_nothing_of_each_other(double: Double) -> None:
    gus, hal, channel = double.person("gus"), double.person("hal"), double.new_guild("Both")
    questions = [await begun(double, student, where=channel) for student in (gus, hal)]
    for student, question in zip((gus, hal), questions, strict=True):
        asked = await double.command(student, "answer", {"text": strong(question)}, where=channel)
        await asked.message(lambda text: "Question 1:" in text)
    shown = [message.private_to for message in channel.whispers.values()]
    assert shown == [gus.id, hal.id, gus.id, hal.id]
    assert nobody_else_saw(double, channel)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def in_threads(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    """A bot that prefers threads and may read them."""
    env = {
        "MOCKINGBIRD__DISCORD__INTERVIEWS": "thread",
        "MOCKINGBIRD__DISCORD__MESSAGE_CONTENT": "true",
        "MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": "1.5",
    }
    async with on_stage(
        started(tmp_path_factory.mktemp("bot"), first_start), env, privileged=MESSAGE_CONTENT
    ) as opened:
        yield opened


async def test_a_bot_that_prefers_threads_and_may_read_takes_plain_messages(in_threads: Double) -> None:
    double, ana = in_threads, in_threads.person("ana")
    thread = await held_in_thread(double, ana, double.channel)
    assert double.history(ana) == []
    question = await double.sees(ana, "Question 1 of 1", where=thread)
    double.say(ana, prose(question), where=thread)
    notice = await double.sees(ana, WRITING, where=thread)
    assert await double.sees(ana, "Question 1:", where=thread) is notice
    assert (await double.sees(ana, "Your report", where=thread)).files
    assert nobody_else_saw(double, double.channel)


async def test_where_no_thread_can_be_had_the_dm_serves(in_threads: Double) -> None:
    double, ben, channel = in_threads, in_threads.person("ben"), in_threads.new_guild("Ben's")
    assert channel.guild
    channel.guild.forbid(Permission.CREATE_PRIVATE_THREADS)
    assert (await begun(double, ben, where=channel)).place is double.dm(ben)


async def test_of_a_deleted_thread_the_dm_takes_over(in_threads: Double) -> None:
    double, cem = in_threads, in_threads.person("cem")
    thread = await held_in_thread(double, cem, double.channel)
    question = await double.sees(cem, "Question 1 of 1", where=thread)
    double.say(cem, prose(question), where=thread)
    await double.sees(cem, WRITING, where=thread)
    for method in ("PATCH", "POST"):
        double.fail(method, f"/channels/{thread.id}/", 404, 9, body=UNKNOWN_CHANNEL)
    result = await double.sees(cem, "Question 1:")
    assert score(text_of(result), 1) >= 70
    assert (await double.sees(cem, "Your report")).files
