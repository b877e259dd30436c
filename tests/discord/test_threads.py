"""What a group needs of Discord: threads for all, messages that stand there once, and what is said there."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.discord.client import MockingbirdClient, Options
from adapters.discord.messenger import DiscordMessenger
from domain.errors import PlaceGone
from domain.ports import Progress
from domain.replies import Button, File, Reply, say
from domain.requests import Actor, Place, Request
from tests.discord import double as discord
from tests.discord.double import MESSAGE_CONTENT, Double, Permission, Person, judged_double, text_of
from tests.discord.double.places import Kind
from tests.discord.speaking import speaking

pytestmark = pytest.mark.asyncio(loop_scope="module")

SILENT = Reply(data={"silent": True})
TAKEN = say("Taken", "All in this thread can read it.", data={"participants": ["Ana"]})
CARD = say("Question 1", "ana has answered", buttons=(Button("Answer", "group+answer?group=1&n=1"),))
LONG = say("Scores", *(f"Line {number} of many words. " * 60 for number in range(4)))


@dataclass
class Group:
    """In the place of the dispatcher: replies as it is told to, and keeps what it was asked."""

    reply: Reply = SILENT
    asked: list[Request] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: Request, progress: Progress) -> Reply | None:
        self.asked.append(request)
        self.heard.set()
        return self.reply

    async def shown(self, attempt_id: str, shown_in: str) -> None:
        raise AssertionError(f"no reply here is about {attempt_id}")


@dataclass
class Meeting:
    """A bot that reads along at the double, and ana, who leads."""

    double: Double
    client: MockingbirdClient
    group: Group

    @property
    def messenger(self) -> DiscordMessenger:
        return self.client.messenger

    @property
    def ana(self) -> Person:
        return self.double.person("ana")

    @property
    def host(self) -> Actor:
        return Actor("discord", str(self.ana.id))

    async def opened(self, where: discord.Place | None = None, title: str = "Race") -> discord.Place:
        """The double's side of a thread that was opened."""
        channel = where or self.double.channel
        place = await self.messenger.open_thread(self.host, Place("channel", str(channel.id)), title)
        assert place is not None
        return next(one for one in self.double.threads(self.ana) if place == of(one))

    async def post(
        self, thread: discord.Place, reply: Reply = CARD, key: str = "", again: bool = False
    ) -> str:
        return await self.messenger.post(self.host, of(thread), reply, key, again)

    async def says(self, reply: Reply, text: str, where: discord.Place, *, mention: bool = False) -> Request:
        """What the bot is asked when ana writes that, to which it gives that reply."""
        self.group.reply, number = reply, len(self.group.asked)
        self.group.heard.clear()
        self.double.say(self.ana, text, where, mention_bot=mention)
        await asyncio.wait_for(self.group.heard.wait(), 10)
        assert len(self.group.asked) == number + 1
        return self.group.asked[-1]


def of(thread: discord.Place) -> Place:
    return Place("thread", str(thread.id))


def standing(thread: discord.Place) -> list[str]:
    return [text_of(message) for message in thread.messages.values()]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def meeting() -> AsyncIterator[Meeting]:
    group = Group()
    async with (
        judged_double(privileged=MESSAGE_CONTENT) as double,
        speaking(double, group, Options(message_content=True)) as client,
    ):
        yield Meeting(double, client, group)


async def test_a_thread_is_open_to_all_with_its_host_in_it(meeting: Meeting) -> None:
    thread = await meeting.opened(title="Race: <@1> " + "trees " * 30)
    assert (thread.kind, thread.parent) == (Kind.PUBLIC_THREAD, meeting.double.channel)
    assert thread.people == {meeting.double.bot.id, meeting.ana.id}
    assert thread.name.startswith("Race: <@1> trees")
    assert len(thread.name) <= 100
    assert thread.extra["auto_archive_duration"] == 24 * 60


async def test_where_no_thread_can_be_had_there_is_none(meeting: Meeting) -> None:
    there, voice = meeting.double.new_guild("No threads"), meeting.double.new_guild("Talk", kind=Kind.VOICE)
    assert there.guild
    there.guild.forbid(Permission.CREATE_PUBLIC_THREADS)
    for place in (
        Place("dm"),
        of(await meeting.opened()),
        *(Place("channel", str(c.id)) for c in (there, voice)),
    ):
        assert await meeting.messenger.open_thread(meeting.host, place, "Race") is None


async def test_a_thread_that_could_not_be_written_in_is_not_opened(meeting: Meeting) -> None:
    there = meeting.double.new_guild("Mute")
    assert there.guild
    there.guild.forbid(Permission.SEND_MESSAGES_IN_THREADS)
    meeting.double.gateway.send_guild(there.guild)
    await meeting.says(SILENT, "hello", await meeting.opened())  # the events above were taken before this one
    opened = await meeting.messenger.open_thread(meeting.host, Place("channel", str(there.id)), "Race")
    assert opened is None
    assert not [one for one in meeting.double.threads(meeting.ana) if one.parent is there]


async def test_a_host_who_cannot_be_added_has_the_thread_all_the_same(meeting: Meeting) -> None:
    meeting.double.fail("PUT", "/thread-members/", 403)
    thread = await meeting.opened()
    assert thread.people == {meeting.double.bot.id}


async def test_a_message_of_a_key_stands_once_and_is_changed_in_place(meeting: Meeting) -> None:
    thread = await meeting.opened()
    shown_in = await meeting.post(thread, key="group:1:1:asking")
    assert await meeting.post(thread, key="group:1:1:asking", again=True) == shown_in
    meeting.double.forget_nonces()
    assert await meeting.post(thread, key="group:1:1:asking", again=True) == shown_in
    assert await meeting.messenger.edit(meeting.host, shown_in, say("Question 1", "all have answered"))
    assert standing(thread) == ["### Question 1\nall have answered"]


async def test_of_a_message_in_two_the_missing_half_is_shown(meeting: Meeting) -> None:
    thread = await meeting.opened()
    first, second = (await meeting.post(thread, LONG, "group:1:1:revealed")).partition(":")[2].split(",")
    meeting.double.delete(meeting.double.bot, thread.messages[int(second)])
    shown_in = await meeting.post(thread, LONG, "group:1:1:revealed", again=True)
    numbers = [int(number) for number in shown_in.partition(":")[2].split(",")]
    assert numbers == list(thread.messages)
    assert numbers[0] == int(first)


async def test_without_the_right_to_read_back_it_is_shown_all_the_same(meeting: Meeting) -> None:
    there = meeting.double.new_guild("No history")
    assert there.guild
    there.guild.forbid(Permission.READ_MESSAGE_HISTORY)
    thread = await meeting.opened(there)
    for again in (False, True):
        await meeting.post(thread, key="group:2:1:asking", again=again)
    assert len(thread.messages) == 1


async def test_a_file_goes_with_it(meeting: Meeting, tmp_path: Path) -> None:
    path = tmp_path / "summary.pdf"
    path.write_bytes(b"%PDF-1.7")
    thread = await meeting.opened()
    await meeting.post(thread, Reply(CARD.cards, files=(File("summary.pdf", str(path)),)))
    (message,) = thread.messages.values()
    assert message.files == {"summary.pdf": b"%PDF-1.7"}


async def test_an_archived_thread_opens_again_for_a_message_but_for_no_change(meeting: Meeting) -> None:
    thread = await meeting.opened()
    shown_in = await meeting.post(thread)
    meeting.double.archive(thread)
    assert not await meeting.messenger.edit(meeting.host, shown_in, CARD)
    await meeting.post(thread)
    assert not thread.archived
    assert await meeting.messenger.edit(meeting.host, shown_in, CARD)


async def test_a_place_that_takes_nothing_is_gone(meeting: Meeting) -> None:
    there = meeting.double.new_guild("Closing")
    assert there.guild
    deleted, locked, forbidden = [await meeting.opened(there) for _ in range(3)]
    shown_in = await meeting.post(deleted)
    meeting.double.delete_thread(deleted)
    assert not await meeting.messenger.edit(meeting.host, shown_in, CARD)
    there.guild.forbid(Permission.MANAGE_THREADS)
    meeting.double.archive(locked, locked=True)
    for thread in (deleted, locked):
        for key in ("", "group:3:1:asking"):
            with pytest.raises(PlaceGone):
                await meeting.post(thread, key=key, again=bool(key))
    there.guild.forbid(Permission.SEND_MESSAGES_IN_THREADS)
    with pytest.raises(PlaceGone):
        await meeting.post(forbidden)


async def test_what_is_said_in_a_groups_thread_is_heard_and_silence_stays_silence(meeting: Meeting) -> None:
    thread = await meeting.opened()
    asked = await meeting.says(SILENT, "TCP sends lost segments again.", thread)
    assert (asked.action, dict(asked.args)) == ("group heard", {"text": "TCP sends lost segments again."})
    assert asked.place == of(thread)
    assert asked.event_id
    await meeting.says(TAKEN, "So it is reliable.", thread)
    await meeting.double.sees(meeting.ana, "All in this thread can read it.")
    assert [text for text in standing(thread) if "direct message" in text] == []


async def test_a_file_is_heard_with_its_message(meeting: Meeting) -> None:
    thread = await meeting.opened()
    meeting.group.reply, meeting.group.heard = SILENT, asyncio.Event()
    meeting.double.say(meeting.ana, "my answer", thread, [("answer.py", b"print()")])
    await asyncio.wait_for(meeting.group.heard.wait(), 10)
    (file,) = meeting.group.asked[-1].files
    assert file.name == "answer.py"


async def test_a_refusal_that_is_of_no_round_goes_to_nobody_who_only_chats(meeting: Meeting) -> None:
    thread, before = await meeting.opened(), meeting.double.history(meeting.ana)
    await meeting.says(say("Slow down", "Too fast.", failed=True), "haha", thread)
    await meeting.says(SILENT, "really", thread)
    assert meeting.double.history(meeting.ana) == before
    assert standing(thread) == ["haha", "really"]


async def test_a_mention_and_a_typed_command_in_a_thread_are_meant_for_the_bot(meeting: Meeting) -> None:
    thread = await meeting.opened()
    asked = await meeting.says(
        say("The board", "Ana leads", private=False), "the board?", thread, mention=True
    )
    assert (asked.action, asked.args["text"]) == ("say", "the board?")
    await meeting.double.sees(meeting.ana, "Ana leads", thread)
    asked = await meeting.says(say("Coach", "Not here."), "/coach ask what is TCP", thread)
    assert (asked.action, dict(asked.args)) == ("coach ask", {"text": "what is TCP"})
    await meeting.double.sees(meeting.ana, "Not here.")
    await meeting.double.sees(meeting.ana, "I answered you in a direct message", thread)


async def test_with_closed_direct_messages_the_thread_says_where_it_is_told(meeting: Meeting) -> None:
    thread = await meeting.opened()
    meeting.double.close_dms(meeting.ana)
    await meeting.says(TAKEN, "It is a matter of segments.", thread, mention=True)
    await meeting.double.sees(meeting.ana, "/group status", thread)
    meeting.double.open_dms(meeting.ana)


async def test_a_button_in_a_locked_thread_is_answered_by_direct_message(meeting: Meeting) -> None:
    there = meeting.double.new_guild("Locked")
    assert there.guild
    thread = await meeting.opened(there)
    await meeting.post(thread)
    there.guild.forbid(Permission.MANAGE_THREADS)
    meeting.double.archive(thread, locked=True)
    meeting.group.reply = say("Over", "That round has ended.")
    (message,) = thread.messages.values()
    await meeting.double.press(meeting.ana, message, "Answer", wait=False)
    await meeting.double.sees(meeting.ana, "That round has ended.")


async def test_a_reply_that_is_read_elsewhere_says_where_the_round_is_held(meeting: Meeting) -> None:
    thread = await meeting.opened()
    await meeting.says(SILENT, "hello", thread)  # Discord has told of the thread by then
    way = f"https://discord.com/channels/{meeting.double.guild.id}/{thread.id}"
    for place, said in ((of(thread), True), (Place("thread", "C1/1700.5"), False), (Place("dm"), False)):
        data = {"participants": ["Ana"], "place": str(place)}
        meeting.group.reply = say("Race", "It goes on.", data=data)
        for where in (meeting.double.channel, meeting.double.dm(meeting.ana)):
            asked = await meeting.double.command(meeting.ana, "coach ask", {"text": "?"}, where=where)
            shown = await asked.message(lambda text: "It goes on." in text)
            assert (way in text_of(shown)) is said
    meeting.group.reply = say("Race", "Here.", data={"participants": ["Ana"], "place": str(of(thread))})
    asked = await meeting.double.command(meeting.ana, "coach ask", {"text": "?"}, where=thread)
    assert way not in text_of(await asked.message(lambda text: "Here." in text))


async def test_without_the_intent_chatter_is_neither_heard_nor_answered() -> None:
    group = Group()
    async with judged_double() as double, speaking(double, group) as client:
        meeting = Meeting(double, client, group)
        thread = await meeting.opened()
        double.say(meeting.ana, "hello", thread)
        await meeting.says(TAKEN, "It is a matter of segments.", thread, mention=True)
        await double.sees(meeting.ana, "All in this thread can read it.")
        assert standing(thread) == ["hello", f"<@{double.bot.id}> It is a matter of segments."]
