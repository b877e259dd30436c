"""Dialogues about learning paths, as a student on a phone has them."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain import learning
from domain.actions import TABLE, paths
from domain.replies import Reply, Text
from domain.tokens import decode
from tests.domain.roadmaps import CASCADE, JUGGLING, a_material, labels, learning_world, republish, student
from tests.world import World, button, data, text_of

TODAY = date(2026, 11, 22)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with learning_world(tmp_path) as opened:
        yield opened


async def passed(world: World, reply: Reply, *slugs: str) -> None:
    for slug in slugs:
        await learning.pass_stage(world.do, reply.data["path_id"], slug, 80, world.clock.now())


async def test_a_path_is_made_shown_and_gone_along(world: World) -> None:
    made = await world.say("/roadmap create juggling level:15 hours:5")
    assert data(made) == {
        "path_id": made.data["path_id"],
        "skill": "juggling",
        "percent": 0,
        "current_stage": 1,
        "estimated_completion_date": "2027-01-09",
        "stages": made.data["stages"],
    }
    assert [(s["number"], s["name"], s["status"], s["due"]) for s in made.data["stages"]] == [
        (1, "The cascade", "in_progress", "2026-11-28"),
        (2, "Columns and showers", "not_started", "2026-12-18"),
        (3, "Clubs", "not_started", "2027-01-09"),
    ]
    first = made.data["stages"][0]
    assert first["resources"][0] == {
        "id": "juggling-throws",
        "title": "Throws and catches",
        "url": "https://example.org/juggling-throws",
        "minutes": 120,
        "completed": False,
    }
    assert first["assessment"] == {
        "type": "quiz", "questions_count": 3, "passing_score": 60, "best_score": None
    }  # fmt: skip
    assert "3 stages, 35 hours left: at 5 hours a week you are done by Sat 9 Jan 2027." in text_of(made)
    shown = await world.say("/roadmap show")
    assert shown.data == made.data
    assert [file.name for reply in (made, shown) for file in reply.files] == ["juggling-roadmap.png"] * 2
    assert "1. Throws and catches · 2 h\\nhttps://example.org/juggling-throws\\n2. Keeping" in text_of(shown)
    assert "Due Sat 28 Nov, in 6 days; 5 h in all." in text_of(shown)
    assert "Stage 3: Clubs · 16 h · due Sat 9 Jan 2027" in text_of(shown)
    assert labels(shown) == ["Done: Throws and catches", "Start quiz", "Log 30 min", "Replan"]
    done = await world.press(shown, "Done: Throws and catches")
    assert data(done)["percent"] == 5
    assert labels(done) == ["Done: Keeping a rhythm", "Undo", "Roadmap"]
    assert "1. ✓ Throws and catches · 2 h" in text_of(await world.press(done, "Roadmap"))


async def test_when_all_is_read_the_quiz_comes_first(world: World) -> None:
    await world.say("/roadmap create juggling")
    await world.say("/roadmap done 1")
    await world.say("/roadmap done rhythm")
    last = await world.say("/roadmap done juggling-first-drill")
    assert labels(last) == ["Start quiz", "Undo", "Roadmap"]
    assert button(last, "Start quiz").style == "primary"
    assert data(last)["percent"] == int(100 * 7 / 40)
    assert "All is read: its quiz opens the next stage, 3 questions." in text_of(last)
    assert labels(await world.say("/roadmap show")) == ["Start quiz", "Log 30 min", "Replan"]


async def test_done_twice_is_harmless_and_can_be_taken_back(world: World) -> None:
    await world.say("/roadmap create juggling")
    await world.say("/roadmap done 1")
    again = await world.say("/roadmap done 1")
    assert again.cards[0].title == "Done already: Throws and catches"
    back = await world.press(again, "Undo")
    assert back.cards[0].title == "Open again: Throws and catches"
    assert data(back)["percent"] == 0
    assert labels(back) == ["Done: Throws and catches", "Roadmap"]
    assert data(await world.press(again, "Undo"))["percent"] == 0


async def test_a_resource_is_found_by_number_id_or_words_of_its_title(world: World) -> None:
    await world.say("/roadmap create juggling")
    for typed, title in [
        ("3", "First drill"),
        ("juggling-grips", "Grips and spins"),
        ("  keeping   A rhythm ", "Keeping a rhythm"),
        ("columns", "Columns"),
        ("WITH A PARTNER minutes:45", "Passing with a partner"),
    ]:
        assert (await world.say(f"/roadmap done {typed}")).cards[0].title == f"Done: {title}"
    later = await world.say("/roadmap done showers")
    assert "It belongs to stage 2, Columns and showers." in text_of(later)
    assert "It took you 45 min." in text_of(await world.say("/roadmap done juggling-passing"))
    assert "Studied" in text_of(await world.say("/roadmap show"))


async def test_several_that_fit_or_none_are_listed_to_be_pressed(world: World) -> None:
    await world.say("/roadmap create juggling")
    several = await world.say("/roadmap done i")
    assert several.failed
    assert "fits more than one" in text_of(several)
    assert labels(several) == ["Done: Keeping a rhythm", "Done: First drill"]
    assert not (await world.press(several, "Done: First drill")).failed
    none = await world.say("/roadmap done unicorns")
    assert labels(none) == ["Done: Throws and catches", "Done: Keeping a rhythm"]
    assert "called “unicorns”. There are: 1. Throws and catches; 2." in text_of(none)
    assert "There is no resource 9 in this stage" in text_of(await world.say("/roadmap done 9"))


async def test_with_two_paths_the_last_one_touched_is_meant(world: World) -> None:
    await world.say("/roadmap create juggling")
    world.clock.forward(minutes=1)
    await world.say("/roadmap create unicycle")
    assert (await world.say("/roadmap done 1")).cards[0].title == "Done: Along a wall"
    assert (await world.say("/roadmap done skill:juggling 1")).cards[0].title == "Done: Throws and catches"
    world.clock.forward(minutes=1)
    await world.say("/roadmap log 20 skill:one wheel")
    assert data(await world.say("/roadmap show"))["skill"] == "unicycle"
    assert (await world.say("/roadmap done rhythm")).cards[0].title == "Done: Keeping a rhythm"
    assert (await world.say("/roadmap done 3 skill:three balls")).cards[0].title == "Done: First drill"
    listed = await world.say("/roadmap list")
    assert {path["skill"]: path["percent"] for path in data(listed)["paths"]} == {
        "juggling": 17, "unicycle": 28
    }  # fmt: skip
    assert set(labels(listed)) == {"Show Juggling", "Show Unicycle"}


async def test_minutes_are_logged_taken_back_and_fit_into_a_day(world: World) -> None:
    await world.say("/roadmap create juggling")
    world.clock.forward(minutes=1)
    await world.say("/roadmap create unicycle")
    logged = await world.press(await world.say("/roadmap show"), "Log 30 min")
    assert logged.data["minutes"] == 30
    assert "On stage 1, Mounting: 30 min in all." in text_of(logged)
    await world.say("/roadmap done skill:unicycle 1 minutes:90")
    await world.say("/roadmap log 1310 skill:juggling")
    over = await world.say("/roadmap log 11")
    assert over.failed
    assert "10 more minutes of today" in text_of(over)
    assert (await world.say("/roadmap done 1 minutes:11")).failed
    assert not (await world.say("/roadmap log 10")).failed
    await world.press(logged, "Undo")
    assert "Nothing to undo" in (await world.press(logged, "Undo")).cards[0].title
    assert not (await world.say("/roadmap log 30")).failed
    world.clock.forward(days=1)
    assert not (await world.say("/roadmap log 1440")).failed
    assert (await world.say("/roadmap log 1441")).failed


async def test_a_dropped_path_is_kept_and_taken_up_again(world: World) -> None:
    await world.say("/roadmap create juggling")
    done = await world.say("/roadmap done 1")
    before = (await world.say("/roadmap show")).data
    dropped = await world.say("/roadmap drop juggling")
    assert labels(dropped) == ["Undo", "All paths"]
    for line in ("/roadmap show", "/roadmap done 2", "/roadmap log 5", "/roadmap replan 2027-03-01"):
        assert (await world.say(line)).failed
    gone = await world.press(done, "Done: Keeping a rhythm")
    assert "You dropped Juggling." in text_of(gone)
    assert labels(gone) == ["Take up Juggling"]
    assert (await world.press(dropped, "Undo")).data == before
    await world.say("/roadmap drop juggling")
    world.clock.forward(days=30)
    listed = await world.say("/roadmap list")
    assert "Juggling, at 8 %" in text_of(listed)
    back = await world.press(listed, "Take up Juggling")
    assert data(back)["percent"] == 8
    assert data(back)["stages"][0]["due"] > "2026-12-22"
    path = (await world.do.paths.of((await student(world)).id))[0]
    assert path.started_on == TODAY + timedelta(days=30)
    assert not any(stage.late for stage in path.stages)


async def test_creating_takes_a_dropped_path_up_too(world: World) -> None:
    await world.say("/roadmap create juggling")
    await world.say("/roadmap done 1")
    await world.say("/roadmap drop juggling")
    back = await world.say("/roadmap create juggling")
    assert back.cards[0].title == "Juggling is taken up again"
    assert data(back)["percent"] == 8


@pytest.mark.parametrize("line", ["show", "list", "done 1", "log 5", "replan 2027-01-01", "show juggling"])
async def test_without_a_path_everything_leads_to_one(world: World, line: str) -> None:
    reply = await world.say(f"/roadmap {line}")
    assert reply.failed
    assert not (await world.press(reply, "Juggling")).failed


async def test_others_cannot_touch_it(world: World) -> None:
    await world.say("/roadmap create juggling")
    done = await world.say("/roadmap done 1")
    dropped = await world.say("/roadmap drop juggling")
    assert (await world.press(dropped, "Undo", "bob")).failed
    await world.press(dropped, "Undo")
    for label in ("Undo", "Roadmap", "Done: Keeping a rhythm"):
        assert (await world.press(done, label, "bob")).failed
    assert data(await world.say("/roadmap show"))["percent"] == 8


async def test_what_is_due_is_told_in_words_of_the_day(world: World) -> None:
    await world.say("/roadmap create juggling")
    for days, words in [(12, "Due tomorrow"), (1, "Due today"), (1, "Was due yesterday"),
                        (2, "Was due Sat 5 Dec, 3 days ago")]:  # fmt: skip
        world.clock.forward(days=days)
        assert words in text_of(await world.say("/roadmap show"))
    assert paths.due_words(date(2027, 3, 5), TODAY) == "due Fri 5 Mar 2027, in 14 weeks"


async def test_a_path_that_is_done_says_so(world: World) -> None:
    made = await world.say("/roadmap create juggling")
    await passed(world, made, "cascade", "columns", "clubs")
    world.clock.forward(days=20)
    shown = await world.say("/roadmap show")
    assert "100 %: every stage is passed, the last on Sun 22 Nov." in text_of(shown)
    assert (data(shown)["percent"], data(shown)["current_stage"]) == (100, 3)
    assert labels(shown) == ["All paths"]
    assert "no dates to move" in text_of(await world.say("/roadmap replan 2027-01-01"))
    assert not (await world.say("/roadmap log 15")).failed
    assert "Every stage is passed" in text_of(await world.say("/roadmap list"))


async def test_a_long_title_fits_a_button(world: World) -> None:
    title = "Juggling for people who have never been told that it takes more than patience alone"
    long = CASCADE.model_copy(update={"resources": (a_material("juggling-long", title),)})
    await republish(world, JUGGLING.model_copy(update={"stages": (long, *JUGGLING.stages[1:])}))
    made = await world.say("/roadmap create juggling")
    assert made.buttons[0].label == f"Done: {title[:68]}…"
    assert (await world.press(made, made.buttons[0].label)).cards[0].title == f"Done: {title}"


async def test_every_button_is_an_action(world: World) -> None:
    replies = [
        await world.say("/roadmap create juggling deadline:2026-12-24 hours:1"),
        await world.say("/roadmap done 1"),
        await world.say("/roadmap log 5"),
        await world.say("/roadmap list"),
        await world.say("/roadmap drop juggling"),
        await world.say("/roadmap create nothing"),
    ]
    for one in (one for reply in replies for one in reply.buttons):
        name, args = decode(one.token)
        assert name in TABLE
        assert args.keys() <= {option.name for option in TABLE[name].options}


async def test_the_first_line_of_a_path_is_its_bar(world: World) -> None:
    shown = await world.say("/roadmap create juggling")
    assert shown.cards[1].body[0] == Text("░" * 20)
