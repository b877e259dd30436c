"""The best lines of a question: words that met a rubric row well, of those who gave leave to be quoted."""

from collections.abc import Sequence

from domain.model.attempt import Attempt
from domain.model.grade import Row
from domain.model.group import GroupRound
from domain.scoring import NOT_COUNTED

WELL_MET = 0.75

Said = tuple[Row, str]
"""A row as it was met, and the id of the member whose words its quote is."""


def quotable(group: GroupRound) -> frozenset[str]:
    """The ids of those who gave leave."""
    return frozenset(member.user_id for member in group.members if member.quotable)


def best_lines(group: GroupRound, answers: Sequence[Attempt]) -> list[Said]:
    """The rows met best first, the heavier of equals, each in the words of whoever met it best.

    Words that met several rows, as all of a program does, stand once, and an answer that does not count is
    not quoted.
    """
    leave = quotable(group)
    counted = [one for one in answers if one.student_id in leave and NOT_COUNTED not in one.flags]
    best: dict[str, Said] = {}
    for answer in sorted(counted, key=lambda one: -(one.score or 0)):
        for row in answer.rows:
            known = best.get(row.point_id)
            if row.quote and row.met >= WELL_MET and (known is None or row.met > known[0].met):
                best[row.point_id] = row, answer.student_id
    ordered = sorted(best.values(), key=lambda one: (-one[0].met, -one[0].weight, one[0].point_id))
    once: dict[str, Said] = {}
    for row, who in ordered:
        once.setdefault(row.quote, (row, who))
    return list(once.values())
