"""What the pages of a round's summary show, gathered from the store; nobody who is off the board is named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from domain import titles
from domain.grouping import board, closeness, gaps, panel_rows
from domain.grouping.gaps import Gap
from domain.grouping.panel_figures import worth
from domain.grouping.people import called, told_apart
from domain.grouping.quoting import best_lines
from domain.grouping.words import spoken
from domain.model.attempt import Attempt
from domain.model.group import GroupQuestion, GroupRound
from domain.model.group_sheet import (
    BoardPart,
    GapPart,
    GroupSheet,
    Judged,
    Line,
    PanelPart,
    QuestionPart,
    RowMet,
    Shown,
)
from domain.model.panel import PanelScore
from domain.model.question import Question
from domain.scoring import NOT_COUNTED
from domain.services import Services

LINES, GAPS, MISSED = 3, 6, 4
HARDLY_MET = 50
MEMBER = "a member"
"""Somebody who is off the board, or whose account is no more."""


@dataclass(frozen=True, slots=True)
class Known:
    """A round with all that was given in it, and how its people are called."""

    group: GroupRound
    answers: Sequence[Attempt]
    scores: Sequence[PanelScore]
    bank: Mapping[str, Question]
    names: Mapping[str, str]

    def name(self, user_id: str) -> str:
        return self.names.get(user_id, MEMBER)


async def sheet(do: Services, group: GroupRound) -> GroupSheet:
    """The summary of a round as things stand now."""
    known = await _gathered(do, group)
    questions = tuple(_question(known, number, asked) for number, asked in enumerate(group.questions, 1))
    found = await gaps.of_home(do, group.home)
    following = await gaps.next_of(do, found)
    now = do.clock.now()
    return GroupSheet(
        mode=group.mode,
        round=group.rounds[0],
        topic=group.topic,
        host=known.name(group.host),
        started_at=group.started_at,
        ended_at=group.completed_at or now,
        made_at=now,
        members=len(group.participants),
        names=tuple(known.names[one] for one in group.participants if one in known.names),
        questions=questions,
        board=tuple(_board(row) for row in await board.round_rows(do, group)),
        gaps=tuple(_gap(gap) for gap in found if gap.topic)[:GAPS],
        missed=_missed(questions),
        next_topic=(following.topic or following.round).replace("_", " ") if following else "",
    )


async def _gathered(do: Services, group: GroupRound) -> Known:
    bank = {asked.slug: await do.questions.get(asked.slug) for asked in group.questions}
    people = await do.groups.people(group.participants)
    there = [people[one] for one in group.participants if one in people]
    names = told_apart({user.id: called(user.name) for user in there})
    return Known(
        group=group,
        answers=await do.attempts.of_session(group.id),
        scores=[one for one in await do.panel_scores.of_round(group.id) if one.whole],
        bank={slug: question for slug, question in bank.items() if question is not None},
        names={one: names[user.id] for one, user in people.items() if not user.off_board},
    )


def _question(known: Known, number: int, asked: GroupQuestion) -> QuestionPart:
    answers = [one for one in known.answers if one.question_id == asked.question_id]
    question = known.bank.get(asked.slug)
    counted = [one for one in answers if one.graded and NOT_COUNTED not in one.flags]
    return QuestionPart(
        number=number,
        title=titles.title(asked.slug, question),
        round=asked.round,
        difficulty=asked.difficulty,
        prompt=asked.prompt,
        answers=tuple(sorted((_shown(known, one) for one in answers), key=_best_first)),
        silent=_silent(known.group, asked, answers),
        rows=_rows(known, asked, counted),
        lines=_lines(known, counted),
        panel=_panel(known, asked, question) if asked.candidate else None,
        model_answer=question.model_answer if question is not None else "",
    )


def _shown(known: Known, answer: Attempt) -> Shown:
    name = known.name(answer.student_id)
    if not answer.graded or NOT_COUNTED in answer.flags:
        return Shown(name=name)
    return Shown(name=name, score=answer.score, low=answer.low, high=answer.high)


def _best_first(shown: Shown) -> tuple[bool, int, str]:
    return shown.score is None, -(shown.score or 0), shown.name


def _silent(group: GroupRound, asked: GroupQuestion, answers: Sequence[Attempt]) -> int:
    """How many were there when the answers were shown and had given none; in a panel the others need not."""
    there = _there(group, asked)
    wanted = there & {asked.candidate} if asked.candidate else there
    return len(wanted - {answer.student_id for answer in answers})


def _there(group: GroupRound, asked: GroupQuestion) -> set[str]:
    """Who was in it when that question was revealed."""
    return set(group.there_at(asked.revealed_at or asked.asked_at))


def _rows(known: Known, asked: GroupQuestion, answers: Sequence[Attempt]) -> tuple[RowMet, ...]:
    """Each row with how far it was met: by the answers on average, and in a panel by what that gave."""
    points = dict.fromkeys((row.point_id, row.point) for answer in answers for row in answer.rows)
    seen = closeness.means([score.met for score in _given(known, asked)])
    found = []
    for point_id, point in points:
        met = [row.met for answer in answers for row in answer.rows if row.point_id == point_id]
        by_panel = round(100 * seen[point_id]) if point_id in seen else None
        found.append(RowMet(point=point, graded=round(100 * fmean(met)), panel=by_panel))
    return tuple(found)


def _given(known: Known, asked: GroupQuestion) -> list[PanelScore]:
    return [one for one in known.scores if one.question_id == asked.question_id and one.about == "answer"]


def _lines(known: Known, answers: Sequence[Attempt]) -> tuple[Line, ...]:
    return tuple(
        Line(point=row.point, quote=row.quote, name=known.name(who))
        for row, who in best_lines(known.group, answers)[:LINES]
    )


def _panel(known: Known, asked: GroupQuestion, question: Question | None) -> PanelPart:
    given = _given(known, asked)
    values = [score.met for score in given]
    middle = closeness.medians(values) if len(values) > 1 else {}
    points = question.rubric if question is not None else ()
    totals = [worth(points, one) for one in values]
    judged = tuple(
        Judged(name=known.name(score.student_id), total=total, apart=closeness.distance(one, middle))
        for score, one, total in zip(given, values, totals, strict=True)
    )
    return PanelPart(
        candidate=known.name(asked.candidate),
        interviewer=known.name(asked.interviewer) if asked.interviewer else "",
        judged=tuple(sorted(judged, key=lambda one: (-one.total, one.name))),
        unfinished=len(_there(known.group, asked) - {asked.candidate, *(one.student_id for one in given)}),
        median=closeness.middle(totals) if totals else None,
        spread=closeness.spread(totals) if len(totals) > 1 else None,
        led=_led(known, asked),
    )


def _led(known: Known, asked: GroupQuestion) -> tuple[tuple[str, int], ...]:
    """The interviewer's rows by their short names."""
    scores = (one for one in known.scores if one.question_id == asked.question_id)
    found = next((one.met for one in scores if one.about == "interviewer"), {})
    rows: Iterable[tuple[str, str]] = ((p.id, p.point.partition(":")[0]) for p in panel_rows.INTERVIEWER)
    return tuple((name, round(100 * found[row])) for row, name in rows if row in found)


def _board(row: board.BoardRow) -> BoardPart:
    return BoardPart(
        name=row.name, answers=row.answers, scored=row.scored, score=row.score, closeness=row.closeness
    )


def _gap(gap: Gap) -> GapPart:
    met = round(100 * gap.met)
    topic = spoken(gap.topic)
    return GapPart(round=gap.round, topic=topic, met=met, answers=gap.answers, people=gap.people)


def _missed(questions: Sequence[QuestionPart]) -> tuple[str, ...]:
    """The rows that were met least, over all answers of the round."""
    rows = [(row.graded, row.point) for question in questions for row in question.rows]
    low = sorted((met, point) for met, point in rows if met is not None and met < HARDLY_MET)
    return tuple(dict.fromkeys(point for _, point in low))[:MISSED]
