"""How a grade is explained: its arithmetic, the grades before it, other tries, and what can be done now."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain import appealing
from domain.actions import show
from domain.actions.located import Answered
from domain.changes import changes
from domain.grading.appeal import APPEALED
from domain.grading.score import total
from domain.mentoring.overriding import by_mentor, set_back_at
from domain.model.attempt import Attempt
from domain.model.grade import Grade, Row
from domain.model.interview import Interview
from domain.replies import Bullets, Button, Card, Quote, Text
from domain.tokens import encode

WHAT_IT_IS = "a check of points covered, not an understanding"


def arithmetic(grade: Grade, hints: int) -> str:
    """`30% × 0.5 + 70% × 0.67 = 62, less 5 for a hint: 57`; empty where rows alone did not make the score."""
    points = total(grade.rows)
    taken = bool(hints) and grade.score < points
    if not grade.rows or (grade.score != points and not taken):
        return ""
    line = _sum(grade.rows, points)
    if not taken:
        return f"{line}."
    what = "a hint" if hints == 1 else f"{hints} hints"
    return f"{line}, less {points - grade.score} for {what}: {grade.score}."


def _sum(rows: Sequence[Row], points: int) -> str:
    """The rows that add something; with the equals sign only where the figures shown add up to it."""
    adding = [(f"{share:.3g}", row.met) for share, row in zip(_shares(rows), rows, strict=True) if row.met]
    if not adding:
        return f"No row is met: {points}"
    sign = "=" if round(sum(float(share) * met for share, met in adding)) == points else "≈"
    return f"{' + '.join(f'{share}% × {met:.3g}' for share, met in adding)} {sign} {points}"


def _shares(rows: Sequence[Row]) -> list[float]:
    """What each row is of the whole, in percent."""
    weight = sum(row.weight for row in rows) or 1
    return [100 * row.weight / weight for row in rows]


def row_lines(rows: Sequence[Row]) -> tuple[str, ...]:
    """Each row with its share of the score, the words that met it or what was missing."""
    return tuple(
        f"{round(share)}% of the score: {show.row_line(row)}"
        for share, row in zip(_shares(rows), rows, strict=True)
    )


def earlier_card(attempt: Attempt) -> Card | None:
    """The grades that the current one replaced, and the appeal if there was one."""
    if not attempt.grades and not attempt.appeal:
        return None
    appeal = (Text("Your appeal:"), Quote(attempt.appeal)) if attempt.appeal else ()
    lines = tuple(
        f"{show.score(grade.score, grade.low, grade.high)} by {grade.grader}, {_since(attempt, number)}"
        for number, grade in enumerate(attempt.grades)
    )
    return Card("Before that", (*((Bullets(lines),) if lines else ()), *appeal))


def _since(attempt: Attempt, number: int) -> str:
    if number == 0:
        return f"since the answer of {attempt.answered_at:%-d %b %Y}"
    grade, replaced = attempt.grades[number], attempt.grades[number - 1]
    if APPEALED in grade.flags and APPEALED not in replaced.flags:
        return "since the appeal"
    if set_back_at(attempt, number):
        return "since that was set back"
    return "since a mentor judged it by hand" if by_mentor(grade) else "since it was graded again"


def tries_card(found: Answered) -> Card | None:
    """The other tries at the question, each with what changed against the one that is explained."""
    others = [a for a in found.tries if a.attempt_no != found.attempt.attempt_no and a.graded]
    lines = tuple(line for other in others for line in _try_lines(other, found.attempt))
    return Card("Your other tries", (Bullets(lines),)) if lines else None


def _try_lines(other: Attempt, explained: Attempt) -> Iterable[str]:
    """The try's score, then its rows that differ, always in the order of time."""
    first, second = sorted((other, explained), key=lambda a: a.attempt_no)
    yield (
        f"Try {other.attempt_no}, {other.answered_at:%-d %b %Y}: {other.score}/100 "
        f"({first.score} → {second.score})"
    )
    yield from (change.line for change in changes(first.rows, second.rows))


def change_card(before: Grade, after: Grade, title: str) -> Card:
    """What a new grade or a new answer changed, row by row."""
    lines = tuple(change.line for change in changes(before.rows, after.rows))
    body = Bullets(lines) if lines else Text("No row changed.")
    return Card(f"{title}: {before.score} → {after.score}", (body,))


def tried_card(attempt: Attempt, number: int) -> Card:
    """The grade card, saying which try it is."""
    card = show.grade_card(attempt, number)
    name = f"Question {number}"
    return replace(card, title=card.title.replace(name, f"{name}, try {attempt.attempt_no}", 1))


def appeal_button(attempt: Attempt, number: int) -> tuple[Button, ...]:
    """Appeal, where this grade can be appealed."""
    if appealing.why_not(attempt):
        return ()
    return (Button("Appeal", encode("interview appeal", _here(attempt, number))),)


def _here(attempt: Attempt, number: int) -> dict[str, str]:
    here = {"session": attempt.session_id, "question": str(number)}
    return here if attempt.attempt_no == 1 else {**here, "try": str(attempt.attempt_no)}


def why_button(attempt: Attempt, number: int) -> Button:
    """Explains the grade of that try."""
    return Button("Why", encode("interview why", _here(attempt, number)))


def retry_button(interview: Interview, number: int) -> Button:
    """Asks that question again."""
    return Button("Retry", encode("interview retry", {"session": interview.id, "question": str(number)}))
