"""What comes late to a round: a second press, a turn taken after all, a newcomer, a host who took over."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.console.request import Line
from domain.actions import group_answer
from domain.grouping import clock
from domain.replies import Reply
from domain.requests import Place
from domain.tokens import encode
from tests.domain.dying import Crash, Fate
from tests.domain.grouped import HALF, WHOLE, Table, table
from tests.domain.test_group_crashes import process
from tests.domain.test_group_erasure import erased
from tests.world import actor, text_of

PANEL = "/group start mode:panel round:technical_qa"


@pytest.fixture
async def group(world_folder: Path) -> AsyncIterator[Table]:
    async with table(world_folder) as opened:
        yield opened


def posts_with(group: Table, words: str) -> list[Reply]:
    return [one for one in group.posts if words in text_of(one)]


async def test_reveal_pressed_twice_does_not_end_the_scoring_that_follows(group: Table) -> None:
    await group.ask("ana", "ben", "cid", start=PANEL)
    card = group.card
    await group.say("ana", f"/answer {HALF}")
    twice = await group.press("ana", card, "Reveal")
    assert "That is past already." in text_of(twice)
    assert (await group.round()).phase == "scoring"
    await group.act("ana", "Reveal")
    assert (await group.round()).phase == "revealed"


async def test_a_turn_that_was_passed_over_and_is_taken_after_all_has_its_reveal(
    group: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host reveals between the look at the round and the write of the candidate's answer."""
    await group.ask("ana", "ben", "cid", start=PANEL)
    keep = group_answer._keep

    async def late(*given: object) -> object:
        monkeypatch.undo()
        await group.say("ana", "/group reveal")
        assert "passed over" in text_of(group.card)
        return await keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(group_answer, "_keep", late)
    await group.say("ana", f"/answer {HALF}")
    assert (await group.round()).phase == "scoring"
    for who in ("ana", "ben", "cid"):
        await group.say(who, "/group score 1 1 1")
    assert (await group.round()).phase == "revealed"
    assert len(posts_with(group, "Who scored it how")) == 1
    assert "ben: 100/100" in text_of(group.card)


async def test_who_comes_after_a_reveal_is_not_named_as_missing_from_it(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.say("ana", f"/answer {WHOLE}")
    await group.say("ana", "/group reveal")
    group.world.clock.forward(seconds=1)
    await group.say("zed", "/group join")
    await group.say("ben", "/group leave")
    assert "Without an answer: ben." in text_of(group.card)


async def test_nor_as_one_who_did_not_finish_scoring(group: Table) -> None:
    await group.ask("ana", "ben", "cid", start=PANEL)
    await group.say("ana", f"/answer {HALF}")
    for who in ("ana", "ben"):
        await group.say(who, "/group score 1 1 1")
    await group.say("ana", "/group reveal")
    group.world.clock.forward(seconds=1)
    await group.say("zed", "/group join")
    assert "Not finished, so not counted: cid." in text_of(group.card)


async def test_whoever_took_over_is_sent_the_summary_of_a_thread_that_is_gone(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.say("ben", f"/answer {WHOLE}")
    await group.say("ana", "/group leave")
    group.world.outbox.closed.add(group.place)
    await group.say("ben", "/group end")
    files = [(to.user_id, reply.files) for to, _, reply in group.world.outbox.sent if reply.files]
    assert [who for who, _ in files] == ["ben"]


async def test_a_round_that_nobody_is_left_of_is_not_looked_at_any_more(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.say("ana", f"/answer {WHOLE}")
    held = await group.round()
    await erased(group, "ben")
    await erased(group, "ana")
    group.world.clock.forward(days=30)
    assert await group.world.do.groups.due(group.world.clock.now(), 10) == []
    assert not await clock.tend(group.world.do, held.id)


async def test_an_answer_whose_process_died_keeps_the_leave_given_with_it(
    group: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    await group.ask("ana", "ben", "cid")

    async def dies(*_: object) -> None:
        raise Crash

    monkeypatch.setattr(group_answer, "_with_leave", dies)
    token, values = encode("group answer"), {"text": WHOLE, "quotes": "yes"}
    line = Line(actor("ana"), Place.of(group.place), form=token, values=values, event="e1")
    with pytest.raises(Crash):
        await process(group, Fate(1000)).handle(line)
    monkeypatch.undo()
    taken = await group.world.maybe(line)
    assert taken is not None
    assert "Your answer to question 1 is in." in text_of(taken)
    member = (await group.round()).member(await group.id_of("ana"))
    assert member is not None
    assert member.quotable


async def test_a_round_does_not_take_people_in_without_end(group: Table) -> None:
    await group.begin("ana", "ben")
    held, now = await group.round(), group.world.clock.now()
    for n in range(98):
        await group.world.do.groups.change(
            held.id,
            lambda g, who=f"u{n}": g.joined(who, now).left(who, now),  # type: ignore[misc]
        )
    assert "full" in text_of(await group.say("zed", "/group join"))
    await group.say("ben", "/group leave")
    assert not (await group.say("ben", "/group join")).failed
