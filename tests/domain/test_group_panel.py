"""A panel scores: by form and by typing, blind until the reveal."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.content.load import Library
from domain.model.group import GroupRound
from domain.model.panel import PanelScore
from domain.model.question import RubricPoint
from tests.domain.known import INDEX, LIBRARY
from tests.domain.mentored import all_of
from tests.domain.paneled import cards, held, members, scored, shown, submitted
from tests.world import World, data, open_world, text_of

SEVEN = INDEX.model_copy(
    update={
        "slug": "seven-rows",
        "rubric": tuple(RubricPoint(id=f"row-{n}", point=f"Names cost {n}") for n in range(1, 8)),
        "follow_ups": (),
    }
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    library = Library((*LIBRARY.questions, SEVEN), ())
    async with open_world(tmp_path, library=library) as opened:
        yield opened


async def given(world: World, group: GroupRound) -> dict[str, PanelScore]:
    """What each member gave, by name."""
    found = await world.do.panel_scores.of_round(group.id)
    names = {one.student_id: await world.do.users.get(one.student_id) for one in found}
    return {user.name: one for one in found if (user := names[one.student_id]) is not None}


async def test_a_form_asks_for_each_row_of_the_rubric(world: World) -> None:
    group = await held(world)
    form = await scored(world, "cem")
    assert form.form is not None
    assert form.form.title == "Score ana"
    assert [one.label for one in form.form.inputs] == [
        "1. Each write updates the index as well",
        "2. A full page is split in two",
        "3. The change is logged first",
    ]
    assert all(len(one.choices) == 5 and one.chosen == "" and one.required for one in form.form.inputs)
    reply = await submitted(world, "cem", form, r1="1", r2="0.5", r3="0")
    assert reply.cards[0].title == "ana: 38/100"
    assert reply.cards[1].title == "1 of 4 have scored"
    assert data(reply)["whole"] is True
    rows = {row.point_id: row.met for row in (await given(world, group))["cem"].rows}
    assert rows == {"update": 1, "split": 0.5, "log": 0}


async def test_values_can_be_typed_and_changed_until_the_reveal(world: World) -> None:
    group = await held(world)
    assert (await scored(world, "cem", "1 0.5 0")).cards[0].title == "ana: 38/100"
    changed = await scored(world, "cem", "yes, half, yes")
    assert changed.cards[0].title == "ana: 88/100"
    assert changed.cards[1].title == "1 of 4 have scored"
    form = await scored(world, "cem")
    assert form.form is not None
    assert [one.chosen for one in form.form.inputs] == ["1", "0.5", "1"]
    assert len(await world.do.panel_scores.of_round(group.id)) == 1


async def test_more_rows_than_a_form_holds_are_given_in_parts(world: World) -> None:
    group = await held(world, question=SEVEN)
    form = await scored(world, "cem")
    half = await submitted(world, "cem", form, r1="1", r2="1", r3="1", r4="1", r5="1")
    assert half.cards[0].title == "ana: not finished"
    assert half.cards[1].title == "0 of 4 have scored"
    assert (await given(world, group))["cem"].whole is False
    rest = await world.press(half, "Go on", "cem")
    assert rest.form is not None
    assert [one.label for one in rest.form.inputs] == ["6. Names cost 6", "7. Names cost 7"]
    whole = await submitted(world, "cem", rest, r1="0", r2="0")
    assert whole.cards[0].title == "ana: 71/100"
    assert whole.cards[1].title == "1 of 4 have scored"
    again = await world.press(whole, "Change", "cem")
    assert again.form is not None
    assert [one.chosen for one in again.form.inputs] == ["1"] * 5


async def test_rows_left_open_in_a_form_can_be_given_later(world: World) -> None:
    await held(world)
    reply = await submitted(world, "cem", await scored(world, "cem"), r1="1", r2="")
    assert reply.cards[0].title == "ana: not finished"
    assert "2. A full page is split in two — open" in text_of(reply)
    assert (await scored(world, "cem", "1 1 1")).cards[0].title == "ana: 100/100"


async def test_what_cannot_be_read_is_answered_with_the_rows_and_an_example(world: World) -> None:
    group = await held(world)
    for typed in ("1 0.5", "1 abc 0", "1 7 0", "1 0.5 0 1", "nan 0 0", "`1` 0 0"):
        reply = await scored(world, "cem", typed)
        assert reply.failed, typed
        assert "1. Each write updates the index as well" in text_of(reply)
        assert "`/group score 1 0.5 0`" in text_of(reply)
        assert await given(world, group) == {}
        assert (await world.press(reply, "Score", "cem")).form is not None


async def test_a_forged_form_stores_nothing(world: World) -> None:
    group = await held(world)
    form = await scored(world, "cem")
    for value in ("7", "-1", "x", "1 1"):
        assert (await submitted(world, "cem", form, r1=value, r2="1", r3="1")).failed, value
    assert await given(world, group) == {}


async def test_the_candidate_scores_the_interviewer_and_nobody_else_does(world: World) -> None:
    group = await held(world)
    form = await scored(world, "ana")
    assert form.form is not None
    assert form.form.title == "Score bob"
    assert [one.label.split(":")[0] for one in form.form.inputs] == ["1. Clarity", "2. Hints", "3. Listening"]
    assert (await scored(world, "ana", "1 0.5 1")).cards[0].title == "bob: 83/100"
    await scored(world, "bob", "1 1 1")
    found = await given(world, group)
    ana, bob, *_ = await members(world)
    assert (found["ana"].about, found["ana"].subject_id) == ("interviewer", bob)
    assert (found["bob"].about, found["bob"].subject_id) == ("answer", ana)


async def test_a_candidate_whom_nobody_interviewed_has_nobody_to_score(world: World) -> None:
    await held(world, alone=True)
    reply = await scored(world, "ana", "1 1 1")
    assert reply.failed
    assert "nobody to score" in text_of(reply)
    assert (await scored(world, "bob", "1 1 1")).cards[1].title == "1 of 3 have scored"


async def test_before_the_reveal_nothing_shows_what_others_gave(world: World) -> None:
    """What others are shown is the same whatever the values are."""
    group = await held(world)
    seen: list[list[str]] = []
    for values in ("1 1 1", "0 0.25 0"):
        await scored(world, "cem", values)
        await scored(world, "ana", values)
        status = shown(await cards(world, group, "scoring"))
        form, reply = await scored(world, "dia"), await scored(world, "dia", "0.5 0.5 0.5")
        seen.append([status, all_of(form), all_of(reply)])
        dia = (await given(world, group))["dia"]
        assert await world.documents.delete("panel_scores", {"_id": dia.id}) == 1
    assert seen[0] == seen[1]


async def test_scoring_has_its_time(world: World) -> None:
    asked = await held(world, phase="asking")
    assert "candidate has not answered" in text_of(await scored(world, "bob", "1 1 1"))
    assert "Answer first" in text_of(await scored(world, "ana", "1 1 1"))
    assert await given(world, asked) == {}


async def test_a_score_after_the_reveal_is_told_so(world: World) -> None:
    group = await held(world)
    await scored(world, "cem", "1 1 1")
    now = world.clock.now()
    await world.do.groups.change(group.id, lambda g: g.revealed("answered", now, now, now))
    late, again = await scored(world, "bob", "1 1 1"), await scored(world, "cem", "0 0 0")
    assert "nobody can add any more" in text_of(late)
    assert "Yours were in time, and they count." in text_of(again)
    assert {name: one.rows[0].met for name, one in (await given(world, group)).items()} == {"cem": 1}


async def test_nobody_scores_in_a_race(world: World) -> None:
    group = await held(world)
    await world.do.groups.change(group.id, lambda g: g.model_copy(update={"mode": "race"}))
    assert "the bot grades" in text_of(await scored(world, "bob", "1 1 1"))


async def test_two_parts_at_the_same_moment_are_both_kept(world: World) -> None:
    group = await held(world)
    form = await scored(world, "cem")
    await asyncio.gather(
        submitted(world, "cem", form, r1="1"),
        submitted(world, "cem", form, r2="0.5"),
        submitted(world, "cem", form, r3="0"),
    )
    assert (await given(world, group))["cem"].whole is True
    assert len(await world.do.panel_scores.of_round(group.id)) == 1
