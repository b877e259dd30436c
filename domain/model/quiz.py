"""A quiz that a student takes at the end of a stage: which questions, in which order, and the answers."""

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import Field

from domain.model.base import Entity, UtcTime, Value


class QuizAnswer(Value):
    """One question of a sitting. `order` tells which of the item's options stands at each place.

    `chosen` is the place that was pressed, from 0; None while the question is open.
    """

    item_id: str
    topic: str
    order: tuple[int, ...]
    chosen: int | None = None
    answered_at: UtcTime | None = None

    @property
    def right(self) -> bool:
        """The item's first option is the right one."""
        return self.chosen is not None and self.order[self.chosen] == 0


class Sitting(Entity):
    """One go at a stage's quiz; a student has at most one open for each stage of a path.

    `stage` is the slug of the roadmap's stage. `score` is a percentage, None while it is open. At `owed_at`
    what follows from the result was due, such as the stage that it opens; None where that was done.
    """

    student_id: str
    path_id: str
    skill: str
    stage: str
    items: tuple[QuizAnswer, ...]
    passing_score: int = Field(ge=0, le=100)
    state: Literal["open", "passed", "failed"] = "open"
    started_at: UtcTime
    ended_at: UtcTime | None = None
    score: int | None = None
    owed_at: UtcTime | None = None

    @property
    def number(self) -> int:
        """The number of the open question, from 1; one past the end where all are answered."""
        return next((n for n, item in enumerate(self.items, 1) if item.chosen is None), len(self.items) + 1)

    @property
    def question(self) -> QuizAnswer | None:
        """The open one."""
        return self.items[self.number - 1] if self.number <= len(self.items) else None

    def answered(self, number: int, pick: int, now: datetime) -> Self:
        """The sitting with that question answered; itself where that one is not the open one."""
        if self.state != "open" or number != self.number:
            return self
        done = self._with(number, {"chosen": pick, "answered_at": now})
        return done if done.question is not None else done._ended(now)

    def asking_instead(self, number: int, other: QuizAnswer) -> Self:
        """The sitting with another question in the place of one that cannot be asked any more."""
        items = (*self.items[: number - 1], other, *self.items[number:])
        return self.model_copy(update={"items": items})

    def settled(self) -> Self:
        return self.model_copy(update={"owed_at": None})

    def _with(self, number: int, change: dict[str, Any]) -> Self:
        changed = self.items[number - 1].model_copy(update=change)
        return self.model_copy(update={"items": (*self.items[: number - 1], changed, *self.items[number:])})

    def _ended(self, now: datetime) -> Self:
        right, of = sum(item.right for item in self.items), len(self.items)
        state = "passed" if 100 * right >= self.passing_score * of else "failed"
        ended = {"state": state, "score": 100 * right // of, "ended_at": now, "owed_at": now}
        return self.model_copy(update=ended)
