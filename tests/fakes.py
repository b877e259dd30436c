"""Stand-ins for the clock, randomness, the judge, the pages and the platform: plain, seeded, inspectable."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from domain.errors import ModelFailed, PlaceGone
from domain.model.completion import Completion, Failure, Prompt, Spoken, Talk, Tokens
from domain.model.group_sheet import GroupSheet
from domain.model.path_sheet import PathSheet
from domain.model.progress_sheet import ProgressSheet
from domain.model.question import Case, Compare
from domain.model.report import RenderedReport, ReportSheet
from domain.model.verdict import CaseResult, Outcome, Verdict
from domain.ports import Heard, Progress
from domain.replies import Reply
from domain.requests import Actor, Place

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class ManualClock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime = NOON) -> None:
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


class CountedRandomness:
    """Ids in order: 0000000000000001, 0000000000000002, …; `start` keeps two worlds' ids apart."""

    def __init__(self, start: int = 0) -> None:
        self.given = start

    def new_id(self) -> str:
        self.given += 1
        return f"{self.given:016x}"

    def seed(self) -> int:
        return 7

    def secret(self, alphabet: str, length: int) -> str:
        """Another one each time, the same in every run."""
        self.given += 1
        draw = random.Random(self.given)
        return "".join(draw.choice(alphabet) for _ in range(length))


@dataclass
class ScriptedJudge:
    """Passes as many tests as it is told to, for an answer that defines something; or breaks."""

    passing: int | None = None
    fault: Exception | None = None
    unavailable: bool = False
    seconds: float = 0
    ran: list[str] = field(default_factory=list)

    async def run(
        self,
        answer: str,
        function: str,
        public: Sequence[Case],
        hidden: Sequence[Case],
        compare: Compare,
        progress: Progress | None = None,
    ) -> Verdict:
        await asyncio.sleep(self.seconds)
        self.ran.append(answer)
        if self.fault is not None:
            raise self.fault
        if self.unavailable:
            return Verdict(status="unavailable", message="There is no sandbox here.", code=answer)
        if "def " not in answer:
            return Verdict(status="no_code", message="There is no code in that answer.")
        cases = [(case, True) for case in public] + [(case, False) for case in hidden]
        if progress is not None:
            await progress(f"Running {len(cases)} of {len(cases)} tests")
        passing = len(cases) if self.passing is None else self.passing
        results = tuple(
            CaseResult(label=case.label, public=is_public, outcome=_outcome(number < passing))
            for number, (case, is_public) in enumerate(cases)
        )
        return Verdict(status="ran", cases=results, code=answer)


def _outcome(passed: bool) -> Outcome:
    return "passed" if passed else "failed"


class BlankPictures:
    """Gives a file that names its path in the place of a picture."""

    async def draw(self, sheet: PathSheet) -> bytes:
        return f"{sheet.title}: {sheet.percent} %".encode()


@dataclass
class PaperlessRenderer:
    """Keeps the sheets; its pages are their number of sections. Or breaks."""

    sheets: list[ReportSheet] = field(default_factory=list)
    fault: Exception | None = None
    progressed: list[ProgressSheet] = field(default_factory=list)
    grouped: list[GroupSheet] = field(default_factory=list)

    async def render(self, sheet: ReportSheet) -> RenderedReport:
        self.sheets.append(sheet)
        if self.fault is not None:
            raise self.fault
        return RenderedReport(pdf=b"%PDF-", pages=1 + len(sheet.sections))

    async def progress(self, sheet: ProgressSheet) -> RenderedReport:
        self.progressed.append(sheet)
        if self.fault is not None:
            raise self.fault
        return RenderedReport(pdf=b"%PDF-", pages=1)

    async def group(self, sheet: GroupSheet) -> RenderedReport:
        self.grouped.append(sheet)
        if self.fault is not None:
            raise self.fault
        return RenderedReport(pdf=b"%PDF-", pages=1 + len(sheet.questions))


@dataclass
class KeptFiles:
    """Files in memory; `lost` ones are gone, as after a restored backup."""

    kept: dict[str, bytes] = field(default_factory=dict)

    async def save(self, name: str, content: bytes) -> str:
        self.kept[f"/reports/{name}"] = content
        return f"/reports/{name}"

    async def exists(self, path: str) -> bool:
        return path in self.kept

    async def delete(self, names: Sequence[str]) -> None:
        for name in names:
            self.kept.pop(f"/reports/{name}", None)


@dataclass
class Outbox:
    """What the bot said by itself, in order, each key once; or a platform that cannot be reached."""

    sent: list[tuple[Actor, Place, Reply]] = field(default_factory=list)
    fault: Exception | None = None
    progress: list[str] = field(default_factory=list)
    edited: list[tuple[Actor, str, Reply]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    posted: list[tuple[Place, Reply]] = field(default_factory=list)
    standing: dict[str, str] = field(default_factory=dict)
    threads: list[tuple[Place, str]] = field(default_factory=list)
    opened: dict[str, Place] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    threadless: set[str] = field(default_factory=set)

    def serves(self, to: Actor) -> bool:
        return to.platform != "elsewhere"

    async def working(self, to: Actor, place: Place, progress: str) -> None:
        self.progress.append(progress)

    async def open_thread(
        self, to: Actor, place: Place, title: str, key: str = "", again: bool = False
    ) -> Place | None:
        """Each channel has threads 1, 2, 3, unless it is `closed` or `threadless`."""
        if place.kind != "channel" or str(place) in self.closed | self.threadless:
            return None
        if again and key in self.opened:
            return self.opened[key]
        self.threads.append((place, title))
        self.opened[key] = Place("thread", f"{place.id}-{len(self.threads)}")
        return self.opened[key]

    async def post(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> str:
        """Returns `1`, `2`, `3` as the messages come; a key's message stands once."""
        if self.fault is not None:
            raise self.fault
        if str(place) in self.closed:
            raise PlaceGone(f"{place} is closed")
        if key and key in self.standing:
            return self.standing[key]
        self.posted.append((place, reply))
        stands_in = str(len(self.posted))
        self.standing[key or stands_in] = stands_in
        return stands_in

    async def edit(self, to: Actor, shown_in: str, reply: Reply) -> bool:
        if self.fault is not None:
            raise self.fault
        if shown_in in self.gone:
            return False
        self.edited.append((to, shown_in, reply))
        return True

    async def send(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> None:
        if self.fault is not None:
            raise self.fault
        if key and key in self.keys:
            return
        self.keys.add(key)
        self.sent.append((to, place, reply))


@dataclass
class ScriptedModel:
    """Grades every row at one level, quoting the answer's first line; or fails. Keeps what it was asked.

    It is no partner in a conversation: `tests.speaking.Speaker` is.
    """

    level: str = "fully"
    fault: ModelFailed | None = None
    pause: asyncio.Event | None = None
    asked: list[tuple[str, Prompt]] = field(default_factory=list)
    name: str = "scripted"

    async def ask(self, user_id: str, prompt: Prompt) -> Completion:
        self.asked.append((user_id, prompt))
        if self.pause is not None:
            await self.pause.wait()
        if self.fault is not None:
            raise self.fault
        wanted = prompt.instructions.rsplit("in this order: ", 1)[1].split("\n", 1)[0].rstrip(".")
        quote = prompt.material.split("\n")[1]
        rows = [
            {"id": row, "quote": quote if self.level != "none" else "", "missing": "", "level": self.level}
            for row in wanted.split(", ")
        ]
        return Completion(content={"rows": rows}, model=self.name, tokens=Tokens(read=100, written=50))

    async def talk(self, user_id: str, talk: Talk, heard: Heard) -> Spoken:
        raise ModelFailed(Failure(why="denied", passing=False), "this model only grades")
