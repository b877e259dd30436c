"""Text out of a resume's file in its child, start included, beside bare pypdf in a running process."""

import io
import tempfile
import time
from pathlib import Path

from adapters.resume_text.reader import ResumeReader
from bench.table import Figure, percentile
from tests.resume.making import a_docx, a_pdf

RUNS = 7
PAGES = 10
LINE = (
    "Built a cache in Python and PostgreSQL that cut the latency of {} services by {}%, with a team of four"
)


async def measure() -> list[Figure]:
    """Seconds for ten full pages of PDF and for a Word document of as many lines."""
    lines = [LINE.format(number, number % 90) for number in range(46 * PAGES)]
    pdf = a_pdf(*(lines[start::PAGES] for start in range(PAGES)))
    docx = a_docx(lambda document: document.add_paragraph("\n".join(lines)))
    ours, theirs = await _timed(pdf, "cv.pdf"), [_bare(pdf) for _ in range(RUNS)]
    words = await _timed(docx, "cv.docx")
    return [
        Figure(
            f"resume, PDF of {PAGES} pages, p50", percentile(ours, 0.5), "s", 1.0, percentile(theirs, 0.5)
        ),
        Figure(f"resume, PDF of {PAGES} pages, slowest", max(ours), "s"),
        Figure(f"resume, DOCX of {len(lines)} lines, p50", percentile(words, 0.5), "s", 1.0),
    ]


async def _timed(data: bytes, name: str) -> list[float]:
    reader, times = ResumeReader(), []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        for _ in range(RUNS):
            began = time.perf_counter()
            found = await reader.read(str(path), name)
            times.append(time.perf_counter() - began)
            assert found.text.count("PostgreSQL") == 46 * PAGES
    return times


def _bare(data: bytes) -> float:
    from pypdf import PdfReader

    began = time.perf_counter()
    assert all(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return time.perf_counter() - began
