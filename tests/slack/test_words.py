"""The words of a reply on Slack: there as they come, edited or streamed, and never beside the reply."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from adapters.chat import pace
from adapters.chat.text import blank
from adapters.slack.pacer import Pacer
from adapters.slack.render import begun, render
from adapters.slack.stream import Streamed
from adapters.slack.who import Spot
from domain.replies import Text, Words, say
from tests.chat.speech import BUTTONS, INSTEAD, SAID, Speech
from tests.examples import tried
from tests.slack.double import Double, Message, Person, Place, buttons_of, judged_double, text_of
from tests.slack.legal import check_legal
from tests.slack.speaking import speaking

AT_ONCE = 0.3
LABELS = [button.label for button in BUTTONS]
HALF = "An index is a sorted copy"
SLOWLY = 0.1


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "EDIT_EVERY", 0.05)


def of_bot(double: Double, person: Person, where: Place | None = None) -> list[Message]:
    return [one for one in double.history(person, where) if one.author.is_bot and not one.subtype]


def check_whole(message: Message) -> None:
    text = text_of(message)
    assert (text.count(SAID), text.count("…"), message.streaming) == (1, 0, False), text
    assert "end it here" in text
    assert [one.label for one in buttons_of(message)] == LABELS


def methods(double: Double, *those: str) -> list[str]:
    return [one.method for one in double.requests if one.method in those]


async def test_a_commands_words_come_into_its_answer(double: Double, tmp_path: Path) -> None:
    speech, ana = Speech(steps=("Looking it up …", Words("An"), Words(HALF))), double.person("ana")
    async with speaking(double, speech, tmp_path):
        await double.command(ana, "/coach", "ask What is an index?")
        shown = await double.sees(ana, f"{HALF} …")
        assert not buttons_of(shown)
        speech.may_end.set()
        await double.sees(ana, "end it here")
    assert of_bot(double, ana) == [shown]
    check_whole(shown)


async def test_a_messages_words_become_its_reply(double: Double, tmp_path: Path) -> None:
    speech, ben = Speech(("Looking it up …", Words("An"), Words(HALF)), pause=SLOWLY), double.person("ben")
    async with speaking(double, speech, tmp_path):
        double.say(ben, "What is an index?")
        shown = await double.sees(ben, f"{HALF} …")
        speech.may_end.set()
        await double.sees(ben, "end it here")
    assert of_bot(double, ben) == [shown]
    check_whole(shown)
    (first,) = [one for one in double.requests if one.method == "chat.postMessage"]
    assert first.args["text"] == "An …"


async def test_first_words_do_not_wait_behind_progress(
    double: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "EDIT_EVERY", 60.0)
    speech, cem = Speech(steps=("Looking it up …", Words("An"), Words(HALF))), double.person("cem")
    async with speaking(double, speech, tmp_path):
        await double.command(cem, "/coach", "ask What is an index?")
        began = time.monotonic()
        await double.sees(cem, "An")
        assert time.monotonic() - began < AT_ONCE
        speech.may_end.set()
        await double.sees(cem, "end it here")


async def test_another_reply_takes_the_place_of_the_words(double: Double, tmp_path: Path) -> None:
    speech, dia = Speech(reply=INSTEAD), double.person("dia")
    async with speaking(double, speech, tmp_path):
        double.say(dia, "What is an index?")
        shown = await double.sees(dia, f"{HALF} …")
        speech.may_end.set()
        await double.sees(dia, "The model broke off")
    assert of_bot(double, dia) == [shown]
    assert "An index" not in text_of(shown)


@pytest.mark.parametrize("again", [Speech(), Speech(steps=())], ids=["with words", "without"])
async def test_what_a_dead_process_began_is_ended_by_the_next(
    double: Double, tmp_path: Path, again: Speech
) -> None:
    eva, again = double.person("eva"), replace(again)
    async with speaking(double, Speech(), tmp_path):
        message = double.say(eva, "What is an index?")
        half = await double.sees(eva, f"{HALF} …")
    async with speaking(double, again, tmp_path):
        again.may_end.set()
        await double.redeliver(message)
        await double.sees(eva, "end it here")
    assert of_bot(double, eva) == [half]
    check_whole(half)


async def test_words_whose_arrival_is_not_known_are_found(double: Double, tmp_path: Path) -> None:
    speech, flo = Speech(steps=(Words(HALF),)), double.person("flo")
    async with speaking(double, speech, tmp_path):
        double.withhold("chat.postMessage", cut=True)
        double.say(flo, "What is an index?")
        half = await double.sees(flo, f"{HALF} …")
        speech.may_end.set()
        await double.sees(flo, "end it here")
    assert of_bot(double, flo) == [half]
    check_whole(half)


# In the assistant's threads


@asynccontextmanager
async def asked(
    double: Double, speech: Speech, folder: Path, shown: str = HALF
) -> AsyncIterator[tuple[Place, Person, Message]]:
    """A question in a thread of the assistant, and the message in which those words stand so far."""
    gus = double.person("gus")
    async with speaking(double, speech, folder):
        thread = double.open_assistant(gus)
        await double.sees(gus, "I run mock interviews", where=thread)
        double.say(gus, "What is an index?", where=thread)
        yield thread, gus, await double.sees(gus, shown, where=thread)


async def ended(double: Double, person: Person, thread: Place, words: str = "end it here") -> Message:
    """The one message besides the greeting, once it is a whole reply with those words."""

    def only() -> Message | None:
        _, *rest = of_bot(double, person, thread)
        return rest[0] if len(rest) == 1 and words in text_of(rest[0]) and buttons_of(rest[0]) else None

    await double.settled(only)
    message = only()
    assert message is not None
    assert not message.streaming
    return message


async def test_words_are_streamed_and_the_reply_goes_on_behind_them(double: Double, tmp_path: Path) -> None:
    speech = Speech(pause=SLOWLY)
    async with asked(double, speech, tmp_path) as (thread, gus, message):
        assert message.streaming
        speech.may_end.set()
        check_whole(await ended(double, gus, thread))
    streamed = [one for one in double.requests if one.method in ("chat.startStream", "chat.appendStream")]
    texts = [one.args["markdown_text"] for one in streamed]
    assert texts[:2] == ["An index", " is a sorted copy"]
    assert "".join(texts) == message.markdown
    assert not methods(double, "chat.update")


async def test_a_reply_that_does_not_begin_so_replaces_what_was_streamed(
    double: Double, tmp_path: Path
) -> None:
    speech = Speech(reply=INSTEAD)
    async with asked(double, speech, tmp_path) as (thread, gus, message):
        assert message.streaming
        speech.may_end.set()
        assert "An index" not in text_of(await ended(double, gus, thread, "The model broke off"))


@pytest.mark.parametrize("said", ["An **index", "1. An index\n2. A table", "See [1](it)", "[1]: it"])
async def test_what_reads_otherwise_in_markdown_is_edited_instead(
    double: Double, tmp_path: Path, said: str
) -> None:
    whole = f"Well, so\n{said} and so on"
    steps = [Words("Well,"), *(Words(whole[:-left]) for left in (3, 2, 1))]
    speech = Speech(steps, say("", Text(whole), buttons=BUTTONS), SLOWLY)
    async with asked(double, speech, tmp_path, "…") as (thread, gus, message):
        assert not message.streaming
        speech.may_end.set()
        assert text_of(await ended(double, gus, thread, whole[-5:])) == whole


async def test_half_a_citation_is_waited_out(double: Double, tmp_path: Path) -> None:
    whole = "As [1, 2] says,\n\nit is sorted."
    steps = [Words(text) for text in ("As", "As [1", "As [1, 2] says")]
    speech = Speech(steps, say("", Text("As [1, 2] says,"), Text("it is sorted."), buttons=BUTTONS), SLOWLY)
    async with asked(double, speech, tmp_path, "says") as (thread, gus, message):
        assert message.streaming
        speech.may_end.set()
        assert (await ended(double, gus, thread, "sorted.")).markdown == whole
    assert not methods(double, "chat.update")


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream"])
async def test_where_streaming_fails_the_words_are_edited(
    double: Double, tmp_path: Path, method: str
) -> None:
    speech = Speech(pause=SLOWLY)
    double.fail(method, "method_not_supported_for_channel_type")
    async with asked(double, speech, tmp_path, f"{HALF} …") as (thread, gus, message):
        assert not message.streaming
        speech.may_end.set()
        check_whole(await ended(double, gus, thread))


async def test_a_stream_that_cannot_be_ended_goes_and_the_reply_comes_whole(
    double: Double, tmp_path: Path
) -> None:
    speech = Speech()
    async with asked(double, speech, tmp_path) as (thread, gus, _):
        double.fail("chat.stopStream", "fatal_error", times=2)
        speech.may_end.set()
        check_whole(await ended(double, gus, thread))


async def test_too_many_pieces_are_left_for_later(double: Double, tmp_path: Path) -> None:
    speech = Speech((Words("An"), Words("An index"), Words(HALF)), pause=SLOWLY)
    double.fail("chat.appendStream", status=429, times=1)
    async with asked(double, speech, tmp_path, "An") as (thread, gus, message):
        await speech.told.wait()
        speech.may_end.set()
        check_whole(await ended(double, gus, thread))
    assert not methods(double, "chat.update")
    assert message.markdown.startswith(SAID)


@given(st.text(min_size=1).filter(lambda text: not blank(text)) | st.text("a* @[]`1.\n", min_size=4_000))
@tried(15)
def test_slack_takes_all_words(text: str) -> None:
    check_legal(begun(Words(text)))


@given(st.lists(st.text("ab *_`[]<>&@#:/.1)\n-é👍🏽\u200d", max_size=20), max_size=4), st.booleans())
@tried(30)
async def test_whatever_comes_the_reply_stands_whole_and_alone(pieces: list[str], kept: bool) -> None:
    async with judged_double() as double:
        hal = double.person("hal")
        thread = double.thread(double.say(hal, "What is an index?"))
        client = AsyncWebClient(double.team.token, double.url)
        surface = Streamed(client, Pacer(), Spot(thread.channel.id, thread.thread_ts, own_dm=True))
        for count in range(len(pieces)):
            words = Words("".join(pieces[: count + 1]))
            if not blank(words):
                await surface._progress(words)
        (reply,) = render(say("", Text("".join(pieces) if kept else "Instead"), buttons=BUTTONS))
        await surface.show((reply,))
        (shown,) = of_bot(double, hal, thread)
        assert shown.markdown == reply.streamed if shown.markdown else shown.text == reply.text
        assert [one.label for one in buttons_of(shown)] == LABELS
