"""The typed questions that learning asks of its store; storage/learning.py answers them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from domain.model.card import ReviewCard
from domain.model.learning import LearningPath, Owed
from domain.model.nudge import Nudge
from domain.model.quiz import Sitting
from domain.model.roadmap import Roadmap


class Roadmaps(Protocol):
    """What ships, as it was last published; what the files no longer hold can still be read by its slug."""

    async def find(self, name: str) -> Roadmap | None:
        """By slug, name or alias, in any case; those that can be begun."""
        ...

    async def get(self, slug: str) -> Roadmap | None: ...

    async def all(self) -> Sequence[Roadmap]:
        """Those that can be begun, by name, without their quiz items."""
        ...


class Paths(Protocol):
    async def get(self, path_id: str) -> LearningPath | None: ...

    async def add(self, path: LearningPath) -> None:
        """Raises Duplicate where the student has a path for that skill already, dropped or not."""
        ...

    async def change(self, path_id: str, rule: Callable[[LearningPath], LearningPath]) -> LearningPath:
        """As Interviews.change."""
        ...

    async def of(self, student_id: str) -> list[LearningPath]:
        """The last touched first; dropped ones too."""
        ...

    async def owing(self, before: datetime, limit: int) -> list[LearningPath]:
        """Those whose progress was to be told elsewhere before that moment and may not have been."""
        ...

    async def record(self, path: LearningPath, owed: Owed) -> None:
        """Writes one entry of `learning_progress`, or removes it where it was undone; can be repeated.

        Raises AccountGone where the student's account was deleted.
        """
        ...

    async def remove(self, path: LearningPath) -> bool:
        """Whether it was still as it is here, and so was removed."""
        ...


class Quizzes(Protocol):
    async def get(self, sitting_id: str) -> Sitting | None: ...

    async def add(self, sitting: Sitting) -> None:
        """Raises Duplicate where that stage's quiz is open already."""
        ...

    async def change(self, sitting_id: str, rule: Callable[[Sitting], Sitting]) -> Sitting:
        """As Interviews.change."""
        ...

    async def of_stage(self, path_id: str, stage: str) -> list[Sitting]:
        """The newest first."""
        ...

    async def of_student(self, student_id: str, limit: int) -> list[Sitting]:
        """The newest first."""
        ...

    async def owing(self, before: datetime, limit: int) -> list[Sitting]:
        """Those that ended before that moment, and of whose result nothing has followed yet."""
        ...


class Cards(Protocol):
    async def get(self, card_id: str) -> ReviewCard | None: ...

    async def add(self, card: ReviewCard) -> None:
        """Raises Duplicate where the student has a card for that point already."""
        ...

    async def change(self, card_id: str, rule: Callable[[ReviewCard], ReviewCard]) -> ReviewCard:
        """As Interviews.change."""
        ...

    async def remove(self, card: ReviewCard) -> bool:
        """As Paths.remove."""
        ...

    async def of_point(self, student_id: str, question_id: str, point_id: str) -> ReviewCard | None: ...

    async def of_question(self, student_id: str, question_id: str) -> list[ReviewCard]: ...

    async def due(self, student_id: str, now: datetime, limit: int) -> list[ReviewCard]:
        """The longest due first."""
        ...

    async def count_due(self, student_id: str, now: datetime) -> int: ...

    async def of_student(self, student_id: str, limit: int) -> list[ReviewCard]:
        """By when they are due."""
        ...


class Nudges(Protocol):
    async def get(self, nudge_id: str) -> Nudge | None: ...

    async def add(self, nudge: Nudge) -> None:
        """Raises Duplicate where there is one of that key."""
        ...

    async def change(self, nudge_id: str, rule: Callable[[Nudge], Nudge]) -> Nudge:
        """As Interviews.change."""
        ...

    async def due(self, now: datetime, limit: int) -> list[Nudge]:
        """Those to be sent by now, and those whose claim ran out; the longest due first."""
        ...

    async def of_user(self, user_id: str, limit: int) -> list[Nudge]:
        """The newest first."""
        ...
