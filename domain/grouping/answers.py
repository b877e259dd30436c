"""How the answers of a group's round get their grades: in the background, so that no reveal waits long."""

import asyncio

from domain import marking
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
    if asked is not None:
        for attempt in await do.groups.answers(round_id, asked.question_id):
            await marking.grade(do, attempt, _quietly)
    return await do.groups.get(round_id)


async def revealed(do: Services, group: GroupRound, asked: GroupQuestion) -> list[Attempt]:
    """All answers with their grades, and the recall cards made that would have told of them before."""
    answers = await do.groups.answers(group.id, asked.question_id)
    graded = list(await asyncio.gather(*(marking.grade(do, one, _quietly) for one in answers)))
    for attempt in graded:
        await marking.have_cards_made(do, attempt)
    return graded


async def _quietly(_: str) -> None:
    """Nobody waits for this work, so nobody is told how far it is."""
