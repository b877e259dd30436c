"""Parts of a drawn report hold its pages in order, unchanged, each part within the limit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from adapters.pdf.document import draw
from adapters.pdf.split import Part, split_pdf
from tests.examples import tried
from tests.pdf.reading import fonts_of, outline_of
from tests.pdf.sample_questions import question
from tests.pdf.samples import sheet

SCRIPTS = ("क्षत्रिय ", "العربية ", "漢字と仮名 ", "Ελληνικά ", "plain words ", "x = [1, 2] ")


@dataclass(frozen=True)
class Whole:
    """A drawn report as a file, and what a reader finds on its pages."""

    path: str
    size: int
    pages: tuple[bytes, ...] = field(repr=False)
    outline: tuple[tuple[str, int], ...]
    fonts: frozenset[str]

    @property
    def tight(self) -> int:
        """A limit not far above the largest page, whose fonts are most of its size."""
        return int(self.size * 0.6)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """The sample's twelve questions, and one long answer in each of some scripts."""
    numbers = range(13, 13 + len(SCRIPTS))
    more = [
        question(n, "behavioral", f"In script {n}", "Tell me.", unit * 300)
        for n, unit in zip(numbers, SCRIPTS, strict=True)
    ]
    drawn = draw(sheet(sections=(*sheet().sections, *more)))
    path = tmp_path_factory.mktemp("split") / "report.pdf"
    path.write_bytes(drawn.pdf)
    reader = PdfReader(path)
    outline = tuple(outline_of(reader))
    return Whole(str(path), len(drawn.pdf), tuple(drawings([reader])), outline, embedded(reader))


def drawings(readers: Iterable[PdfReader]) -> Iterator[bytes]:
    """What each page paints, byte for byte."""
    for page in (page for reader in readers for page in reader.pages):
        contents = page.get_contents()
        yield contents.get_data() if contents else b""


def pages_of(readers: Iterable[PdfReader]) -> list[PageObject]:
    return [page for reader in readers for page in reader.pages]


def embedded(reader: PdfReader) -> frozenset[str]:
    return frozenset(str(font["/BaseFont"]) for font in fonts_of(reader) if "/FontDescriptor" in font)


def readers(parts: Iterable[Part]) -> list[PdfReader]:
    return [PdfReader(BytesIO(part.content)) for part in parts]


async def parts_of(whole: Whole, limit: int) -> tuple[Part, ...]:
    parts = await split_pdf(whole.path, limit)
    assert parts is not None
    return parts


@given(share=st.floats(0.6, 0.999))
@tried(6)
async def test_parts_hold_all_pages_in_order_within_any_limit(whole: Whole, share: float) -> None:
    limit = int(whole.size * share)
    parts = await parts_of(whole, limit)
    assert all(len(part.content) <= limit for part in parts)
    assert [n for p in parts for n in range(p.first_page, p.last_page + 1)] == [
        *range(1, len(whole.pages) + 1)
    ]
    assert tuple(drawings(readers(parts))) == whole.pages
    # As few as there can be, within reason: no two neighbours could have been one part.
    assert all(len(one.content) + len(next_.content) > limit for one, next_ in pairwise(parts))


async def test_a_reader_finds_the_same_text_on_each_page(whole: Whole) -> None:
    """Every fifth page; reading one takes a tenth of a second."""
    split = pages_of(readers(await parts_of(whole, whole.tight)))
    together = pages_of([PdfReader(whole.path)])
    assert len(split) == len(together)
    for part, page in zip(split[::5], together[::5], strict=True):
        assert part.extract_text() == page.extract_text()


async def test_a_small_overflow_makes_two_parts(whole: Whole) -> None:
    assert len(await parts_of(whole, int(whole.size * 0.9))) == 2


async def test_a_part_carries_only_the_fonts_that_it_shows(whole: Whole) -> None:
    own = [embedded(reader) for reader in readers(await parts_of(whole, whole.tight))]
    assert frozenset().union(*own) == whole.fonts
    arabic = {font for font in whole.fonts if "Arabic" in font}
    assert arabic
    assert not arabic & own[0]


async def test_bookmarks_lead_to_the_same_pages(whole: Whole) -> None:
    parts = await parts_of(whole, whole.tight)
    found = [
        (title, page + part.first_page - 1)
        for part, reader in zip(parts, readers(parts), strict=True)
        for title, page in outline_of(reader)
    ]
    assert found == list(whole.outline)
    assert len(found) > len(SCRIPTS)


async def test_each_part_bears_the_title_and_language_of_the_whole(whole: Whole) -> None:
    for reader in readers(await parts_of(whole, whole.tight)):
        assert reader.metadata is not None
        assert reader.metadata.title == "Mock interview report: Ananya Krishnamurthy, 22 November 2026"
        assert str(reader.root_object["/Lang"]) == "en"


async def test_the_same_file_gives_the_same_parts(whole: Whole) -> None:
    assert await parts_of(whole, whole.tight) == await parts_of(whole, whole.tight)


async def test_a_file_within_the_limit_is_one_part_as_it_is(whole: Whole) -> None:
    content = Path(whole.path).read_bytes()
    assert await split_pdf(whole.path, whole.size) == (Part(1, len(whole.pages), content),)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.2])
async def test_a_page_that_is_too_large_alone_leaves_no_parts(whole: Whole, share: float) -> None:
    assert await split_pdf(whole.path, int(whole.size * share)) is None


async def test_a_page_too_large_behind_others_leaves_no_parts(whole: Whole, tmp_path: Path) -> None:
    limit = whole.size // 2
    (tmp_path / "begin.pdf").write_bytes((await parts_of(whole, whole.tight))[0].content)
    assert await split_pdf(str(tmp_path / "begin.pdf"), limit) is not None
    assert await split_pdf(whole.path, limit) is None


async def test_a_file_that_is_missing_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await split_pdf(str(tmp_path / "none.pdf"), 1_000)


@pytest.mark.parametrize("content", [b"", b"no PDF at all", b"%PDF-1.4\nand then nothing"])
async def test_a_file_that_is_no_pdf_is_a_value_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="is no PDF"):
        await split_pdf(str(path), 10)
