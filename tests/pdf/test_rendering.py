"""Drawing beside other work: the same bytes anywhere, off the event loop, with whatever fonts are there."""

import asyncio
import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from adapters.pdf.document import draw
from adapters.pdf.renderer import PdfReports
from domain.model.report import ReportSheet
from domain.ports import ReportRenderer
from tests.pdf.sample_questions import question
from tests.pdf.samples import sheet

DIGEST = """
import hashlib
from adapters.pdf.document import draw
from tests.pdf.samples import sheet
print(hashlib.sha256(draw(sheet()).pdf).hexdigest())
"""
WITHOUT_FONTS = """
import sys
for name in {missing}:
    sys.modules[name] = None
from io import BytesIO
from pypdf import PdfReader
from adapters.pdf.document import draw
from tests.pdf.samples import sheet
some = sheet(sections=[asked for asked in sheet().sections if asked.number in (1, 7)])
text = "".join(page.extract_text() for page in PdfReader(BytesIO(draw(some).pdf)).pages)
assert "Two sum" in text and "74/100" in text
print("‹U+" + format(ord("进"), "04X") in text, "Процессы" in text)
"""


def run(script: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=110,
    ).stdout.strip()


def digest(drawn: ReportSheet) -> str:
    return hashlib.sha256(draw(drawn).pdf).hexdigest()


def test_bytes_do_not_depend_on_the_process_its_hash_seed_zone_or_locale_or_what_was_drawn_before() -> None:
    elsewhere = run(DIGEST, PYTHONHASHSEED="4242", TZ="Asia/Kolkata", LANG="C", LC_ALL="C")
    assert elsewhere == drawn_after_others()


def drawn_after_others() -> str:
    """The digest in this process, after a sheet in other scripts and another order."""
    draw(sheet(student_name="किताब كتاب ספר 日本 😀", sections=sheet().sections[::-1]))
    return digest(sheet())


def test_reports_drawn_at_once_are_those_drawn_alone() -> None:
    sheets = [
        sheet(),
        sheet(student_name="أحمد", sections=sheet().sections[4:8]),
        sheet(sections=(question(1, "dsa", "T", "P", "क्षत्रिय " * 300),)),
    ]
    alone = [draw(one).pdf for one in sheets]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(draw, sheets * 2))
    assert [rendered.pdf for rendered in at_once] == alone * 2


async def test_the_event_loop_goes_on_while_a_report_is_drawn() -> None:
    renderer: ReportRenderer = PdfReports()
    drawing = asyncio.ensure_future(renderer.render(sheet()))
    ticks = 0
    while not drawing.done():
        await asyncio.sleep(0.002)
        ticks += 1
    assert ticks > 3
    assert drawing.result() == draw(sheet())


def test_importing_the_renderer_does_not_import_reportlab() -> None:
    script = "import sys, adapters.pdf.renderer; print('reportlab' in sys.modules, 'pygments' in sys.modules)"
    assert run(script) == "False False"


def test_without_the_font_for_a_script_its_characters_are_marked() -> None:
    assert run(WITHOUT_FONTS.format(missing=["paperang_p2_fonts_cjk"])) == "True True"


def test_without_any_font_package_there_is_still_a_report() -> None:
    packages = ["fontpkg_fira_sans", "fontpkg_jetbrains_mono", "manimgx_fonts", "paperang_p2_fonts_cjk"]
    assert run(WITHOUT_FONTS.format(missing=packages)) == "True False"
