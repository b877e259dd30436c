"""Whom a member of a panel has to score, by which rows, and how what they give is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from domain.errors import Duplicate, UserError
from domain.grouping import panel_rows
from domain.model.group import GroupQuestion, GroupRound
from domain.model.panel import About, GivenRow, PanelScore
from domain.model.question import RubricPoint
from domain.replies import Button
from domain.services import Services
from domain.tokens import encode

RACE = (
    "In a race everybody answers and the bot grades. `/group start mode:panel` begins a round in which "
    "members score each other."
)
ANSWER_FIRST = "Answer first: then the others score you, and you score your interviewer."
NO_ANSWER_YET = "The candidate has not answered. Once they have, you see the answer with its rows."
NOBODY_LED = "You answered, and the others score that. Nobody interviewed you, so you have nobody to score."


@dataclass(frozen=True, slots=True)
class Turn:
    """`user_id` scores `subject`'s part in the question of that number, from 1, by these rows."""

    group: GroupRound
    number: int
    user_id: str
    about: About
    subject: str
    points: Sequence[RubricPoint]

    @property
    def asked(self) -> GroupQuestion:
        return self.group.questions[self.number - 1]

    @classmethod
    async def of(cls, do: Services, group: GroupRound, number: int, user_id: str) -> Self:
        """Raises UserError where they have nothing to score there, or nothing any more."""
        if group.mode == "race":
            raise UserError(RACE, title="Nobody scores here")
        if not 0 < number <= group.number:
            raise _refusal(group, "Nothing to score yet", "No question has been put that could be scored.")
        asked = group.questions[number - 1]
        if not group.open or asked.revealed_at is not None:
            raise await _too_late(do, group, number, user_id)
        about = about_of(asked, user_id)
        if group.phase != "scoring":
            raise _too_early(group, about)
        subject = asked.interviewer if about == "interviewer" else asked.candidate
        if not subject:
            raise _refusal(group, "Nothing to score", NOBODY_LED)
        return cls(group, number, user_id, about, subject, await panel_rows.rubric(do, asked, about))


def about_of(asked: GroupQuestion, user_id: str) -> About:
    """Nobody chooses whom they score: a candidate the interviewer, all others the candidate."""
    return "interviewer" if user_id == asked.candidate else "answer"


def status_button(group: GroupRound) -> Button:
    return Button("Status", encode("group status", {"group": group.id}))


def _refusal(group: GroupRound, title: str, why: str) -> UserError:
    return UserError(why, title=title, buttons=(status_button(group),), data={"session_id": group.id})


async def _too_late(do: Services, group: GroupRound, number: int, user_id: str) -> UserError:
    asked = group.questions[number - 1]
    mine = await do.panel_scores.by(user_id, group.id, asked.question_id, about_of(asked, user_id))
    if asked.outcome != "answered":
        why = "It was not answered, so there was nothing to score."
    elif mine is not None and mine.whole:
        why = "The scores are open, so they stand as they are. Yours were in time, and they count."
    else:
        why = "The scores are open, so nobody can add any more."
    return _refusal(group, f"Question {number} is over", why)


def _too_early(group: GroupRound, about: About) -> UserError:
    why = ANSWER_FIRST if about == "interviewer" else NO_ANSWER_YET
    return _refusal(group, "Not yet", why)


async def given(do: Services, turn: Turn) -> PanelScore | None:
    """What they gave before."""
    return await do.panel_scores.by(turn.user_id, turn.group.id, turn.asked.question_id, turn.about)


async def keep(do: Services, turn: Turn, values: Mapping[str, float]) -> PanelScore:
    """Their score with these values; what they gave before for other rows stays."""
    found, now = await given(do, turn), do.clock.now()
    if found is None:
        fresh = _with(_blank(turn, do.random.new_id(), now), turn, values, now)
        try:
            await do.panel_scores.add(fresh)
        except Duplicate:
            found = await given(do, turn)
            if found is None:
                raise
        else:
            return fresh
    return await do.panel_scores.change(found.id, lambda one: _with(one, turn, values, now))


def _blank(turn: Turn, score_id: str, now: datetime) -> PanelScore:
    return PanelScore(
        id=score_id,
        created_at=now,
        updated_at=now,
        session_id=turn.group.id,
        question_id=turn.asked.question_id,
        student_id=turn.user_id,
        subject_id=turn.subject,
        about=turn.about,
        given_at=now,
    )


def _with(score: PanelScore, turn: Turn, values: Mapping[str, float], now: datetime) -> PanelScore:
    known = score.met | dict(values)
    rows = tuple(GivenRow(point_id=p.id, met=known[p.id]) for p in turn.points if p.id in known)
    return score.model_copy(update={"rows": rows, "whole": len(rows) == len(turn.points), "given_at": now})
