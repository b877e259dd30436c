"""The progress report as a document: its sections on pages, with headers, page numbers and an outline."""

from dataclasses import replace
from io import BytesIO

from adapters.pdf import fonts
from adapters.pdf.frame import PRIVATE, Metadata, canvas_of, fill, footer, header
from adapters.pdf.progress_sections import interviews, sections
from adapters.pdf.progress_stories import story_grid
from adapters.pdf.progress_summary import note, summary
from adapters.pdf.progress_wording import span
from adapters.pdf.shaping import plain
from adapters.pdf.strips import Strip, paint_page
from adapters.pdf.styles import TOP
from domain.model.progress_sheet import ProgressSheet
from domain.model.report import RenderedReport

_ROWS_KEPT = 2


def draw(sheet: ProgressSheet) -> RenderedReport:
    """The pages of a sheet. The same sheet gives the same bytes, in any thread, process or time zone."""
    with fonts.ONE_AT_A_TIME:
        return _drawn(sheet)


def _drawn(sheet: ProgressSheet) -> RenderedReport:
    pages = _pages(sheet)
    buffer = BytesIO()
    canvas = canvas_of(buffer, _about(sheet))
    owner = f"{plain(sheet.student_name, 60)} · progress report"
    for number, strips in enumerate(pages, start=1):
        if number > 1:
            header(canvas, owner, next((strip.chapter for strip in strips if strip.chapter), ""))
        paint_page(canvas, strips, TOP, "")
        footer(canvas, PRIVATE, number, len(pages))
        canvas.showPage()
    canvas.save()
    return RenderedReport(pdf=buffer.getvalue(), pages=len(pages))


def _about(sheet: ProgressSheet) -> Metadata:
    title = f"Progress report: {plain(sheet.student_name, 120)}, {span(sheet)}"
    return Metadata(sheet.student_name, title, "Progress over all mock interviews", sheet.made_at)


def _pages(sheet: ProgressSheet) -> list[list[Strip]]:
    """The note ends the report, below the last rows, or page one where it would cost a page."""
    named = [*sections(sheet), ("Story grid", story_grid(sheet.stories)), ("Interviews", interviews(sheet))]
    following = [replace(strip, chapter=name) for name, strips in named for strip in strips]
    kept = [replace(strip, keep=True) for strip in following[-_ROWS_KEPT:]]
    ending = fill([*summary(sheet), *following[:-_ROWS_KEPT], *kept, *note()])
    beneath = fill([*summary(sheet), *note(), *following])
    return beneath if len(beneath) < len(ending) else ending
