"""One section a question of a group's round: what was asked, who came to what, which lines were best."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from adapters.pdf import group_wording as wording
from adapters.pdf.charts import bar
from adapters.pdf.prose import text_block
from adapters.pdf.shaping import Span, plain
from adapters.pdf.strips import (
    Strip,
    beside,
    block,
    cell,
    gap,
    labelled,
    one_line,
    paragraph,
    rule,
    shift,
    together,
)
from adapters.pdf.styles import (
    BODY_MUTED,
    CELL,
    CELL_STRONG,
    COLUMN,
    GUTTER,
    META,
    QUOTE,
    RULE,
    SECTION_NUMBER,
    SECTION_TITLE,
    SMALL,
    WIDTH,
)
from adapters.pdf.wording import band
from domain.model.group_sheet import Judged, Line, PanelPart, QuestionPart, RowMet, Shown

_BAR, _SCORE = 166.0, 264.0
_ROW_FIGURES = COLUMN - 120.0
_MOST_QUOTED = 600


def section(question: QuestionPart) -> list[Strip]:
    """The strips of one question, each with what the page's header calls it."""
    strips = [replace(strip, keep=True) for strip in _header(question)]
    for label, body in _parts(question):
        if body:
            strips += labelled([*shift(body, GUTTER), gap(7)], label)
    name = plain(wording.chapter(question), 80)
    return [replace(strip, chapter=name) for strip in [*strips, gap(22)]]


def _parts(question: QuestionPart) -> Iterator[tuple[str, list[Strip]]]:
    yield "Question", text_block(question.prompt, ours=True)
    yield "By the bot" if question.panel is not None else "Scores", _scores(question)
    if question.panel is not None and question.answers:
        yield "By the panel", _panel(question.panel)
    yield "Row by row", _rows(question)
    yield "Best lines", [strip for line in question.lines for strip in _line(line)]
    yield "Model answer", text_block(question.model_answer, ours=True)


def _header(question: QuestionPart) -> list[Strip]:
    number = paragraph([Span(str(question.number), SECTION_NUMBER)], GUTTER)
    title = cell(question.title or "Untitled question", SECTION_TITLE, COLUMN, most=3)
    meta = cell(wording.facts(question), META, COLUMN, most=3, ltr=True)
    bookmark = Strip(0, partial(_bookmark, question=question))
    head = beside((0, [gap(-4), *number]), (GUTTER, [*title, gap(1), *meta]))
    return [replace(rule(RULE, WIDTH, below=12), gap=True), bookmark, head, gap(10)]


def _bookmark(canvas: Canvas, x: float, y: float, *, question: QuestionPart) -> None:
    key = f"question-{question.number}"
    canvas.bookmarkPage(key, fit="XYZ", left=0, top=y + 14)
    canvas.addOutlineEntry(f"{question.number}. {plain(question.title, 80)}", key)


def _scores(question: QuestionPart) -> list[Strip]:
    left = wording.unanswered(question)
    said = paragraph([Span(left, BODY_MUTED)], COLUMN) if left else []
    return [*map(_shown, question.answers), *([gap(3)] if question.answers and said else []), *said]


def _shown(answer: Shown) -> Strip:
    name = cell(answer.name, CELL, _BAR - 12, most=1, ltr=True)
    if answer.score is None or answer.low is None or answer.high is None:
        return beside((0, name), (_BAR, paragraph([Span("no grade that counts", SMALL)], COLUMN - _BAR)))
    figures = [Span(str(answer.score), CELL_STRONG), Span(f"   {band(answer.low, answer.high)}", SMALL)]
    drawn = [bar(answer.score, None, _SCORE - _BAR - 12)]
    return beside((0, name), (_BAR, drawn), (_SCORE, paragraph(figures, COLUMN - _SCORE)))


def _panel(part: PanelPart) -> list[Strip]:
    said = [*paragraph([Span(wording.panel(part), CELL)], COLUMN), gap(4)]
    led = wording.led(part)
    after = [gap(4), *cell(led, CELL, COLUMN, most=4, ltr=True)] if led else []
    return [*said, *map(_judged, part.judged), *after]


def _judged(one: Judged) -> Strip:
    figures = [Span(str(one.total), CELL_STRONG), Span(f"   {wording.apart(one.apart)}", SMALL)]
    drawn = [bar(one.total, None, _SCORE - _BAR - 12)]
    name = cell(one.name, CELL, _BAR - 12, most=1, ltr=True)
    return beside((0, name), (_BAR, drawn), (_SCORE, paragraph(figures, COLUMN - _SCORE)))


def _rows(question: QuestionPart) -> list[Strip]:
    if not question.rows:
        return []
    of = "the bot" if question.panel is not None else "met, on average"
    head = beside(
        (0, paragraph([Span("Point", SMALL)], _ROW_FIGURES)),
        (_ROW_FIGURES, paragraph([Span(of, SMALL)], 80)),
        (_ROW_FIGURES + 64, paragraph([Span("the panel" if question.panel else "", SMALL)], 56)),
    )
    first, *rest = [_row(row) for row in question.rows]
    return [*together([head, first]), *rest]


def _row(row: RowMet) -> Strip:
    graded = "" if row.graded is None else f"{row.graded} %"
    by_panel = "" if row.panel is None else f"{row.panel} %"
    return block(
        [
            rule(RULE, COLUMN, above=2, below=3),
            beside(
                (0, cell(row.point, CELL, _ROW_FIGURES - 14, most=6)),
                (_ROW_FIGURES, paragraph([Span(graded, CELL_STRONG)], 56)),
                (_ROW_FIGURES + 64, paragraph([Span(by_panel, CELL_STRONG)], 56)),
            ),
        ]
    )


def _line(line: Line) -> list[Strip]:
    """The point, and the words that met it, with whose they are."""
    cut = line.quote if len(line.quote) <= _MOST_QUOTED else f"{line.quote[:_MOST_QUOTED]}…"
    quote = paragraph([Span(f"“{one_line(cut)}”", QUOTE)], COLUMN - 14, x=10)
    author = cell(line.name, SMALL, COLUMN - 14, most=1, ltr=True)
    return [*together([*cell(line.point, CELL, COLUMN, most=3), *quote, *shift(author, 10)]), gap(6)]
