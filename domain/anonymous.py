"""What is left of a person in what they did with others: figures, and not a word of theirs."""

from collections.abc import Mapping
from datetime import datetime

from domain.model.attempt import Attempt
from domain.model.grade import Grade, Row
from domain.model.group import GroupRound
from domain.model.panel import PanelScore

GONE = "deleted:"
"""How the names begin under which somebody's figures stay when their account is no more."""


def answer_without(name: str, attempt: Attempt) -> Attempt:
    """The answer as a score under that name. One without a score stays as it is: nothing of it is kept."""
    if not attempt.graded:
        return attempt
    change = {
        "student_id": name,
        "student_answer": "",
        "event_id": "",
        "appeal": "",
        "rows": tuple(_bare(row) for row in attempt.rows),
        "feedback": "",
        "verdict": None,
        "grades": tuple(_bare_grade(grade) for grade in attempt.grades),
        "provisional": False,
        "owed_at": None,
        "owed_why": "",
        "tell_due_at": None,
        "shown_in": "",
        "cards_due_at": None,
    }
    return attempt.model_copy(update=change)


def _bare(row: Row) -> Row:
    return row.model_copy(update={"quote": "", "note": ""})


def _bare_grade(grade: Grade) -> Grade:
    return grade.model_copy(update={"rows": tuple(_bare(row) for row in grade.rows), "feedback": ""})


def answer_unremarked(mentor_id: str, attempt: Attempt) -> Attempt:
    """The answer without that mentor's words; the grade that they led to stays, and can be set back."""
    bare = {"mentor_id": "", "text": "", "untold": ""}
    left = (one.model_copy(update=bare) if one.mentor_id == mentor_id else one for one in attempt.remarks)
    kept = tuple(one for one in left if one.mentor_id or one.kind == "override")
    return attempt.model_copy(update={"remarks": kept})


def round_without(
    user_id: str, name: str, keys: Mapping[str, str], now: datetime, group: GroupRound
) -> GroupRound:
    """The round with that person under another name, led and held by somebody else who took part in it.

    `keys` are the identities of the others on its platform, by their accounts. A round that nobody else can
    lead is over.
    """
    left = group.left(user_id, now)
    others = [one for one in (*left.present, *left.participants) if one in keys]
    heir = next(iter(others), None)
    if left.host == user_id and heir is not None:
        left = left.led_by(heir)
    if left.open and not any(one in keys for one in left.present):
        left = left.ended("abandoned", now)
    stays = left.held_as in keys.values()
    held_as = left.held_as if stays else keys.get(left.host) or (keys[heir] if heir else "")
    return left.renamed({user_id: name}).held_by(held_as)


def score_without(user_id: str, name: str, score: PanelScore) -> PanelScore:
    """What that person gave in a panel, or was given, under another name."""

    def new(one: str) -> str:
        return name if one == user_id else one

    change = {"student_id": new(score.student_id), "subject_id": new(score.subject_id)}
    return score.model_copy(update=change)
