"""Any text in any field: nothing raises, nothing is taken for markup, nothing is lost without a word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.pdf.code import code_block
from adapters.pdf.document import draw
from domain.model.report import PlanItem, QuestionSection, ReportSheet
from domain.model.verdict import CaseResult, Verdict
from tests.examples import tried
from tests.pdf.reading import foreign_objects, packed, read, text_of
from tests.pdf.sample_questions import question, row
from tests.pdf.samples import report, sheet

MARKUP = ["<b>", "</b>", "<img src='/etc/passwd'/>", "<a href='x'>", "<para>", "&amp;", "&", "<", "```", "`"]
SCRIPTS = ["كتاب ", "ספר ", "क्षत्रिय ", "日本語", "👩‍🚀", "\u202e", "\x00", "\ud800", "\t", "\n", "\u200d", "́"]
ANY_TEXT = st.text(max_size=300) | st.lists(
    st.sampled_from(MARKUP + SCRIPTS) | st.text(max_size=5), max_size=30
).map("".join)


def filled(text: str) -> ReportSheet:
    """A sheet with the text in every field that holds one, past the checks of the model."""
    case = CaseResult.model_construct(
        label=text, public=True, outcome="failed", arguments=text, expected=text, got=text, message=text
    )
    graded = [
        row("p", met).model_copy(update={"point": text, "quote": text, "note": text}) for met in (0, 0.5, 1)
    ]
    plan = PlanItem(weakness="w", why="w", action="a", minutes=5)
    told = {"title": text, "prompt": text, "feedback": text, "grader": text, "model_answer": text}
    code = {"reference_solution": text, "rows": tuple(graded)}
    sections = (
        _with(
            1, text, **told, **code, verdict=Verdict.model_construct(status="ran", cases=(case,), code=text)
        ),
        _with(
            2, text, **told, **code, verdict=Verdict.model_construct(status="crashed", message=text, code="")
        ),
    )
    words = {"weakness": text, "why": text, "action": text, "stage": text, "resource": text}
    summed = {"strengths": (text,), "weaknesses": (text, text), "feedback": text}
    return sheet().model_copy(
        update={
            **dict.fromkeys(("student_name", "company", "role", "stream"), text),
            "radar": ((text, 40), (text, 70), (text, 90)),
            "report": report().model_copy(
                update={**summed, "improvement_plan": (plan.model_copy(update=words),)}
            ),
            "sections": sections,
        }
    )


def _with(number: int, answer: str, **more: object) -> QuestionSection:
    asked = question(number, "dsa", "title", "prompt", "answer", low=1, high=90, predicted=3)
    return asked.model_copy(update={"answer": answer, **more})


def answered(answer: str, **more: object) -> ReportSheet:
    return sheet(sections=(question(1, "behavioral", "Title", "Prompt", answer, **more),))


@given(ANY_TEXT)
@tried(8)
def test_any_text_in_any_field_is_drawn(text: str) -> None:
    rendered = draw(filled(text))
    assert rendered.pages >= 2


@given(st.lists(st.sampled_from(MARKUP) | st.text("ab </>&;'\"=", max_size=6), max_size=20).map("".join))
@tried(8)
def test_markup_is_shown_as_it_was_typed(text: str) -> None:
    typed = f"start {text.replace('`', '')} end"
    reader = read(answered(typed))
    assert packed(typed) in packed("".join(page.extract_text() for page in reader.pages))
    assert foreign_objects(reader) == []


@pytest.mark.parametrize(
    "unit",
    ["x", "العربية ", "漢字", *(pytest.param(u, marks=pytest.mark.soak) for u in ("word ", "कक्षा ", "a\n"))],
)
def test_twenty_thousand_characters_go_over_many_pages(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    assert draw(answered(text)).pages >= 3


def test_a_megabyte_is_cut_with_a_note() -> None:
    text = text_of(answered("lorem " * 200_000))
    assert "Cut here: the rest is in your data export." in text
    assert text.count("lorem") == 3_333


def test_an_answer_of_the_greatest_length_is_not_cut() -> None:
    text = text_of(answered("word " * 4_000))
    assert "Cut here" not in text
    assert "Answer continued word" in text


def test_an_answer_of_countless_lines_is_cut() -> None:
    text = text_of(answered("\n".join(f"line{n}" for n in range(2_000))))
    assert "line599" in text
    assert "line600" not in text
    assert "Cut here: the rest is in your data export." in text


@pytest.mark.parametrize("frame", ["{}", "```\n{}\n```"])
def test_a_word_of_five_thousand_characters_is_wrapped_whole(frame: str) -> None:
    numbers = [f"{n:05}" for n in range(1_000)]
    shown = packed(text_of(answered(frame.format("".join(numbers)))))
    page_breaks = 2
    assert sum(number not in shown for number in numbers) <= page_breaks


def test_direction_overrides_are_removed_so_that_text_stays_in_its_order() -> None:
    assert "if admin: allow" in text_of(answered("if \u202eadmin\u202c: \u2066allow\u2069"))


@pytest.mark.parametrize(
    ("language", "unit"), [("java", "a<"), ("python", "("), ("c", "<<A\n"), ("cpp", "${")]
)
@pytest.mark.parametrize("length", [8_000, pytest.param(20_000, marks=pytest.mark.soak)])
def test_code_made_to_stall_a_lexer_does_not(language: str, unit: str, length: int) -> None:
    start = time.process_time()
    code_block((unit * length)[:length], language)
    assert time.process_time() - start < 10
