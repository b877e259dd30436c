"""What is held of a person over all collections, and what only operators ask of the store."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.model.account import Export
from domain.model.company import Company
from domain.model.holdings import Asked, Research, ResearchStatus
from domain.model.user import User
from domain.ports import Document


class Holdings(Protocol):
    """Everything that is kept of one person, whatever collection it is in."""

    async def counts(self, user: User) -> Mapping[str, int]:
        """How many documents of each collection are theirs; only those of which there are some."""
        ...

    def pages(self, user: User, collection: str) -> AsyncIterator[Sequence[Document]]:
        """Those of one collection, a few at a time, without secrets and without what is other people's."""
        ...

    async def files(self, user_id: str) -> Sequence[str]:
        """The names under which their reports and pictures are kept, drawn or not."""
        ...

    async def is_of_nobody(self, payload: Mapping[str, str]) -> bool:
        """Whether what a job's payload names is no more."""
        ...

    async def erase(self, user_id: str, salt: str) -> bool:
        """Removes all of it; what a group shares stays without them, under names made with the `salt`.

        Harmless if repeated; whether anything was removed this time. The account goes last, so that it can be
        called upon until all else is gone.
        """
        ...

    async def scrub(self) -> None:
        """As Documents.scrub."""
        ...


class Exports(Protocol):
    async def get(self, user_id: str) -> Export | None: ...

    async def add(self, export: Export) -> None:
        """Raises Duplicate where there is one of that person."""
        ...

    async def change(self, user_id: str, rule: Callable[[Export], Export]) -> Export:
        """As Interviews.change."""
        ...

    async def remove(self, export: Export) -> bool:
        """False where it is not as it was read any more."""
        ...

    async def before(self, moment: datetime, limit: int) -> list[Export]:
        """Those begun before that moment."""
        ...


class Desk(Protocol):
    """What operators look up and put right."""

    async def named(self, name: str) -> Sequence[User]:
        """Those who are shown under exactly that name, two at the most."""
        ...

    async def admins(self) -> int:
        """How many accounts have the role."""
        ...

    async def wanted(self, limit: int) -> Sequence[Research]:
        """Companies that were asked for and are not known, the most wanted first."""
        ...

    async def settle(self, research_id: str, status: ResearchStatus) -> Research | None:
        """None where there is no such entry."""
        ...

    async def company(self, name: str) -> Company | None:
        """By name, alias or slug, also one that was withdrawn."""
        ...

    async def question_asked(self, slug: str) -> Asked: ...

    async def company_asked(self, company: str) -> Asked: ...

    async def is_withdrawn(self, kind: str, slug: str) -> bool:
        """Whether an operator has taken a `question` or `company` out of use."""
        ...

    async def withdraw(self, kind: str, slug: str) -> None:
        """It is used no more, within a minute in every process, whatever is published from then on."""
        ...

    async def restore(self, kind: str, slug: str) -> None: ...
