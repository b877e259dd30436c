"""One section a question: what was asked, what was answered, and how it was judged."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from adapters.pdf.charts import bar
from adapters.pdf.links import section_key
from adapters.pdf.prose import program, text_block
from adapters.pdf.rubric import rubric_rows
from adapters.pdf.shaping import Span, plain
from adapters.pdf.strips import Strip, beside, cell, gap, labelled, paragraph, rule, shift
from adapters.pdf.styles import (
    BODY,
    BODY_MUTED,
    BODY_STRONG,
    COLUMN,
    GUTTER,
    META,
    RULE,
    SCORE,
    SECTION_NUMBER,
    SECTION_TITLE,
    SMALL,
    WIDTH,
)
from adapters.pdf.wording import band, circumstances, counted, day, kind, outcome
from domain.model.report import Comment, QuestionSection
from domain.model.verdict import CaseResult, Verdict

_SCORE_WIDTH = 92.0
_TITLE_WIDTH = COLUMN - _SCORE_WIDTH - 18.0


def section(question: QuestionSection) -> list[Strip]:
    """The strips of one question, each with what the page's header calls it."""
    chapter = f"Question {question.number} · {plain(question.title, 60)}"
    strips = [replace(strip, keep=True) for strip in _header(question)]
    for label, body in _parts(question):
        if body:
            strips += labelled([*shift(body, GUTTER), gap(7)], label)
    return [replace(strip, chapter=chapter) for strip in [*strips, gap(22)]]


def _parts(question: QuestionSection) -> Iterator[tuple[str, list[Strip]]]:
    yield "Question", text_block(question.prompt, ours=True)
    yield "Answer", _answer(question)
    if question.verdict is not None:
        yield "Tests", _tests(question.verdict)
    yield "Rubric", _rubric(question)
    yield "Feedback", text_block(question.feedback, ours=True)
    yield "Model answer", text_block(question.model_answer, ours=True)
    if question.reference_solution:
        yield "Reference", program(question.reference_solution, "python")
    for comment in question.comments:
        yield "Mentor", _comment(comment)


def _header(question: QuestionSection) -> list[Strip]:
    number = paragraph([Span(str(question.number), SECTION_NUMBER)], GUTTER)
    title = cell(question.title or "Untitled question", SECTION_TITLE, _TITLE_WIDTH, most=3)
    meta = [
        strip
        for facts in (kind(question), circumstances(question))
        if facts
        for strip in paragraph([Span(" · ".join(facts), META)], _TITLE_WIDTH)
    ]
    head = beside(
        (0, [gap(-4), *number]),
        (GUTTER, [*title, gap(1), *meta]),
        (WIDTH - _SCORE_WIDTH, _score(question)),
    )
    bookmark = Strip(0, partial(_bookmark, question=question))
    return [replace(rule(RULE, WIDTH, below=12), gap=True), bookmark, head, gap(10)]


def _bookmark(canvas: Canvas, x: float, y: float, *, question: QuestionSection) -> None:
    key = section_key(question.number)
    canvas.bookmarkPage(key, fit="XYZ", left=0, top=y + 14)
    canvas.addOutlineEntry(f"{question.number}. {plain(question.title, 80)} ({outcome(question)})", key)


def _score(question: QuestionSection) -> list[Strip]:
    if question.answer is None or question.score is None:
        return paragraph([Span(outcome(question), BODY_STRONG)], _SCORE_WIDTH)
    spans = [Span(str(question.score), SCORE), Span("/100", SMALL)]
    edges = None
    if question.low is not None and question.high is not None:
        edges = (question.low, question.high)
        spans.append(Span(f"   {band(*edges)}", SMALL))
    return [*paragraph(spans, _SCORE_WIDTH + 20), bar(question.score, edges, _SCORE_WIDTH)]


def _answer(question: QuestionSection) -> list[Strip]:
    if question.withheld:
        return paragraph([Span("Withheld by the student.", BODY_MUTED)], COLUMN)
    if question.answer is None:
        return paragraph([Span("Skipped: no answer was given.", BODY_MUTED)], COLUMN)
    if not question.answer.strip():
        return paragraph([Span("The answer was empty.", BODY_MUTED)], COLUMN)
    code = question.verdict.code if question.verdict else ""
    return text_block(question.answer, code=code, bare=question.round == "dsa")


def _comment(comment: Comment) -> list[Strip]:
    """Who wrote it and on which day, then the words."""
    who = plain(comment.name, 80) or "A mentor"
    head = paragraph([Span(who, BODY_STRONG), Span(f" · {day(comment.at)}", META)], COLUMN)
    return [*(replace(strip, keep=True) for strip in head), gap(2), *text_block(comment.text)]


def _tests(verdict: Verdict) -> list[Strip]:
    if verdict.status != "ran":
        why = verdict.message or f"No test was run ({verdict.status.replace('_', ' ')})."
        return text_block(why)
    told = [Span(f"Passed {verdict.passed} of {counted(verdict.total, 'test')}", BODY_STRONG)]
    failed = verdict.first_failure
    if failed is None and verdict.passed < verdict.total:
        told.append(Span("; those that failed are hidden ones, so their data is not shown", BODY_MUTED))
    return [*paragraph(told, COLUMN), *(_counter_example(failed) if failed else [])]


def _counter_example(case: CaseResult) -> list[Strip]:
    how = "wrong result" if case.outcome == "failed" else case.outcome.replace("_", " ")
    told = [Span(f"The first public test that did not pass: {how}.", BODY)]
    strips = [*paragraph(told, COLUMN), gap(4)]
    for name, text in (
        ("Input", case.arguments),
        ("Expected", case.expected),
        ("Got", case.got),
        ("Message", case.message),
    ):
        if text.strip():
            strips += [*_named(name, program(text, width=COLUMN - 58)), gap(2)]
    return [replace(strips[0], keep=True), *strips[1:]]


def _named(name: str, body: list[Strip]) -> list[Strip]:
    first, second, *rest = shift(body, 58)
    mark = [gap(0), *paragraph([Span(name, SMALL)], 58)]
    return [first, replace(second, paint=beside((0, mark), (0, [second])).paint), *rest]


def _rubric(question: QuestionSection) -> list[Strip]:
    if not question.rows:
        return []
    grader = (
        paragraph([Span(f"Graded by {plain(question.grader, 80)}", SMALL)], COLUMN) if question.grader else []
    )
    return [*rubric_rows(question.rows), *grader]
