"""/group board and /group gaps: who did what in a channel's rounds, shown to those who took part alone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import erasure
from domain.content.load import Library
from domain.grouping import gaps
from domain.grouping.board import FEWEST, distances, round_rows, row_data, standings
from domain.model.user import User
from domain.replies import Reply
from tests.domain import known as bank
from tests.domain.nudged import labels
from tests.domain.stored_rounds import HOME, a_put, a_score, held, known
from tests.examples import tried
from tests.fakes import NOON
from tests.world import World, data, open_world, text_of

CHANNEL = "channel:study"
INDEX = bank.INDEX.model_copy(update={"tags": ("indexes",)})
CACHE = bank.CACHE.model_copy(update={"tags": ("caching",)})
BANK = Library((INDEX, CACHE), ())


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path, library=BANK) as opened:
        yield opened


async def rounds_of(world: World, *scores: tuple[int, ...]) -> list[User]:
    """Three people and their rounds, one a day, each with these scores of ana, ben and cid."""
    people = await known(world, "ana", "ben", "cid")
    for n, met in enumerate(scores):
        await held(world, f"r{n}", people, met, NOON - timedelta(days=n), mode="panel")
    return people


def on(reply: Reply) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in data(reply)["board"]}


async def test_the_board_counts_effort_and_score(world: World) -> None:
    ana, ben, _ = await rounds_of(world, (90, 60, 20), (80, 61), (70, 62))
    await world.do.panel_scores.add(a_score(ben.id, ana.id, 0.5, "r0"))
    reply = await world.say("/group board", "ana", place=CHANNEL)
    assert reply.private
    assert [row["name"] for row in data(reply)["board"]] == ["ben", "ana", "cid"]
    assert {name: (row["answers"], row["scored"], row["score"]) for name, row in on(reply).items()} == {
        "ana": (3, 0, 80),
        "ben": (3, 1, 61),
        "cid": (1, 0, None),
    }
    by_effort, by_score = (repr(card.body) for card in reply.cards[1:3])
    assert "1. ben: 3 answers given, 1 answer scored, in 3 rounds" in by_effort
    assert by_score.index("1. ana: 80/100") < by_score.index("2. ben: 61/100 on average over 3 answers")
    assert "Too few for an average: cid (2 more)." in by_score
    assert "20" not in repr(on(reply)["cid"]), "no mean of fewer answers tells one of them"


async def test_each_term_counts_its_own_rounds(world: World) -> None:
    people = await known(world, "ana", "ben")
    for name, days in (("new", 2), ("month", 20), ("term", 100), ("old", 400)):
        await held(world, name, people, (50,), NOON - timedelta(days=days))
    reply = await world.say("/group board", place=CHANNEL)
    assert (data(reply)["term"], data(reply)["rounds"]) == ("term", 3)
    counted = {}
    for label in ("Week", "Month", "All"):
        counted[label] = on(await world.press(reply, label))["ana"]["answers"]
    assert counted == {"Week": 1, "Month": 2, "All": 4}


async def test_nothing_that_was_not_revealed_counts(world: World) -> None:
    people = await known(world, "ana", "ben")
    hidden: dict[str, Any] = {
        "status": "in_progress",
        "phase": "asking",
        "questions": (a_put(revealed=False),),
    }
    await held(world, "r", people, (90, 10), **hidden)
    await world.do.panel_scores.add(a_score(people[1].id, people[0].id, 1, "r"))
    reply = await world.say("/group board", place=CHANNEL)
    assert data(reply)["board"] == []
    assert "Nothing to count in the last 17 weeks" in text_of(reply)
    group = await world.do.groups.get("r")
    assert group is not None
    assert await round_rows(world.do, group) == []


async def test_a_round_has_its_own_rows_with_any_number_of_answers(world: World) -> None:
    await rounds_of(world, (90, 60, 20), (10, 10, 10))
    group = await world.do.groups.get("r0")
    assert group is not None
    rows = await round_rows(world.do, group)
    assert [(row.name, row.score, row.answers) for row in rows] == [
        ("ana", 90, 1), ("ben", 60, 1), ("cid", 20, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["/group board", "/group gaps"])
async def test_to_others_there_is_none_word_for_word(world: World, line: str) -> None:
    await rounds_of(world, (90, 60, 20))
    await world.say("/help", "eve")
    nowhere = await world.say(line, "eve", place="channel:empty")
    for place in (CHANNEL, "thread:t1", "dm"):
        assert text_of(await world.say(line, "eve", place=place)) == text_of(nowhere)
    board = await world.say("/group board", "ana", place=CHANNEL)
    named = next(b.token for b in board.buttons if b.label == "Summary")
    assert "group=r0" in named
    forged = await world.event(line.removeprefix("/"), "eve", group="r0")
    assert text_of(forged) == text_of(nowhere)
    assert forged.data == nowhere.data
    assert not (await world.say(line, "ana", place="thread:t1")).failed
    assert (await world.say(line, "ana", place="channel:empty")).failed


async def test_in_a_direct_message_it_is_the_one_of_the_last_round(world: World) -> None:
    people = await rounds_of(world, (90, 60, 20))
    elsewhere = {"home": "console::channel:other", "room": "console::thread:t9"}
    await held(world, "other", people[:2], (5, 5), NOON + timedelta(hours=1), **elsewhere)
    assert [row["name"] for row in data(await world.say("/group board"))["board"]] == ["ana", "ben"]
    assert "cid" in on(await world.say("/group board", "cid"))


async def test_whoever_hides_is_on_no_board_at_once_and_comes_back(world: World) -> None:
    await rounds_of(world, (90, 60, 20), (80, 61, 22))
    reply = await world.say("/group board", "ben", place=CHANNEL)
    hidden = await world.press(reply, "Hide me", "ben")
    assert "summary" in text_of(hidden)
    assert data(hidden)["shown"] is False
    for who in ("ana", "ben"):
        seen = await world.say("/group board", who, place=CHANNEL)
        assert set(on(seen)) == {"ana", "cid"}
        assert "ben" not in text_of(seen)
    assert "hidden from it" in text_of(seen)
    assert "Show me" in labels(seen)
    group = await world.do.groups.get("r0")
    assert group is not None
    assert {row.name for row in await round_rows(world.do, group)} == {"ana", "cid"}
    await world.press(hidden, "Show", "ben")
    assert set(on(await world.say("/group board", "ben", place=CHANNEL))) == {"ana", "ben", "cid"}


async def test_the_wish_can_be_said_anywhere_and_tells_nothing_of_boards(world: World) -> None:
    await world.say("/help", "eve")
    hidden = await world.say("/group board show:no", "eve", place="channel:empty")
    assert not hidden.failed
    assert "show=yes" in hidden.buttons[0].token


async def test_an_erased_account_is_on_no_board_and_stays_in_the_gaps(world: World) -> None:
    _, _, cid = await rounds_of(world, (90, 60, 20), (80, 61, 22))
    before = await gaps.of_home(world.do, HOME)
    await erasure.erase(world.do, cid)
    board = await standings(world.do, HOME, "term", world.clock.now())
    assert {row.name for row in board.rows} == {"ana", "ben"}
    assert await gaps.of_home(world.do, HOME) == before


async def test_more_than_are_listed_see_where_they_stand(world: World) -> None:
    names = [f"p{n:02}" for n in range(24)]
    people = await known(world, *names)
    await held(world, "r0", people, [50] * 24)
    await held(world, "r1", people[:23], [50] * 23)
    reply = await world.say("/group board", "p23", place=CHANNEL)
    lines = repr(reply.cards[1].body)
    assert "24. p23: 1 answer given" in lines
    assert "and 3 others" in lines
    assert lines.count("1. p") == 20, "equals share a place"


async def test_closeness_is_to_the_panels_median(world: World) -> None:
    ana, ben, cid = await rounds_of(world, (90,))
    dan = (await known(world, "dan"))[0]
    for who, met in ((ben, 0.5), (cid, 0.75), (dan, 1.0)):
        await world.do.panel_scores.add(a_score(who.id, ana.id, met, "r0"))
    await world.do.panel_scores.add(a_score(ana.id, ben.id, 0.2, "r0", about="interviewer"))
    reply = await world.say("/group board", place=CHANNEL)
    assert {name: row["closeness"] for name, row in on(reply).items()} == {
        "ana": None, "ben": 25, "cid": 0, "dan": 25,
    }  # fmt: skip
    assert "1. cid: 0 points apart over 1 answer" in text_of(reply)


def test_who_scored_alone_is_close_to_nobody() -> None:
    assert list(distances([a_score("ben", "ana", 0.5)])) == []


async def test_the_weakest_topic_comes_first_and_starts_the_next_round(world: World) -> None:
    people = await known(world, "ana", "ben")
    await held(world, "r0", people, (90, 80))
    await held(world, "r1", people, (70, 60))
    cache = a_put(CACHE.slug)
    await held(world, "r2", people, (30, 20), questions=(cache,))
    await held(world, "r3", people, (10,), questions=(cache,))
    reply = await world.say("/group gaps", place=CHANNEL)
    found = [(g["topic"], g["met"], g["answers"], g["people"]) for g in data(reply)["gaps"]]
    assert found[0] == (CACHE.tags[0], 20, 3, 2)
    assert (INDEX.tags[0], 75, 4, 2) in found
    assert (None, 51, 7, 2) in found
    start = next(b for b in reply.buttons if b.label == "Start")
    assert f"topic={CACHE.tags[0]}" in start.token
    assert not any(name in text_of(reply) for name in ("ana", "ben"))
    gap = await gaps.weakest(world.do, HOME)
    assert gap is not None
    assert (gap.round, gap.topic) == ("technical_qa", CACHE.tags[0])
    assert await gaps.weakest(world.do, "console::channel:empty") is None


async def test_gaps_are_never_of_one_person_or_of_solo_work(world: World) -> None:
    ana, ben = await known(world, "ana", "ben")
    for n in range(4):
        await held(world, f"r{n}", [ana, ben], (20,))
    assert data(await world.say("/group gaps", place=CHANNEL))["gaps"] == []
    await held(world, "r4", [ana, ben], (20, 40))
    before = data(await world.say("/group gaps", place=CHANNEL))["gaps"]
    assert before[0]["people"] == 2
    await world.say("/interview start rounds:technical_qa questions:1", "ben")
    await world.say("/answer I do not know", "ben")
    assert data(await world.say("/group gaps", place=CHANNEL))["gaps"] == before


async def test_a_topic_that_nobody_is_asked_about_any_more_is_not_chosen(world: World) -> None:
    people = await known(world, "ana", "ben")
    for n, slug in enumerate((CACHE.slug, CACHE.slug, INDEX.slug, INDEX.slug)):
        await held(
            world, f"r{n}", people, (10, 10) if slug == CACHE.slug else (50, 50), questions=(a_put(slug),)
        )
    await world.retire(CACHE.slug)
    world.clock.forward(minutes=2)
    gap = await gaps.weakest(world.do, HOME)
    assert gap is not None
    assert gap.topic == INDEX.tags[0]


@tried(20)
@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1)), max_size=12))
def test_a_gap_is_the_mean_of_enough_answers_of_enough_people(seen: list[tuple[int, float]]) -> None:
    found = gaps.gaps([gaps.Seen("dsa", "trees", met, f"u{who}") for who, met in seen])
    enough = len(seen) >= gaps.FEWEST and len({who for who, _ in seen}) >= gaps.FEWEST_PEOPLE
    assert len(found) == enough
    for gap in found:
        assert gap.met == pytest.approx(sum(met for _, met in seen) / len(seen))


async def test_rows_for_programs_say_how_many_are_missing(world: World) -> None:
    await rounds_of(world, (90, 60, 20))
    board = await standings(world.do, HOME, "all", world.clock.now())
    assert {row_data(row)["to_mean"] for row in board.rows} == {FEWEST - 1}
