"""/admin question, company and research: what is held, how it goes, and what is taken out of use."""

from pathlib import Path

import pytest

from domain.content.load import load
from storage.desk import PAGE
from storage.publish import publish
from tests.domain.builders import an_asked_question, an_attempt, an_interview
from tests.domain.grouped import table
from tests.domain.known import HALF, LIBRARY, ONE, known_world
from tests.world import World, data, open_world, text_of

ROOT = "root"
ONLY = "/interview start rounds:dsa questions:1"


async def asked(world: World, slug: str, **change: object) -> None:
    """An interview in which that question was put."""
    number = await world.documents.count("interview_sessions", {})
    question = an_asked_question(slug, **change)
    interview = an_interview(
        _id=f"s{number}", student_id=f"u{number}", status="completed", questions=(question,), company="Google"
    )
    await world.do.interviews.add(interview)


async def scored(world: World, slug: str, score: int | None) -> None:
    number = await world.documents.count("interview_attempts", {})
    at = world.clock.now()
    await world.do.attempts.add(
        an_attempt(slug, score, _id=f"a{number}", session_id=f"s{number}", student_id="u", answered_at=at)
    )


async def test_how_a_question_went(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        for outcome, hints in (("answered", 0), ("answered", 2), ("skipped", 0), ("skipped", 1)):
            await asked(world, "index-cost", outcome=outcome, hints_used=hints)
        await asked(world, "cache-cost", outcome="skipped", hints_used=1)
        for score in (40, 60, 80, None):
            world.clock.forward(seconds=1)
            await scored(world, "index-cost", score)
        await scored(world, "cache-cost", 100)
        reply = await world.say("/admin question index-cost", ROOT)
        assert data(reply) == {
            "question": "index-cost", "retired": False, "asked": 4, "graded": 3, "mean": 60, "spread": 16,
            "hinted_percent": 50, "skipped_percent": 50,
        }  # fmt: skip
        assert "60 of 100, ± 16" in text_of(reply)
        assert "3 rubric rows, 1 hints, 1 follow-ups" in text_of(reply)


async def test_of_many_answers_the_newest_are_counted(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        await asked(world, "index-cost", outcome="answered")
        for number in range(PAGE + 5):
            world.clock.forward(seconds=1)
            await scored(world, "index-cost", number)
        found = await world.do.desk.question_asked("index-cost")
        assert found.scores == tuple(reversed(range(PAGE + 5)))


async def test_a_question_never_asked(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        reply = await world.say("/admin question add-two", ROOT)
        assert data(reply)["asked"] == 0
        assert "No student has met it yet" in text_of(reply)
        assert "1 public and 1 hidden tests" in text_of(reply)
        assert (await world.say("/admin question nonsense", ROOT)).failed


async def test_a_retired_question_is_not_asked_until_it_is_restored(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        shown = await world.say("/admin question add-two", ROOT)
        retired = await world.press(shown, "Retire", ROOT)
        assert data(retired)["retired"] is True
        assert "An operator took this out of use" in text_of(retired)
        world.clock.forward(minutes=1)
        await publish(world.documents, world.clock, "another", lambda: LIBRARY)
        assert (await world.say(ONLY)).failed
        assert data(await world.press(retired, "Restore", ROOT))["retired"] is False
        world.clock.forward(minutes=1)
        assert data(await world.say(ONLY))["question"]["id"] == "add-two"
        audit = data(await world.say("/admin audit", ROOT))["entries"]
        changes = {entry["change"] for entry in audit if entry["subject"] == "add-two"}
        assert changes == {"", "retire", "restore"}


async def test_a_retired_question_can_still_be_read(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        await world.say(ONE)
        slug = (await world.question()).slug
        await world.press(await world.say(f"/admin question {slug}", ROOT), "Retire", ROOT)
        world.clock.forward(minutes=2)
        assert data(await world.say(f"/answer {HALF}"))["score"] is not None


async def test_a_company(world: World) -> None:
    first = data(await world.say("/interview start company:Google questions:1"))
    await world.say("/interview end")
    await asked(world, "x", outcome="skipped")
    reply = await world.say("/admin company google", ROOT)
    assert data(reply)["asked"] == 2
    assert data(reply)["skipped_percent"] == 50
    assert first["session_id"]
    retired = await world.press(reply, "Retire", ROOT)
    assert data(retired) == {**data(reply), "retired": True}
    assert "Google" not in [c.company for c in await world.do.companies.all()]
    assert await world.do.companies.find("Google") is None
    restored = await world.press(retired, "Restore", ROOT)
    assert data(restored)["retired"] is False
    assert await world.do.companies.find("google") is not None
    assert (await world.say("/admin company Nobody & Co", ROOT)).failed


async def test_every_slug_fits_its_buttons(world: World) -> None:
    library = load()
    longest = max(library.questions, key=lambda question: len(question.slug)).slug
    for line in (f"question {longest}", *(f"company {c.company}" for c in library.companies)):
        shown = await world.say(f"/admin {line}", ROOT)
        assert data(await world.press(shown, "Retire", ROOT))["retired"] is True
        if line.startswith("company"):
            break


async def test_research_is_settled_by_buttons(world: World) -> None:
    for company, times in (("Paystream", 3), ("Nimbus", 1), ("Orbit", 2)):
        for _ in range(times):
            await world.do.companies.request_research(company, "SDE")
    reply = await world.say("/admin research", ROOT)
    assert [(e["company"], e["request_count"]) for e in data(reply)["research"]] == [
        ("paystream", 3), ("orbit", 2), ("nimbus", 1),
    ]  # fmt: skip
    assert "paystream, asked for 3 times, last for SDE" in text_of(reply)
    after = await world.press(reply, "Done: paystream", ROOT)
    assert "“paystream” is done" in text_of(after)
    last = await world.press(after, "Not now: orbit", ROOT)
    assert [e["company"] for e in data(last)["research"]] == ["nimbus"]
    found = await world.documents.find("company_research_queue", {}, sort=[("company", 1)])
    assert [d["status"] for d in found] == ["queued", "not_now", "done"]
    assert (await world.event("admin research", ROOT, entry="gone", status="done")).failed


@pytest.mark.parametrize("line", ["/admin research", "/admin audit"])
async def test_where_there_is_nothing(tmp_path: Path, line: str) -> None:
    async with open_world(tmp_path, library=LIBRARY) as world:
        assert not (await world.say(line, ROOT)).failed


async def test_a_groups_scores_count_from_their_reveal_on(tmp_path: Path) -> None:
    async with table(tmp_path) as t:
        await t.ask("ana", "ben")
        await t.say("ana", "/answer An index is a sorted copy of a column, so that a lookup is quick.")
        asked = (await t.round()).questions[0].question_id
        before = data(await t.world.say(f"/admin question {asked}", ROOT))
        assert (before["asked"], before["graded"], before["mean"]) == (1, 0, None)
        await t.act("ana", "Reveal")
        answer = await t.answer_of("ana")
        assert answer is not None
        after = data(await t.world.say(f"/admin question {asked}", ROOT))
        assert (after["graded"], after["mean"]) == (1, answer.score)
