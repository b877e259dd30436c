"""The report of 12 questions beside bare reportlab, and progress over 50 interviews while others go on."""

import asyncio
import io
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from adapters.pdf.renderer import PdfReports
from bench.table import Figure, percentile
from domain import progress
from domain.model.user import User
from domain.services import Services
from tests.domain.histories import history
from tests.pdf.samples import sheet as sample_sheet
from tests.world import actor, open_world

RUNS = 5
INTERVIEWS = 50


async def measure() -> list[Figure]:
    """Milliseconds of a report, and of as many plain pages; seconds of progress, and what others wait."""
    return [*await _of_one_interview(), *await _of_many()]


async def _of_one_interview() -> list[Figure]:
    renderer, sheet = PdfReports(), sample_sheet()
    rendered = await renderer.render(sheet)
    words = _words(rendered.pdf)
    ours, theirs = [], []
    for _ in range(RUNS):
        began = time.perf_counter()
        await renderer.render(sheet)
        ours.append(1000 * (time.perf_counter() - began))
        began = time.perf_counter()
        _bare(words)
        theirs.append(1000 * (time.perf_counter() - began))
    return [
        Figure(
            f"report of {len(sheet.sections)} questions, {rendered.pages} pages",
            percentile(ours, 0.5),
            "ms",
            None,
            percentile(theirs, 0.5),
        ),
        Figure("report, size", len(rendered.pdf) / 1024, "KiB"),
    ]


async def _of_many() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(Path(folder)) as world:
            await world.say("/help")
            student = await world.do.users.of(actor("ana"))
            if student is None:
                raise LookupError("a student who has just spoken is not known")
            held, attempts = history(INTERVIEWS, student=student.id)
            for interview in held:
                await world.do.interviews.add(interview)
            for attempt in attempts:
                await world.do.attempts.add(attempt)
            return await _drawn(replace(world.do, renderer=PdfReports()), student)


async def _drawn(do: Services, student: User) -> list[Figure]:
    """The first one also loads what is needed; the loop's longest wait is of the others."""
    began = time.perf_counter()
    await progress.draw(do, student, _quietly)
    first = time.perf_counter() - began
    waits: list[float] = []
    watching = asyncio.create_task(_watch(waits))
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        await progress.draw(do, student, _quietly)
        took.append(time.perf_counter() - began)
    watching.cancel()
    name = f"progress over {INTERVIEWS} interviews"
    return [
        Figure(f"{name}, the first", first, "s", 3),
        Figure(name, percentile(took, 0.5), "s", 3),
        Figure(f"{name}, others wait, p99", percentile(waits, 0.99), "ms", 50),
    ]


async def _watch(waits: list[float]) -> None:
    """How much later than it wished somebody is woken up, in milliseconds."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        waits.append(1000 * (time.perf_counter() - began) - 1)


async def _quietly(_: str) -> None:
    """Nobody reads what is under way."""


def _words(pdf: bytes) -> list[list[str]]:
    from pypdf import PdfReader

    return [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(pdf)).pages]


def _bare(pages: list[list[str]]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()["BodyText"]
    story: list[Flowable] = []
    for page in pages:
        story += [Paragraph(_escaped(line), style) for line in page if line.strip()]
        story.append(PageBreak())
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=A4, invariant=1).build(story)
    return target.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
