"""What a progress report says, and where: every number can be read, nothing lies outside the margins."""

import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from adapters.pdf.progress import draw
from adapters.pdf.styles import LEFT, PAGE_HEIGHT, RIGHT
from domain.model.attempt import Attempt
from domain.model.progress_sheet import HeldInterview, ProgressSheet
from domain.model.story_grid import StoryGrid
from domain.progress import compiled
from tests.domain.histories import any_attempt, known
from tests.examples import tried
from tests.pdf.progress_samples import PLANS, progress_sheet
from tests.pdf.reading import foreign_objects, outline_of, packed, text_by_page

EDGE = 1.0
"""In points: half the width of a line that ends at the margin, and what PDFium adds."""
MARKUP = ["\u202e", "\x00", "\ud800", "\t", "\n", "<b>", "&amp;", "W" * 90]
SCRIPTS = [
    "كتاب ",
    "ספר ",
    "क्षत्रिय ",
    "日本語",
    "👩‍🚀",
    "\u202e",
    "\x00",
    "\ud800",
    "\t",
    "\n",
    "<b>",
    "&amp;",
    "W" * 90,
]
ANY_TEXT = st.text(max_size=120) | st.lists(st.sampled_from(SCRIPTS + MARKUP), max_size=12).map("".join)
SIZES = (0, 1, 3, 50)


def reader_of(sheet: ProgressSheet) -> PdfReader:
    return PdfReader(BytesIO(draw(sheet).pdf))


def text_of(sheet: ProgressSheet) -> str:
    return " ".join(text_by_page(reader_of(sheet)))


def outside(pdf: bytes) -> Iterator[tuple[int, Any]]:
    """(page, bounds) of each thing painted beyond the margins."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document):
            for thing in page.get_objects():
                left, bottom, right, top = thing.get_bounds()
                level = bottom >= 24 and top <= PAGE_HEIGHT - 24
                if left < LEFT - EDGE or right > RIGHT + EDGE or not level:
                    yield number, (left, bottom, right, top)
    finally:
        document.close()


@pytest.mark.parametrize("interviews", SIZES)
def test_nothing_lies_outside_the_margins(interviews: int) -> None:
    assert list(outside(draw(progress_sheet(interviews)).pdf)) == []


def test_the_first_page_says_who_and_where_they_stand() -> None:
    sheet = progress_sheet(50)
    first = text_by_page(reader_of(sheet))[0]
    for wanted in ("Ananya Krishnamurthy", "30 Aug 2026 to 22 Nov 2026", "50", "300", sheet.standing):
        assert wanted in first
    for found in sheet.rounds:
        assert f"{found.estimate} ({found.low}–{found.high}) {found.verdict}" in first
        assert f"{found.marks[0].estimate} → {found.estimate} since 1 Sep" in first


def test_every_figure_can_be_read() -> None:
    sheet = progress_sheet(50)
    text = text_of(sheet)
    wanted = [found.sentence for found in sheet.guessing]
    wanted += [f"{t.topic} {t.observations} times on {t.days} days {t.mean}" for t in sheet.recurring]
    wanted += [f"{plan.percent} %" for plan in PLANS]
    wanted += [
        "2 of 5 stages passed, 12 h 40 min studied",
        "overdue since 10 Nov 2026",
        "7 recall cards wait",
    ]
    wanted += [" ".join(str(s) for s in need.scores if s is not None) for need in sheet.stories.needs]
    wanted += [f"told {s.told} times, best {s.best}" for s in sheet.stories.stories]
    wanted += [f"{one.score} {one.low}–{one.high}" for one in sheet.held]
    wanted += [f"DSA {one.rounds[0][1]} · Technical {one.rounds[1][1]}" for one in sheet.held]
    assert [one for one in wanted if one not in text] == []


def test_what_is_too_early_is_said_and_not_drawn() -> None:
    text = text_of(progress_sheet(1))
    assert text.count("2 of 3 answers so far: too early to say") == 3
    assert text.count("Too few to draw: a line takes 3.") == 3
    assert "no story yet" in text
    empty = text_of(progress_sheet(0))
    for said in ("nothing to judge yet", "No score was guessed", "no learning path", "No interview was held"):
        assert said in empty


def test_each_section_is_in_the_outline_at_its_page() -> None:
    reader = reader_of(progress_sheet(50))
    pages = text_by_page(reader)
    titles = [title for title, _ in outline_of(reader)]
    assert titles == [
        "Summary",
        "How ready you are",
        "Round by round over time",
        "How well you guess your scores",
        "Topics",
        "Roadmaps so far",
        "Story grid",
        "Interviews",
    ]
    assert all(title in pages[page] for title, page in outline_of(reader)[1:])
    assert [f"page {n} of {len(pages)}" in text for n, text in enumerate(pages, 1)] == [True] * len(pages)
    assert foreign_objects(reader) == []


def test_the_same_sheet_gives_the_same_bytes_in_any_order_and_thread() -> None:
    sheets = [progress_sheet(n) for n in SIZES]
    alone = [hashlib.sha256(draw(sheet).pdf).hexdigest() for sheet in sheets]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(draw, sheets[::-1]))
    assert [hashlib.sha256(one.pdf).hexdigest() for one in at_once][::-1] == alone
    assert [one.pages for one in at_once][::-1] == [len(reader_of(sheet).pages) for sheet in sheets]


def filled(text: str, sheet: ProgressSheet) -> ProgressSheet:
    """The sheet with that text wherever somebody's words may stand."""
    grid = sheet.stories
    stories = tuple(story.model_copy(update={"title": text}) for story in grid.stories)
    needs = tuple(need.model_copy(update={"competency": text}) for need in grid.needs)
    return sheet.model_copy(
        update={
            "student_name": text,
            "plans": tuple(plan.model_copy(update={"name": text, "stage": text}) for plan in PLANS),
            "recurring": tuple(topic.model_copy(update={"topic": text}) for topic in sheet.recurring),
            "stories": StoryGrid(company=text, needs=needs, stories=stories, answers=grid.answers),
            "held": tuple(one.model_copy(update={"title": text}) for one in sheet.held),
        }
    )


@tried(16)
@given(ANY_TEXT)
def test_any_text_is_drawn_within_the_margins_as_it_is(text: str) -> None:
    sheet = filled(text, progress_sheet(3))
    drawn = draw(sheet)
    assert list(outside(drawn.pdf)) == []
    read = PdfReader(BytesIO(drawn.pdf))
    assert foreign_objects(read) == []
    seen = packed(" ".join(text_by_page(read)))
    assert all(str(one.score) in seen for one in sheet.held)
    if "<b>" in text[:20]:
        assert "<b>" in seen


@tried(16)
@given(st.lists(any_attempt, max_size=60, unique_by=lambda attempt: attempt.id))
def test_any_history_is_drawn_within_the_margins(attempts: list[Attempt]) -> None:
    sheet = compiled(known((), attempts))
    drawn = draw(sheet)
    assert list(outside(drawn.pdf)) == []
    first = text_by_page(PdfReader(BytesIO(drawn.pdf)))[0]
    assert [r.sentence for r in sheet.rounds if r.estimate is None and r.sentence not in first] == []
    judged = [f"{r.estimate} ({r.low}–{r.high}) {r.verdict}" for r in sheet.rounds if r.estimate is not None]
    assert [figure for figure in judged if figure not in first] == []


rounds = st.sampled_from(["dsa", "technical_qa", "system_design", "behavioral"])
any_held = st.builds(
    lambda score, held, names: held.model_copy(
        update={"score": score, "low": max(0, score - 9), "high": min(100, score + 9), "rounds": names}
    ),
    st.integers(0, 100),
    st.sampled_from(progress_sheet(3).held),
    st.lists(st.tuples(rounds, st.integers(0, 100)), max_size=4).map(tuple),
)


@tried(16)
@given(st.lists(any_held, max_size=60))
def test_every_interview_of_any_number_is_listed(held: list[HeldInterview]) -> None:
    sheet = progress_sheet(1).model_copy(update={"held": tuple(held)})
    drawn = draw(sheet)
    pages = text_by_page(PdfReader(BytesIO(drawn.pdf)))
    bands = re.findall(r"(\d+) (\d+)–(\d+)", " ".join(pages).split("Overall scores with their bands")[1])
    assert [tuple(map(int, band)) for band in bands] == [(h.score, h.low, h.high) for h in held]
    assert list(outside(drawn.pdf)) == []


def test_a_header_names_the_section_that_goes_on_and_the_note_stands_below_the_last_rows() -> None:
    _, *later, last = text_by_page(reader_of(progress_sheet(50)))
    goes_on = "Ananya Krishnamurthy · progress report Interviews"
    assert any(page.startswith(goes_on) for page in (*later, last))
    assert "1 Sep 2026" in last
    assert "Estimates are made of first tries" in last
