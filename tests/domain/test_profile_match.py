"""Dialogues about jobs: descriptions kept and found again, a resume held against them, and what follows."""

from pathlib import Path

import pytest

from domain import suggest
from domain.actions import TABLE
from domain.model.profile import LONGEST_DESCRIPTION
from domain.suggest import Suggestion
from tests.domain.profiles import JOB, ORDER, OTHER_RESUME, RESUME, a_file, account
from tests.world import World, actor, button, data, text_of

SQL_JOB = "Data Analyst\nCompany: Stadtwerke\nRequirements\n- SQL\n- Docker"


async def test_a_description_is_kept_under_what_it_names_and_shown_with_its_lines(world: World) -> None:
    reply = await world.say(f"/profile jd {JOB}", place="channel:general")
    found = data(reply)
    assert reply.private
    assert (found["title"], found["company"]) == ("Backend Developer", "Paystream")
    required = {one["name"]: one["quote"] for one in found["required"]}
    assert required["Java"] == required["Spring Boot"] == "Java with Spring Boot"
    assert [one["name"] for one in found["preferred"]] == ["Docker", "Kafka"]
    assert "AWS: “AWS”" in text_of(reply)
    listed = await world.say("/profile jd")
    assert [one["id"] for one in data(listed)["descriptions"]] == [found["id"]]


async def test_title_and_company_that_the_student_gives_go_first(world: World) -> None:
    await world.say(f"/profile jd title:Engineer company:Acme {JOB}")
    (kept,) = (await account(world)).job_descriptions
    assert (kept.headline, kept.text) == ("Engineer · Acme", JOB)
    await world.say(f"/profile jd company:Other {JOB}")
    assert [one.headline for one in (await account(world)).job_descriptions] == ["Engineer · Other"]


async def test_a_title_without_a_text_is_no_description(world: World) -> None:
    refused = await world.say("/profile jd title:“Backend Developer”")
    assert "no text of the description" in text_of(refused)
    assert (await world.press(refused, "Add")).form is not None
    assert (await account(world)).job_descriptions == ()


async def test_a_description_comes_by_form_and_by_file(world: World, tmp_path: Path) -> None:
    form = await world.press(await world.say("/profile jd"), "Add")
    data(await world.submit(form, text="We use Python.", title="Pythonista"))
    path = a_file(tmp_path, "job.txt", JOB.encode())
    data(await world.say("/profile jd", files=(path,)))
    titles = [one.title for one in (await account(world)).job_descriptions]
    assert titles == ["Pythonista", "Backend Developer"]


async def test_a_description_is_removed_and_put_back_in_its_place(world: World) -> None:
    await world.say(f"/profile jd {SQL_JOB}")
    await world.say(f"/profile jd {JOB}")
    before = await account(world)
    removed = await world.press(await world.say("/profile jd"), "Remove 1")
    assert [one["title"] for one in data(removed)["descriptions"]] == ["Backend Developer"]
    back = await world.press(removed, "Undo")
    assert [one["title"] for one in data(back)["descriptions"]] == ["Data Analyst", "Backend Developer"]
    assert (await account(world)).job_descriptions == before.job_descriptions
    await world.press(back, "Remove 1")
    again = await world.press(await world.say("/profile jd"), "Remove 1")
    assert data(again)["descriptions"] == []
    assert "cannot be undone" in text_of(await world.press(removed, "Undo"))


@pytest.mark.parametrize("text", ["a" * (LONGEST_DESCRIPTION + 1), "Python required.\n" * 60_000 + "."])
async def test_a_description_that_is_too_long_changes_nothing(world: World, text: str) -> None:
    await world.say(f"/profile jd {JOB}")
    before = await account(world)
    refused = await world.say(f"/profile jd {text}")
    assert f"{len(text):,} characters; 10,000 are the most" in text_of(refused)
    assert (await account(world)).job_descriptions == before.job_descriptions


@pytest.mark.parametrize("command", ["resume", "jd"])
async def test_an_address_is_neither_opened_nor_kept(world: World, command: str) -> None:
    await world.say(f"/profile resume {RESUME}")
    before = await account(world)
    refused = await world.say(f"/profile {command} https://example.org/it.pdf ")
    assert refused.failed
    assert "I open none" in text_of(refused)
    assert await account(world) == before


async def test_ten_descriptions_are_the_most(world: World) -> None:
    for number in range(10):
        await world.say(f"/profile jd title:Job{number} {JOB}{number}")
    refused = await world.say(f"/profile jd {SQL_JOB}")
    assert "Remove one first" in text_of(refused)
    listed = await world.press(refused, "Descriptions")
    assert len(data(listed)["descriptions"]) == 10
    await world.press(listed, "Remove 3")
    assert not (await world.say(f"/profile jd {SQL_JOB}")).failed


async def test_a_match_adds_up_and_quotes_both_sides(world: World) -> None:
    await world.say(f"/profile resume {RESUME}")
    await world.say(f"/profile jd {JOB}")
    reply = await world.say("/profile match", place="channel:general")
    found = data(reply)
    assert reply.private
    by_status = {status: {one["skill"] for one in found[status]} for status in ("matched", "weak", "missing")}
    assert {"Java", "Spring Boot"} <= by_status["matched"]
    assert "Docker" in by_status["weak"]
    assert {"AWS", "Kafka"} <= by_status["missing"]
    for fit in (*found["matched"], *found["weak"], *found["missing"]):
        assert fit["evidence"] in RESUME
        assert fit["wanted_by"]
        assert fit["wanted_by"] in JOB
    assert all(fit["evidence"] for fit in found["matched"])
    sums = [line.rsplit(": ", 1)[1].split(" of ") for line in found["arithmetic"][:-1]]
    points, most = (sum(float(pair[at]) for pair in sums) for at in (0, 1))
    assert found["score"] == int(100 * points / most + 0.5)
    assert f"{found['score']}/100" in text_of(reply)
    assert found["bullets"][0]["quote"] == "Responsible for the database"
    assert all(step["gain"] > 0 for step in found["steps"])


async def test_orders_in_either_text_change_no_score(world: World) -> None:
    await world.say(f"/profile resume {RESUME}")
    await world.say(f"/profile jd {JOB}")
    honest = data(await world.say("/profile match"))
    await world.say(f"/profile resume {RESUME}\n{ORDER}")
    await world.say(f"/profile jd {JOB}\n{ORDER}")
    ordered = data(await world.say("/profile match"))
    assert ordered["description"]["id"] != honest["description"]["id"]
    for same in ("score", "matched", "weak", "missing", "arithmetic"):
        assert ordered[same] == honest[same]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("", "Data Analyst"),
        (" 1", "Backend Developer"),
        (" backend developer", "Backend Developer"),
        (" Paystream", "Backend Developer"),
        (" jd:analyst", "Data Analyst"),
        (" paystraem", "Backend Developer"),
    ],
)
async def test_the_description_meant_is_found(world: World, typed: str, title: str) -> None:
    await world.say(f"/profile resume {RESUME}")
    await world.say(f"/profile jd {JOB}")
    await world.say(f"/profile jd {SQL_JOB}")
    assert data(await world.say(f"/profile match{typed}"))["description"]["title"] == title


async def test_what_is_missing_for_a_match_is_asked_for(world: World) -> None:
    assert "no job description" in text_of(await world.say("/profile match"))
    await world.say(f"/profile jd {JOB}")
    assert "no resume" in text_of(await world.say("/profile match"))
    await world.say(f"/profile resume {RESUME}")
    unknown = await world.say("/profile match zoologist")
    assert unknown.failed
    assert not (await world.press(unknown, "Backend Developer · Paystream")).failed


async def test_nothing_asked_for_is_no_score(world: World) -> None:
    await world.say(f"/profile resume {RESUME}")
    await world.say("/profile jd We are a friendly team by the sea.")
    found = data(await world.say("/profile match"))
    assert (found["score"], found["missing"], found["arithmetic"]) == (
        None,
        [],
        ["Together: nothing to add up"],
    )


async def test_a_missing_skill_offers_its_roadmap_and_raises_its_priority(world: World) -> None:
    """A gap of 20 is LOW by itself."""
    await world.say(f"/profile resume {RESUME}")
    await world.say(f"/profile jd {JOB}")
    await world.say("/roadmap create aws level:80 target:100")
    assert await _priority(world) == "LOW"
    match = await world.say("/profile match")
    assert button(match, "Learn AWS").token == "roadmap+create?skill=aws"
    await world.say("/roadmap create aws level:81")
    assert await _priority(world) == "MEDIUM"
    await world.press(await world.say("/profile jd"), "Remove 1")
    await world.say("/roadmap create aws level:80")
    assert await _priority(world) == "LOW"


async def _priority(world: World) -> str:
    (path,) = await world.do.paths.of((await account(world)).id)
    return path.gap_priority


async def test_an_interview_for_the_job_leans_towards_both_texts(world: World) -> None:
    await world.say(f"/profile resume {OTHER_RESUME}")
    await world.say(f"/profile jd {JOB}")
    await world.say(f"/profile jd {SQL_JOB}")
    match = await world.say("/profile match 1")
    started = await world.press(match, "Start")
    assert "leans towards" in text_of(started)
    session = await world.session()
    assert (session.company, session.role) == ("Paystream", "Backend Developer")
    assert session.jd_text is not None
    assert session.jd_text.startswith("Backend Developer")
    assert session.resume_text is not None
    assert "ana.lopez@example.org" not in session.resume_text
    assert session.topics


async def test_the_technical_question_is_about_what_was_matched(world: World) -> None:
    await world.say(f"/profile resume {RESUME}")
    job = "Site Reliability Engineer\nCompany: Acme\nRequirements\n- Kubernetes"
    await world.press(await world.say(f"/profile jd {job}"), "Match")
    start = "/interview start rounds:technical_qa questions:2 difficulty:3"
    await world.say(start)
    await world.say("/interview skip")
    asked, session = await world.question(), await world.session()
    assert set(asked.tags) & set(session.topics)
    await world.say(f"{start} company:Google", user="bob")
    assert (await world.session("bob")).topics == ()


@pytest.mark.parametrize(("company", "known"), [("paystream", True), ("PayStream Ltd", True), ("Pay", False)])
async def test_a_company_is_known_with_what_stands_behind_its_name(
    world: World, company: str, known: bool
) -> None:
    await world.say(f"/profile jd {JOB}")
    await world.say(f"/interview start company:{company} rounds:technical_qa")
    assert ((await world.session()).jd_text is not None) == known


async def test_another_companys_interview_is_not_about_this_job(world: World) -> None:
    await world.say(f"/profile jd {JOB}")
    await world.say("/interview start company:Google rounds:technical_qa questions:1")
    session = await world.session()
    assert (session.jd_text, session.topics) == (None, ())


async def test_nobody_reaches_anothers_description(world: World) -> None:
    kept = await world.say(f"/profile jd {JOB}")
    await world.say(f"/profile resume {RESUME}")
    match = await world.press(kept, "Match")
    await world.say(f"/profile resume {RESUME}", user="bob")
    assert (await world.press(kept, "Match", user="bob")).failed
    assert (await world.press(match, "Start", user="bob")).failed
    assert data(await world.press(kept, "Remove", user="bob"))["descriptions"] == []
    assert len((await account(world)).job_descriptions) == 1
    option = next(option for option in TABLE["profile match"].options if option.name == "jd")
    known = [await suggest.suggestions(world.do, TABLE, actor(u), option, "pay") for u in ("ana", "bob")]
    assert known == [(Suggestion("Backend Developer · Paystream", data(kept)["id"]),), ()]


async def test_an_interview_for_a_job_that_was_removed_is_refused(world: World) -> None:
    await world.say(f"/profile resume {RESUME}")
    kept = await world.say(f"/profile jd {JOB}")
    match = await world.press(kept, "Match")
    await world.press(kept, "Remove")
    assert "was removed" in text_of(await world.press(match, "Start"))
    assert (await account(world)).job_descriptions == ()
