"""Word documents: real ones by python-docx, and packages that no word processor writes."""

from dataclasses import replace
from typing import Any

import pytest

from tests.resume.making import DOCX_TYPE, ROOMY, a_docx, a_zip, raw_docx, read, refused, word_xml

PARAGRAPH = "<w:p><w:r><w:t>Ana Lopez, engineer</w:t></w:r></w:p>"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _resume(document: Any) -> None:
    document.add_heading("Ana Lopez", 0)
    document.add_heading("Experience", 1)
    document.add_paragraph("Built a cache that cut latency by 40%", style="List Bullet")
    document.add_paragraph("Acme\t2020\u20132022")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Python", "PostgreSQL"


def _with_hidden_runs(document: Any) -> None:
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph("Seen. ")
    paragraph.add_run("vanished ").font.hidden = True
    paragraph.add_run("white ").font.color.rgb = RGBColor(255, 255, 255)
    paragraph.add_run("tiny ").font.size = Pt(1)
    paragraph.add_run("Seen again.").font.hidden = False


def test_headings_bullets_tables_and_tabs_are_lines() -> None:
    found = read(a_docx(_resume), "docx")
    assert found.text.splitlines() == [
        "Ana Lopez",
        "Experience",
        "• Built a cache that cut latency by 40%",
        "Acme 2020–2022",
        "Python",
        "PostgreSQL",
    ]
    assert (found.pages, found.notes) == (0, ())


def test_hidden_runs_are_left_out_and_told() -> None:
    found = read(a_docx(_with_hidden_runs))
    assert (found.text, found.notes) == ("Seen. Seen again.", ("hidden",))


def test_white_on_a_shade_is_read() -> None:
    white = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>SKILLS</w:t></w:r>'
    shaded = f'<w:tc><w:tcPr><w:shd w:fill="1F3864"/></w:tcPr><w:p>{white}</w:p></w:tc>'
    cell = f"<w:tbl><w:tr>{shaded}</w:tr></w:tbl>"
    found = read(raw_docx(word_xml(f"{cell}<w:p>{white}</w:p>{PARAGRAPH}")))
    assert found.text.splitlines() == ["SKILLS", "", "Ana Lopez, engineer"]
    assert found.notes == ("hidden",)


def test_text_boxes_and_content_controls_are_read_once() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent>{PARAGRAPH}</w:txbxContent>"
    drawn = f'<x:AlternateContent xmlns:x="{mc}"><x:Choice>{box}</x:Choice><x:Fallback>{box}</x:Fallback>'
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>Skills</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    body = f"<w:p><w:r>{drawn}</x:AlternateContent></w:r></w:p>{control}"
    assert read(raw_docx(word_xml(body))).text.split("\n") == ["Ana Lopez, engineer", "", "Skills"]


def test_deleted_text_and_field_codes_are_not_text() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        '<w:r><w:instrText>HYPERLINK "http://localhost/"</w:instrText><w:br/><w:t>line</w:t></w:r></w:p>'
    )
    assert read(raw_docx(word_xml(body))).text == "new\nline"


def test_macros_are_ignored_and_told() -> None:
    types = f'{MACROS}"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject'
    found = read(raw_docx(word_xml(PARAGRAPH), types, [("word/vbaProject.bin", b"\0" * 100)]), "docx")
    assert (found.text, found.notes) == ("Ana Lopez, engineer", ("macros",))


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE, "<!DOCTYPE w>"])
def test_a_document_type_is_refused(head: str) -> None:
    assert refused(raw_docx(word_xml("<w:p/>", head)))[0] == "entities"
    assert refused(raw_docx(word_xml("<w:p/>", head).encode("utf-16")))[0] in ("entities", "damaged")
    types = f"{head}<Types/>"
    assert refused(a_zip(("[Content_Types].xml", types), ("word/document.xml", "")))[0] == "entities"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    swollen = raw_docx(word_xml(PARAGRAPH), more=[("word/media/a.bin", b"\0" * (2 << 20))])
    assert refused(swollen) == ("bomb", "")
    assert refused(a_docx(), limits=replace(ROOMY, unpacked_bytes=10_000)) == ("bomb", "")
    assert refused(a_docx(), limits=replace(ROOMY, zip_entries=5)) == ("bomb", "")


def test_an_entry_that_unpacks_to_more_than_it_says_is_refused() -> None:
    honest = raw_docx(word_xml(PARAGRAPH * 1000))
    size = len(word_xml(PARAGRAPH * 1000)).to_bytes(4, "little")
    assert honest.count(size) == 2
    assert refused(honest.replace(size, (100).to_bytes(4, "little"))) == ("damaged", "")


def test_a_part_that_is_missing_or_no_xml_is_refused() -> None:
    assert refused(raw_docx("<w:document")) == ("damaged", "")
    missing = raw_docx(word_xml(PARAGRAPH)).replace(b"word/document.xml", b"word/documant.xml")
    assert refused(missing) == ("damaged", "")
    assert refused(a_docx()[:-40]) == ("damaged", "")


def test_elements_nested_deeply_cost_nothing() -> None:
    deep = word_xml("<w:p>" * 4_000 + "<w:r><w:t>x</w:t></w:r>" + "</w:p>" * 4_000)
    assert read(raw_docx(deep), limits=replace(ROOMY, unpacked_times=10_000)).text == "x"


def test_a_document_of_pictures_is_a_scan() -> None:
    assert refused(raw_docx(word_xml("<w:p><w:r><w:drawing/></w:r></w:p>"))) == ("scan", "")


def test_a_document_without_text_is_empty() -> None:
    assert refused(a_docx(lambda document: None)) == ("empty", "")


@pytest.mark.parametrize(
    ("kind", "seems"),
    [
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "an Excel file"),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "slides"),
        (DOCX_TYPE.replace("main+xml", "settings+xml"), "an archive"),
    ],
)
def test_other_office_files_are_told(kind: str, seems: str) -> None:
    assert refused(raw_docx(word_xml(PARAGRAPH), kind)) == ("kind", seems)
