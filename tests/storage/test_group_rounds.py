"""Rounds of groups over MongoDB: held, counted on the board, and left by an account that is erased."""

import asyncio
from pathlib import Path

from domain import erasure
from domain.grouping import gaps
from domain.grouping.board import standings
from tests.domain.grouped import BANK, HALF, WHOLE, Table
from tests.domain.stored_rounds import a_score, known
from tests.world import data, open_world


async def test_a_race_its_board_and_who_is_erased_on_mongodb(tmp_path: Path, mongo_url: str) -> None:
    async with open_world(tmp_path, library=BANK, url=mongo_url) as world:
        group = Table(world)
        ana, ben, cid = await known(world, "ana", "ben", "cid")
        await group.ask("ana", "ben", "cid")
        texts = {"ana": WHOLE, "ben": HALF, "cid": "I do not know"}
        await asyncio.gather(*(world.say(f"/answer {t}", who, place=group.place) for who, t in texts.items()))
        round_ = await group.round()
        assert round_.phase == "revealed"
        await group.say("ana", "/group end")
        board = await standings(world.do, round_.home, "all", world.clock.now())
        assert {(row.name, row.answers) for row in board.rows} == {("ana", 1), ("ben", 1), ("cid", 1)}
        (gap,) = await gaps.of_home(world.do, round_.home)
        assert (gap.answers, gap.people, round(gap.met, 2)) == (3, 3, 0.42)
        score = a_score(ben.id, cid.id, 0.5, round_.id)
        await world.do.panel_scores.add(score)
        await erasure.erase(world.do, ben)
        last = await world.do.groups.last_at(round_.room, ana.id)
        assert last is not None
        assert ben.id not in last.model_dump_json()
        assert [s.subject_id for s in await world.do.panel_scores.of_rounds([round_.id])] == [cid.id]
        after = data(await group.say("cid", "/group board"))
        assert {row["name"] for row in after["board"]} == {"ana", "cid"}
        assert await gaps.of_home(world.do, round_.home) == (gap,)
        assert await world.do.groups.last_at(round_.room, ben.id) is None
