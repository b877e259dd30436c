"""Dialogues about the one question of an interview that is about a project of the resume."""

import pytest

from domain.grading.grader import grade_answer
from domain.replies import Text
from tests.domain.profiles import JOB, RESUME
from tests.world import LIBRARY, World, data, text_of

PROJECT = (
    "Harbour masters had to look up tides in four tables by hand, which took hours every week. In my third "
    "year I built Tidepool alone: I scraped the tables, designed the schema and wrote the API. I decided "
    "against MongoDB, because the data is tabular. The hardest part was that half of the tides were off by "
    "an hour; I compared them with a gauge and found that the cause was the time zone. As a result loading "
    "dropped from 1.8 s to 0.9 s, and six harbours use it. Next time I would begin with tests for time zones."
)


@pytest.mark.parametrize("slug", ["project-walkthrough", "project-story"])
def test_any_project_can_be_told_well_or_badly(slug: str) -> None:
    question = LIBRARY.question(slug)
    assert question is not None
    thin = (
        "Tidepool collects tide data of 12 harbours. I used Python and PostgreSQL. I wrote a scraper and a "
        "database. Every harbour has another format, so I wrote a parser for each. In the end loading was "
        "twice as fast. I would use more tests next time."
    )
    praise = "Tidepool is a great project in Python and Docker, and I learned a lot about teamwork."
    well, little, none = (grade_answer(question, text).score for text in (PROJECT, thin, praise))
    assert well >= 60 > 30 >= little > none < 10


async def test_the_technical_round_begins_with_a_project_of_the_resume(world: World) -> None:
    await world.say(f"/profile resume {RESUME}")
    started = await world.say("/interview start rounds:dsa,technical_qa,behavioral questions:2")
    assert "Tidepool" not in text_of(started)
    await world.say("/interview skip")
    asked = await world.say("/interview skip")
    assert asked.cards[-1].body[0] == Text("In your resume you name “Tidepool”. This question is about it.")
    assert data(asked)["question"]["prompt"].startswith("In your resume you name “Tidepool”.")
    assert "Tidepool" in text_of(await world.say("/interview status"))
    graded = await world.say(f"/answer {PROJECT}")
    assert data(graded)["score"] >= 60
    assert data(graded)["grader"] == "star-1"
    points = {row["point"].split(",")[0]: row["met"] for row in data(graded)["rows"]}
    assert points["Says which problem the project solves"] > 0.5
    while data(graded).get("question"):
        graded = await world.say("/interview skip")
    assert [bool(q.project) for q in (await world.session()).questions].count(True) == 1


@pytest.mark.parametrize(
    ("start", "asked_in"),
    [
        ("rounds:technical_qa questions:1", "technical_qa"),
        ("rounds:behavioral questions:2", "behavioral"),
        ("rounds:technical_qa,behavioral questions:1", "behavioral"),
        ("rounds:behavioral,technical_qa questions:2", "technical_qa"),
        ("rounds:dsa questions:2", None),
    ],
)
async def test_one_question_is_about_a_project(world: World, start: str, asked_in: str | None) -> None:
    await world.say(f"/profile resume {RESUME}")
    reply = await world.say(f"/interview start {start}")
    while data(reply).get("question"):
        reply = await world.say("/interview skip")
    put = (await world.session()).questions
    assert [q.round for q in put if q.project] == ([asked_in] if asked_in else [])
    assert all(q.question_id.startswith("project-") for q in put if q.project)


async def test_who_has_no_project_is_asked_about_none(world: World) -> None:
    await world.say("/interview start rounds:technical_qa,behavioral questions:10")
    reply = await world.say("/interview status")
    while data(reply).get("question"):
        reply = await world.say("/interview skip")
    put = (await world.session()).questions
    assert len(put) == 20
    assert not any(q.project or q.slug.startswith("project-") for q in put)


async def test_the_next_interview_is_about_another_project(world: World) -> None:
    more = "\nDriftwood | Java, Spring Boot | 2024\n- Built a REST API for 9 beaches\n\nSKILLS"
    await world.say(f"/profile resume {RESUME.replace('SKILLS', more, 1)}")
    await world.say(f"/profile jd {JOB}")
    names = []
    for _ in range(3):
        await world.say("/interview start rounds:technical_qa questions:1")
        names.append((await world.session()).questions[0].project)
        await world.say(f"/answer {PROJECT}")
        await world.say("/interview end")
        world.clock.forward(hours=1)
    assert names == ["Driftwood", "Tidepool", "Driftwood"]


async def test_a_projects_name_is_data_wherever_it_is_shown(world: World) -> None:
    odd = "`Tide` <@1> **pool**"
    await world.say(f"/profile resume {RESUME.replace('Tidepool', odd)}")
    started = await world.say("/interview start rounds:technical_qa questions:1")
    shown = [b for c in started.cards for b in c.body if isinstance(b, Text) and "<@1>" in b.text]
    assert [block.markup for block in shown] == [False]
    assert "<@1>" not in text_of(await world.say("/answer I do not know"))


async def test_a_bank_without_project_questions_asks_others(world: World) -> None:
    await world.retire("project-walkthrough")
    await world.say(f"/profile resume {RESUME}")
    await world.say("/interview start rounds:technical_qa questions:1")
    assert (await world.session()).questions[0].project == ""
