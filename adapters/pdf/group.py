"""The summary of a group's round as a document: what came of it, then a section a question."""

from io import BytesIO

from adapters.pdf import fonts
from adapters.pdf.frame import Metadata, canvas_of, fill, footer, header
from adapters.pdf.group_sections import section
from adapters.pdf.group_summary import note, summary
from adapters.pdf.group_wording import PLACE, title
from adapters.pdf.shaping import plain
from adapters.pdf.strips import Strip, paint_page
from adapters.pdf.styles import TOP
from adapters.pdf.wording import day
from domain.model.group_sheet import GroupSheet
from domain.model.report import RenderedReport


def draw(sheet: GroupSheet) -> RenderedReport:
    """The pages of a sheet. The same sheet gives the same bytes, in any thread, process or time zone."""
    with fonts.ONE_AT_A_TIME:
        return _drawn(sheet)


def _drawn(sheet: GroupSheet) -> RenderedReport:
    pages = _pages(sheet)
    buffer = BytesIO()
    canvas = canvas_of(buffer, _about(sheet))
    owner, label = f"{plain(title(sheet), 60)} · {day(sheet.started_at)}", ""
    for number, strips in enumerate(pages, start=1):
        if number > 1:
            header(canvas, owner, next((strip.chapter for strip in strips if strip.chapter), ""))
        paint_page(canvas, strips, TOP, label)
        footer(canvas, PLACE, number, len(pages))
        label = strips[-1].label if strips else ""
        canvas.showPage()
    canvas.save()
    return RenderedReport(pdf=buffer.getvalue(), pages=len(pages))


def _about(sheet: GroupSheet) -> Metadata:
    name = f"Group summary: {plain(title(sheet), 120)}, {day(sheet.started_at)}"
    return Metadata("", name, "A mock round held by a group", sheet.made_at)


def _pages(sheet: GroupSheet) -> list[list[Strip]]:
    """The questions begin on a page of their own; the note stands where it costs none."""
    first, about = summary(sheet), note()
    questions = [strip for question in sheet.questions for strip in section(question)]
    beneath, ending = fill([*first, *about]), fill([*questions, *about])
    if not questions or len(beneath) == len(fill(first)):
        return [*beneath, *fill(questions)] if questions else beneath
    return [*fill(first), *ending]
