"""Opens everything in order and closes it in reverse; reads from top to bottom."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from adapters.archive import ZipArchives
from adapters.passwords import BcryptPasswords
from adapters.queue import Payload, Run
from adapters.report_files import ReportFolder
from adapters.sentences import open_sense
from bot.clock import SystemClock, SystemRandomness
from bot.config import Settings
from bot.instance import INSTANCE, is_gone
from bot.jobs import JobQueue, own_queue
from bot.lazy import LazyJudge, LazyPictures, LazyReports, LazyResumes, LazyRetrieval
from bot.models import open_model
from domain import sweeps
from domain.actions import TABLE
from domain.content.load import fingerprint, load
from domain.dispatch import Dispatcher
from domain.errors import StoreUnavailable
from domain.jobs import put_aside, run_job
from domain.limits import RateLimit
from domain.metering import MeteredModel
from domain.ports import Documents, LanguageModel, Messenger, Sense
from domain.services import Services
from storage.all import stores_over
from storage.inbox import InboxRepository
from storage.installs import InstallationRepository, InstallStateRepository
from storage.publish import publish


@dataclass(frozen=True, slots=True)
class Graders:
    """What grades beside the rules: the code judge, and models where there are any."""

    judge: LazyJudge
    sense: Sense | None
    model: LanguageModel | None


@dataclass(frozen=True, slots=True)
class App:
    """The running parts that a platform or a command needs."""

    settings: Settings
    clock: SystemClock
    services: Services
    dispatcher: Dispatcher
    queue: JobQueue
    judge: LazyJudge
    installations: InstallationRepository
    states: InstallStateRepository

    async def warm(self) -> None:
        """Loads what the first answer would otherwise wait for: the sandbox and the sentence model."""
        await self.judge.warm()
        sense = self.services.sense
        if sense is not None:
            await asyncio.to_thread(sense.likeness, ["warm"], ["up"])
            await asyncio.to_thread(sense.closeness, ["warm"], ["up"])

    async def sweep(self) -> list[sweeps.Due]:
        """One round of what time makes due."""
        return await sweeps.sweep(self.services)


@asynccontextmanager
async def open_app(
    settings: Settings,
    messenger: Messenger,
    clock: SystemClock | None = None,
    queue: JobQueue | None = None,
) -> AsyncIterator[App]:
    """The application over its store, with a queue of its own if it is given none.

    Raises StoreUnavailable where the store cannot be used.
    """
    clock, queue = clock or SystemClock(), queue or own_queue(settings)
    async with AsyncExitStack() as stack:
        documents = await stack.enter_async_context(open_documents(settings, datetime.now(UTC)))
        await publish(documents, clock, fingerprint(), load)
        judge = LazyJudge(cache_folder(settings), settings.judge)
        stack.push_async_callback(judge.close)
        model = await stack.enter_async_context(open_model(settings, os.environ, clock.steady))
        sense = open_sense() if settings.grading.semantic else None
        services = build_services(settings, documents, clock, Graders(judge, sense, model), queue, messenger)
        await stack.enter_async_context(
            queue.working(
                _job_runner(services), partial(put_aside, services), settings.run.stop_within_seconds
            )
        )
        inbox = InboxRepository(documents, clock, INSTANCE, is_gone)
        limit = RateLimit(settings.limits.requests, timedelta(seconds=settings.limits.per_seconds))
        yield App(
            settings,
            clock,
            services,
            Dispatcher(services, TABLE, inbox, limit),
            queue,
            judge,
            InstallationRepository(documents, clock),
            InstallStateRepository(documents, clock),
        )


def build_services(
    settings: Settings,
    documents: Documents,
    clock: SystemClock,
    graders: Graders,
    queue: JobQueue,
    messenger: Messenger,
) -> Services:
    random, model = SystemRandomness(), graders.model
    stores = stores_over(documents, clock, random)
    return Services(
        **stores,
        clock=clock,
        random=random,
        judge=graders.judge,
        sense=graders.sense,
        model=None if model is None else MeteredModel(model, stores["usage"], clock, settings.model),
        renderer=LazyReports(),
        retrieval=LazyRetrieval(),
        pictures=LazyPictures(),
        files=ReportFolder(settings.storage.data_dir / "reports"),
        archives=ZipArchives(settings.storage.data_dir / "exports"),
        resumes=LazyResumes(),
        passwords=BcryptPasswords(settings.accounts.bcrypt_cost),
        messenger=messenger,
        jobs=queue,
        rules=settings.interview,
        learning=settings.learning,
        nudging=settings.nudges,
        grouping=settings.groups,
        coaching=settings.chat,
        admins=settings.admin.ids,
        model_rules=settings.model,
    )


@asynccontextmanager
async def open_documents(settings: Settings, now: datetime) -> AsyncIterator[Documents]:
    """The store that the storage URL names; its driver is imported only here."""
    url = settings.storage_url
    if url.startswith("sqlite:///"):
        from storage.sqlite import open_sqlite

        path = Path(url.removeprefix("sqlite:///"))
        timeout = settings.storage.busy_timeout_seconds
        async with open_sqlite(path, now=now, busy_timeout=timeout) as documents:
            yield documents
    elif url.startswith(("mongodb://", "mongodb+srv://")):
        from storage.mongo import open_mongo

        async with open_mongo(url) as documents:
            yield documents
    else:
        raise StoreUnavailable(
            f"The storage URL {url.split('@')[-1]!r} is of no known kind. "
            "Use sqlite:///PATH or mongodb://HOST/NAME in MOCKINGBIRD_STORAGE_URL."
        )


def cache_folder(settings: Settings) -> Path:
    """Where the compiled sandbox is kept: as configured, else in the user's cache folder."""
    if settings.judge.cache_dir is not None:
        return settings.judge.cache_dir
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "mockingbird"


def _job_runner(services: Services) -> Run:
    async def run(name: str, payload: Payload) -> None:
        await run_job(services, name, payload)

    return run
