"""What all who read a channel see: a thread begun, posts in it, each once, and places that are gone."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.deliver import Delivery, Heard
from adapters.slack.drafting import DraftNotices
from adapters.slack.hometab import HomeTab
from adapters.slack.messenger import SlackMessenger
from adapters.slack.pacer import Pacer
from adapters.slack.posts import Posts
from adapters.slack.render import render
from adapters.slack.who import Spot
from adapters.slack.workspaces import OneWorkspace
from domain.errors import PlaceGone
from domain.replies import Button, File, Reply, Text, say
from domain.requests import Actor, Place
from tests.chat.speech import Speech
from tests.slack.double import Double, Message, judged_double, text_of
from tests.slack.double import Place as Channel
from tests.slack.double.world import SCOPES

TITLE = "Race: technical & more"
ASKED = say("Question 1", Text("What is <!here> an index?"), buttons=(Button("Join", "group+join?group=1"),))
KEY = "group:1:1:asking"


@dataclass
class Stand:
    """A messenger at the double, without listeners; `anew` is another process."""

    double: Double
    messenger: SlackMessenger

    @classmethod
    def at(cls, double: Double) -> "Stand":
        client = AsyncWebClient(double.team.token, base_url=double.url)
        clients, speech, pacer = OneWorkspace(client), Speech(), Pacer()
        delivery = Delivery(pacer, clients, speech)
        posts = Posts(clients, delivery, pacer)
        return cls(double, SlackMessenger(clients, delivery, DraftNotices(delivery), HomeTab(speech), posts))

    def anew(self) -> "Stand":
        return Stand.at(self.double)

    @property
    def ana(self) -> Actor:
        person = self.double.person("ana")
        return Actor("slack", person.id, person.team.id)

    async def thread(self, channel: Channel | None = None) -> Place | None:
        place = Place("channel", (channel or self.double.channel).id)
        return await self.messenger.open_thread(self.ana, place, TITLE)

    async def post(self, place: Place | None, reply: Reply = ASKED, key: str = KEY, **more: Any) -> str:
        assert place is not None
        return await self.messenger.post(self.ana, place, reply, key, **more)

    def seen(self, channel: Channel | None = None) -> list[Message]:
        """What a bystander reads in a channel, but for threads."""
        return self.double.history(self.double.person("bystander"), channel)

    def seen_in(self, place: Place | None) -> list[Message]:
        """The same of a thread, without its first message."""
        assert place is not None
        channel, thread = place.id.split("/")
        there = Channel(self.double._world.channels[channel], thread)
        return [one for one in self.seen(there) if one.ts != thread]


@pytest_asyncio.fixture
async def stand(double: Double) -> AsyncIterator[Stand]:
    yield Stand.at(double)


async def test_a_thread_begins_below_its_title_and_a_post_stands_in_it_for_all(stand: Stand) -> None:
    thread = await stand.thread()
    (root,) = stand.seen(stand.double.channel)
    assert thread == Place("thread", f"{root.channel.id}/{root.ts}")
    assert text_of(root) == TITLE
    shown_in = await stand.post(thread)
    (card,) = stand.seen_in(thread)
    assert shown_in == f"{root.channel.id}:{card.ts}"
    assert "What is <!here> an index?" in text_of(card)
    assert "<!here>" not in card.text
    changed = say("Question 1", "ben has answered.")
    assert await stand.messenger.edit(stand.ana, shown_in, changed)
    assert "ben has answered" in text_of(card)
    assert stand.seen_in(thread) == [card]


async def test_a_thread_that_an_earlier_process_opened_is_taken_again_where_it_may_read() -> None:
    async with judged_double(scopes=SCOPES | {"channels:history"}) as double:
        stand, place = Stand.at(double), Place("channel", double.channel.id)
        first = await stand.messenger.open_thread(stand.ana, place, TITLE, KEY)
        second = await stand.anew().messenger.open_thread(stand.ana, place, TITLE, KEY, again=True)
        other = await stand.anew().messenger.open_thread(stand.ana, place, TITLE, "another", again=True)
        assert first == second != other
        assert len(stand.seen(double.channel)) == 2


async def test_a_post_in_the_channel_itself(stand: Stand) -> None:
    shown_in = await stand.post(Place("channel", stand.double.channel.id))
    (card,) = stand.seen(stand.double.channel)
    assert (shown_in, card.thread_ts) == (f"{card.channel.id}:{card.ts}", "")


async def test_no_thread_in_a_direct_message_or_below_another(stand: Stand) -> None:
    for place in (Place("dm"), await stand.thread()):
        assert place is not None
        assert await stand.messenger.open_thread(stand.ana, place, TITLE) is None


async def test_into_a_public_channel_the_bot_comes_by_itself(stand: Stand) -> None:
    outside = stand.double.new_channel("outside", joined=False)
    thread = await stand.thread(outside)
    await stand.post(thread)
    assert len(stand.seen_in(thread)) == 1


async def test_where_the_bot_may_not_be_there_is_no_thread(stand: Stand) -> None:
    double = stand.double
    hidden = double.new_channel("hidden", private=True, joined=False)
    old = double.new_channel("old")
    double.archive(old)
    for channel in (hidden, old):
        assert await stand.thread(channel) is None
        with pytest.raises(PlaceGone):
            await stand.post(Place("channel", channel.id))


async def test_without_the_right_to_join_it_has_to_be_invited() -> None:
    async with judged_double(scopes=SCOPES - {"channels:join"}) as double:
        stand, outside = Stand.at(double), double.new_channel("outside", joined=False)
        assert await stand.thread(outside) is None
        with pytest.raises(PlaceGone, match="not_in_channel"):
            await stand.post(Place("channel", outside.id))


@pytest.mark.parametrize("how", ["archived", "sent away", "deleted", "locked"])
async def test_a_place_that_is_gone(stand: Stand, how: str) -> None:
    thread, double = await stand.thread(), stand.double
    shown_in = await stand.post(thread)
    match how:
        case "archived":
            double.archive(double.channel)
        case "sent away":
            double.channel.channel.members.remove(double.bot.id)
        case "deleted":
            for one in (*stand.seen(double.channel), *stand.seen_in(thread)):
                double._server.board.remove(one)
        case _:
            double.fail("chat.postMessage", "restricted_action_thread_locked")
    with pytest.raises(PlaceGone):
        await stand.post(thread, key="group:1:1:revealed")
    if how != "locked":
        assert not await stand.messenger.edit(stand.ana, shown_in, ASKED)
    if how == "deleted":
        assert stand.seen(double.channel) == [], "what Slack put into the channel was taken back"


async def test_a_thread_whose_first_message_was_deleted_goes_on(stand: Stand) -> None:
    thread = await stand.thread()
    await stand.post(thread)
    (root,) = stand.seen(stand.double.channel)
    stand.double._server.board.remove(root)
    await stand.post(thread, key="group:1:1:revealed")
    assert len(stand.seen_in(thread)) == 2


async def test_a_removed_bot_finds_every_place_gone(stand: Stand) -> None:
    thread = await stand.thread()
    stand.double.revoke()
    with pytest.raises(PlaceGone):
        await stand.post(thread)
    stand.double.team.token_error = ""


async def test_what_was_posted_under_a_key_is_not_posted_again(stand: Stand) -> None:
    thread = await stand.thread()
    stand.double.delay("chat.postMessage", 0.1)
    first, second = await asyncio.gather(stand.post(thread), stand.post(thread, again=True))
    assert first == second
    assert await stand.post(thread, key="group:1:2:asking") != first
    assert len(stand.seen_in(thread)) == 2


@pytest.mark.parametrize("where", ["thread", "channel"])
async def test_another_process_finds_it_where_it_may_read(where: str) -> None:
    async with judged_double(scopes=SCOPES | {"channels:history"}) as double:
        stand = Stand.at(double)
        place = await stand.thread() if where == "thread" else Place("channel", double.channel.id)
        first = await stand.post(place)
        assert await stand.anew().post(place, again=True) == first
        assert await stand.anew().post(place, key="group:1:2:asking", again=True) != first


async def test_where_it_may_not_read_it_rather_shows_it_twice_than_never(stand: Stand) -> None:
    thread = await stand.thread()
    await stand.post(thread)
    await stand.anew().post(thread, again=True)
    assert len(stand.seen_in(thread)) == 2


async def test_an_answer_that_never_came_may_be_a_post(stand: Stand) -> None:
    thread = await stand.thread()
    stand.double.withhold("chat.postMessage", cut=True)
    with pytest.raises(TimeoutError):
        await stand.post(thread)


async def test_trouble_that_may_pass_is_no_end_of_the_place_or_message(stand: Stand) -> None:
    thread = await stand.thread()
    shown_in = await stand.post(thread)
    stand.double.fail("chat.postMessage", "internal_error")
    with pytest.raises(SlackApiError):
        await stand.post(thread, key="group:1:1:revealed")
    stand.double.fail("chat.update", "internal_error")
    with pytest.raises(SlackApiError):
        await stand.messenger.edit(stand.ana, shown_in, ASKED)


async def test_an_edit_that_came_too_soon_is_not_waited_for(stand: Stand) -> None:
    shown_in = await stand.post(await stand.thread())
    stand.double.fail("chat.update", status=429, retry_after=30)
    with pytest.raises(SlackApiError, match="ratelimited"):
        await asyncio.wait_for(stand.messenger.edit(stand.ana, shown_in, ASKED), 5)
    assert await stand.messenger.edit(stand.ana, shown_in, ASKED)


def files(messages: Sequence[Message]) -> list[str]:
    return [name for one in messages for name in one.contents]


async def test_a_file_follows_its_words_and_one_that_is_refused_is_left_out(
    stand: Stand, tmp_path: Path
) -> None:
    (tmp_path / "summary.pdf").write_bytes(b"%PDF-")
    summary = Reply(cards=ASKED.cards, files=(File("summary.pdf", str(tmp_path / "summary.pdf")),))
    thread = await stand.thread()
    await stand.post(thread, summary)
    assert files(stand.seen_in(thread)) == ["summary.pdf"]
    stand.double.fail("files.getUploadURLExternal", "missing_scope")
    await stand.post(thread, summary, key="group:1:2:ended")
    assert files(stand.seen_in(thread)) == ["summary.pdf"]


async def test_more_than_one_message_is_one_post(stand: Stand) -> None:
    long = say("Revealed", *[Text(f"{n} " + "word " * 400) for n in range(12)])
    thread = await stand.thread()
    shown_in = await stand.post(thread, long)
    stamps = shown_in.partition(":")[2].split(",")
    assert [one.ts for one in stand.seen_in(thread)] == stamps
    assert len(stamps) > 1
    assert await stand.post(thread, long, again=True) == shown_in
    assert await stand.messenger.edit(stand.ana, shown_in, ASKED)
    assert len(stand.seen_in(thread)) == 1


async def test_a_whisper_does_not_wait_for_the_posts_of_forty_threads(double: Double) -> None:
    pacer, client = Pacer(), AsyncWebClient(double.team.token, base_url=double.url)
    delivery, ana = Delivery(pacer, OneWorkspace(client), Speech()), double.person("ana")
    heard = Heard(client, Actor("slack", ana.id, ana.team.id), Spot(double.channel.id), "Ev1")
    async with pacer.turn(double.channel.id):
        await asyncio.wait_for(delivery.surface(heard).show(render(ASKED)), 1.0)
    assert (await double.sees(ana, "Question 1", double.channel)).private_to == ana.id
