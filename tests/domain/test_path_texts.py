"""What a picky student finds on learning paths: numbers of one, the order of options, dates."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.domain.roadmaps import learning_world
from tests.world import World, data, text_of


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with learning_world(tmp_path) as opened:
        yield opened


async def test_one_stage_is_no_stages(world: World) -> None:
    made = await world.say("/roadmap create juggling level:70")
    assert "0 of 1 stage passed" in text_of(made)
    assert "1 stage, 12 hours left" in text_of(made)


@pytest.mark.parametrize(
    "typed",
    ["1 minutes:45 skill:juggling", "throws minutes:45", "1 skill:juggling minutes:45", "minutes:45 1"],
)
async def test_done_takes_its_options_in_any_order(world: World, typed: str) -> None:
    await world.say("/roadmap create juggling")
    await world.say("/roadmap create unicycle")
    done = await world.say(f"/roadmap done {typed}")
    assert "It took you 45 min." in text_of(done)


async def test_minutes_before_a_skill_are_held_to_a_day(world: World) -> None:
    await world.say("/roadmap create juggling")
    refused = await world.say("/roadmap done 1 minutes:2000 skill:juggling")
    assert "from 1 to 1440, not “2000”" in text_of(refused)


async def test_a_deadline_that_cannot_be_met_is_said_once(world: World) -> None:
    made = await world.say("/roadmap create juggling hours:5 deadline:2026-11-30")
    assert "2026-11-30 cannot be met with 5 hours a week" in text_of(made)
    assert "That is after your deadline" not in text_of(made)
    assert "That is after your deadline" in text_of(await world.say("/roadmap show"))


async def test_nobody_who_studies_more_is_told_that_40_hours_are_too_many(world: World) -> None:
    made = await world.say("/roadmap create juggling hours:60 deadline:2026-11-22")
    assert "2026-11-22 cannot be met with 60 hours a week: 2026-11-26 is the nearest." in text_of(made)
    assert "more than 40" not in text_of(made)


@pytest.mark.parametrize(
    ("zone", "today", "yesterday"),
    [("Pacific/Kiritimati", "2026-12-01", "2026-11-30"), ("Pacific/Pago_Pago", "2026-11-29", "2026-11-28")],
)
async def test_a_deadline_today_is_today_where_the_student_is(
    world: World, zone: str, today: str, yesterday: str
) -> None:
    """At that moment it is half an hour past midnight there, and before midnight two days before here."""
    world.clock.moment = datetime(2026, 11, 30, 10, 30, tzinfo=UTC)
    await world.say(f"/profile timezone {zone}")
    made = await world.say(f"/roadmap create unicycle level:49 target:50 hours:80 deadline:{today}")
    assert [stage["due"] for stage in data(made)["stages"]] == [today]
    assert "Due today" in text_of(made)
    assert f"today is {today} for you" in text_of(await world.say(f"/roadmap replan {yesterday}"))


@pytest.mark.parametrize("typed", ["2027-3-1", "2027/03/01", "2027.03.01"])
async def test_a_day_is_read_with_other_strokes_too(world: World, typed: str) -> None:
    made = await world.say(f"/roadmap create juggling deadline:{typed}")
    assert data(made)["stages"][-1]["due"] == "2027-03-01"


@pytest.mark.parametrize(
    ("typed", "at", "quiet"),
    [
        ("6 pm", "18:00", ["22:00", "08:00"]),
        ("8:30 AM", "08:30", ["22:00", "08:00"]),
        ("6 pm 23:00-07:00", "18:00", ["23:00", "07:00"]),
        ("6 pm quiet:off", "18:00", None),
    ],
)
async def test_an_hour_is_typed_as_its_own_example_has_it(
    world: World, typed: str, at: str, quiet: list[str] | None
) -> None:
    said = data(await world.say(f"/nudges time {typed}"))
    assert (said["at"], said["quiet"]) == (at, quiet)


@pytest.mark.parametrize(("typed", "zone"), [("EST", "America/New_York"), ("mst", "America/Denver")])
async def test_letters_that_most_people_say_all_year_mean_a_place(
    world: World, typed: str, zone: str
) -> None:
    assert data(await world.say(f"/profile timezone {typed}"))["timezone"] == zone


async def test_a_target_below_what_is_done_takes_nothing_away(world: World) -> None:
    made = await world.say("/roadmap create juggling")
    await world.say("/roadmap done 1")
    less = await world.say("/roadmap create juggling target:10")
    assert data(less)["path_id"] == data(made)["path_id"]
    assert data(less)["percent"] == data(await world.say("/roadmap show"))["percent"] > 0
    assert "All that you did is kept." in text_of(less)


@pytest.mark.parametrize("skill", ["😀" * 50, "مسار", "x" * 150, "null", "../../etc", "sql; drop", "%s{0}"])
async def test_a_skill_that_there_is_not_offers_those_that_there_are(world: World, skill: str) -> None:
    refused = await world.say(f"/roadmap create {skill}")
    assert [b.label for b in refused.buttons] == ["Juggling", "Unicycle"]
    assert len(text_of(refused)) < 400
