"""Where the exam is sat: whole interviews with the real application, in a folder that is gone afterwards."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

from adapters.judge import sandbox_status
from adapters.queue import InProcessQueue, Payload
from bot.app import App, open_app
from bot.config import QueueSection, Settings, Storage
from bot.exam.candidates import CANDIDATES, Candidate
from bot.exam.record import Record, Sat, Sitting
from bot.exam.seat import Seat
from domain.content.load import load
from domain.errors import PlaceGone
from domain.model.question import Question
from domain.replies import Reply
from domain.requests import Actor, Place

SEED = 7


class NobodyHome:
    """A platform where what the bot says by itself arrives, and is kept by the candidate's name."""

    def __init__(self) -> None:
        self.told: dict[str, list[Reply]] = defaultdict(list)

    def serves(self, to: Actor) -> bool:
        return True

    async def send(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> None:
        self.told[to.user_id].append(reply)

    async def edit(self, to: Actor, shown_in: str, reply: Reply) -> bool:
        self.told[to.user_id].append(reply)
        return True

    async def open_thread(
        self, to: Actor, place: Place, title: str, key: str = "", again: bool = False
    ) -> None:
        """There are no channels in the hall."""

    async def post(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> str:
        """Nobody sits the exam in a group."""
        raise PlaceGone("there are no channels in the hall")

    async def working(self, to: Actor, place: Place, progress: str) -> None:
        """Nobody watches."""


class PaperlessQueue(InProcessQueue):
    """Runs every job but the drawing of a report's pages: the exam looks at figures."""

    async def add(self, name: str, payload: Payload, after: timedelta = timedelta()) -> None:
        if name != "render_report":
            await super().add(name, payload, after)


async def hold(settings: Settings, names: Collection[str], folder: Path) -> Record:
    """The record of those candidates' interviews, sat in that folder with a restart in between."""
    wanted = [CANDIDATES[name] for name in CANDIDATES if name in names]
    coding = any(candidate.codes for candidate in wanted)
    no_judge = await asyncio.to_thread(_why_no_judge) if coding else ""
    seated = [candidate for candidate in wanted if not (candidate.codes and no_judge)]
    return await Hall(_settings(settings, folder), seated, no_judge).hold()


@cache
def _bank() -> Mapping[str, Question]:
    return {question.slug: question for question in load().questions}


def _why_no_judge() -> str:
    return sandbox_status() or ""


def _settings(settings: Settings, folder: Path) -> Settings:
    """The operator's settings, over a store and a queue of the exam's own and with a fixed seed."""
    return settings.model_copy(
        update={
            "storage": Storage(data_dir=folder, busy_timeout_seconds=60),
            "queue": QueueSection(),
            "interview": settings.interview.model_copy(update={"seed": SEED}),
        }
    )


class Hall:
    """One exam: who sits it, and what was said so far."""

    def __init__(self, settings: Settings, candidates: Iterable[Candidate], no_judge: str) -> None:
        self._settings = settings
        self._no_judge = no_judge
        self._bank = _bank()
        self._seats = [Seat(candidate, self._bank) for candidate in candidates]
        self._home = NobodyHome()

    async def hold(self) -> Record:
        """Everybody at once; after a restart those who paused or come late, and the slow ones last.

        The clock moves for those, and it is everybody's.
        """
        async with self._open() as (app, queue):
            first = [seat for seat in self._seats if not seat.candidate.begin_late]
            await asyncio.gather(*(seat.sit(app, queue) for seat in first))
            if all(seat.over for seat in self._seats):
                return await self._record(app)
        async with self._open() as (app, queue):
            last = [seat for seat in self._seats if not seat.over]
            await asyncio.gather(*(seat.sit(app, queue) for seat in last if not seat.candidate.hours))
            for seat in last:
                if seat.candidate.hours:
                    await seat.sit(app, queue)
            return await self._record(app)

    async def _record(self, app: App) -> Record:
        model = app.services.model
        return Record(
            sittings={seat.candidate.name: await self._sitting(app, seat) for seat in self._seats},
            bank=self._bank,
            rules=self._settings.interview,
            model=model.name if model else "",
            no_judge=self._no_judge,
        )

    async def _sitting(self, app: App, seat: Seat) -> Sitting:
        sat = [await _sat(app, session_id) for session_id in seat.sessions]
        told = tuple(self._home.told[seat.candidate.name])
        return Sitting(seat.candidate, tuple(seat.steps), tuple(sat), told)

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[tuple[App, InProcessQueue]]:
        queue = PaperlessQueue()
        async with open_app(self._settings, self._home, queue=queue) as app:
            yield app, queue


async def _sat(app: App, session_id: str) -> Sat:
    """Raises LookupError where the store has lost the interview."""
    interview = await app.services.interviews.get(session_id)
    if interview is None:
        raise LookupError(f"no interview {session_id}")
    attempts = await app.services.attempts.of_session(session_id)
    report = await app.services.reports.get(interview.report_id) if interview.report_id else None
    return Sat(interview, tuple(attempts), report)
