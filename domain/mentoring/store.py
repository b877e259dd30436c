"""The typed questions about mentorships and assignments; storage/mentoring.py answers them."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from domain.model.assignment import Assignment
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


class Assignments(Protocol):
    async def get(self, assignment_id: str) -> Assignment | None: ...

    async def add(self, assignment: Assignment) -> None:
        """Raises Duplicate where an open one has its key, AccountGone where either account was deleted."""
        ...

    async def change(self, assignment_id: str, rule: Callable[[Assignment], Assignment]) -> Assignment:
        """As Interviews.change."""
        ...

    async def of_key(self, key: str) -> Assignment | None:
        """The open one."""
        ...

    async def of_student(self, student_id: str, limit: int) -> list[Assignment]:
        """The newest first."""
        ...

    async def of_mentor(self, mentor_id: str, limit: int) -> list[Assignment]:
        """As `of_student`."""
        ...

    async def untold(self, now: datetime, limit: int) -> list[Assignment]:
        """Those of which somebody is to be told by now."""
        ...
