"""What stands on a mentor's pages: what was granted, and nothing that a withheld answer shows through."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import reporting
from domain.mentoring.seen import limited
from domain.model.mentorship import Scope
from domain.model.report import Asked, ReportSheet
from tests.domain.builders import an_asked_question, an_attempt, an_interview
from tests.domain.known import HALF, SPLIT, WHOLE, known_world
from tests.domain.mentored import SECRET, TWO, interviewed, mentorship, stored
from tests.domain.nudged import known, labels
from tests.examples import tried
from tests.world import World, data, text_of

HALF_AND = f"{HALF} {SPLIT}"
"""Half of the rubric's weight: a follow-up asks for the rest."""


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


async def pages(world: World) -> ReportSheet:
    """What the mentor's next report shows."""
    data(await world.say("/report student ana", "mia"))
    return world.renderer.sheets[-1]


async def granting(world: World, *scopes: Scope) -> None:
    await mentorship(world, scopes=scopes)


async def test_reports_alone_are_the_summary_page(world: World) -> None:
    await interviewed(world, f"{SECRET} {HALF}", WHOLE)
    await granting(world, "reports")
    shown = await pages(world)
    assert shown.sections == ()
    assert shown.report.overall == (await world.session()).result_summary.overall  # type: ignore[union-attr]
    assert SECRET not in shown.model_dump_json()
    assert shown.asked == Asked(name="mia", address="console:mia", at=world.clock.now())


async def test_with_answers_it_is_the_student_s_own_report(world: World) -> None:
    await interviewed(world, HALF, WHOLE)
    await granting(world, "reports", "attempts")
    shown = await pages(world)
    interview = await world.session()
    own = await reporting.sheet(world.do, await reporting.report_of(world.do, interview))
    assert shown.sections == own.sections
    assert shown.report.by_round == own.report.by_round
    assert shown.radar == own.radar


async def test_a_withheld_answer_is_in_no_figure_and_no_word(world: World) -> None:
    interview = await interviewed(world, f"{SECRET} {HALF}", WHOLE)
    await granting(world, "reports", "attempts")
    before = await pages(world)
    await world.say("/mentor withhold 1")
    shown = await pages(world)
    assert before.report.overall < shown.report.overall == 100
    assert SECRET not in shown.model_dump_json()
    blank = shown.sections[0]
    assert (blank.withheld, blank.answer, blank.score, blank.rows, blank.model_answer) == (
        True,
        None,
        None,
        (),
        "",
    )
    assert [r.asked for r in shown.report.by_round] == [1]
    assert "withheld 1 answer" in shown.report.feedback
    assert interview.report_id is not None
    assert SECRET not in text_of(await world.say("/mentor look ana attempts", "mia"))
    needs = data(await world.say("/mentor list", "mia"))["students"][0]["needs"]
    assert needs == [], "a low score that is withheld is no reason to look"


async def test_with_an_answer_go_its_follow_ups_and_retries(world: World) -> None:
    await interviewed(world, HALF_AND, f"{SECRET} before it commits, all is written to the log.", WHOLE)
    asked = [q.question_id for q in (await world.session()).questions]
    assert asked == ["index-cost", "index-cost~log", "cache-cost"]
    await granting(world, "reports", "attempts")
    for question in ("2", "1"):
        await world.say(f"/mentor withhold {question}")
    await world.say(f"/interview retry 1 {SECRET} {WHOLE}")
    shown = await pages(world)
    assert [(s.number, s.withheld) for s in shown.sections] == [(1, True), (3, False)]
    assert SECRET not in shown.model_dump_json()
    assert SECRET not in text_of(await world.say("/mentor look ana attempts", "mia"))
    still = await world.press(await world.say("/interview why 2"), "Show to mentors")
    assert data(still)["withheld"], "its question is withheld"
    await world.press(await world.say("/interview why 1"), "Show to mentors")
    assert [s.withheld for s in (await pages(world)).sections] == [False, False, False]


async def test_an_interview_of_which_all_is_withheld_is_not_there(world: World) -> None:
    earlier = await interviewed(world, HALF, WHOLE)
    await interviewed(world, HALF, start="/interview start rounds:technical_qa questions:1")
    await granting(world, "reports")
    await world.say("/mentor withhold 1")
    reply = await world.say("/report student ana", "mia")
    assert data(reply)["session_id"] == earlier.id


@pytest.mark.parametrize(("scopes", "read"), [(("reports",), False), (("reports", "roadmap"), True)])
async def test_the_student_s_roadmaps_are_read_for_the_plan_only_where_they_are_granted(
    world: World, monkeypatch: pytest.MonkeyPatch, scopes: tuple[Scope, ...], read: bool
) -> None:
    await interviewed(world, HALF)
    await granting(world, *scopes)
    asked: list[str] = []
    whole = type(world.do.paths).of

    async def counted(self: Any, student_id: str) -> Any:
        asked.append(student_id)
        return await whole(self, student_id)

    monkeypatch.setattr(type(world.do.paths), "of", counted)
    await pages(world)
    assert bool(asked) is read


async def test_withholding_while_the_pages_are_drawn_sends_none(world: World) -> None:
    await interviewed(world, HALF, WHOLE)
    await granting(world, "reports", "attempts")
    student, whole = await known(world), world.do.renderer.render
    first = (await world.do.attempts.of_student(student.id, 5))[-1]

    async def render(pages: ReportSheet) -> object:
        await world.do.attempts.change(first.id, lambda a: a.model_copy(update={"withheld": True}))
        return await whole(pages)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.renderer, "render", render)
        reply = await world.say("/report student ana", "mia")
    assert (reply.failed, reply.files) == (True, ())
    assert not (await world.press(reply, "Ask again", "mia")).failed


async def test_narrowing_it_while_the_pages_are_drawn_sends_none(world: World) -> None:
    await interviewed(world, HALF)
    one, whole = await mentorship(world), world.do.renderer.render

    async def render(pages: ReportSheet) -> object:
        await world.press(await world.say("/mentor invite mia reports,roadmap"), "Invite")
        return await whole(pages)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.renderer, "render", render)
        reply = await world.say("/report student ana", "mia")
    assert (reply.failed, reply.files) == (True, ())
    assert (await stored(world, one)).looks == ()


async def test_an_answer_is_seen_only_once_its_interview_is_over(world: World) -> None:
    await granting(world, "attempts")
    await world.say(TWO)
    await world.say(f"/answer {SECRET} {HALF}")
    assert SECRET not in text_of(await world.say("/mentor look ana", "mia"))
    await world.say("/interview end")
    assert SECRET in text_of(await world.say("/mentor look ana", "mia"))


async def test_ending_it_while_the_pages_are_drawn_sends_none(world: World) -> None:
    await interviewed(world, HALF)
    one, whole = await mentorship(world), world.do.renderer.render

    async def render(pages: ReportSheet) -> object:
        await world.say("/mentor revoke mia")
        return await whole(pages)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.renderer, "render", render)
        reply = await world.say("/report student ana", "mia")
    assert (reply.failed, reply.files) == (True, ())
    assert (await stored(world, one)).looks == ()


async def test_why_offers_to_withhold_to_somebody_with_a_mentor(world: World) -> None:
    await interviewed(world, HALF)
    assert "Withhold" not in labels(await world.say("/interview why 1"))
    await granting(world, "attempts")
    withheld = await world.press(await world.say("/interview why 1"), "Withhold")
    assert data(withheld)["withheld"]
    shown = await world.press(await world.say("/interview why 1"), "Show to mentors")
    assert not data(shown)["withheld"]


@tried(40)
@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=1, max_size=6), st.data())
def test_no_sum_depends_on_what_is_withheld(answers: list[tuple[int, bool]], draw: st.DataObject) -> None:
    """Whatever the withheld answers were worth, the figures are the same."""

    def figures(scores: list[int]) -> object:
        tries = [
            an_attempt(f"q{n}", score, low=score, high=score, withheld=held)
            for n, (score, (_, held)) in enumerate(zip(scores, answers, strict=True))
        ]
        asked = tuple(an_asked_question(f"q{n}", outcome="answered") for n in range(len(answers)))
        seen = limited(an_interview(questions=asked, status="completed", report_id="r"), tries)
        return reporting.compile_report(seen.without, seen.attempts, {}) if seen.reportable else None

    others = [draw.draw(st.integers(0, 100)) if held else score for score, held in answers]
    assert figures([score for score, _ in answers]) == figures(others)
