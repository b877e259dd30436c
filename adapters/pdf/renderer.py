"""What a running bot draws with: in a thread, where reportlab is also imported."""

import asyncio

from domain.model.group_sheet import GroupSheet
from domain.model.path_sheet import PathSheet
from domain.model.progress_sheet import ProgressSheet
from domain.model.report import RenderedReport, ReportSheet


class PdfReports:
    """Reports as PDF. Nothing is kept between reports but the loaded fonts."""

    async def render(self, sheet: ReportSheet) -> RenderedReport:
        """The sheet as a PDF, drawn off the event loop."""
        return await asyncio.to_thread(_draw, sheet)

    async def progress(self, sheet: ProgressSheet) -> RenderedReport:
        """The same for progress over all interviews."""
        return await asyncio.to_thread(_draw_progress, sheet)

    async def group(self, sheet: GroupSheet) -> RenderedReport:
        """The same for the summary of a group's round."""
        return await asyncio.to_thread(_draw_group, sheet)


def _draw(sheet: ReportSheet) -> RenderedReport:
    from adapters.pdf.document import draw  # costs a tenth of a second, which the event loop must not pay

    return draw(sheet)


def _draw_progress(sheet: ProgressSheet) -> RenderedReport:
    from adapters.pdf.progress import draw  # as above

    return draw(sheet)


def _draw_group(sheet: GroupSheet) -> RenderedReport:
    from adapters.pdf.group import draw  # as above

    return draw(sheet)


class PathPictures:
    """Pictures of learning paths as PNG."""

    async def draw(self, sheet: PathSheet) -> bytes:
        return await asyncio.to_thread(_picture, sheet)


def _picture(sheet: PathSheet) -> bytes:
    from adapters.pdf.path_picture import draw  # as above

    return draw(sheet)
