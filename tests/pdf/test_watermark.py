"""A mentor's report: each page says who asked and when, numbers lead to answers, withheld ones say so."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import Destination

from adapters.pdf.document import draw
from domain.model.report import Asked, QuestionSection, ReportSheet
from tests.examples import tried
from tests.pdf.reading import outline_of, packed, pages_of, read, text_by_page
from tests.pdf.samples import sheet

ASKED = Asked(name="Mia Lind", address="slack:T1:U2", at=datetime(2026, 11, 23, 9, 5, tzinfo=UTC))
FOOT = "For Mia Lind (slack:T1:U2) · asked 23 November 2026, 09:05 UTC"
SECOND = 1


def with_withheld() -> ReportSheet:
    """The sample for a mentor, with its second question withheld."""
    whole = sheet(asked=ASKED)
    kept = {name: getattr(whole.sections[SECOND], name) for name in ("number", "round", "title", "prompt")}
    blank = QuestionSection(**kept, difficulty=2, answer=None, score=None, withheld=True)
    sections = (*whole.sections[:SECOND], blank, *whole.sections[SECOND + 1 :])
    return whole.model_copy(update={"sections": sections})


def links(reader: PdfReader) -> list[tuple[int, int, float]]:
    """(index of its page, index of the page that it leads to, how high there) of each link."""
    ids = [page.indirect_reference.idnum if page.indirect_reference else 0 for page in reader.pages]
    found = []
    for number, page in enumerate(reader.pages):
        for note in page.get("/Annots", ()):
            to, _, _, top, _ = note.get_object()["/Dest"]
            found.append((number, ids.index(to.idnum), float(top)))
    return found


def test_every_page_says_who_asked_and_when() -> None:
    for page in pages_of(sheet(asked=ASKED)):
        assert FOOT in page
        assert "private until its owner shares it" not in page
        assert page.count("asked 23 November 2026, 09:05 UTC") == 2, "at its foot and across it"


def test_a_student_s_own_report_names_nobody_else_and_holds_no_links() -> None:
    reader = read(sheet())
    assert links(reader) == []
    assert "asked" not in text_by_page(reader)[0]


def test_each_question_s_score_on_the_first_page_leads_to_its_section() -> None:
    reader = read(with_withheld())
    _, *sections = [entry for entry in reader.outline if isinstance(entry, Destination)]
    starts = [(reader.get_destination_page_number(one) or 0, float(one.top or 0)) for one in sections]
    assert len(starts) == 12
    assert [(to, top) for page, to, top in links(reader) if page == 0] == starts


def test_a_withheld_answer_says_so_and_nothing_else() -> None:
    reader, section = read(with_withheld()), sheet().sections[SECOND]
    text = " ".join(text_by_page(reader))
    assert "Withheld by the student." in text
    assert "2: withheld" in text
    assert "10 of 11 questions answered, 1 withheld by the student" in text
    assert section.answer is not None
    assert packed(section.answer[:60]) not in packed(text)
    assert any(title == f"2. {section.title} (withheld)" for title, _ in outline_of(reader))


def test_without_the_answers_the_first_page_still_counts_them() -> None:
    (page,) = pages_of(sheet(asked=ASKED, sections=()))
    assert "10 of 12 questions answered" in page
    assert links(read(sheet(asked=ASKED, sections=()))) == []


@tried(10)
@given(st.text(max_size=300), st.text(max_size=120))
def test_any_name_is_drawn_on_the_page(name: str, address: str) -> None:
    asked = Asked(name=name, address=address, at=ASKED.at)
    drawn = draw(sheet(asked=asked, sections=()))
    assert drawn.pages == len(text_by_page(read(sheet(asked=asked, sections=()))))
    assert drawn.pdf == draw(sheet(asked=asked, sections=())).pdf
