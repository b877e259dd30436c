"""A panel as a group holds it: turns go round, scores stay blind, and it goes on whoever is missing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from adapters.console.request import Line, ask_for
from domain.actions import TABLE
from domain.dispatch import Dispatcher
from domain.grouping.store import GroupRounds, PanelScores
from domain.limits import RateLimit
from domain.replies import Reply
from domain.requests import Place
from domain.services import Services
from storage.inbox import InboxRepository
from tests.domain.dying import Crash, Fate, Mortal
from tests.domain.grouped import HALF, WHOLE, Table, table
from tests.domain.mentored import all_of
from tests.domain.paneled import held
from tests.world import World, actor, text_of

PANEL = "/group start mode:panel round:technical_qa"
FOUR = ("ana", "bob", "cem", "dia")


@pytest.fixture
async def group(tmp_path: Path) -> AsyncIterator[Table]:
    async with table(tmp_path) as opened:
        yield opened


async def scoring(group: Table, *users: str) -> None:
    """To where the first of them has answered and is to be scored."""
    await group.ask(*users, start=PANEL)
    await group.say(users[0], f"/answer {HALF}")
    assert (await group.round()).phase == "scoring"


async def scores(group: Table, **rows: str) -> list[Reply]:
    return [await group.say(user, f"/group score {values}") for user, values in rows.items()]


async def test_a_whole_panel_and_the_next_turn(group: Table) -> None:
    await scoring(group, *FOUR)
    assert group.card.cards[0].title == "Question 1 · ana answered"
    replies = await scores(group, bob="1 0.5 0", cem="1 1 0.5", ana="1 1 1")
    assert [one.cards[-1].title for one in replies] == [f"{n} of 4 have scored" for n in (1, 2, 3)]
    assert "3 of 4 have scored" in text_of(group.card)
    last = (await scores(group, dia="0 0 0"))[0]
    assert "the scores are open now" in text_of(last)
    assert last.data["revealed"] is True
    assert [one["name"] for one in last.data["panel"]["scorers"]] == ["bob", "cem", "dia"]
    assert group.card.cards[0].title.startswith("Question 1 · ana: 25/100")
    assert "bob answers, ana interviews." in text_of(group.card)
    await group.act("cem", "Next")
    asked = (await group.round()).current
    assert asked is not None
    assert (asked.candidate, asked.interviewer) == (await group.id_of("bob"), await group.id_of("ana"))


async def test_nothing_that_anybody_sees_before_the_reveal_depends_on_a_score(tmp_path: Path) -> None:
    """The same dialogue twice, with other values."""
    seen: list[list[str]] = []
    for number, values in enumerate(("1 1 1", "0 0.25 0")):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with table(folder) as group:
            await scoring(group, *FOUR)
            await scores(group, cem=values, ana=values)
            others = [
                await group.say("dia", "/group status"),
                await group.act("dia", "Score"),
                await group.event("ana", "group mine"),
                *(await scores(group, dia="0.5 0.5 0.5")),
            ]
            shown = [reply for _, reply in group.world.outbox.posted]
            shown += [reply for _, _, reply in group.world.outbox.edited]
            seen.append([all_of(reply) for reply in (*shown, *others)])
    assert seen[0] == seen[1]


async def test_the_last_two_at_the_same_moment_open_the_scores_once(group: Table) -> None:
    await scoring(group, "ana", "bob", "cem")
    await scores(group, ana="1 1 1")
    await asyncio.gather(*(group.say(user, "/group score 1 0 0") for user in ("bob", "cem")))
    assert (await group.round()).phase == "revealed"
    titles = [one.cards[0].title for one in group.posts]
    assert sum(title.startswith("Question 1 · ana: ") for title in titles) == 1


async def test_time_opens_the_scores_of_those_who_came(group: Table) -> None:
    await scoring(group, *FOUR)
    await scores(group, bob="1 1 1")
    await group.later(minutes=4)
    assert (await group.round()).phase == "revealed"
    assert "Not finished, so not counted: cem and dia." in text_of(group.card)
    late = (await scores(group, cem="0 0 0"))[0]
    assert "nobody can add any more" in text_of(late)


async def test_where_nobody_scores_the_round_goes_on_with_the_bots_grade(group: Table) -> None:
    await scoring(group, *FOUR)
    await group.later(minutes=4)
    assert "Nobody scored it" in text_of(group.card)
    assert "the bot's grade stands alone" in text_of(group.card)


async def test_who_leaves_is_not_waited_for_and_what_they_gave_counts(group: Table) -> None:
    await scoring(group, *FOUR)
    await scores(group, ana="1 1 1", bob="1 0 0", cem="1 1 1")
    await group.say("cem", "/group leave")
    assert (await group.round()).phase == "scoring"
    await group.say("dia", "/group leave")
    assert (await group.round()).phase == "revealed"
    assert "cem: 100/100" in text_of(group.card)
    assert "not counted" not in text_of(group.card)


async def test_a_candidate_who_leaves_after_answering_is_scored_all_the_same(group: Table) -> None:
    await scoring(group, "ana", "bob", "cem")
    await group.say("ana", "/group leave")
    await scores(group, bob="1 0 0", cem="1 1 1")
    assert (await group.round()).phase == "revealed"
    assert "as interviewer" not in text_of(group.card)


async def test_who_comes_while_it_is_scored_can_score(group: Table) -> None:
    await scoring(group, "ana", "bob")
    await group.say("eve", "/group join")
    await scores(group, ana="1 1 1", bob="1 0 0")
    assert (await group.round()).phase == "scoring"
    await scores(group, eve="1 1 1")
    assert (await group.round()).phase == "revealed"
    assert "eve: 100/100" in text_of(group.card)


async def test_a_better_answer_of_a_better_scored_candidate_changes_nothing_of_the_first(
    group: Table,
) -> None:
    """Each question has scores of its own."""
    await scoring(group, "ana", "bob")
    await scores(group, ana="1 1 1", bob="0 0 0")
    await group.say("ana", "/group next")
    await group.say("bob", f"/answer {WHOLE}")
    old = await group.event("ana", "group score", rows="1 1 1", n="1")
    assert "they count" in text_of(old)
    await scores(group, ana="1 1 1", bob="0.5 0.5 0.5")
    assert "ana: 100/100" in text_of(group.card)
    assert group.card.data["panel"]["interviewer_rows"] == {"clarity": 0.5, "hints": 0.5, "listening": 0.5}


async def test_the_same_event_scores_once(group: Table) -> None:
    await scoring(group, "ana", "bob", "cem")
    line = Line(actor("bob"), Place.of(group.place), text="/group score 1 1 1", event="e1")
    assert await group.world.maybe(line) is not None
    await scores(group, bob="0 0 0")
    assert await group.world.maybe(line) is None
    given = await group.world.do.panel_scores.of_round((await group.round()).id)
    assert [row.met for row in given[0].rows] == [0, 0, 0]


async def test_a_process_that_dies_at_any_step_of_scoring_loses_nothing(group: Table) -> None:
    """The event is delivered again to another; the last score opens the scores once, whoever brings it."""
    world, steps = group.world, 0
    while True:
        held_in = f"thread:{steps}"
        round_ = await held(world, ("ana", "bob"), place=held_in)
        await world.say("/group score 1 1 1", "ana", place=held_in)
        line = Line(actor("bob"), Place.of(held_in), text="/group score 1 0 0", event=f"e{steps}")
        died = await _dies(world, line, steps)
        reply = await _dispatcher(world, world.do, "second").handle(ask_for(line), world.note)
        assert (reply is None) is not died
        await world.queue.drained()
        given = await world.do.panel_scores.of_round(round_.id)
        stored = await world.do.groups.get(round_.id)
        assert stored is not None
        assert (len(given), stored.phase) == (2, "revealed"), steps
        assert all(one.whole for one in given)
        if not died:
            break
        steps += 1
    assert steps > 6, "it died at this many steps"


async def _dies(world: World, line: Line, steps: int) -> bool:
    """Whether a process with so many steps left died of this request."""
    fate = Fate(steps)
    do = replace(
        world.do,
        groups=cast(GroupRounds, Mortal(world.do.groups, fate)),
        panel_scores=cast(PanelScores, Mortal(world.do.panel_scores, fate)),
    )
    try:
        await _dispatcher(world, do, "first").handle(ask_for(line), world.note)
    except Crash:
        return True
    return False


def _dispatcher(world: World, do: Services, owner: str) -> Dispatcher:
    """The door of a process of that name, over the world's store."""
    inbox = InboxRepository(world.documents, world.clock, owner, is_gone=lambda name: name != owner)
    return Dispatcher(do, TABLE, inbox, RateLimit(1000, timedelta(minutes=1)))
