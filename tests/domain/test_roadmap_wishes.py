"""What a student may ask of a path, as they type it: levels, hours, deadlines, and what cannot be."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.model.quiz import QuizAnswer, Sitting
from tests.domain.roadmaps import labels, learning_world, student
from tests.world import World, data, text_of


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with learning_world(tmp_path) as opened:
        yield opened


async def test_a_deadline_that_cannot_be_met_is_said_so_with_the_way_to_meet_it(world: World) -> None:
    made = await world.say("/roadmap create juggling hours:5 deadline:2026-12-24")
    assert "2026-12-24 cannot be met with 5 hours a week: 2027-01-16 is the nearest; 8.5 hours" in text_of(
        made
    )
    assert data(made)["stages"][-1]["due"] == "2027-01-16"
    assert "after your deadline, Thu 24 Dec" in text_of(await world.say("/roadmap show"))
    met = await world.press(made, "8.5 hours a week")
    assert data(met)["stages"][-1]["due"] == "2026-12-24"
    assert "The cascade: due Sat 5 Dec → Mon 30 Nov" in text_of(met)
    assert "cannot be met" not in text_of(met)


async def test_a_deadline_too_near_for_anybody_offers_to_do_without(world: World) -> None:
    made = await world.say("/roadmap create juggling deadline:2026-11-22")
    assert "2026-11-22 cannot be met even with 40 hours a week: 2026-11-28 is the nearest." in text_of(made)
    without = await world.press(made, "No deadline, 5 hours a week")
    assert data(without)["stages"][-1]["due"] == "2027-01-16"
    assert "Deadline" not in text_of(without)


async def test_replanning_asks_until_when_and_loses_nothing(world: World) -> None:
    await world.say("/roadmap create juggling")
    await world.say("/roadmap done 1")
    await world.say("/roadmap log 40")
    form = await world.press(await world.say("/roadmap show"), "Replan")
    assert form.form is not None
    assert [(i.name, i.required) for i in form.form.inputs] == [("deadline", True), ("hours", False)]
    moved = await world.submit(form, deadline="2027-03-01")
    assert data(moved)["stages"][-1]["due"] == "2027-03-01"
    assert data(moved)["stages"][0]["resources"][0]["completed"]
    assert "Moved from Sat 5 Dec" in text_of(moved)
    assert "All that you did is kept." in text_of(moved)
    assert "40 min" in text_of(moved)
    fewer = await world.say("/roadmap replan hours:2")
    assert "2027-03-01 cannot be met with 2 hours a week" in text_of(fewer)
    assert "Deadline" not in text_of(await world.say("/roadmap replan none"))


async def test_creating_again_changes_the_path_and_loses_nothing(world: World) -> None:
    await world.say("/roadmap create juggling")
    await world.say("/roadmap done 1")
    world.clock.forward(days=3)
    same = await world.say("/roadmap create skill:Three Balls")
    assert same.cards[0].title == "You are on the Juggling path already"
    assert data(same)["stages"][0]["due"] == "2026-12-05"
    changed = await world.say("/roadmap create juggling level:40 target:90")
    assert changed.cards[0].title == "Your Juggling path is changed"
    assert "The cascade: left out now" in text_of(changed)
    assert [(s["name"], s.get("retired", False)) for s in data(changed)["stages"]] == [
        ("Columns and showers", False), ("Clubs", False), ("The cascade", True)
    ]  # fmt: skip
    assert data(changed)["stages"][2]["resources"][0]["completed"]
    back = await world.say("/roadmap create juggling level:0")
    assert "The cascade: new, due" in text_of(back)
    assert data(back)["stages"][0]["resources"][0]["completed"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("level:80 target:40", "nothing to learn between level 80 and target 40"),
        ("level:100", "nothing to learn between level 100 and target 100"),
        ("target:0", "`target` is a whole number from 1 to 100, not “0”"),
        ("hours:200", "from 0.5 to 80, such as `hours:5` or `hours:2.5`, not “200”"),
        ("hours:0", "from 0.5 to 80"),
        ("hours:-3", "from 0.5 to 80"),
        ("hours:nan", "from 0.5 to 80"),
        ("deadline:next friday", "“next friday” is no day that I can read. Write it as year, month and day, "
         "such as `2027-02-20`"),
        ("deadline:01.03.2027", "“01.03.2027” is `2027-03-01`"),
        ("deadline:3/1/2027", "no day that I can read"),
        ("deadline:2027-02-29", "There is no 2027-02-29 in the calendar"),
        ("deadline:99.99.2027", "no day that I can read"),
        ("deadline:2026-11-21", "2026-11-21 is over; today is 2026-11-22 for you"),
        ("deadline:2036-11-22", "more than 5 years away"),
        ("priority:high,low", "one of high, medium, low, not “high,low”"),
    ],
)  # fmt: skip
async def test_what_cannot_be_planned_is_told_with_the_next_step(
    world: World, options: str, said: str
) -> None:
    reply = await world.say(f"/roadmap create juggling {options}")
    assert reply.failed
    assert said in text_of(reply)
    assert await world.do.paths.of((await student(world)).id) == []


@pytest.mark.parametrize("hours", ["0.5", "2,5", "80", "5h", "7.5 hours"])
async def test_hours_as_people_write_them(world: World, hours: str) -> None:
    assert not (await world.say(f"/roadmap create juggling hours:{hours}")).failed
    (path,) = await world.do.paths.of((await student(world)).id)
    assert path.hours == float(hours.rstrip(" hours").replace(",", "."))


async def test_nothing_to_learn_offers_what_there_is(world: World) -> None:
    refused = await world.say("/roadmap create juggling level:95 target:20")
    made = await world.press(refused, "Level 90 to 100")
    assert [stage["name"] for stage in data(made)["stages"]] == ["Clubs"]


async def test_an_unknown_skill_lists_those_there_are_the_nearest_first(world: World) -> None:
    unknown = await world.say("/roadmap create unicicle level:20 hours:3")
    assert "There is no roadmap for “unicicle”. Those there are: Unicycle, Juggling." in text_of(unknown)
    assert labels(unknown) == ["Unicycle", "Juggling"]
    await world.press(unknown, "Unicycle")
    (path,) = await world.do.paths.of((await student(world)).id)
    assert (path.skill, path.current_level, path.hours) == ("unicycle", 20, 3)


async def test_a_recurring_weakness_raises_the_priority(world: World) -> None:
    await world.say("/help")
    for day in (0, 1):
        await world.do.quizzes.add(await failed_quiz(world, f"quiz {day}"))
        world.clock.forward(days=1)
    assert "'medium'" in text_of(await world.say("/roadmap create juggling level:80"))
    assert "'low'" in text_of(await world.say("/roadmap create unicycle level:80"))
    assert "'low'" in text_of(await world.say("/roadmap create juggling priority:low"))


async def failed_quiz(world: World, quiz_id: str) -> Sitting:
    now = world.clock.now()
    items = tuple(
        QuizAnswer(item_id=f"i{n}", topic="cascade-timing", order=(0, 1, 2, 3), chosen=1, answered_at=now)
        for n in range(2)
    )
    return Sitting(
        id=quiz_id,
        created_at=now,
        updated_at=now,
        student_id=(await student(world)).id,
        path_id="elsewhere",
        skill="juggling",
        stage="cascade",
        items=items,
        passing_score=60,
        state="failed",
        started_at=now,
        ended_at=now,
        score=0,
    )
