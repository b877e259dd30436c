"""What a group's summary says, and where: of two, of 25, of a panel, and whatever people are called."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from adapters.pdf.group import draw
from domain.model.group_sheet import BoardPart, GroupSheet, Judged, Line, PanelPart, QuestionPart, Shown
from tests.examples import tried
from tests.pdf.group_samples import MODEL, NAMES, POINTS, panel, race
from tests.pdf.reading import foreign_objects, outline_of, packed, text_by_page
from tests.pdf.test_progress import ANY_TEXT, outside

SAMPLES = {"two": race(2), "many": race(25, 3), "panel": panel(), "nothing": race(2, 0)}


def reader_of(sheet: GroupSheet) -> PdfReader:
    return PdfReader(BytesIO(draw(sheet).pdf))


def text_of(sheet: GroupSheet) -> str:
    return " ".join(text_by_page(reader_of(sheet)))


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_lies_outside_the_margins(name: str) -> None:
    drawn = draw(SAMPLES[name])
    assert list(outside(drawn.pdf)) == []
    reader = PdfReader(BytesIO(drawn.pdf))
    assert foreign_objects(reader) == []
    assert drawn.pages == len(reader.pages)


def test_the_first_page_says_which_round_it_was_and_what_came_of_it() -> None:
    first = text_by_page(reader_of(race(25, 3)))[0]
    for wanted in (
        "Race: Technical, databases",
        "22 November 2026, 12:00 to 12:35 UTC",
        "and 1 more who is not on the board. Led by Ananya Krishnamurthy.",
        "26members 3questions 72answers 12median score, 92 the best",
    ):
        assert wanted in first


def test_every_score_row_and_line_can_be_read() -> None:
    sheet = race(25, 1)
    text = text_of(sheet)
    (asked,) = sheet.questions
    wanted = [f"{one.score} {one.low}–{one.high}" for one in asked.answers]
    wanted += [f"{point} {row.graded} %" for point, row in zip(POINTS[:3], asked.rows, strict=False)]
    wanted += [f"“{asked.lines[0].quote}” {NAMES[0]}", "1 member gave no answer."]
    wanted += [f"{gap.met} % {gap.answers} answers of {gap.people} people" for gap in sheet.gaps]
    wanted += [
        "The next round without a topic is about joins",
        "Met least in this round",
        MODEL.split("`")[0],
    ]
    assert [one for one in wanted if one not in text] == []


def test_a_panel_shows_each_scorer_beside_the_bot() -> None:
    text = text_of(panel())
    for wanted in (
        "candidate: Ananya Krishnamurthy · interviewer: 李小龙",
        "The panel's median is 70/100, 26 points between the highest and the lowest. 1 did not finish.",
        "a member 55 12 points from the median",
        "clarity 75/100, hints 50/100, listening 100/100",
        f"{POINTS[1]} 67 % 60 %",
        "The candidate gave no answer.",
        "8 points",
    ):
        assert wanted in text, wanted


def test_what_is_not_known_is_said() -> None:
    text = text_of(race(2))
    assert "Too little is known yet: a topic takes 3 answers of 2 people." in text
    assert "hold another round" in text
    assert "Nobody who is on the board" in text_of(race(2).model_copy(update={"board": ()}))


def test_each_section_is_in_the_outline_at_its_page() -> None:
    reader = reader_of(panel())
    pages = text_by_page(reader)
    titles = [title for title, _ in outline_of(reader)]
    assert titles == [
        "Summary",
        "The board of this round",
        "Where the group is weakest",
        "What to practise next",
        "1. Index cost",
        "2. Joins on large tables",
    ]
    assert all(title.split(". ")[-1] in pages[page] for title, page in outline_of(reader)[1:])
    assert all("for the members of this round" in page for page in pages)


def test_the_same_sheet_gives_the_same_bytes_in_any_order_and_thread() -> None:
    sheets = list(SAMPLES.values())
    alone = [hashlib.sha256(draw(sheet).pdf).hexdigest() for sheet in sheets]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(draw, sheets[::-1]))
    assert [hashlib.sha256(one.pdf).hexdigest() for one in at_once][::-1] == alone


def filled(text: str, sheet: GroupSheet) -> GroupSheet:
    """The sheet with that text wherever somebody's words may stand."""
    return sheet.model_copy(
        update={
            "host": text,
            "topic": text,
            "names": (text,) * 3,
            "board": (BoardPart(name=text, answers=3, scored=2, score=71, closeness=9),) * 2,
            "questions": tuple(_filled(text, one) for one in sheet.questions),
        }
    )


def _filled(text: str, asked: QuestionPart) -> QuestionPart:
    part = PanelPart(
        candidate=text,
        interviewer=text,
        judged=(Judged(name=text, total=64, apart=7),),
        median=64,
        led=(("Clarity", 50),),
    )
    change = {
        "answers": (Shown(name=text, score=83, low=70, high=90), Shown(name=text)),
        "lines": (Line(point=POINTS[0], quote=text, name=text),),
        "panel": part if asked.panel is not None else None,
    }
    return asked.model_copy(update=change)


@tried(8)
@given(ANY_TEXT, st.sampled_from(["two", "panel"]))
def test_any_name_is_drawn_within_the_margins_as_it_is(text: str, name: str) -> None:
    drawn = draw(filled(text, SAMPLES[name]))
    assert list(outside(drawn.pdf)) == []
    reader = PdfReader(BytesIO(drawn.pdf))
    assert foreign_objects(reader) == []
    seen = packed(" ".join(text_by_page(reader)))
    assert "8370–90" in seen
    if "<b>" in text[:20]:
        assert "<b>" in seen
