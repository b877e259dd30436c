"""A PDF too large for a platform's upload limit, as parts that a reader can open one by one."""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_NAME = re.compile(rb"/([^\s/()<>\[\]{}%]+)")
_OF_THE_WHOLE = ("/Lang", "/PageMode")
# Bytes, measured: around an object, for a page's own entry, and for what every file has besides its pages.
_FRAME = 40
_PAGE = 300
_BASE = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive pages as a PDF of its own; pages are counted from 1, both ends belong to it."""

    first_page: int
    last_page: int
    content: bytes


async def split_pdf(path: str, limit: int) -> tuple[Part, ...] | None:
    """The file as few parts of at most `limit` bytes each, in order; None where one page alone is larger.

    Meant for reports as this project draws them. Raises OSError, and ValueError for what is no readable PDF.
    """
    return await asyncio.to_thread(_split, Path(path), limit)


def _split(path: Path, limit: int) -> tuple[Part, ...] | None:
    from pypdf import PdfReader  # costs a tenth of a second, which the event loop must not pay
    from pypdf.errors import PyPdfError

    whole = path.read_bytes()
    try:
        reader = PdfReader(BytesIO(whole))
        pages = len(reader.pages)
        if len(whole) <= limit:
            return (Part(1, pages, whole),)
        parts = tuple(_parts(reader, limit))
    except PyPdfError as error:
        raise ValueError(f"{path} is no PDF that can be split: {error}") from error
    return parts if parts and parts[-1].last_page == pages else None


def _parts(reader: "PdfReader", limit: int) -> Iterator[Part]:
    """Parts up to the end, or up to the page that is too large by itself."""
    sizes: dict[int, int] = {}
    needs = [_needed(_with_own_fonts(page), sizes) for page in reader.pages]
    start, room = 0, float(limit)
    while start < len(needs):
        count = _fitting(needs[start:], sizes, room)
        content = _pages(reader, start, start + count)
        if len(content) <= limit:
            yield Part(start + 1, start + count, content)
            start += count
        elif count > 1:
            # The estimate knows nothing of bookmarks; what it was short by, the other parts will be too.
            room *= min(limit / len(content), 0.995)
        else:
            return


def _with_own_fonts(page: "PageObject") -> "PageObject":
    """The page, changed to list only fonts that it shows: as drawn, each lists those of all pages."""
    from pypdf.generic import DictionaryObject, NameObject

    contents = page.get_contents()
    listed: Any = page["/Resources"]
    if contents is None or "/Font" not in listed:
        return page
    named = {name.decode("latin-1") for name in _NAME.findall(contents.get_data())}
    fonts = listed["/Font"]
    own = DictionaryObject(listed)
    own[NameObject("/Font")] = DictionaryObject({n: fonts.raw_get(n) for n in fonts if n[1:] in named})
    page[NameObject("/Resources")] = own
    return page


def _needed(page: "PageObject", sizes: dict[int, int]) -> Set[int]:
    """The numbers of the objects that a page needs; `sizes` learns how many bytes each of them takes."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    found: set[int] = set()
    left: list[Any] = [page]
    while left:
        value = left.pop()
        if isinstance(value, IndirectObject):
            number, value = value.idnum, value.get_object()
            if number in found:
                continue
            found.add(number)
            sizes[number] = sizes.get(number) or _written(value)
        if isinstance(value, ArrayObject):
            left += value
        elif isinstance(value, DictionaryObject):
            left += [value.raw_get(key) for key in value if key != "/Parent"]
    return found


def _written(value: Any) -> int:
    buffer = BytesIO()
    value.write_to_stream(buffer)
    return buffer.tell() + _FRAME


def _fitting(needs: Sequence[Set[int]], sizes: Mapping[int, int], room: float) -> int:
    """How many of the pages fit into so many bytes by estimate, shared objects counted once; 1 at least."""
    shared: set[int] = set()
    total = _BASE
    for count, page in enumerate(needs):
        total += _PAGE + sum(sizes[number] for number in page - shared)
        shared |= page
        if total > room:
            return max(count, 1)
    return len(needs)


def _pages(reader: "PdfReader", start: int, end: int) -> bytes:
    """Pages start to end, counted from 0 and the end left out, with the bookmarks that lead to them."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject

    writer = PdfWriter()
    writer.append(reader, pages=(start, end))
    writer.metadata = reader.metadata
    for key in _OF_THE_WHOLE:
        if key in reader.root_object:
            writer.root_object[NameObject(key)] = reader.root_object[key]
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
