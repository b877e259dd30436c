"""Whoever deletes their account in the midst of a round leaves it going, and nothing of theirs in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain import erasure
from domain.accounts import joining
from domain.anonymous import GONE
from domain.grouping import live
from tests.domain.grouped import HALF, WHOLE, Table, table
from tests.domain.nudged import known
from tests.domain.stored_rounds import ROOM, a_score
from tests.domain.stored_rounds import held as stored
from tests.world import data, text_of


@pytest.fixture
async def group(world_folder: Path) -> AsyncIterator[Table]:
    async with table(world_folder) as opened:
        yield opened


async def erased(group: Table, user: str) -> str:
    """The id that the account had, a moment after it was deleted."""
    account = await known(group.world, user)
    await erasure.erase(group.world.do, account)
    await group.world.queue.drained()
    await live.refresh(group.world.do, (await group.round()).id)
    return account.id


async def test_a_host_who_is_erased_hands_the_round_on(group: Table) -> None:
    await group.ask("ana", "ben", "cid")
    await group.event("ana", "group answer", text=WHOLE)
    ana = await erased(group, "ana")
    round_ = await group.round()
    assert (round_.open, round_.host) == (True, await group.id_of("ben"))
    assert round_.held_as == "console::ben"
    assert round_.present == (await group.id_of("ben"), await group.id_of("cid"))
    assert ana not in round_.model_dump_json()
    assert "ana" not in text_of(group.card)
    for who in ("ben", "cid"):
        await group.event(who, "group answer", text=HALF)
    assert (await group.round()).phase == "revealed"
    assert "somebody who left: " in text_of(group.card), "their score stays"
    assert not (await group.say("ben", "/group end")).failed


async def test_a_member_who_is_erased_is_not_waited_for(group: Table) -> None:
    await group.ask("ana", "ben", "cid")
    for who in ("ana", "ben"):
        await group.event(who, "group answer", text=HALF)
    await erased(group, "cid")
    round_ = await group.round()
    assert (round_.host, round_.held_as) == (await group.id_of("ana"), "console::ana")
    assert round_.phase == "revealed"
    assert "ana: " in text_of(group.card)


async def test_who_began_it_and_left_is_not_named_in_it_any_more(group: Table) -> None:
    """It is held as the identity that began it, whoever leads it now."""
    await group.ask("ana", "ben")
    await group.act("ana", "Leave")
    assert (await group.round()).held_as == "console::ana"
    await erased(group, "ana")
    round_ = await group.round()
    assert (round_.held_as, round_.open) == ("console::ben", True)
    assert data(await group.say("ben", "/group status"))["host"] == "ben"


async def test_where_nobody_else_is_left_it_ends(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.act("ben", "Leave")
    await erased(group, "ana")
    round_ = await group.round()
    assert (round_.open, round_.status) == (False, "abandoned")
    assert (round_.host, round_.held_as) == (await group.id_of("ben"), "console::ben")
    assert round_.open_room is None
    await erased(group, "ben")
    last = await group.round()
    assert last.held_as == ""
    assert last.host.startswith(GONE)
    await group.later(minutes=60)
    assert not (await group.say("cid", "/group start mode:race round:technical_qa")).failed


async def test_a_round_that_is_over_is_kept_for_the_others(group: Table) -> None:
    await group.ask("ana", "ben")
    for who in ("ana", "ben"):
        await group.event(who, "group answer", text=HALF)
    await group.say("ana", "/group end")
    await erased(group, "ana")
    assert (await group.round()).status == "completed"
    assert {one["name"] for one in data(await group.say("ben", "/group board"))["board"]} == {"ben"}
    mine = await group.event("ben", "group mine", group=(await group.round()).id)
    assert not mine.failed


async def test_what_a_panel_gave_stays_as_figures_of_nobody(group: Table) -> None:
    ana, ben, cid = [await known(group.world, who) for who in ("ana", "ben", "cid")]
    await stored(group.world, "r", [ana, ben, cid], mode="panel")
    add = group.world.do.panel_scores.add
    await add(a_score(ben.id, ana.id, 0.5, "r"))
    await add(a_score(cid.id, ana.id, 1, "r"))
    await add(a_score(ana.id, ben.id, 1, "r", about="interviewer"))
    await add(a_score(ben.id, cid.id, 1, "r", question_id="next", whole=False))
    await erasure.erase(group.world.do, ben)
    scores = await group.world.do.panel_scores.of_round("r")
    assert len(scores) == 3, "what was not finished is gone"
    (theirs,) = {s.student_id for s in scores} - {ana.id, cid.id}
    assert theirs.startswith(GONE)
    assert {s.subject_id for s in scores} == {ana.id, theirs}


async def test_two_accounts_of_one_member_become_one_in_the_round(group: Table) -> None:
    ana, ben, cid = [await known(group.world, who) for who in ("ana", "ben", "cid")]
    await stored(group.world, "r", [cid, ben, ana], (10, 20, 30), room=ROOM)
    await joining.join(group.world.do, ana, ben, login=ana)
    round_ = await group.world.do.groups.get("r")
    assert round_ is not None
    stays = ana if round_.participants[1] == ana.id else ben
    assert round_.participants == (cid.id, stays.id)
    board = data(await group.world.say("/group board", "cid"))["board"]
    assert {row["name"]: row["answers"] for row in board} == {"cid": 1, stays.name: 1}
