"""Text out of a PDF by pypdf, page by page, in the order in which it was written into the file."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError

from adapters.resume_text.gaps import part_words
from adapters.resume_text.limits import ReadLimits
from adapters.resume_text.outcome import Extract, Note, Refused
from adapters.resume_text.painted import Painted
from adapters.resume_text.tidy import is_garbled

_FEW_LETTERS = 20
_END = b"%%EOF"
_SOFT_HYPHEN = "\u00ad"
"""On a page, where it is drawn, it is a hyphen as any other; LaTeX writes all of them so."""


def read_pdf(data: bytes, limits: ReadLimits) -> Extract:
    """Raises Refused, whatever the file holds."""
    try:
        with apply_configuration(
            zlib_maximum_output_length=limits.unpacked_bytes,
            lzw_maximum_output_length=limits.unpacked_bytes,
            run_length_maximum_output_length=limits.unpacked_bytes,
            array_based_stream_maximum_output_length=limits.unpacked_bytes,
            page_tree_maximum_entries=100 * limits.pages,
            jbig2dec_binary=None,
            disable_legacy_handling=True,
        ):
            return _read(data, limits)
    except LimitReachedError as error:
        raise Refused("bomb") from error
    except (Refused, MemoryError):
        raise
    except Exception as error:  # what a stranger's file makes the library raise has no end
        raise Refused("damaged") from error


def _read(data: bytes, limits: ReadLimits) -> Extract:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise Refused("encrypted")
    _check_pages(_claimed_pages(reader), limits)
    _check_pages(len(reader.pages), limits)
    pages: list[_Page] = []
    for page in reader.pages:
        pages.append(_Page(page))
        if sum(len(each.text) for each in pages) > limits.characters:
            raise Refused("long", f"{limits.characters:,}")
    return _whole(pages, cut=b" obj" in data[data.rfind(_END) :])


def _claimed_pages(reader: PdfReader) -> int:
    """What the file says before its pages are counted, which takes long where there are many."""
    root: Any = reader.trailer["/Root"]
    count = root["/Pages"].get("/Count")
    return count if isinstance(count, int) else 0


def _check_pages(count: int, limits: ReadLimits) -> None:
    if count > limits.pages:
        raise Refused("pages", f"{count:,}|{limits.pages}")


class _Page:
    """One page's text, and what of it could not be read or is not to be seen."""

    def __init__(self, page: PageObject) -> None:
        left, bottom, right, top = map(float, page.cropbox)
        self._parts: list[str] = []
        self.unreadable = 0
        self.painted = Painted((left, bottom, right, top))
        see: Callable[..., None] = self._see
        page.extract_text(
            visitor_operand_before=self._before,
            visitor_operand_after=self.painted.after,
            visitor_text=see,
        )
        self.text = "".join(self._parts).replace(_SOFT_HYPHEN, "-").strip()
        self.letters = sum(map(str.isalnum, self.text))

    def _before(self, operator: bytes, operands: Any, cm: Any, tm: Any) -> None:
        self.painted.before(operator, operands, cm, tm)
        if operator == b"TJ":
            part_words(operands)

    def _see(self, text: str, _cm: Any, _tm: Any, font: Mapping[str, Any] | None, _size: float) -> None:
        if text.strip() and font is not None and _speechless(font):
            self.unreadable += len(text)
        else:
            self._parts.append(text)


def _speechless(font: Mapping[str, Any]) -> bool:
    """Whether nothing says which letters the font's glyphs are: their numbers would pass for letters."""
    numbered = font.get("/Subtype") == "/Type0" and str(font.get("/Encoding")).startswith("/Identity")
    return numbered and "/ToUnicode" not in font


def _whole(pages: list[_Page], *, cut: bool) -> Extract:
    text = "\n".join(page.text for page in pages)
    letters = sum(page.letters for page in pages)
    unreadable = sum(page.unreadable for page in pages)
    if unreadable > letters:
        raise Refused("garbled")
    if not is_garbled(text) and letters < _FEW_LETTERS:
        raise Refused("damaged" if cut else "scan")
    found: dict[Note, bool] = {
        "hidden": any(page.painted.hidden for page in pages),
        "unreadable": unreadable > 0,
        "pictures": any(page.painted.pictures and not page.letters for page in pages),
        "cut": cut,
    }
    return Extract(text, len(pages), tuple(note for note, holds in found.items() if holds))
