"""The words of a reply on Discord: there as they come, where the reply will stand, and never beside it."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chat import pace
from adapters.chat.text import blank
from adapters.discord.render import begun, render
from domain.replies import Text, Words, say
from tests.chat.speech import BUTTONS, INSTEAD, SAID, SPOKEN, Speech
from tests.discord.double import Double, Message, Person, buttons_of, text_of
from tests.discord.legal import check_legal
from tests.discord.speaking import speaking
from tests.examples import tried

AT_ONCE = 0.3
LABELS = [button.label for button in BUTTONS]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "EDIT_EVERY", 0.05)


def of_bot(double: Double, person: Person) -> list[Message]:
    return [one for one in double.history(person) if one.author == double.bot]


def is_whole(message: Message) -> bool:
    return SAID in text_of(message) and "…" not in text_of(message)


async def test_a_commands_words_come_into_its_answer(double: Double) -> None:
    speech, ana = Speech(), double.person("ana")
    async with speaking(double, speech):
        asked = await double.command(ana, "coach ask", {"text": "What is an index?"})
        shown = await asked.message(lambda text: text == "An index is a sorted copy …")
        assert not buttons_of(shown)
        speech.may_end.set()
        await asked.message(lambda text: SAID in text and "end it here" in text)
    assert asked.messages == [shown]
    assert is_whole(shown)
    assert [one.label for one in buttons_of(shown)] == LABELS


async def test_first_words_do_not_wait_behind_progress(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "EDIT_EVERY", 60.0)
    speech, ben = Speech(steps=("Looking it up …", Words("An"), Words("An index"))), double.person("ben")
    async with speaking(double, speech):
        asked = await double.command(ben, "coach ask", {"text": "What is an index?"})
        began = time.monotonic()
        await asked.message(lambda text: "An" in text)
        assert time.monotonic() - began < AT_ONCE
        speech.may_end.set()
        await asked.message(lambda text: SAID in text)


async def test_a_messages_words_become_its_reply(double: Double) -> None:
    speech, cem = Speech(), double.person("cem")
    async with speaking(double, speech):
        double.say(cem, "What is an index?")
        shown = await double.sees(cem, "An index is a sorted copy …")
        speech.may_end.set()
        await double.sees(cem, "end it here")
    assert of_bot(double, cem) == [shown]
    assert is_whole(shown)
    assert [one.label for one in buttons_of(shown)] == LABELS


async def test_another_reply_takes_the_place_of_the_words(double: Double) -> None:
    speech, dia = Speech(reply=INSTEAD), double.person("dia")
    async with speaking(double, speech):
        double.say(dia, "What is an index?")
        shown = await double.sees(dia, "An index is a sorted copy …")
        speech.may_end.set()
        await double.sees(dia, "The model broke off")
    assert of_bot(double, dia) == [shown]
    assert "An index" not in text_of(shown)


@pytest.mark.parametrize("again", [Speech(), Speech(steps=())], ids=["with words", "without"])
async def test_what_a_dead_process_began_is_ended_by_the_next(double: Double, again: Speech) -> None:
    eva, again = double.person("eva"), replace(again, reply=SPOKEN)
    async with speaking(double, Speech()):
        message = double.say(eva, "What is an index?")
        half = await double.sees(eva, "An index is a sorted copy …")
    async with speaking(double, again):
        again.may_end.set()
        await double.redeliver(message)
        await double.sees(eva, "end it here")
    assert of_bot(double, eva) == [half]
    assert is_whole(half)


async def test_a_reply_that_stands_is_not_sent_again(double: Double) -> None:
    """The first process died between showing it and noting that."""
    flo, ended = double.person("flo"), Speech(steps=())
    ended.may_end.set()
    async with speaking(double, ended):
        message = double.say(flo, "What is an index?")
        shown = await double.sees(flo, "end it here")
        await double.redeliver(message)
        await double.called("POST", r"/messages$", 200, times=2)
    assert of_bot(double, flo) == [shown]


async def test_words_of_a_mention_in_public_stay_away_from_there(double: Double) -> None:
    speech, gus = Speech(), double.person("gus")
    async with speaking(double, speech):
        double.say(gus, "What is an index?", where=double.channel, mention_bot=True)
        await speech.told.wait()
        speech.may_end.set()
        await double.sees(gus, "I answered you in a direct message", where=double.channel)
    assert not [one for one in double.history(gus, double.channel) if "An index" in text_of(one)]
    assert len(of_bot(double, gus)) == 1


@given(st.text(min_size=1).filter(lambda text: not blank(text)) | st.text("a* @[]`1.\n", min_size=4_000))
@tried(15)
def test_discord_takes_all_words(text: str) -> None:
    check_legal(begun(Words(text)))


def test_words_are_shown_as_the_reply_will_show_them() -> None:
    said = "1. **not** bold, @everyone\n\n- `x` and <@1>"
    (reply,) = render(say("", Text(said)))
    assert begun(Words(said)).boxes[0].text == f"{reply.boxes[0].text} …"


def test_words_longer_than_a_message_end_where_its_first_does() -> None:
    said = "A thought that goes on.\n\n" * 400
    first, *_ = render(say("", Text(said)))
    assert begun(Words(said)) == first
