"""What a mentor put to a student's answer: a comment, or a rubric row that they judge otherwise."""

from typing import Literal

from domain.model.base import UtcTime, Value

News = Literal["", "commented", "overridden", "undone", "rejected"]


class Remark(Value):
    """`text` is the comment, or the reason for an override: the mentor's words, which are data.

    Of an override `point_id` names the row and `met`, 0 to 1, what it is worth to the mentor; `over` is the
    place in `Attempt.grades` of the grade that it replaced, or that was replaced as it `ended`, by whom that
    says. `untold` is what the other side is still to be told: the mentor of "rejected", the student of all
    else.
    """

    id: str
    mentor_id: str
    kind: Literal["comment", "override"]
    at: UtcTime
    text: str
    point_id: str = ""
    met: float = 0
    over: int = 0
    ended: Literal["", "mentor", "student"] = ""
    untold: News = ""

    @property
    def stands(self) -> bool:
        """Whether it is an override that nobody took back."""
        return self.kind == "override" and not self.ended
