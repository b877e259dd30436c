"""The typed questions about mentorships; storage/mentoring.py answers them."""

from collections.abc import Callable
from typing import Protocol

from domain.model.mentorship import Mentorship


class Mentorships(Protocol):
    async def get(self, mentorship_id: str) -> Mentorship | None: ...

    async def add(self, mentorship: Mentorship) -> None:
        """Raises Duplicate where the two have one already, AccountGone where either account was deleted."""
        ...

    async def change(self, mentorship_id: str, rule: Callable[[Mentorship], Mentorship]) -> Mentorship:
        """As Interviews.change."""
        ...

    async def between(self, mentor_id: str, student_id: str) -> Mentorship | None: ...

    async def of_student(self, student_id: str) -> list[Mentorship]:
        """In whatever state, the last changed first."""
        ...

    async def of_mentor(self, mentor_id: str) -> list[Mentorship]:
        """As `of_student`."""
        ...
