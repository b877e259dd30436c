"""Recall cards come of what was missed: each once, whatever is repeated, regraded or raced."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from domain import marking, recall, reviewing
from domain.errors import ModelFailed
from domain.model.attempt import Attempt
from domain.model.completion import Failure
from domain.model.grade import Row
from tests.domain.builders import a_question, an_attempt
from tests.domain.cards import asked_of, cards_of, student
from tests.domain.known import HALF, INDEX, ONE, SPLIT, ended_with, known_world
from tests.domain.roadmaps import CASCADE, learning_world
from tests.fakes import ScriptedModel
from tests.world import World, data, open_world

SILENT = "I don't know"
ALL = {"update", "split", "log"}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


async def attempt_of(world: World) -> Attempt:
    return (await world.do.attempts.of_session((await world.session()).id))[0]


async def regraded(world: World, *met: str) -> Attempt:
    """The first answer graded again, with these points met and no other; its cards are owed."""

    def rule(stored: Attempt) -> Attempt:
        rows = tuple(row.model_copy(update={"met": float(row.point_id in met)}) for row in stored.rows)
        grade = stored.grade().model_copy(update={"rows": rows})
        return stored.with_grade(grade, None).making_cards(world.clock.now())

    attempt = await attempt_of(world)
    return await world.do.attempts.change(attempt.id, rule)


async def test_what_was_missed_is_a_card_at_once_and_what_was_met_is_not(world: World) -> None:
    await ended_with(world, HALF)
    cards = await cards_of(world)
    slug = (await attempt_of(world)).question_id
    assert set(cards) == {f"{slug} split", f"{slug} log"}
    log, split = cards[f"{slug} log"], cards[f"{slug} split"]
    assert log.front.endswith("What happens before the transaction commits?")
    assert log.back.startswith("The change is logged first")
    assert "“written to the log”" in log.back
    assert split.front.endswith("A full ____ is ____ in two")
    assert (log.weight, log.due_at, log.attempt_id) == (2, world.clock.now(), (await attempt_of(world)).id)
    assert (await attempt_of(world)).cards_due_at is None


async def test_an_answer_makes_three_cards_at_most_of_the_heaviest() -> None:
    rubric = tuple(INDEX.rubric[0].model_copy(update={"id": f"p{n}", "weight": 1 + n % 3}) for n in range(6))
    rows = tuple(Row(point_id=p.id, point=p.point, weight=p.weight, met=0) for p in rubric)
    question = a_question(rubric=rubric, follow_ups=())
    story = (*rows, Row(point_id="situation", point="Says when and where", weight=10, met=0))
    assert list(recall.missed(question, [an_attempt(rows=story)])) == ["p2", "p5", "p1"]


async def test_what_is_not_graded_fully_makes_no_cards() -> None:
    untested = an_attempt(flags=(marking.UNTESTED,))
    assert recall.missed(a_question(), [untested]) == {}


async def test_a_point_that_a_follow_up_asks_for_is_not_shown_and_brought_out_is_no_card(
    world: World,
) -> None:
    await world.say(ONE)
    reply = await world.say(f"/answer {HALF} {SPLIT}")
    assert data(reply)["question"]["follow_up_of"]
    assert await asked_of(world) == {"log"}
    assert data(await world.say("/review"))["due_count"] == 0
    await world.say("/answer Before the transaction commits, the change is written to the log.")
    assert await asked_of(world) == set()


async def test_a_point_that_a_follow_up_did_not_bring_out_is_asked_after_it(world: World) -> None:
    await world.say(ONE)
    await world.say(f"/answer {HALF} {SPLIT}")
    await world.say(f"/answer {SILENT}")
    assert data(await world.say("/review"))["due_count"] == 1
    assert await asked_of(world) == {"log"}


async def test_the_job_can_be_repeated_and_raced(world: World) -> None:
    await ended_with(world, SILENT)
    before = await cards_of(world)
    attempt = await attempt_of(world)
    await asyncio.gather(*(recall.make_cards(world.do, attempt.id) for _ in range(4)))
    assert await cards_of(world) == before
    assert {card.point_id for card in before.values()} == ALL


async def test_two_first_runs_at_once_make_each_card_once(world: World) -> None:
    await ended_with(world, SILENT)
    attempt = await attempt_of(world)
    await world.documents.delete("review_cards", {"student_id": attempt.student_id})
    await asyncio.gather(*(recall.make_cards(world.do, attempt.id) for _ in range(3)))
    assert await asked_of(world) == ALL


async def test_a_better_grade_buries_what_was_not_reviewed_and_a_worse_one_brings_it_back(
    world: World,
) -> None:
    await ended_with(world, SILENT)
    reply = await world.press(await world.say("/review"), "Show")
    await world.press(reply, "Good")  # the heaviest: log
    await recall.make_cards(world.do, (await regraded(world, "log", "split")).id)
    assert await asked_of(world) == {"update", "log"}
    await recall.make_cards(world.do, (await regraded(world)).id)
    assert await asked_of(world) == ALL
    assert (await attempt_of(world)).cards_due_at is None


async def test_a_grade_that_changes_while_cards_are_made_has_them_made_anew(world: World) -> None:
    await ended_with(world, SILENT)
    older = await attempt_of(world)
    await regraded(world, "log")
    await world.do.attempts.change(older.id, lambda a: recall._made(older, a))
    assert [a.id for a in await recall.owed(world.do)] == [older.id]


async def test_a_job_lost_in_a_crash_is_found_by_the_sweep(world: World) -> None:
    await ended_with(world, SILENT)
    attempt = await attempt_of(world)
    await world.documents.delete("review_cards", {"student_id": attempt.student_id})
    await world.do.attempts.change(attempt.id, lambda a: a.making_cards(world.clock.now() + marking.LEASE))
    assert await recall.owed(world.do) == []
    world.clock.forward(minutes=3)
    assert [a.id for a in await recall.owed(world.do)] == [attempt.id]
    taken = await asyncio.gather(*(recall.carry_out(world.do, attempt.id) for _ in range(3)))
    assert sorted(taken) == [False, False, True]
    await world.queue.drained()
    assert await asked_of(world) == ALL
    assert await recall.owed(world.do) == []


async def test_a_point_missed_again_comes_sooner_and_an_older_miss_changes_nothing(world: World) -> None:
    await ended_with(world, SILENT)
    reply = await world.say("/review")
    for _ in range(3):
        reply = await world.press(await world.press(reply, "Show"), "Easy")
    first = await attempt_of(world)
    later = min(card.due_at for card in (await cards_of(world)).values())
    assert later > world.clock.now() + timedelta(days=3)
    world.clock.forward(hours=2)
    await world.say("/interview retry 1 " + SILENT)
    assert {card.due_at for card in (await cards_of(world)).values()} == {world.clock.now()}
    world.clock.forward(hours=1)
    after = await cards_of(world)
    await recall.make_cards(world.do, first.id)
    assert await cards_of(world) == after


async def test_a_retired_question_keeps_its_cards(world: World) -> None:
    await ended_with(world, SILENT)
    await world.retire((await attempt_of(world)).question_id)
    reply = await world.press(await world.say("/review"), "Show")
    assert data(reply)["due_count"] == 3
    assert "The change is logged first" in data(reply)["back"]


async def test_cards_wait_for_the_grade_that_is_about_to_come(tmp_path: Path) -> None:
    async with known_world(tmp_path, model=ScriptedModel(level="fully")) as world:
        await world.say(ONE)
        await world.say(f"/answer {HALF}")
        assert (await attempt_of(world)).grader == "model:scripted"
        assert await cards_of(world) == {}


async def test_where_the_better_grade_fails_to_come_the_first_one_makes_the_cards(tmp_path: Path) -> None:
    down = ModelFailed(Failure(why="down"), "connection refused")
    async with known_world(tmp_path, model=ScriptedModel(fault=down)) as world:
        await world.say(ONE)
        await world.say(f"/answer {HALF}")
        assert await cards_of(world) == {}
        world.clock.forward(minutes=3)
        for attempt in await recall.owed(world.do):
            await recall.carry_out(world.do, attempt.id)
        await world.queue.drained()
        assert await asked_of(world) == {"split", "log"}


async def test_an_appeal_that_raises_a_row_buries_its_card(world: World) -> None:
    await ended_with(world, HALF)
    await world.say("/interview appeal 1 A full page has to make page splits.")
    assert await asked_of(world) == {"log"}


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_repeated_regraded_and_raced_no_card_is_lost_or_doubled(
    world: World, seed: int
) -> None:
    chance = Random(seed)
    await ended_with(world, SILENT)
    attempt, seen = await attempt_of(world), set[str]()
    for _ in range(12):
        met = chance.sample(sorted(ALL), chance.randint(0, 3))
        await asyncio.gather(
            *(recall.make_cards(world.do, attempt.id) for _ in range(chance.randint(0, 2))),
            regraded(world, *met),
        )
        await asyncio.gather(*(recall.make_cards(world.do, attempt.id) for _ in range(2)))
        assert await asked_of(world) == (ALL - set(met)) | seen
        if chance.random() < 0.2 and (card := data(await world.say("/review"))["card_id"]):
            await reviewing.rate(world.do, await student(world), card, 1, chance.choice(("again", "easy")))
        seen = {card.point_id for card in (await cards_of(world)).values() if card.reviewed}


async def test_a_wrong_quiz_answer_is_a_card_with_the_reason_and_where_to_read(tmp_path: Path) -> None:
    async with learning_world(tmp_path) as world:
        await world.say("/help")
        ana, items = await student(world), CASCADE.quiz[:2]
        for _ in range(2):
            await recall.missed_items(world.do, ana.id, "juggling", items, world.clock.now())
        cards = await cards_of(world)
        assert set(cards) == {f"{item.id} {item.id}" for item in items}
        card = cards[f"{items[0].id} {items[0].id}"]
        assert (card.topics, card.read) == ((items[0].topic,), "Throws and catches")
        assert card.url == "https://example.org/juggling-throws"
        assert all(option in card.front for option in items[0].options)
        assert card.back == f"{items[0].right}\n\n{items[0].why}"


async def test_an_older_miss_does_not_bring_back_what_a_newer_one_settled(tmp_path: Path) -> None:
    async with learning_world(tmp_path) as world:
        await world.say("/help")
        ana, items, first = await student(world), CASCADE.quiz[:1], world.clock.now()
        world.clock.forward(hours=1)
        await recall.missed_items(world.do, ana.id, "juggling", items, world.clock.now())
        await world.press(await world.press(await world.say("/review"), "Show"), "Easy")
        rated = await cards_of(world)
        await recall.missed_items(world.do, ana.id, "juggling", items, first)
        assert await cards_of(world) == rated
        world.clock.forward(hours=1)
        await recall.missed_items(world.do, ana.id, "juggling", items, world.clock.now())
        assert [card.due_at for card in (await cards_of(world)).values()] == [world.clock.now()]


async def test_the_real_bank_makes_cards_that_can_be_shown(world_folder: Path) -> None:
    async with open_world(world_folder) as world:
        await world.say("/interview start rounds:dsa,technical_qa,behavioral questions:1")
        for _ in range(3):
            await world.say(f"/answer {SILENT}")
        cards = await cards_of(world)
        assert len(cards) == 9
        assert all(card.front and card.back and card.topics for card in cards.values())
        reply = await world.press(await world.say("/review"), "Show")
        assert [b.label for b in reply.buttons] == ["Again", "Hard", "Good", "Easy"]
