"""Where a round is held: in a thread of its own or another's, in a channel; and what if that is gone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.replies import Reply
from domain.requests import Actor, Place
from tests.domain.grouped import HALF, RACE, WHOLE, Table, table
from tests.fakes import Outbox
from tests.world import text_of


@pytest.fixture
async def group(world_folder: Path) -> AsyncIterator[Table]:
    async with table(world_folder, "channel:study") as opened:
        yield opened


async def test_a_round_of_a_channel_is_held_in_a_thread_of_its_own(group: Table) -> None:
    started = await group.say("ana", RACE)
    assert "in a thread of its own" in text_of(started)
    assert started.data["place"] == "thread:study-1"
    assert [title for _, title in group.world.outbox.threads] == ["Race: Technical"]
    held = await group.round()
    assert (held.room, held.home) == ("console::thread:study-1", "console::channel:study")
    assert group.posts == [], "nothing is posted in the channel itself"
    for place in ("channel:study", "thread:study-1"):
        assert "One round at a time" in text_of(await group.say("ana", RACE, place=place))
    joined = await group.say("ben", "/group join")
    assert joined.data["present"] == ["ana", "ben"], "found from the channel too"


async def test_without_the_right_to_open_threads_the_channel_itself_holds_the_round(group: Table) -> None:
    group.world.outbox.threadless.add("channel:study")
    started = await group.say("ana", RACE)
    assert "open in this channel" in text_of(started)
    assert "could open no thread" in text_of(group.card)
    await group.say("ben", "/group join")
    await group.say("ben", "/group next")
    await group.say("ana", f"/answer {WHOLE}")
    await group.say("ben", f"/answer {HALF}")
    assert "the reveal" in text_of(group.card)


async def test_where_the_bot_may_not_write_at_all_it_says_so_and_keeps_nothing_open(group: Table) -> None:
    group.world.outbox.closed.add("channel:study")
    started = await group.say("ana", RACE)
    assert started.failed
    assert "may not write here" in text_of(started)
    assert (await group.round()).status == "abandoned"
    assert group.world.outbox.sent == [], "the host was told already"
    group.world.outbox.closed.clear()
    assert not (await group.say("ana", RACE)).failed


async def test_in_a_direct_message_there_is_nobody_to_hold_it_with(group: Table) -> None:
    refused = await group.say("ana", RACE, place="dm")
    assert refused.failed
    assert "in a channel or a thread" in text_of(refused)


async def test_a_second_round_in_the_same_thread_is_refused_with_a_way_in(group: Table) -> None:
    group.place = "thread:t1"
    await group.begin("ana")
    refused = await group.say("ben", RACE)
    assert refused.failed
    assert not (await group.press("ben", refused, "Join")).failed
    again = await group.say("ana", RACE)
    assert "One round at a time" in text_of(again)
    assert [b.label for b in again.buttons] == ["Status", "End"]


async def test_when_the_thread_is_deleted_the_round_ends_and_its_host_is_told(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.say("ana", f"/answer {WHOLE}")
    group.world.outbox.closed.add(group.place)
    await group.say("ben", f"/answer {HALF}")
    held = await group.round()
    assert (held.status, held.place) == ("completed", "dm")
    (to, place, told), *others = group.world.outbox.sent
    assert (to.user_id, place.kind) == ("ana", "dm")
    assert "takes no messages from me any more" in text_of(told)
    assert "ana: 100/100" in text_of(told)
    assert [one.files for *_, one in others if not one.files] == [], "then the summary, and no more"
    assert "No round is open here" in text_of(await group.say("ben", "/group status"))


async def test_a_thread_that_is_gone_is_noticed_by_the_reminder_too(group: Table) -> None:
    await group.ask("ana", "ben", start=f"{RACE} minutes:8")
    group.world.outbox.closed.add(group.place)
    await group.later(minutes=7)
    assert (await group.round()).status == "completed"
    assert "The round is over" in text_of(group.world.outbox.sent[0][2])


async def test_a_card_that_was_deleted_is_posted_once_more(group: Table) -> None:
    await group.begin("ana")
    outbox = group.world.outbox
    outbox.gone.add((await group.round()).shown_in)
    await group.say("ben", "/group join")
    assert len(group.posts) == 2
    assert "ana and ben" in text_of(group.card)
    await group.say("cid", "/group join")
    assert len(group.posts) == 2
    assert "ana, ben and cid" in text_of(group.card)


class Dying(Outbox):
    """Opens a thread, and dies before anybody hears of it."""

    async def open_thread(
        self, to: Actor, place: Place, title: str, key: str = "", again: bool = False
    ) -> Place | None:
        await super().open_thread(to, place, title, key, again)
        self.__class__ = Outbox  # type: ignore[assignment]
        raise TimeoutError


async def test_a_thread_that_was_opened_and_not_stored_is_taken_by_the_next_try(group: Table) -> None:
    group.world.outbox.__class__ = Dying
    assert not (await group.say("ana", RACE)).failed
    await group.later(minutes=2)
    assert len(group.world.outbox.threads) == 1
    assert (await group.round()).place == "thread:study-1"


class Unlucky(Outbox):
    """Gives no answer to what is posted first; edits go well."""

    async def post(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> str:
        self.__class__ = Outbox  # type: ignore[assignment]
        raise TimeoutError


async def test_a_deleted_card_that_could_not_be_posted_anew_is_posted_by_the_sweep(group: Table) -> None:
    await group.begin("ana")
    outbox = group.world.outbox
    outbox.gone.add((await group.round()).shown_in)
    outbox.__class__ = Unlucky
    with pytest.raises(TimeoutError):
        await group.say("ben", "/group join")
    assert len(group.posts) == 1
    await group.later(minutes=2)
    assert len(group.posts) == 2
    assert "ana and ben" in text_of(group.card)
    await group.say("cid", "/group join")
    assert len(group.posts) == 2
    assert "ana, ben and cid" in text_of(group.card)
    await group.act("ana", "Next")
    assert "Question 1" in text_of(group.card)


async def test_a_platform_that_did_not_answer_is_asked_again_with_the_same_key(group: Table) -> None:
    await group.begin("ana", "ben")
    group.world.outbox.fault = TimeoutError()
    await group.say("ana", "/group next")
    held = await group.round()
    assert (held.phase, held.post_tried) == ("asking", True)
    group.world.outbox.fault = None
    await group.later(minutes=1)
    assert "Question 1" in text_of(group.card)
    assert (await group.round()).post_due_at is None


async def test_a_start_that_could_not_be_shown_is_shown_by_the_next_sweep(group: Table) -> None:
    group.world.outbox.fault = TimeoutError()
    started = await group.say("ana", RACE)
    assert not started.failed
    group.world.outbox.fault = None
    await group.later(minutes=2)
    assert group.world.outbox.threads != []
    assert len(group.world.outbox.posted) == 1
