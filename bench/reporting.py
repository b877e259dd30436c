"""The report of 12 questions, beside bare reportlab writing the same words on as many pages."""

import io
import time

from adapters.pdf.renderer import PdfReports
from bench.table import Figure, percentile
from tests.pdf.samples import sheet as sample_sheet

RUNS = 5


async def measure() -> list[Figure]:
    """Milliseconds of a report, and of as many plain pages."""
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
