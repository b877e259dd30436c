"""Parts whose libraries are slow to import, loaded when they are first used."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import JudgeSection
from domain.content.load import load
from domain.documents_text import ReadText
from domain.model.group_sheet import GroupSheet
from domain.model.passage import Found, Passage
from domain.model.path_sheet import PathSheet
from domain.model.progress_sheet import ProgressSheet
from domain.model.question import Case, Compare
from domain.model.report import RenderedReport, ReportSheet
from domain.model.verdict import Verdict
from domain.ports import Progress

if TYPE_CHECKING:
    from adapters.judge.judge import SandboxJudge
    from adapters.pdf.renderer import PdfReports
    from adapters.resume_text.reader import ResumeReader
    from adapters.retrieval import FtsRetrieval


class LazyReports:
    """The PDF renderer; reportlab is imported with the first report."""

    def __init__(self) -> None:
        self._renderer: PdfReports | None = None

    async def render(self, sheet: ReportSheet) -> RenderedReport:
        return await self._made().render(sheet)

    async def progress(self, sheet: ProgressSheet) -> RenderedReport:
        return await self._made().progress(sheet)

    async def group(self, sheet: GroupSheet) -> RenderedReport:
        return await self._made().group(sheet)

    def _made(self) -> "PdfReports":
        if self._renderer is None:
            from adapters.pdf.renderer import PdfReports

            self._renderer = PdfReports()
        return self._renderer


class LazyPictures:
    """Draws learning paths; its libraries are imported with the first picture."""

    async def draw(self, sheet: PathSheet) -> bytes:
        from adapters.pdf.renderer import PathPictures

        return await PathPictures().draw(sheet)


class LazyResumes:
    """Reads resumes; what does so is imported with the first one, and counts those read at a time."""

    def __init__(self) -> None:
        self._reader: ResumeReader | None = None

    async def read(self, path: str, name: str) -> ReadText:
        if self._reader is None:
            from adapters.resume_text.reader import ResumeReader

            self._reader = ResumeReader()
        return await self._reader.read(path, name)


class LazyRetrieval:
    """Finds passages of the content; its index is built for the first question to the coach."""

    def __init__(self) -> None:
        self._retrieval: FtsRetrieval | None = None

    async def find(
        self,
        query: str,
        limit: int,
        *,
        own: Sequence[Passage] = (),
        without: Callable[[Passage], bool] = lambda _: False,
    ) -> Sequence[Found]:
        if self._retrieval is None:
            from adapters.retrieval import FtsRetrieval
            from domain.actions import TABLE
            from domain.passages import passages_of

            self._retrieval = FtsRetrieval(lambda: passages_of(load(), TABLE))
        return await self._retrieval.find(query, limit, own=own, without=without)


class LazyJudge:
    """The sandbox; made with the first answer in code."""

    def __init__(self, cache: Path, settings: JudgeSection) -> None:
        self._cache = cache
        self._settings = settings
        self._judge: SandboxJudge | None = None

    async def _made(self) -> "SandboxJudge":
        if self._judge is None:
            made = await asyncio.to_thread(self._make)
            self._judge = self._judge or made
        return self._judge

    def _make(self) -> "SandboxJudge":
        from adapters.judge.judge import SandboxJudge
        from adapters.judge.limits import JudgeLimits

        limits = JudgeLimits(
            test_seconds=self._settings.seconds_per_test,
            total_seconds=self._settings.seconds_in_all,
            memory_mb=self._settings.memory_mb,
        )
        return SandboxJudge(self._cache, limits)

    async def warm(self) -> None:
        """Compiles the sandbox, where that was not done before, so that the first answer need not wait."""
        await (await self._made()).warm()

    async def run(
        self,
        answer: str,
        function: str,
        public: Sequence[Case],
        hidden: Sequence[Case],
        compare: Compare,
        progress: Progress | None = None,
    ) -> Verdict:
        judge = await self._made()
        return await judge.run(answer, function, public, hidden, compare, progress)

    async def close(self) -> None:
        if self._judge is not None:
            await self._judge.close()
