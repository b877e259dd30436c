"""The summary of a round: posted once when it ends, naming who is on the board, gone with who is erased."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from domain import erasure
from domain.grouping import summary
from domain.grouping.naming import file_name
from domain.grouping.summary_sheet import MEMBER, sheet
from domain.model.grade import Row
from domain.model.group import GroupRound, Member
from domain.model.group_sheet import GroupSheet
from domain.model.panel import GivenRow
from domain.model.report import RenderedReport
from domain.replies import Reply
from tests.domain import known as bank
from tests.domain.grouped import HALF, SPLIT, WHOLE, Table, table
from tests.domain.nudged import labels
from tests.domain.stored_rounds import a_put, a_score, an_answer, held, known
from tests.fakes import NOON
from tests.world import World, data, text_of


@pytest.fixture
async def group(world_folder: Path) -> AsyncIterator[Table]:
    async with table(world_folder) as opened:
        yield opened


async def raced(group: Table) -> GroupRound:
    """A race of ana, ben and cid over one question, at its end; ben may be quoted."""
    await group.ask("ana", "ben", "cid")
    for who, text, quotes in (("ana", WHOLE, "no"), ("ben", SPLIT, "yes"), ("cid", HALF, "no")):
        await group.event(who, "group answer", text=text, quotes=quotes)
    await group.say("ana", "/group end")
    return await group.round()


def summaries(world: World) -> list[Reply]:
    return [reply for _, reply in world.outbox.posted if reply.files]


async def test_at_the_end_it_is_posted_once_with_its_pages(group: Table) -> None:
    round_ = await raced(group)
    (posted,) = summaries(group.world)
    assert not posted.private
    assert posted.files[0].name == f"mockingbird-group-2026-11-22-{round_.id[:6]}.pdf"
    assert f"/reports/{file_name(round_.id)}" in group.world.files.kept
    assert "1 question, 3 answers, 2 pages" in text_of(posted)
    (drawn,) = group.world.renderer.grouped
    (asked,) = drawn.questions
    assert (asked.answers[0].name, asked.answers[0].score) == ("ana", 100)
    assert {one.name for one in asked.answers} == {"ana", "ben", "cid"}
    assert [line.name for line in asked.lines] == ["ben"], "nobody else gave leave"
    assert drawn.missed[0] == "The change is logged first"
    assert (round_.summary_due_at, round_.due_at) == (None, None)
    for _ in range(2):
        group.world.clock.forward(minutes=10)
        assert "round" not in {due.kind for due in await group.world.sweep()}
    await summary.begin(group.world.do, round_)
    await summary.render(group.world.do, round_.id)
    assert len(summaries(group.world)) == 1


async def test_who_is_off_the_board_has_no_name_in_it(group: Table) -> None:
    for who in ("ana", "ben"):
        await group.world.say("/group board show:no", who)
    await raced(group)
    (drawn,) = group.world.renderer.grouped
    assert drawn.names == ("cid",)
    assert (drawn.host, drawn.members, [row.name for row in drawn.board]) == (MEMBER, 3, ["cid"])
    assert sorted(one.name for one in drawn.questions[0].answers) == [MEMBER, MEMBER, "cid"]
    assert [line.name for line in drawn.questions[0].lines] == [MEMBER]
    assert not {"ana", "ben"} & set(drawn.model_dump_json().split('"'))


async def test_where_nothing_was_asked_there_is_none(group: Table) -> None:
    await group.begin("ana", "ben")
    await group.say("ana", "/group end")
    assert summaries(group.world) == []
    refused = await group.event("ana", "group summary", group=(await group.round()).id)
    assert "Nothing was asked" in text_of(refused)


async def test_where_the_thread_is_gone_the_host_is_sent_it(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.event("ben", "group answer", text=HALF)
    group.world.outbox.closed.add("thread:t1")
    await group.say("ana", "/group end")
    sent = [(to.user_id, reply) for to, _, reply in group.world.outbox.sent if reply.files]
    assert [to for to, _ in sent] == ["ana"]
    assert sent[0][1].private
    assert summaries(group.world) == []
    assert (await group.round()).summary_due_at is None


async def test_one_that_a_crash_left_is_drawn_and_shown_later(group: Table) -> None:
    group.world.renderer.fault = OSError("no room")
    round_ = await raced(group)
    assert round_.summary_due_at is not None
    assert summaries(group.world) == []
    group.world.renderer.fault = None
    for job in await group.world.do.aside.all(5):
        await group.world.do.aside.take(job.id)
    await group.later(minutes=3)
    assert len(summaries(group.world)) == 1


async def test_of_two_processes_one_shows_it(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.event("ana", "group answer", text=HALF)
    group.world.renderer.fault = OSError("no room")
    await group.say("ana", "/group end")
    group.world.renderer.fault = None
    round_ = await group.round()
    await asyncio.gather(*(summary.render(group.world.do, round_.id) for _ in range(3)))
    assert len(summaries(group.world)) == 1


class Interrupted:
    """A renderer in the midst of whose first drawing something happens."""

    def __init__(self, happens: Any) -> None:
        self.drawn: list[GroupSheet] = []
        self._happens = happens

    async def group(self, found: GroupSheet) -> RenderedReport:
        self.drawn.append(found)
        if len(self.drawn) == 1:
            await self._happens()
        return RenderedReport(pdf=b"%PDF-", pages=1)


async def test_who_is_erased_while_it_is_drawn_is_not_in_it(
    group: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = await raced(group)
    ben = (await known(group.world, "ben"))[0]

    async def erased() -> None:
        await erasure.erase(group.world.do, ben)

    renderer = Interrupted(erased)
    monkeypatch.setattr(type(group.world.renderer), "group", lambda _, found: renderer.group(found))
    await group.event("ana", "group summary", group=round_.id)
    before, after = renderer.drawn
    assert "ben" in before.names
    assert after.names == ("ana", "cid")
    assert MEMBER in {one.name for one in after.questions[0].answers}


async def test_the_pages_go_with_an_account_that_was_in_the_round(group: Table) -> None:
    round_ = await raced(group)
    cid = (await known(group.world, "cid"))[0]
    await erasure.erase(group.world.do, cid)
    assert f"/reports/{file_name(round_.id)}" not in group.world.files.kept
    again = await group.event("ben", "group summary", group=round_.id)
    assert again.files
    assert again.private
    assert group.world.renderer.grouped[-1].names == ("ana", "ben")


async def test_it_can_be_asked_for_by_who_took_part_alone(group: Table) -> None:
    await raced(group)
    round_id = (await group.round()).id
    board = await group.say("ben", "/group board")
    assert "Summary" in labels(board)
    assert (await group.press("ben", board, "Summary")).files
    assert (await group.event("ben", "group summary")).files
    await group.world.say("/help", "eve")
    for args in ({"group": round_id}, {"group": "0" * 16}, {}):
        refused = await group.event("eve", "group summary", **args)
        assert refused.failed
        assert "There is nothing of that kind here for you" in text_of(refused)


async def test_before_the_end_there_is_none(group: Table) -> None:
    await group.ask("ana", "ben")
    refused = await group.event("ben", "group summary", group=(await group.round()).id)
    assert labels(refused) == ["Status"]
    assert group.world.renderer.grouped == []


async def panelled(world: World) -> GroupRound:
    """A panel in which ben leads, ana answers and is scored by ben and cid, and dan did not finish."""
    ana, ben, cid, dan = people = await known(world, "ana", "ben", "cid", "dan")
    asked = a_put(bank.INDEX.slug, candidate=ana.id, interviewer=ben.id)
    group = await held(world, "r", people, mode="panel", questions=(asked,))
    rows = [(point.id, point.point, point.weight) for point in bank.INDEX.rubric]
    graded = tuple(Row(point_id=i, point=p, weight=w, met=1 if i == "update" else 0) for i, p, w in rows)
    await world.do.attempts.add(an_answer(ana.id, 25, "r", bank.INDEX.slug, rows=graded))
    for who, met in ((ben, 1.0), (cid, 0.5)):
        values = tuple(GivenRow(point_id=i, met=met) for i, _, _ in rows)
        await world.do.panel_scores.add(a_score(who.id, ana.id, 1, "r", rows=values))
    await world.do.panel_scores.add(a_score(dan.id, ana.id, 1, "r", whole=False))
    led = tuple(GivenRow(point_id=row, met=0.75) for row in ("clarity", "hints", "listening"))
    await world.do.panel_scores.add(a_score(ana.id, ben.id, 1, "r", about="interviewer", rows=led))
    return group


async def test_a_panel_stands_with_its_spread_beside_the_bot(group: Table) -> None:
    round_ = await panelled(group.world)
    drawn = await sheet(group.world.do, round_)
    (asked,) = drawn.questions
    assert asked.panel is not None
    assert (asked.panel.median, asked.panel.spread, asked.panel.unfinished) == (75, 50, 1)
    assert [(j.name, j.total, j.apart) for j in asked.panel.judged] == [("ben", 100, 25), ("cid", 50, 25)]
    assert asked.panel.led == (("Clarity", 75), ("Hints", 75), ("Listening", 75))
    assert [(row.graded, row.panel) for row in asked.rows] == [(100, 75), (0, 75), (0, 75)]
    assert [(one.name, one.score) for one in asked.answers] == [("ana", 25)]
    assert {row.name: (row.answers, row.scored) for row in drawn.board} == {
        "ana": (1, 0),
        "ben": (0, 1),
        "cid": (0, 1),
    }


async def test_who_came_late_or_left_early_is_not_said_to_have_been_silent(group: Table) -> None:
    people = await known(group.world, "ana", "ben", "cid", "dan")
    there = [Member(user_id=one.id, joined_at=NOON) for one in people]
    there[1] = there[1].model_copy(update={"left_at": NOON})
    there[2] = there[2].model_copy(update={"joined_at": NOON.replace(hour=13)})
    round_ = await held(group.world, "r", people, (50,), members=tuple(there))
    drawn = await sheet(group.world.do, round_)
    assert drawn.questions[0].silent == 1


async def test_words_that_met_several_rows_stand_once(group: Table) -> None:
    people = await known(group.world, "ana", "ben")
    there = [Member(user_id=one.id, joined_at=NOON, quotable=True) for one in people]
    round_ = await held(group.world, "r", people, members=tuple(there))
    rows = tuple(
        Row(point_id=str(n), point=f"Point {n}", weight=4 - n, met=1, quote="def f(x)" if n < 3 else "O(n)")
        for n in range(4)
    )
    await group.world.do.attempts.add(an_answer(people[1].id, 80, "r", rows=rows))
    (asked,) = (await sheet(group.world.do, round_)).questions
    assert [(line.point, line.quote) for line in asked.lines] == [
        ("Point 0", "def f(x)"),
        ("Point 3", "O(n)"),
    ]


async def test_its_board_is_data_too(group: Table) -> None:
    await raced(group)
    (posted,) = summaries(group.world)
    assert [row["name"] for row in data(posted)["board"]] == ["ana", "ben", "cid"]
    assert labels(posted) == ["Board", "Gaps"]
