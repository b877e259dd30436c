"""The sheet as a document: strips into pages, with headers, page numbers, outline and metadata."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from adapters.pdf import fonts
from adapters.pdf.frame import PRIVATE, Metadata, canvas_of, fill, footer, header
from adapters.pdf.sections import section
from adapters.pdf.shaping import plain
from adapters.pdf.strips import Strip, paint_page
from adapters.pdf.styles import TOP
from adapters.pdf.summary import note, subject, summary
from adapters.pdf.watermark import watermark
from adapters.pdf.wording import day
from domain.model.report import RenderedReport, ReportSheet


def draw(sheet: ReportSheet) -> RenderedReport:
    """The pages of a sheet. The same sheet gives the same bytes, in any thread, process or time zone."""
    with fonts.ONE_AT_A_TIME:
        return _drawn(sheet)


def _drawn(sheet: ReportSheet) -> RenderedReport:
    questions = [strip for question in sheet.sections for strip in section(question)]
    pages = _pages(summary(sheet), note(sheet), questions)
    buffer = BytesIO()
    canvas = canvas_of(buffer, _about(sheet))
    _paint(canvas, pages, sheet)
    canvas.save()
    return RenderedReport(pdf=buffer.getvalue(), pages=len(pages))


def _pages(first: Sequence[Strip], about: Sequence[Strip], questions: Sequence[Strip]) -> list[list[Strip]]:
    """The summary, the questions from a new page on, and the note where it costs no page of its own.

    It stands below the summary, else it ends the report, else it heads the questions.
    """
    if not questions:
        return fill([*first, *about])
    alone, whole = fill(first), fill([*first, *about])
    if len(whole) == len(alone):
        return [*whole, *fill(questions)]
    ending, plain_ending = fill([*questions, *about]), fill(questions)
    if len(ending) == len(plain_ending):
        return [*alone, *ending]
    return [*alone, *fill([*about, *questions])]


def _about(sheet: ReportSheet) -> Metadata:
    title = f"Mock interview report: {plain(sheet.student_name, 120)}, {day(sheet.started_at)}"
    about = plain(subject(sheet), 200) or "Mock interview report"
    return Metadata(sheet.student_name, title, about, sheet.ended_at)


def _paint(canvas: Canvas, pages: Sequence[Sequence[Strip]], sheet: ReportSheet) -> None:
    owner, label = f"{plain(sheet.student_name, 60)} · {day(sheet.started_at)}", ""
    for number, strips in enumerate(pages, start=1):
        if sheet.asked is not None:
            watermark(canvas, sheet.asked)
        if number > 1:
            header(canvas, owner, next((strip.chapter for strip in strips), ""))
        paint_page(canvas, strips, TOP, label)
        footer(canvas, "" if sheet.asked else PRIVATE, number, len(pages))
        label = strips[-1].label if strips else ""
        canvas.showPage()
