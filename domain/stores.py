"""The typed questions that the domain asks of its store; storage/repositories.py answers them."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from domain.model.aside import SetAsideJob
from domain.model.attempt import Attempt
from domain.model.company import Company
from domain.model.installation import Installation
from domain.model.interview import Interview
from domain.model.question import Candidate, Question, Round
from domain.model.report import Report
from domain.model.totals import Totals
from domain.model.usage import Use
from domain.model.user import User
from domain.requests import Actor


class Users(Protocol):
    async def of(self, actor: Actor) -> User | None: ...

    async def get(self, user_id: str) -> User | None:
        """The account, or the one that it was joined into."""
        ...

    async def names(self, user_ids: Sequence[str]) -> Mapping[str, str]:
        """The names of the accounts that `get` gives, by the ids they were asked for by."""
        ...

    async def by_email(self, address: str) -> User | None:
        """By the address as `User.email` has it."""
        ...

    async def add(self, user: User) -> None:
        """Raises Duplicate where the identity is somebody's already."""
        ...

    async def change(self, user_id: str, rule: Callable[[User], User]) -> User:
        """As Interviews.change, of the account that `get` gives. Raises Duplicate for another's address."""
        ...

    async def to_look_at(self, now: datetime, limit: int) -> list[User]:
        """Those for whom there may be something to remind them of by now."""
        ...

    async def to_digest(self, now: datetime, limit: int) -> list[User]:
        """Mentors whose digest should have been thought of by now."""
        ...

    async def unanalysed(self, now: datetime, limit: int) -> list[User]:
        """Those whose resume should have been analysed by now."""
        ...


class Interviews(Protocol):
    async def get(self, session_id: str) -> Interview | None: ...

    async def open_of(self, student_id: str) -> Interview | None: ...

    async def of(self, student_id: str, limit: int) -> list[Interview]:
        """The newest first."""
        ...

    def each_of(self, student_id: str) -> AsyncIterator[Sequence[Interview]]:
        """All of them, a few at a time, the newest first."""
        ...

    async def add(self, interview: Interview) -> None:
        """Raises Duplicate where the student has an open solo interview already."""
        ...

    async def change(
        self, session_id: str, rule: Callable[[Interview], Interview], known: Interview | None = None
    ) -> Interview:
        """Applies a pure rule to what is stored, again after a lost race; no change, no write.

        `known` is the interview as it was read a moment ago, which spares reading it. Raises LookupError.
        """
        ...

    async def quiet_since(self, moment: datetime, limit: int) -> list[Interview]:
        """Open interviews in which nothing has happened since."""
        ...

    async def over_time(self, now: datetime, limit: int) -> list[Interview]:
        """Open interviews whose `warn_at` has passed."""
        ...

    async def drafts_due(self, before: datetime, limit: int) -> list[Interview]:
        """Open interviews with an answer written in several messages that was due by then."""
        ...

    async def seen(self, student_id: str) -> dict[str, datetime]:
        """Slugs of the questions put to a student, with when each was put last."""
        ...


class Attempts(Protocol):
    async def get(self, attempt_id: str) -> Attempt | None: ...

    async def add(self, attempt: Attempt) -> None:
        """Raises Duplicate where that try of that question is stored already."""
        ...

    async def of_session(self, session_id: str) -> list[Attempt]:
        """The interview's own answers, in the order in which they were given; retries are not among them."""
        ...

    async def tries_of_session(self, session_id: str) -> list[Attempt]:
        """As `of_session`, and every retry."""
        ...

    async def first_try(self, session_id: str, question_id: str) -> Attempt | None: ...

    async def tries_at(self, session_id: str, student_id: str, slug: str) -> list[Attempt]:
        """All that a student answered there to that question, its follow-ups and retries, in order."""
        ...

    async def of_student(self, student_id: str, limit: int) -> list[Attempt]:
        """Over all interviews, the newest first; and of groups' rounds what was revealed."""
        ...

    def each_of(self, student_id: str) -> AsyncIterator[Sequence[Attempt]]:
        """All of these with every retry, a few at a time, the newest first."""
        ...

    async def of_event(self, student_id: str, event_id: str) -> Attempt | None: ...

    async def change(
        self, attempt_id: str, rule: Callable[[Attempt], Attempt], known: Attempt | None = None
    ) -> Attempt:
        """As Interviews.change."""
        ...

    async def ungraded(self, before: datetime, limit: int) -> list[Attempt]:
        """Answers stored before that moment that still have no grade."""
        ...

    async def owed(self, now: datetime, limit: int) -> list[Attempt]:
        """Those whose grade is to be bettered by now."""
        ...

    async def untold(self, now: datetime, limit: int) -> list[Attempt]:
        """Those of whose grade the student is to be told by now."""
        ...

    async def remarked(self, now: datetime, limit: int) -> list[Attempt]:
        """Those with a remark of a mentor that somebody is to be told of by now."""
        ...

    async def without_cards(self, now: datetime, limit: int) -> list[Attempt]:
        """Those whose recall cards should have been made by now."""
        ...


class Questions(Protocol):
    async def get(self, slug: str) -> Question | None: ...

    async def candidates(self, round_: Round) -> Sequence[Candidate]:
        """What may be asked in a round."""
        ...


class Companies(Protocol):
    async def find(self, name: str) -> Company | None:
        """By name or alias, in any case."""
        ...

    async def all(self) -> list[Company]:
        """By name."""
        ...

    async def request_research(self, company: str, role: str) -> int:
        """Queues an unknown company; returns how often it was asked for."""
        ...


class Reports(Protocol):
    async def get(self, report_id: str) -> Report | None: ...

    async def add(self, report: Report) -> None:
        """Does nothing where that report is stored already."""
        ...

    async def change(self, report_id: str, rule: Callable[[Report], Report]) -> Report:
        """As Interviews.change."""
        ...

    async def undrawn(self, before: datetime, limit: int) -> list[Report]:
        """Reports that have been as they are since before that moment, and whose pages nobody has drawn."""
        ...


class Usage(Protocol):
    """Calls of language models, added up by user, UTC day, purpose and model."""

    async def add(self, use: Use) -> None:
        """Adds the figures to those that stand there already, which may be another's that theirs was joined
        with. Raises AccountGone where the account was deleted."""
        ...

    async def hand_over(self, from_id: str, to_id: str) -> None:
        """Adds all of an ended account's figures to another's, each once, whatever dies on the way."""
        ...

    async def of(self, user_id: str, since: date) -> list[Use]:
        """That user's of that day and later, by day."""
        ...

    async def all(self, since: date) -> list[Use]:
        """Everybody's of that day and later, by day."""
        ...


class SetAside(Protocol):
    """Jobs that failed too often. A job is the same one by its name and payload."""

    async def put(self, name: str, payload: Mapping[str, str], error: str, tries: int) -> None:
        """Adds to the `tries` of the same job where it is there already; the newest error is kept."""
        ...

    async def has(self, name: str, payload: Mapping[str, str]) -> bool: ...

    async def all(self, limit: int) -> list[SetAsideJob]:
        """The last to fail first."""
        ...

    async def count(self) -> Mapping[str, int]:
        """How many there are, by name."""
        ...

    async def take(self, job_id: str) -> SetAsideJob | None:
        """Removes it; None where it is not there, or somebody else took it."""
        ...


class Statistics(Protocol):
    async def totals(self) -> Totals: ...


class Delivery(Enum):
    """NEW: never seen. AGAIN: seen, but its handling died on the way. REPEATED: handled, or being handled."""

    NEW = "new"
    AGAIN = "again"
    REPEATED = "repeated"


class Inbox(Protocol):
    async def begin(self, event_id: str) -> Delivery: ...

    async def finish(self, event_id: str) -> None:
        """The event is dealt with for good."""
        ...

    async def release(self, event_id: str) -> None:
        """The event could not be handled; its next delivery counts as AGAIN."""
        ...


class Installations(Protocol):
    """The Slack workspaces that have the bot. A workspace is found by its `team_id`, which no other has,
    whatever organisation it was in when it was installed; an organisation by `enterprise_id` and no team."""

    async def save(self, installation: Installation) -> None:
        """In the place of an earlier one of the same workspace."""
        ...

    async def find(self, enterprise_id: str, team_id: str) -> Installation | None:
        """The newest that is not gone."""
        ...

    async def all(self) -> list[Installation]:
        """Those that are not gone."""
        ...

    async def mark_gone(self, known: Installation) -> bool:
        """False where it was installed anew, or removed, since it was read."""
        ...

    async def encrypt_anew(self, known: Installation, bot_token: str) -> bool:
        """The same token as another ciphertext; False as for `mark_gone`."""
        ...

    async def delete(self, enterprise_id: str, team_id: str, before: datetime | None = None) -> None:
        """Removes what was installed before that moment, or at any time."""
        ...


class InstallStates(Protocol):
    """What ties the end of an installation in a browser to its beginning there."""

    async def issue(self, state: str) -> None: ...

    async def consume(self, state: str) -> bool:
        """Whether it was issued in the last ten minutes; true once."""
        ...
