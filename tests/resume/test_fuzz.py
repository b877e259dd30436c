"""Good files with bytes changed, cut out and put in: read or refused, and nothing else, within its time."""

import time
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.resume_text.extract import extract
from adapters.resume_text.limits import ReadLimits
from adapters.resume_text.outcome import Extract, Refused
from adapters.resume_text.reader import ResumeReader
from domain.errors import UserError
from tests.resume.making import LINES, ROOMY, a_docx, a_pdf, one_page, raw_docx, word_xml

PLAIN = one_page(b"BT /F1 12 Tf 50 700 Td [(Ana) -300 (Lopez, an engineer)] TJ 3 Tr (x) ' ET /X1 Do")
WORDS = raw_docx(word_xml("<w:p><w:r><w:rPr><w:sz w:val='20'/></w:rPr><w:t>Ana</w:t><w:tab/></w:r></w:p>"))
SEEDS = {"pdf": a_pdf(LINES, LINES), "plain pdf": PLAIN, "docx": WORDS, "text": "Ana López\n• one".encode()}
OUR_LIMITS = ReadLimits()


@cache
def whole_docx() -> bytes:
    """With all the parts that Word writes."""
    return a_docx()


Edit = tuple[float, int, bytes]
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 12),
        st.one_of(
            st.binary(max_size=6),
            st.sampled_from([b"-1", b"99999999", b"<<", b"[", b"null", b"/X1 Do", b"1 0 R", b"(", b"\0"]),
        ),
    ),
    min_size=1,
    max_size=6,
)


def changed(data: bytes, edits: list[Edit]) -> bytes:
    """Each edit puts bytes in the place of so many others, somewhere between the start and the end."""
    for where, length, put in edits:
        at = int(where * len(data))
        data = data[:at] + put + data[at + length :]
    return data


@pytest.mark.parametrize("seed", SEEDS)
@settings(max_examples=20)
@given(edits=EDITS)
def test_a_changed_file_is_read_or_refused(seed: str, edits: list[Edit]) -> None:
    try:
        found = extract(changed(SEEDS[seed], edits), "", ROOMY)
    except Refused:
        return
    assert isinstance(found, Extract)
    assert found.text


@pytest.mark.soak
@pytest.mark.parametrize("seed", [*SEEDS, "whole docx"])
@settings(max_examples=1_500)
@given(edits=EDITS)
def test_many_changed_files_are_read_or_refused(seed: str, edits: list[Edit]) -> None:
    began = time.process_time()
    with suppress(Refused):
        extract(changed(SEEDS.get(seed) or whole_docx(), edits), "", ROOMY)
    assert time.process_time() - began < OUR_LIMITS.seconds


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
@settings(max_examples=150)
@given(edits=EDITS)
async def test_many_changed_files_in_their_child(
    tmp_path_factory: pytest.TempPathFactory, seed: str, edits: list[Edit]
) -> None:
    path = Path(tmp_path_factory.mktemp("resume")) / "cv"
    path.write_bytes(changed(SEEDS[seed], edits))
    began = time.monotonic()
    with suppress(UserError):
        assert (await ResumeReader().read(str(path), "cv")).text
    assert time.monotonic() - began < OUR_LIMITS.seconds + 2
