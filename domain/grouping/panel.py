"""What a panel scores, whom it still waits for, and what the group is shown of it."""

from collections.abc import Sequence
from typing import Any

from domain.grouping import panel_cards, panel_figures, panel_rows
from domain.grouping.panel_figures import Opened, Scorer, Waiting
from domain.grouping.rotation import roles
from domain.grouping.words import clock, listed, names_of
from domain.model.attempt import Attempt
from domain.model.group import GroupQuestion, GroupRound
from domain.model.panel import PanelScore
from domain.model.question import RubricPoint
from domain.replies import Button, Card, Field, Text
from domain.services import Services
from domain.tokens import encode

LONG = 10_000
"""Characters of an answer that leave room for the rows below it."""


async def rows_of(do: Services, group: GroupRound) -> Sequence[RubricPoint]:
    """The rows by which the answer to the current question is scored; none before the first question."""
    asked = group.current
    return () if asked is None else await panel_rows.rubric(do, asked, "answer")


async def waiting(do: Services, group: GroupRound, asked: GroupQuestion) -> Waiting:
    """The candidate is among the expected, since they score their interviewer."""
    expected = tuple(one for one in group.present if one != asked.candidate or asked.interviewer)
    given = await do.panel_scores.of_question(group.id, asked.question_id)
    done = {one.student_id for one in given if one.whole}
    return Waiting(len(expected), tuple(one for one in expected if one not in done))


async def missing(do: Services, group: GroupRound) -> tuple[str, ...]:
    """The ids of those whose scores the current question waits for."""
    return () if group.current is None else (await waiting(do, group, group.current)).missing


async def all_scored(do: Services, group: GroupRound) -> bool:
    return not await missing(do, group)


def score_button(group: GroupRound, label: str = "Score", part: int = 1) -> Button:
    """Opens the form of those rows, from 1, for the current question."""
    here = {"group": group.id, "n": str(group.number), "part": str(part)}
    return Button(label, encode("group score", here), "primary")


async def scoring_cards(do: Services, group: GroupRound, asked: GroupQuestion) -> tuple[Card, ...]:
    """The candidate's answer for all to read, the rows, and how many have scored: no value of anybody.

    An answer of great length comes last, since a platform may show but the beginning of it.
    """
    question = await do.questions.get(asked.slug)
    attempt = await _answer(do, group, asked)
    waits = await waiting(do, group, asked)
    names = await names_of(do, (*group.participants, asked.candidate, asked.interviewer))
    said = panel_cards.answer_card(
        f"Question {group.number} · {names[asked.candidate]} answered",
        "" if attempt is None else attempt.student_answer,
        in_code=question is not None and question.runs_code,
    )
    points = await panel_rows.rubric(do, asked, "answer")
    how = panel_cards.how_card(points, names[asked.candidate], names.get(asked.interviewer, ""))
    left = f"Still to score: {listed(names[one] for one in waits.missing)}."
    until = () if group.closes_at is None else (Field("Open until", await clock(do, group, group.closes_at)),)
    rest = how, Card(panel_cards.counted(waits), (Text(left),) if waits.missing else (), until)
    return (*rest, said) if attempt is not None and len(attempt.student_answer) > LONG else (said, *rest)


async def reveal_cards(do: Services, group: GroupRound, asked: GroupQuestion) -> tuple[Card, ...]:
    """Every scorer beside the bot, the rows, the interviewer's part, the model answer, whose turn is next."""
    opened = await _opened(do, group, asked)
    question = await do.questions.get(asked.slug)
    model_answer = "" if question is None else question.model_answer
    current = group.current is not None and group.current.question_id == asked.question_id
    onward = await _next(do, group) if group.open and current else ""
    return panel_cards.reveal(opened, model_answer, onward)


async def reveal_data(do: Services, group: GroupRound, asked: GroupQuestion) -> dict[str, Any]:
    """The same for programs, of a question that was revealed."""
    return panel_figures.data(await _opened(do, group, asked))


async def _next(do: Services, group: GroupRound) -> str:
    if not group.present:
        return ""
    candidate, interviewer = roles(group)
    names = await names_of(do, group.participants)
    leads = f", {names[interviewer]} interviews" if interviewer else ""
    return f"{names[candidate]} answers{leads}."


async def _answer(do: Services, group: GroupRound, asked: GroupQuestion) -> Attempt | None:
    given = await do.groups.answers(group.id, asked.question_id)
    return next((one for one in given if one.student_id == asked.candidate), None)


async def _opened(do: Services, group: GroupRound, asked: GroupQuestion) -> Opened:
    given = await do.panel_scores.of_question(group.id, asked.question_id)
    scores = {one.student_id: one for one in given if one.about == "answer"}
    there = group.there_at(asked.revealed_at) if asked.revealed_at is not None else group.present
    scorers = [one for one in dict.fromkeys((*there, *scores)) if one != asked.candidate]
    names = await names_of(do, (*group.participants, asked.candidate, asked.interviewer, *scorers))
    return Opened(
        number=[one.question_id for one in group.questions].index(asked.question_id) + 1,
        candidate=names[asked.candidate],
        interviewer=names.get(asked.interviewer, ""),
        attempt=await _answer(do, group, asked),
        points=tuple(await panel_rows.rubric(do, asked, "answer")),
        scorers=tuple(_scorer(names[one], scores.get(one)) for one in scorers),
        led=next((one.met for one in given if one.about == "interviewer" and one.whole), None),
    )


def _scorer(name: str, score: PanelScore | None) -> Scorer:
    return Scorer(name, score.met if score is not None and score.whole else None)
