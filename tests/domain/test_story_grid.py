"""The grid: gaps, stories told too often, stories that grew old; as data and as a student reads it."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.content.load import load
from domain.model.attempt import Attempt
from domain.model.company import Company
from domain.model.story_grid import StoryGrid
from domain.replies import Reply
from domain.stories import Telling, telling
from domain.story_grid import Today, grid
from tests.domain.builders import an_asked_question, an_attempt, an_interview
from tests.domain.histories import bank
from tests.domain.profiles import account
from tests.domain.told import TOLD
from tests.fakes import NOON
from tests.world import World, data, text_of

BANK = {question.slug: question for question in bank()["behavioral"]}
TODAY = Today(NOON.date(), ZoneInfo("UTC"))
AMAZON = next(company for company in load().companies if company.slug == "amazon")
FAILURE, CONFLICT, FEEDBACK = "growth-own-failure", "teamwork-open-conflict", "growth-hard-feedback"
DEADLINE, USERS = "ownership-deadline-at-risk", "ownership-listening-to-users"


def answer(slug: str, text: str, score: int, *, days: int = 1, number: int = 1) -> Attempt:
    at = NOON - timedelta(days=days)
    return an_attempt(
        slug,
        score,
        _id=f"{slug}-{days}-{number}",
        round="behavioral",
        student_answer=text,
        created_at=at,
        answered_at=at,
        **{"try": number},
    )


def tellings(attempts: Sequence[Attempt]) -> list[Telling]:
    found = [telling(attempt, BANK[attempt.question_id]) for attempt in attempts]
    return [one for one in found if one is not None]


def of(*attempts: Attempt, company: Company | None = AMAZON) -> StoryGrid:
    return grid(tellings(attempts), BANK, company, (), TODAY)


def states(found: StoryGrid) -> dict[str, str]:
    return {need.competency: need.state for need in found.needs}


def test_a_company_asks_for_its_themes_and_the_bank_for_all_competencies() -> None:
    assert tuple(states(of())) == AMAZON.behavioral_themes
    assert set(states(of(company=None))) == {q.competency for q in BANK.values()}
    assert of().gaps == of().needs
    unknown = AMAZON.model_copy(update={"behavioral_themes": ()})
    assert of(company=unknown).company is None


def test_a_need_is_met_by_its_best_story_from_sixty_on() -> None:
    found = of(
        answer(FAILURE, TOLD["import"][1], 72, days=5),
        answer(DEADLINE, TOLD["shop"][1], 59, days=4),
        answer(DEADLINE, TOLD["thesis"][0], 41, days=3),
    )
    assert [story.best for story in found.stories] == [41, 59, 72]
    assert states(found)["failure"] == "ready"
    needs = {need.competency: need for need in found.needs}
    assert (needs["deadline"].state, needs["deadline"].best, needs["deadline"].story) == ("weak", 59, 1)
    assert needs["deadline"].scores == (41, 59, None)
    assert needs["customer"].state == "none"
    assert [need.state for need in found.gaps] == ["none"] * (len(found.gaps) - 1) + ["weak"]


def test_a_story_grows_old_after_sixty_days_and_is_fresh_when_it_is_told_again() -> None:
    old = answer(FAILURE, TOLD["import"][1], 72, days=61)
    assert states(of(old))["failure"] == "old"
    assert of(old).stories[0].old
    again = of(old, answer(CONFLICT, TOLD["import"][2], 30, days=2))
    assert len(again.stories) == 1
    assert states(again)["failure"] == "ready"
    assert states(of(answer(FAILURE, TOLD["import"][1], 72, days=60)))["failure"] == "ready"


def test_a_story_wears_out_by_competencies_and_by_being_told_three_times_running() -> None:
    slugs = (FAILURE, CONFLICT, FEEDBACK, USERS)
    many = [answer(slug, TOLD["import"][0], 70, days=9 - n) for n, slug in enumerate(slugs)]
    assert of(*many).stories[0].worn == "told for 4 competencies"
    assert of(*many[:3]).stories[0].worn == "told the last 3 times running"
    other = answer(FEEDBACK, TOLD["thesis"][1], 70, days=1)
    assert [story.worn for story in of(*many[:3], other).stories] == ["", ""]


def test_a_retry_betters_a_story_and_is_no_new_telling() -> None:
    tries = [answer(FAILURE, TOLD["import"][1], 40 + 15 * n, days=9 - n, number=n) for n in (1, 2, 3)]
    (story,) = of(*tries).stories
    assert (story.told, story.best, story.worn) == (1, 85, "")


@pytest.fixture
async def told(world: World) -> World:
    """Ana held an interview for Amazon, with one good story and one that is not."""
    await world.say("/help")
    student = (await account(world)).id
    questions = (an_asked_question(FAILURE, outcome="answered"), an_asked_question(DEADLINE))
    interview = an_interview(student_id=student, company="Amazon", status="abandoned", questions=questions)
    await world.do.interviews.add(interview)
    for attempt in (answer(FAILURE, TOLD["import"][1], 72), answer(DEADLINE, TOLD["shop"][1], 45, days=2)):
        await world.do.attempts.add(attempt.model_copy(update={"student_id": student}))
    return world


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


async def test_stories_are_shown_for_the_company_practised_for_last(told: World) -> None:
    reply = await told.say("/interview stories")
    assert data(reply)["company"] == "Amazon"
    text = text_of(reply)
    assert "Your stories for Amazon" in text
    assert "Deadline: 45/100 at best, with story 2" in text
    assert "Customer: no story yet" in text
    assert "Failure: 72/100 with story 1" in text
    assert "1. “My biggest mistake was at Hafenlogistik. I had …”: told once, best 72/100" in text
    assert labels(reply) == ["Practise", "Retry deadline", "Progress report"]
    assert all(not block.markup for card in reply.cards for block in card.body if hasattr(block, "markup"))


async def test_its_buttons_lead_to_a_round_for_that_company_and_to_the_weak_answer(told: World) -> None:
    reply = await told.say("/interview stories")
    retried = await told.press(reply, "Retry deadline")
    assert data(retried)["question"]["id"] == DEADLINE
    await told.press(reply, "Practise")
    begun = await told.session()
    assert (begun.company, begun.rounds) == ("Amazon", ("behavioral",))


async def test_another_company_can_be_named_and_an_unknown_one_gets_all_competencies(told: World) -> None:
    assert data(await told.say("/interview stories googel"))["company"] == "Google"
    reply = await told.say("/interview stories Nowhere Ltd")
    assert data(reply)["company"] is None
    assert "nothing of Nowhere Ltd's interviews" in text_of(reply)
    assert len(data(reply)["competencies"]) == len({q.competency for q in BANK.values()})


async def test_nobody_sees_the_stories_of_somebody_else(told: World) -> None:
    reply = await told.say("/interview stories Amazon", user="ben")
    assert data(reply)["stories"] == []
    assert "Hafenlogistik" not in text_of(reply)
    assert labels(reply) == ["Practise"]
    assert "No story yet" in text_of(reply)
