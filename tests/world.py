"""A whole Mockingbird over a real SQLite file with a clock that a test moves, to hold dialogues with."""

import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from adapters.archive import ZipArchives
from adapters.console.request import Line, ask_for
from adapters.passwords import BcryptPasswords
from adapters.queue import InProcessQueue
from adapters.resume_text.reader import ResumeReader
from adapters.retrieval import FtsRetrieval
from domain import retelling, sweeps
from domain.actions import TABLE
from domain.content.load import Library, load
from domain.dispatch import Dispatcher, refusal
from domain.errors import UserError
from domain.jobs import put_aside, run_job
from domain.limits import RateLimit
from domain.model.interview import Interview
from domain.model.question import Question
from domain.passages import passages_of
from domain.ports import Asking, Documents
from domain.replies import Button, Reply
from domain.requests import Actor, Attachment, Place, Request
from domain.rules import ChatRules, GroupRules, InterviewRules, LearningRules, ModelRules, NudgeRules
from domain.services import Services
from storage.all import stores_over
from storage.inbox import InboxRepository
from storage.mongo import open_mongo
from storage.publish import publish
from storage.sqlite import open_sqlite
from tests.fakes import (
    BlankPictures,
    CountedRandomness,
    KeptFiles,
    ManualClock,
    Outbox,
    PaperlessRenderer,
    ScriptedJudge,
)


def looked_up_in(library: Library) -> FtsRetrieval:
    """What finds passages of that library; its index is built when it is first asked."""
    return FtsRetrieval(lambda: passages_of(library, TABLE))


LIBRARY = load()
RETRIEVAL = looked_up_in(LIBRARY)
ADMINS = frozenset({"console::root"})


@dataclass
class World:
    """Says lines as students and reads replies; `progress` keeps what was shown while work went on."""

    do: Services
    clock: ManualClock
    dispatcher: Dispatcher
    queue: InProcessQueue
    judge: ScriptedJudge
    renderer: PaperlessRenderer
    files: KeptFiles
    outbox: Outbox
    documents: Documents
    progress: list[str] = field(default_factory=list)
    shown: int = 0

    async def say(
        self,
        text: str | None,
        user: str = "ana",
        *,
        event: str = "",
        place: str = "dm",
        files: tuple[str, ...] = (),
    ) -> Reply:
        """The reply to a typed line; a line that gets none is an error here."""
        kind, _, place_id = place.partition(":")
        attached = tuple(Attachment(Path(f).name, f) for f in files)
        line = Line(actor(user), Place(kind, place_id), text=text, event=event, files=attached)
        reply = await self.maybe(line)
        assert reply is not None, f"no reply to {text!r}"
        return reply

    async def maybe(self, line: Line) -> Reply | None:
        try:
            request = ask_for(line)
        except UserError as error:
            return refusal(error)
        reply = await self.dispatcher.handle(request, self.note)
        await self._seen(reply)
        await self.queue.drained()
        return reply

    async def _seen(self, reply: Reply | None) -> None:
        """What a platform does once the message stands."""
        if reply is not None and reply.about:
            self.shown += 1
            await retelling.shown(self.do, reply.about, f"message {self.shown}")

    async def event(self, action: str, user: str = "ana", event: str = "", **args: str) -> Reply:
        """The reply to what a chat platform reports: a message, an edit, a deletion, somebody typing."""
        request = Request(actor(user), action, args=args, event_id=event, sent_at=self.clock.now())
        reply = await self.dispatcher.handle(request, self.note)
        await self._seen(reply)
        await self.queue.drained()
        assert reply is not None, f"no reply to {action}"
        return reply

    async def note(self, text: str) -> None:
        self.progress.append(text)

    async def press(self, reply: Reply, label: str, user: str = "ana") -> Reply:
        """The reply to a button of an earlier reply."""
        found = await self.maybe(Line(actor(user), press=button(reply, label).token))
        assert found is not None
        return found

    async def submit(self, reply: Reply, user: str = "ana", **values: str) -> Reply:
        assert reply.form is not None
        found = await self.maybe(Line(actor(user), form=reply.form.token, values=values))
        assert found is not None
        return found

    async def retire(self, slug: str) -> None:
        """Takes a question out of the bank, as an update of the content does."""
        await self.documents.claim("interview_questions", {"_id": slug}, {"retired": True})
        self.clock.forward(minutes=1)

    async def sweep(self) -> list[sweeps.Due]:
        done = await sweeps.sweep(self.do)
        await self.queue.drained()
        return done

    async def session(self, user: str = "ana") -> Interview:
        """The newest interview of a student."""
        known = await self.do.users.of(actor(user))
        assert known is not None
        return (await self.do.interviews.of(known.id, 1))[0]

    async def question(self, user: str = "ana") -> Question:
        """The bank's question behind the open one."""
        asked = (await self.session(user)).open_question
        assert asked is not None
        found = await self.do.questions.get(asked.slug)
        assert found is not None
        return found


def actor(user: str) -> Actor:
    return Actor("console", user, display_name=user)


def button(reply: Reply, label: str) -> Button:
    return next(b for b in reply.buttons if b.label == label)


def text_of(reply: Reply) -> str:
    """All words of a reply, for looking into."""
    return repr([(c.title, c.body, c.fields) for c in reply.cards])


def data(reply: Reply) -> dict[str, Any]:
    assert not reply.failed, text_of(reply)
    return reply.data


@asynccontextmanager
async def open_world(
    folder: Path,
    *,
    rules: InterviewRules | None = None,
    model_rules: ModelRules | None = None,
    clock: ManualClock | None = None,
    owner: str = "this",
    library: Library = LIBRARY,
    requests: int = 10_000,
    model: Asking | None = None,
    nudging: NudgeRules | None = None,
    grouping: GroupRules | None = None,
    coaching: ChatRules | None = None,
    url: str = "",
    files: KeptFiles | None = None,
) -> AsyncIterator[World]:
    """A world over the file in that folder; opened again, it is the same world after a restart.

    With a `url` it is over the MongoDB there.
    """
    clock = clock or ManualClock()
    store = open_mongo(url) if url else open_sqlite(folder / "world.db", busy_timeout=5)
    async with store as documents:
        await publish(documents, clock, f"test {len(library.questions)}", lambda: library)
        queue = InProcessQueue()
        random = CountedRandomness(zlib.crc32(f"{owner} {clock.now()}".encode()) * 1000)
        judge, renderer, outbox = ScriptedJudge(), PaperlessRenderer(), Outbox()
        files = KeptFiles() if files is None else files
        do = Services(
            **stores_over(documents, clock, random),
            clock=clock,
            random=random,
            judge=judge,
            sense=None,
            model=model,
            renderer=renderer,
            pictures=BlankPictures(),
            files=files,
            archives=ZipArchives(folder / "exports"),
            resumes=ResumeReader(),
            passwords=BcryptPasswords(4),
            messenger=outbox,
            jobs=queue,
            rules=rules or InterviewRules(seed=7),
            learning=LearningRules(),
            nudging=nudging or NudgeRules(),
            grouping=grouping or GroupRules(),
            coaching=coaching or ChatRules(),
            retrieval=RETRIEVAL if library is LIBRARY else looked_up_in(library),
            admins=ADMINS,
            model_rules=model_rules or ModelRules(),
        )
        inbox = InboxRepository(documents, clock, owner, is_gone=lambda name: name != owner)
        limit = RateLimit(requests, timedelta(minutes=1))

        async def run(name: str, payload: Any) -> None:
            await run_job(do, name, payload)

        async with queue.working(run, partial(put_aside, do)):
            yield World(
                do,
                clock,
                Dispatcher(do, TABLE, inbox, limit),
                queue,
                judge,
                renderer,
                files,
                outbox,
                documents,
            )
