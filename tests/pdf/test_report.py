"""What a report says, page by page, as a reader of the PDF finds it."""

import functools
from itertools import product

import pytest
from pypdf import PdfReader

from adapters.pdf.document import draw
from domain.model.report import Comment
from domain.model.verdict import CaseResult, Verdict
from tests.pdf.reading import fonts_of, foreign_objects, outline_of, pages_of, read, text_by_page, text_of
from tests.pdf.sample_questions import question
from tests.pdf.samples import END, PLAN, report, sheet

A4 = (595, 842)


@functools.cache
def sample_file() -> PdfReader:
    return read(sheet())


@functools.cache
def sample() -> list[str]:
    """The text of the sample's pages."""
    return text_by_page(sample_file())


def summary_of(**more: object) -> str:
    """The text of the first page of a report without questions."""
    return pages_of(sheet(**{"sections": (), **more}))[0]


ON_THE_FIRST_PAGE = (
    "Ananya Krishnamurthy",
    "Northwind · Backend engineer, new graduate · Computer science",
    "22 November 2026, 14:05 to 15:32 UTC · 11 of 12 questions answered",
    "74/100",
    "68–80",
    "DSA 4 of 4 answered",
    "53 47–58",
    "Edge cases",
    "Picks the right data structure and says why",
    "The outcome of a conflict is left out",
    "180 minutes in all",
    "not a measure of understanding",
    "The grader was offline rubric 1.",
)
IN_THE_QUESTIONS = (
    "DSA · difficulty 2 of 5 6:52 of 20:00 · no hints · predicted 90, 6 too low",
    "25:10 of 20:00, 5:10 over · 1 hint used · predicted 85, 27 too high",
    "follow-up of question 2",
    "Passed 8 of 11 tests The first public test that did not pass: wrong result.",
    "There is no function named lru_cache in the answer.",
    "partly, 40%",
    "missed Names the cost of the sort 50% O(n log n) was not mentioned.",
    "“12 of 12 tests passed”",
    "Skipped: no answer was given.",
    "The answer was empty.",
    "not graded",
    "if target - n in seen:",
    "A disagreement <img src='x'> & how it ended",
    "We disagreed about <b>tabs</b> & spaces. &amp; then <font color=red>nothing</font>",
    "‹U+0000› ‹U+0007› ‹U+001B›[31m, private ‹U+E123›",
)


def test_the_first_page_says_all_there_is_to_sum_up() -> None:
    assert [wanted for wanted in ON_THE_FIRST_PAGE if wanted not in sample()[0]] == []


def test_the_first_page_holds_the_whole_plan() -> None:
    for item in PLAN:
        assert item.weakness in sample()[0]
        assert item.action in sample()[0]
        assert f"{item.minutes} min" in sample()[0]


def test_the_questions_say_all_that_came_of_them() -> None:
    text = " ".join(sample())
    assert [wanted for wanted in IN_THE_QUESTIONS if wanted not in text] == []


def test_every_page_is_numbered_and_counted() -> None:
    assert draw(sheet()).pages == len(sample())
    for number, page in enumerate(sample(), start=1):
        assert f"page {number} of {len(sample())}" in page


def test_the_outline_leads_to_the_page_of_each_question() -> None:
    outline = outline_of(sample_file())
    assert outline[0] == ("Summary", 0)
    assert [title.split(".")[0] for title, _ in outline[1:]] == [str(n) for n in range(1, 13)]
    assert outline[2][0] == "2. Merge intervals (58/100)"
    assert outline[6][0] == "6. Indexes in a relational database (skipped)"
    for (_, page), asked in zip(outline[1:], sheet().sections, strict=True):
        assert asked.title in sample()[page]


def test_later_pages_are_headed_by_the_question_at_their_top() -> None:
    _, page = outline_of(sample_file())[3]
    assert sample()[page].startswith(
        "Ananya Krishnamurthy · 22 November 2026 Question 3 · Why is the sort needed?"
    )


def test_metadata_names_the_student_and_the_end_of_the_interview() -> None:
    reader = sample_file()
    found = reader.metadata
    assert found is not None
    assert found.title == "Mock interview report: Ananya Krishnamurthy, 22 November 2026"
    assert found.author == "Ananya Krishnamurthy"
    assert found.subject == "Northwind · Backend engineer, new graduate · Computer science"
    assert found.creation_date == sheet().ended_at
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == A4


def test_every_font_is_an_embedded_subset() -> None:
    fonts = list(fonts_of(sample_file()))
    assert len(fonts) > 20
    for font in fonts:
        assert font["/Subtype"] == "/TrueType"
        assert "/FontFile2" in font["/FontDescriptor"]
        assert font["/BaseFont"][7] == "+"


def test_a_report_holds_text_and_lines_and_nothing_else() -> None:
    assert foreign_objects(sample_file()) == []


def test_an_interview_that_ended_before_the_first_question() -> None:
    empty = sheet(
        report=report(
            overall=0, low=0, high=0, by_round=(), strengths=(), weaknesses=(), feedback=""
        ).model_copy(update={"improvement_plan": ()}),
        sections=(),
        radar=(),
        completed=False,
        company=None,
        role=None,
        stream=None,
    )
    (page,) = pages_of(empty)
    assert "0/100" in page
    assert "No round was held." in page
    assert "stopped early, 0 of 0 questions answered" in page


def test_sixty_questions() -> None:
    many = tuple(q.model_copy(update={"number": n}) for n, q in enumerate(sheet().sections * 5, start=1))
    reader = read(sheet(sections=many))
    assert len(outline_of(reader)) == 61


def test_areas_too_few_for_a_radar_are_bars_with_their_numbers() -> None:
    page = summary_of(radar=(("Accuracy", 37), ("Depth", 92)))
    assert "Accuracy 37" in page
    assert "Depth 92" in page


def test_long_feedback_gives_way_to_the_plan() -> None:
    page = summary_of(report=report(feedback="Well done. " * 200))
    assert page.index("Improvement plan") < page.index("Well done.")


def test_more_points_than_the_page_holds_are_counted() -> None:
    page = summary_of(report=report(strengths=tuple(f"Strength {n}" for n in range(8))))
    assert "Strength 4" in page
    assert "Strength 5" not in page
    assert "and 3 more" in page


def test_failures_of_hidden_tests_show_no_data() -> None:
    hidden = CaseResult(public=False, outcome="failed", arguments="SECRET")
    shown = CaseResult(public=True, outcome="passed")
    asked = question(1, "dsa", "T", "P", "x = 1", verdict=Verdict(status="ran", cases=(shown, hidden)))
    text = text_of(sheet(sections=(asked,)))
    assert "Passed 1 of 2 tests; those that failed are hidden ones" in text
    assert "SECRET" not in text


@pytest.mark.parametrize(
    ("questions", "items"),
    [
        *product((1, 2), range(0, 9, 2)),
        (5, 4),
        *(
            pytest.param(*case, marks=pytest.mark.soak)
            for case in (*product((1, 2), range(1, 9, 2)), (5, 0), (5, 8))
        ),
    ],
)
def test_no_page_holds_the_note_alone(questions: int, items: int) -> None:
    """It stands below the plan, ends the report, or heads the questions."""
    plan = tuple(PLAN[0].model_copy(update={"weakness": f"Weakness {n}"}) for n in range(items))
    pages = pages_of(sheet(report=report(improvement_plan=plan), sections=sheet().sections[:questions]))
    with_note = [text for text in pages if "not a measure of" in text]
    assert len(with_note) == 1
    above, _, below = with_note[0].partition("The score is a check")
    above = above.replace("Ananya Krishnamurthy · 22 November 2026", "")
    assert above.strip() or len(below) > 800, "nothing but the note on its page"


def test_what_mentors_wrote_stands_below_the_question_with_who_and_when() -> None:
    said = [
        Comment(name="Mia <b>Rossi</b>", at=END, text="Begin with *the* cost.\n\nThen say why."),
        Comment(name="", at=END, text="Good."),
    ]
    one = question(1, "dsa", "Pairs", "Find a pair.", "A set.", comments=tuple(said))
    text = " ".join(pages_of(sheet(sections=(one, question(2, "dsa", "Other", "Another.", "No.")))))
    assert "Mia <b>Rossi</b> · 22 November 2026 Begin with *the* cost. Then say why." in text
    assert "A mentor · 22 November 2026 Good." in text
    assert text.index("A mentor ·") < text.index("Another.")
