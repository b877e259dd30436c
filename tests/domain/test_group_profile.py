"""A member's answers in rounds count as their own work once revealed; until then nothing tells of them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain import weakness
from domain.coaching import secrecy
from tests.domain.grouped import HALF, RACE, WHOLE, Table, table
from tests.domain.known import INDEX, ONE
from tests.domain.mentored import ALL, all_of, mentorship, sent_to
from tests.domain.nudged import a_card
from tests.domain.stored_rounds import a_put, an_answer, held, known
from tests.domain.test_export import opened
from tests.domain.told import TOLD
from tests.fakes import NOON
from tests.world import World, data, text_of


@pytest.fixture
async def group(world_folder: Path) -> AsyncIterator[Table]:
    async with table(world_folder) as opened_table:
        yield opened_table


async def answered(group: Table, text: str = HALF) -> str:
    """A race of ana and ben in which ana has answered alone; the question's slug."""
    await group.ask("ana", "ben", start=RACE)
    await group.event("ana", "group answer", text=text)
    asked = (await group.round()).current
    assert asked is not None
    return asked.slug


async def test_it_counts_in_their_profile_when_it_is_revealed(group: Table) -> None:
    world = group.world
    await answered(group)
    before = data(await world.say("/profile show"))
    assert (before["answers"], before["readiness"]) == (0, [])
    ana = await group.id_of("ana")
    assert [one async for page in world.do.attempts.each_of(ana) for one in page] == []
    await group.say("ana", "/group reveal")
    after = data(await world.say("/profile show"))
    assert after["answers"] == 1
    assert [(one["round"], one["attempts"]) for one in after["readiness"]] == [("technical_qa", 1)]
    assert after["interviews"] == 0


async def test_it_counts_as_a_weakness(world_folder: Path) -> None:
    async with table(world_folder) as group:
        (ana,) = await known(group.world, "ana")
        for n in range(3):
            await held(group.world, f"r{n}", [ana], (20,), NOON - timedelta(days=n))
            attempt = await group.world.do.attempts.get(f"r{n}-index-cost-{ana.id}")
            assert attempt is not None
        observed = weakness.from_answers(
            await group.world.do.attempts.of_student(ana.id, 10), {"index-cost": ("indexes",)}
        )
        assert [one.score for one in observed] == [0.2] * 3


async def test_their_progress_report_has_it_also_without_an_interview(group: Table) -> None:
    world = group.world
    await answered(group)
    await group.say("ana", "/group reveal")
    assert not (await world.say("/report me")).failed
    sheet = world.renderer.progressed[-1]
    assert (sheet.interviews, sheet.answers, [r.answers for r in sheet.rounds]) == (0, 1, [1])
    await world.say("/account export")
    assert len(world.renderer.progressed) == 2


async def test_what_is_exported_before_the_reveal_tells_no_grade(group: Table) -> None:
    await answered(group, f"zyx {HALF}")
    _, lists = opened(await group.world.say("/account export"))
    (mine,) = lists["answers"]
    assert mine["student_answer"] == f"zyx {HALF}"
    assert not {"score", "rows", "feedback", "grades"} & mine.keys()
    group.world.clock.forward(minutes=2)
    await group.say("ana", "/group reveal")
    _, lists = opened(await group.world.say("/account export"))
    assert lists["answers"][0]["score"] > 0


async def test_why_explains_the_last_answer_of_an_interview(group: Table) -> None:
    world = group.world
    await world.say(ONE)
    await world.say(f"/answer {WHOLE}")
    while (await world.session()).open:
        await world.say("/interview skip")
    world.clock.forward(minutes=1)
    await answered(group)
    await group.say("ana", "/group reveal")
    why = await world.say("/interview why")
    assert data(why)["session_id"] == (await world.session()).id
    for n in range(12):
        await held(world, f"r{n}", await known(world, "ana"), (20,), created_at=world.clock.now())
    assert data(await world.say("/interview why"))["session_id"] == (await world.session()).id
    assert not (await world.say("/interview retry 1")).failed


async def test_who_answered_a_group_alone_is_told_that_there_is_no_interview(group: Table) -> None:
    await answered(group)
    await group.say("ana", "/group reveal")
    for line in ("/interview why", "/interview retry 1"):
        refused = await group.world.say(line)
        assert refused.failed
        assert "reference" not in text_of(refused)


async def test_a_recall_card_of_the_open_question_waits_for_the_reveal(group: Table) -> None:
    world = group.world
    slug = await answered(group)
    ben = await group.id_of("ben")
    card = a_card(ben, 1, world.clock.now()).model_copy(update={"question_id": slug})
    await world.do.cards.add(card)
    assert data(await world.say("/review", "ben"))["due_count"] == 0
    shown = await world.event("review show", "ben", card=card.id, n="1")
    assert "Answer first" in text_of(shown)
    await group.say("ana", "/group reveal")
    assert data(await world.say("/review", "ben"))["due_count"] == 1


async def test_the_coach_says_nothing_of_the_groups_open_question(group: Table) -> None:
    slug = await answered(group)
    question = await group.world.do.questions.get(slug)
    assert question is not None
    asking = f"/chat ask {question.prompt}"
    for who in ("ana", "ben"):
        kept = await group.world.say(asking, who)
        assert "Your group's open question" in data(kept)["answer"]
        assert not {"Hint", "Skip"} & {b.label for b in kept.buttons}
    free = await group.world.say(asking, "eve")
    assert "open question" not in data(free)["answer"]
    await group.say("ana", "/group reveal")
    assert "open question" not in data(await group.world.say(asking, "ben"))["answer"]


async def test_the_coach_keeps_it_while_a_panel_scores(group: Table) -> None:
    await group.ask("ana", "ben", start="/group start mode:panel round:technical_qa")
    await group.say("ana", f"/answer {HALF}")
    held_now = await group.round()
    question = await group.world.do.questions.get(held_now.questions[0].slug)
    assert (held_now.phase, question is None) == ("scoring", False)
    assert question is not None
    kept = await group.world.say(f"/chat ask {question.prompt}", "ben")
    assert "Your group's open question" in data(kept)["answer"]


async def test_the_coach_keeps_the_question_of_an_interview_beside_the_round_too(group: Table) -> None:
    slug = await answered(group)
    await group.world.say("/interview start rounds:technical_qa questions:1", "ben")
    interview = await group.world.do.interviews.open_of(await group.id_of("ben"))
    assert interview is not None
    own = interview.open_question
    assert own is not None
    assert own.slug != slug
    waits = await secrecy.open_question(group.world.do, interview.student_id)
    assert waits is not None
    assert [one.asked.slug for one in waits.each] == [slug, own.slug]


async def test_a_story_told_to_a_group_is_in_the_grid(world: World) -> None:
    (ana,) = await known(world, "ana")
    slug, text = "growth-own-failure", TOLD["import"][0]
    asked = (a_put(slug, round="behavioral"),)
    await held(world, "r", [ana], questions=asked, rounds=("behavioral",))
    told: dict[str, Any] = {"round": "behavioral", "student_answer": text}
    await world.do.attempts.add(an_answer(ana.id, 40, "r", slug, **told))
    reply = await world.say("/interview stories")
    assert len(data(reply)["stories"]) == 1
    assert not [b for b in reply.buttons if b.label.startswith("Retry")], "a round cannot be told once more"


async def test_a_question_put_to_a_group_is_not_put_again_alone(group: Table) -> None:
    slug = await answered(group)
    await group.say("ana", "/group end")
    await group.world.say(ONE)
    asked = (await group.world.session()).open_question
    assert asked is not None
    assert asked.slug != slug


async def test_mentors_see_no_rounds(group: Table) -> None:
    world = group.world
    await answered(group, f"zyxspoken {HALF}")
    await group.say("ana", "/group end")
    await world.say("/help", "mia")
    await mentorship(world, "mia", ALL)
    lines = ("/mentor look ana attempts", "/mentor look ana reports", "/mentor list", "/report student ana")
    seen = [all_of(await world.say(line, "mia")) for line in lines]
    seen += map(all_of, sent_to(world, "mia"))
    round_id = (await group.round()).id
    assert not [one for one in seen if "zyxspoken" in one or round_id in one or INDEX.prompt in one]
    named = await world.say(f"/report student ana session:{round_id}", "mia")
    missing = await world.say(f"/report student ana session:{'0' * 16}", "mia")
    assert (named.failed, text_of(named)) == (True, text_of(missing))


async def test_operators_see_open_rounds_apart(group: Table) -> None:
    await group.begin("ana", "ben")
    await group.world.say(ONE, "ben")
    stats = await group.world.say("/admin stats", "root")
    assert (data(stats)["open_interviews"], data(stats)["open_rounds"]) == (1, 1)
    assert "Open rounds of groups" in text_of(stats)


async def test_joined_accounts_count_their_interviews_without_rounds(group: Table) -> None:
    await group.begin("ana", "ben")
    amounts = await group.world.do.joins.amounts(await group.id_of("ana"))
    assert amounts.interviews == 0
