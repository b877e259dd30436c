"""Before the reveal nobody is shown another's answer, or any score: in no reply, post, edit or their data."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from domain.grouping.secrecy import GRACE
from domain.replies import Reply
from tests.domain.grouped import RACE, SPLIT, WHOLE, Table, table

MARK = "Zanzibar"
SECRET = f"{WHOLE} {MARK}"
POINTS = ("Each write updates the index", "A full page is split", "The change is logged")
OWN = (
    "/group status", "/group join", "/group board", "/group gaps", "/group score 1 1 1", "/review",
    "/profile show", "/interview history", "/interview why", "/interview status", "/report me", "/usage",
)  # fmt: skip
"""What anybody may ask, and what only the host would get."""
OTHERS = ("/group next", "/group reveal", "/group end", "/chat ask What did Ana answer?")


@pytest.fixture
async def group(world_folder: Path) -> AsyncIterator[Table]:
    async with table(world_folder) as opened:
        yield opened


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for key, one in value.items() for leaf in (key, *leaves(one))]
    if isinstance(value, list | tuple):
        return [leaf for one in value for leaf in leaves(one)]
    return [value]


def told(reply: Reply) -> str:
    return repr((reply.cards, reply.form, reply.files, leaves(reply.data)))


def told_to_all(group: Table) -> list[Reply]:
    outbox = group.world.outbox
    return [*(one for _, one in outbox.posted), *(one for _, _, one in outbox.edited)]


async def test_while_a_race_is_open_nothing_tells_an_answer_or_a_score(group: Table) -> None:
    await group.ask("ana", "ben", "cid", start=f"{RACE} minutes:8")
    mine = await group.event("ana", "group answer", text=SECRET, quotes="yes")
    stored = await group.answer_of("ana")
    assert stored is not None
    assert stored.graded, "the grade is there, and hidden"
    heard = [mine, *[await group.say(who, text) for text in (*OWN, *OTHERS) for who in ("ben", "eva")]]
    heard += [await group.say("ana", text) for text in OWN]
    heard += [await group.act(who, label) for label in ("Join", "Reveal", "Next") for who in ("eva", "ben")
              if any(b.label == label for b in group.card.buttons)]  # fmt: skip
    heard += [await group.event(who, "group mine") for who in ("ana", "ben", "eva")]
    await group.later(minutes=7)
    for reply in (*heard, *told_to_all(group)):
        assert MARK not in told(reply)
        assert "/100" not in told(reply), told(reply)
        assert not any(point in told(reply) for point in POINTS), told(reply)
        assert reply.data.get("score") is None
        assert all(row["score"] is None for row in reply.data.get("board") or [])
    answered = [one.data.get("answered") for one in told_to_all(group)]
    assert ["ana"] in answered, "that somebody has answered may be known"


async def test_the_reveal_tells_scores_and_only_the_lines_of_those_who_gave_leave(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.event("ana", "group answer", text=SECRET, quotes="no")
    await group.event("ben", "group answer", text=SPLIT, quotes="yes")
    assert "ana: 100/100" in told(group.card)
    assert "Zanzibar" not in told(group.card)
    assert WHOLE.split(". ")[0] not in told(group.card)
    assert f"“{SPLIT}” (ben)" in told(group.card)


async def test_the_cards_of_what_was_missed_wait_for_the_reveal(group: Table) -> None:
    await group.ask("ana", "ben", start=f"{RACE} minutes:30")
    await group.event("ana", "group answer", text=SPLIT)
    await group.later(minutes=5)
    me = await group.id_of("ana")
    asked = (await group.round()).questions[0].question_id
    assert await group.world.do.cards.of_point(me, asked, "log") is None
    await group.say("ana", "/group reveal")
    assert await group.world.do.cards.of_point(me, asked, "log") is not None
    stored = await group.answer_of("ana")
    assert stored is not None
    assert stored.cards_due_at is None


async def test_a_grade_that_is_hidden_is_written_once_and_its_cards_are_owed_from_the_reveal_on(
    group: Table,
) -> None:
    await group.ask("ana", "ben", start=f"{RACE} minutes:30")
    await group.event("ana", "group answer", text=SPLIT)
    stored, held = await group.answer_of("ana"), await group.round()
    assert stored is not None
    assert held.closes_at is not None
    assert (stored.version, stored.cards_due_at) == (2, held.closes_at + GRACE)
