"""How the answers of a group's round get their grades: in the background, so that no reveal waits long."""

import asyncio
from collections.abc import Sequence

from domain import marking
from domain.grouping.secrecy import hidden_in
from domain.model.attempt import Attempt
from domain.model.group import GroupQuestion, GroupRound
from domain.services import Services

GRADE_JOB = "grade_round"


async def grade_soon(do: Services, group: GroupRound) -> None:
    """Has what was answered graded, many answers together."""
    await do.jobs.add(GRADE_JOB, {"round_id": group.id, "owner": group.host})


async def grade_open(do: Services, round_id: str) -> GroupRound | None:
    """Grades the answers to the current question, one after another; the round as it stands then."""
    group = await do.groups.get(round_id)
    asked = group.current if group is not None else None
    if group is not None and asked is not None:
        for attempt in await do.groups.ungraded(round_id, asked.question_id):
            await marking.grade(do, attempt, _quietly, hidden_in(do, group, asked.question_id))
    return await do.groups.get(round_id)


async def revealed(do: Services, group: GroupRound, asked: GroupQuestion) -> list[Attempt]:
    """All answers with their grades."""
    answers = await do.groups.answers(group.id, asked.question_id)
    return list(await asyncio.gather(*(marking.grade(do, one, _quietly) for one in answers)))


async def have_cards_made(do: Services, graded: Sequence[Attempt]) -> None:
    """Has the recall cards made that would have told of the grades before the reveal."""
    for attempt in graded:
        await marking.have_cards_made(do, attempt)


async def _quietly(_: str) -> None:
    """Nobody waits for this work, so nobody is told how far it is."""
