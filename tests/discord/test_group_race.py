"""A race of five on Discord, from the first press of Join to the board, with all that may go wrong there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started as data_folder
from tests.discord.dialogue import on_stage, seen_texts
from tests.discord.double import MESSAGE_CONTENT, Double, Permission, text_of
from tests.discord.grouped import Meeting, labels, model_answer, started

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

WRONG = "I would have to guess here, and my guess is that it is a kind of cake."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    """A bot that reads along in threads."""
    env = {"MOCKINGBIRD__DISCORD__MESSAGE_CONTENT": "true"}
    folder = data_folder(tmp_path_factory.mktemp("bot"), first_start)
    async with on_stage(folder, env, privileged=MESSAGE_CONTENT) as opened:
        yield opened


async def asking(double: Double, name: str) -> Meeting:
    """A race of five with its first question put."""
    meeting = await started(double, double.new_guild(name))
    await meeting.join(*meeting.members[1:])
    await meeting.press(meeting.host, "Next", "Question 1 is open")
    await meeting.card("Waiting for")
    return meeting


async def test_a_race_of_five_from_join_to_the_board(double: Double) -> None:
    meeting = await asking(double, "Five")
    ana, ben, cleo, dan, eva = meeting.members
    (card,) = meeting.cards("Waiting for")
    best = model_answer(card)
    await meeting.answer(ana, best, quotes="yes")
    asked = await double.command(ben, "answer", {"text": WRONG}, where=meeting.place)
    assert (await asked.message(lambda text: "is in" in text)).private_to == ben.id
    double.say(cleo, best, meeting.place, mention_bot=True)
    await double.sees(cleo, "What you write in the thread all can read")
    double.say(dan, "Anybody here?", meeting.place)
    double.say(dan, best[: len(best) // 2], meeting.place)
    await double.sees(dan, "is in")
    await meeting.card("Waiting for Eva.")
    assert meeting.cards("Waiting for Eva.") == [card], "the card should be edited in place"
    assert not [text for one in meeting.cards() if "/100" in (text := text_of(one))], (
        "a score before the reveal"
    )
    await meeting.answer(eva, WRONG)
    reveal = await meeting.card("1: the reveal")
    for name in ("Ana", "Ben", "Cleo", "Dan", "Eva"):
        assert f"{name}: " in text_of(reveal)
    assert text_of(reveal).index("Ana: ") < text_of(reveal).index("Ben: ")
    assert "(Ana)" in text_of(await meeting.card("Best lines"))
    assert WRONG not in "".join(map(text_of, meeting.cards()))
    await meeting.press(ben, "Mine", "/100")
    await meeting.press(cleo, "Next", "Question 2 is open")
    second = await meeting.card("Question 2")
    assert second is not card
    await meeting.press(ana, "End", "The round is over")
    await meeting.card("The round is over")
    board = await double.command(dan, "group board", where=meeting.place)
    assert "Ana" in text_of(await board.message(lambda text: "Ana" in text))
    assert len(meeting.cards()) <= 5, "a message for each phase, and no more"


async def test_without_the_right_to_open_threads_it_is_held_in_the_channel(double: Double) -> None:
    channel = double.new_guild("No threads")
    assert channel.guild
    channel.guild.forbid(Permission.CREATE_PUBLIC_THREADS)
    meeting = await started(double, channel, names=("ana", "ben"))
    assert meeting.place is channel
    await meeting.card("I could open no thread here")
    ana, ben = meeting.members
    await meeting.join(ben)
    await meeting.press(ben, "Next", "Question 1 is open")
    card = await meeting.card("Waiting for")
    for person in (ana, ben):
        await meeting.answer(person, model_answer(card))
    await meeting.card("1: the reveal")


async def test_a_thread_deleted_in_the_middle_ends_the_round_and_the_host_is_told(double: Double) -> None:
    meeting = await asking(double, "Deleted")
    ana, ben, *_ = meeting.members
    form = await meeting.form(ana)
    await meeting.answer(ben, model_answer(meeting.cards("Waiting for")[-1]))
    double.delete_thread(meeting.place)
    before = len(seen_texts(double, ana))
    command = await double.command(ana, "group reveal", where=double.channel)
    told = await double.sees(ana, "The round is over")
    assert len(seen_texts(double, ana)) > before
    assert form.modal
    assert "Ben" in text_of(told)
    assert command.messages


async def test_a_locked_thread_ends_it_too_and_one_archived_by_mistake_does_not(double: Double) -> None:
    meeting = await asking(double, "Locked")
    ana, *others = meeting.members
    answer = model_answer(meeting.cards("Waiting for")[-1])
    double.archive(meeting.place)
    form = await meeting.form(others[0])
    await meeting.submit(others[0], form, {"text": answer, "quotes": ["no"]}, "is in")
    await double.sees(ana, "Answered", meeting.place)
    assert meeting.place.guild
    meeting.place.guild.forbid(Permission.MANAGE_THREADS)
    double.archive(meeting.place, locked=True)
    await double.command(ana, "group reveal", where=double.channel)
    await double.sees(ana, "The round is over")


async def test_somebody_who_only_watches_has_to_join_and_changes_nothing(double: Double) -> None:
    meeting = await asking(double, "Watched")
    watcher = double.person("watcher")
    card = meeting.cards("Waiting for")[-1]
    asked = await double.press(watcher, card, "Answer")
    refused = await asked.message(lambda text: "Join" in text)
    assert refused.private_to == watcher.id
    assert labels(refused) == ["Join"]
    before = text_of(card)
    double.say(watcher, model_answer(card), meeting.place)
    await meeting.press(meeting.host, "Leave", "You are out")
    await meeting.card("Waiting for Ben")
    assert "Watcher" not in text_of(card)
    assert before != text_of(card)
