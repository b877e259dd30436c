"""Students with an interview open, read and written straight in the store of a bot's data folder."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.app import open_app, open_documents
from bot.clock import SystemClock
from bot.config import Settings, Storage
from bot.switchboard import Switchboard
from domain.model.interview import Interview
from domain.requests import Actor, Place, Request
from storage.repositories import AttemptRepository, InterviewRepository, UserRepository
from tests.world import LIBRARY


class Store:
    """What the store holds of students."""

    def __init__(
        self, users: UserRepository, interviews: InterviewRepository, attempts: AttemptRepository
    ) -> None:
        self._users = users
        self._interviews = interviews
        self._attempts = attempts

    async def right_answer(self, student: Actor) -> str:
        """The bank's own answer to the question that the student has open."""
        asked = (await self._open(student)).open_question
        question = LIBRARY.question(asked.slug) if asked else None
        assert question is not None, f"{student} has no question open any more"
        return question.model_answer

    async def graded(self, student: Actor) -> int:
        """How many answers of the student are there with a grade."""
        attempts = await self._attempts.of_session((await self._open(student)).id)
        return sum(attempt.graded for attempt in attempts)

    async def _open(self, student: Actor) -> Interview:
        user = await self._users.of(student)
        interview = await self._interviews.open_of(user.id) if user else None
        assert interview is not None, f"{student} has no interview open"
        return interview


@asynccontextmanager
async def open_store(folder: Path) -> AsyncIterator[Store]:
    async with open_documents(_settings(folder), datetime.now(UTC)) as documents:
        clock = SystemClock()
        yield Store(
            UserRepository(documents, clock),
            InterviewRepository(documents, clock),
            AttemptRepository(documents, clock),
        )


async def begin_interviews(folder: Path, students: Sequence[Actor], questions: int) -> None:
    """A round of technical questions for each of them."""
    args = {"rounds": "technical_qa", "questions": str(questions)}
    async with open_app(_settings(folder), Switchboard()) as app:
        for student in students:
            request = Request(student, "interview start", Place("dm"), args)
            reply = await app.dispatcher.handle(request, _silently)
            assert reply is not None
            assert reply.data["question"], reply


def _settings(folder: Path) -> Settings:
    return Settings(storage=Storage(data_dir=folder))


async def _silently(_: str) -> None:
    return None
