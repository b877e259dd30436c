"""What programs are told of a group's round: the `data` of its replies and of what is posted."""

from collections.abc import Mapping
from typing import Any

from domain.actions.figures import put_data
from domain.grouping import board, panel
from domain.grouping.words import NOBODY, names_of
from domain.model.group import GroupQuestion, GroupRound
from domain.services import Services


async def data(do: Services, group: GroupRound, known: Mapping[str, str] = NOBODY) -> dict[str, Any]:
    """Nothing in it tells an answer or a score before its reveal; `known` are names already read."""
    names = await names_of(do, (*group.participants, group.host), known)
    asked = group.current if group.open else None
    return {
        "session_id": group.id,
        "mode": group.mode,
        "phase": group.phase if group.open else "ended",
        "status": group.status,
        "round": group.rounds[0],
        "topic": group.topic or None,
        "host": names[group.host],
        "participants": [names[one] for one in group.participants],
        "present": [names[one] for one in group.present],
        "place": group.place,
        "number": group.number,
        "question": await _question(do, group, asked),
        "revealed": group.current is not None and group.current.revealed_at is not None,
        "candidate": names.get(asked.candidate) if asked is not None else None,
        "interviewer": names.get(asked.interviewer) if asked is not None else None,
        "board": await _board(do, group),
        "rows": await _rows(do, group),
        "panel": await _panel(do, group),
        "seconds_left": _seconds_left(do, group),
    }


async def whole(do: Services, group: GroupRound, known: Mapping[str, str] = NOBODY) -> dict[str, Any]:
    """The same with who has answered the current question, and whom it still waits for."""
    return {**await data(do, group, known), **await _waiting(do, group, known)}


async def _waiting(do: Services, group: GroupRound, known: Mapping[str, str]) -> dict[str, Any]:
    asked = group.current
    missing: tuple[str, ...] = ()
    if asked is None or not group.open:
        return {"answered": [], "waiting_for": []}
    answered = await do.groups.answered(group.id, asked.question_id)
    if group.phase == "asking":
        missing = tuple(one for one in group.expected if one not in answered)
    elif group.phase == "scoring":
        missing = await panel.missing(do, group)
    names = await names_of(do, (*group.participants, *missing), known)
    return {
        "answered": [names[one] for one in group.participants if one in answered],
        "waiting_for": [names[one] for one in missing],
    }


async def _question(do: Services, group: GroupRound, asked: GroupQuestion | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    return put_data(asked, group.number, group.number, await do.questions.get(asked.slug))


async def _board(do: Services, group: GroupRound) -> list[dict[str, Any]]:
    """Of what was revealed, so that there is nothing to read before the first reveal."""
    if all(asked.revealed_at is None for asked in group.questions):
        return []
    return [
        {"name": row.name, "score": row.score, "answers": row.answers, "scored": row.scored}
        for row in await board.round_rows(do, group)
    ]


async def _rows(do: Services, group: GroupRound) -> list[dict[str, Any]]:
    """What a panel is to score, in the order of its values; nothing at any other time."""
    if not group.open or group.phase != "scoring":
        return []
    return [
        {"id": point.id, "point": point.point, "weight": point.weight}
        for point in await panel.rows_of(do, group)
    ]


async def _panel(do: Services, group: GroupRound) -> dict[str, Any] | None:
    """How a panel's answer was scored, from its reveal on."""
    asked = group.current
    if asked is None or not asked.candidate or asked.revealed_at is None or asked.outcome != "answered":
        return None
    return await panel.reveal_data(do, group, asked)


def _seconds_left(do: Services, group: GroupRound) -> int | None:
    if group.closes_at is None:
        return None
    return max(0, int((group.closes_at - do.clock.now()).total_seconds()))
