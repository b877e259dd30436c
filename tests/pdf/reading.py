"""What a reader finds in a drawn report: its text, its outline, its fonts, and what it must not hold."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import Destination

from adapters.pdf.document import draw
from domain.model.report import ReportSheet


def read(sheet: ReportSheet) -> PdfReader:
    return PdfReader(BytesIO(draw(sheet).pdf))


def pages_of(sheet: ReportSheet) -> list[str]:
    """The text of each page, its white space as single spaces."""
    return text_by_page(read(sheet))


def text_by_page(reader: PdfReader) -> list[str]:
    """The same of what was drawn before."""
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(sheet: ReportSheet) -> str:
    return " ".join(pages_of(sheet))


def packed(text: str) -> str:
    """The text without white space, which a line break may add and an extractor drop."""
    return "".join(text.split())


def outline_of(reader: PdfReader) -> list[tuple[str, int]]:
    """(title, index of the page) of each entry."""
    entries = [entry for entry in reader.outline if isinstance(entry, Destination)]
    return [(str(entry.title), reader.get_destination_page_number(entry) or 0) for entry in entries]


def fonts_of(reader: PdfReader) -> Iterator[Any]:
    """The font dictionaries of all pages."""
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            yield font.get_object()


def foreign_objects(reader: PdfReader) -> list[str]:
    """Images, forms, links and scripts: whatever is not text and lines."""
    found: list[str] = []
    for page in reader.pages:
        resources: Any = page["/Resources"]
        found += list(resources.get("/XObject", {}))
        found += ["/Annots"] if "/Annots" in page else []
    catalog: Any = reader.trailer["/Root"]
    return found + [key for key in ("/OpenAction", "/AA", "/AcroForm", "/Names") if key in catalog]
