"""Page one: who, how well, where it was lost, and what to do next."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.pdf.bidi import base_level
from adapters.pdf.charts import bar, radar, range_bar
from adapters.pdf.lines import line
from adapters.pdf.links import question_links
from adapters.pdf.prose import text_block
from adapters.pdf.shaping import Span
from adapters.pdf.strips import Strip, beside, block, cell, gap, one_line, paragraph, rule, together
from adapters.pdf.styles import (
    CELL,
    CELL_MUTED,
    CELL_STRONG,
    EYEBROW,
    HEADING,
    HERO,
    HERO_UNIT,
    META,
    RULE,
    SMALL,
    SMALL_STRONG,
    SUBTITLE,
    TITLE,
    WIDTH,
    Style,
)
from adapters.pdf.wording import about_the_score, band, completeness, counted, when
from domain.model.question import ROUND_NAMES
from domain.model.report import PlanItem, ReportSheet, RoundScore

_HALF = (WIDTH - 28) / 2
_RIGHT = WIDTH - _HALF
_BAR = _HALF - 70
_MOST_POINTS = 5
_SHORT_FEEDBACK = 600
_PLAN = ((0.0, 106.0), (116.0, 132.0), (258.0, 182.0), (446.0, WIDTH - 446.0))
"""x and width of the plan's columns."""


def summary(sheet: ReportSheet) -> list[Strip]:
    """The strips of the first page, and of a second where there is too much to say."""
    return [
        *_title(sheet),
        *_score(sheet),
        *_pictures(sheet),
        *_points(sheet),
        *_plan(sheet.report.improvement_plan),
        *_feedback(sheet.report.feedback, first=False),
    ]


def note(sheet: ReportSheet) -> list[Strip]:
    """What the score is and is not; it keeps together with its rule."""
    words = paragraph([Span(one_line(about_the_score(sheet)[:2000]), SMALL)], WIDTH, most=6)
    return together([rule(RULE, WIDTH, above=16, below=9), *words])


def _text(text: str, style: Style, width: float = WIDTH) -> list[Strip]:
    return paragraph([Span(text, style)], width)


def subject(sheet: ReportSheet) -> str:
    """Company, role and stream, as far as they are known."""
    return " · ".join(one_line(part) for part in (sheet.company, sheet.role, sheet.stream) if part)


def _title(sheet: ReportSheet) -> list[Strip]:
    return [
        *_text("Mock interview report", EYEBROW),
        *cell(sheet.student_name or "Unnamed student", TITLE, WIDTH, most=2, ltr=True),
        *cell(subject(sheet) or "General practice", SUBTITLE, WIDTH, most=2, ltr=True),
        *_text(f"{when(sheet)} · {completeness(sheet)}", META),
        rule(RULE, WIDTH, above=9, below=9),
    ]


def _score(sheet: ReportSheet) -> list[Strip]:
    report = sheet.report
    number = paragraph([Span(str(report.overall), HERO), Span("/100", HERO_UNIT)], 190)
    scale = [
        gap(8),
        *_text(f"Overall score, with a band of {band(report.low, report.high)}", SMALL),
        range_bar(report.overall, report.low, report.high, WIDTH - 190),
    ]
    return [beside((0, number), (190, scale)), gap(8), *_feedback(report.feedback, first=True)]


def _feedback(text: str, *, first: bool) -> list[Strip]:
    """Short feedback stands under the score, long feedback after the plan: page one is for a minute."""
    if not text.strip() or first != (len(text) <= _SHORT_FEEDBACK):
        return []
    words = text_block(text, width=WIDTH, ours=True)
    return words if first else [gap(16), *_headed("Feedback"), *words]


def _headed(title: str) -> list[Strip]:
    return [*(replace(strip, keep=True) for strip in _text(title, HEADING)), gap(3, keep=True)]


def _pictures(sheet: ReportSheet) -> list[Strip]:
    rounds = [*_text("By round", HEADING), gap(4), *(_round(r, sheet) for r in sheet.report.by_round)]
    if not sheet.report.by_round:
        rounds = [*rounds, *_text("No round was held.", CELL_MUTED)]
    areas = [*_text("By rubric area", HEADING), *_areas(sheet.radar)] if sheet.radar else []
    return [gap(12), beside((0, rounds), (_RIGHT, areas))]


def _round(score: RoundScore, sheet: ReportSheet) -> Strip:
    name = ROUND_NAMES[score.round]
    answered = f"{score.answered} of {score.asked} answered"
    head = beside((0, _text(name, CELL_STRONG)), (_BAR - line(answered, SMALL).width, _text(answered, SMALL)))
    values = [Span(str(score.score), CELL_STRONG), Span(f"  {band(score.low, score.high)}", SMALL)]
    drawn = beside((0, [bar(score.score, (score.low, score.high), _BAR)]), (_BAR + 10, paragraph(values, 70)))
    return block([head, drawn, *_sources(score, sheet), gap(9)])


def _sources(score: RoundScore, sheet: ReportSheet) -> list[Strip]:
    """Where a mentor, who was not there, finds what a round's score comes from."""
    if sheet.asked is None:
        return []
    return [gap(2), *question_links([s for s in sheet.sections if s.round == score.round], _BAR)]


def _areas(axes: Sequence[tuple[str, int]]) -> list[Strip]:
    if 3 <= len(axes) <= 8:
        return [radar(axes, _HALF)]
    return [gap(4), *(_area(label, value) for label, value in axes[:10])]


def _area(label: str, value: int) -> Strip:
    drawn = beside((0, [bar(value, None, _HALF - 40)]), (_HALF - 30, _text(str(value), CELL_STRONG, 30)))
    return block([*cell(label, CELL, _HALF, most=1), drawn, gap(5)])


def _points(sheet: ReportSheet) -> list[Strip]:
    strong = _list("Strengths", sheet.report.strengths, "Nothing stood out yet.")
    weak = _list("To work on", sheet.report.weaknesses, "Nothing stood out.")
    return [gap(12), beside((0, strong), (_RIGHT, weak))]


def _list(title: str, items: Sequence[str], none: str) -> list[Strip]:
    strips = [*_text(title, HEADING), gap(3)]
    for item in items[:_MOST_POINTS]:
        body = cell(item, CELL, _HALF - 11, most=4)
        bullet = _text("•", CELL_MUTED)
        rtl = base_level(item[:200])
        strips += [
            beside((_HALF - 5, bullet), (0, body)) if rtl else beside((0, bullet), (11, body)),
            gap(2.5),
        ]
    if len(items) > _MOST_POINTS:
        strips += _text(f"and {len(items) - _MOST_POINTS} more", SMALL)
    return strips if items else [*strips, *_text(none, CELL_MUTED)]


def _plan(items: Sequence[PlanItem]) -> list[Strip]:
    if not items:
        return []
    heads = zip(_PLAN, ("Weakness", "Why it matters", "What to do", "Time"), strict=True)
    header = beside(*((x, _text(name, SMALL_STRONG, width)) for (x, width), name in heads))
    total = sum(item.minutes for item in items)
    title = paragraph(
        [Span("Improvement plan", HEADING), Span(f"   {counted(total, 'minute')} in all", SMALL)], WIDTH
    )
    top = together([gap(16), *title, gap(3), header])
    return [*(replace(strip, keep=True) for strip in top), *(_plan_row(item) for item in items)]


def _plan_row(item: PlanItem) -> Strip:
    source = " · ".join(part for part in (item.stage, item.resource) if part)
    texts = ((item.weakness, CELL_STRONG), (item.why, CELL), (item.action, CELL))
    cells = [
        (x, cell(text, style, width, most=7)) for (x, width), (text, style) in zip(_PLAN, texts, strict=False)
    ]
    if source:
        x, width = _PLAN[2]
        cells[2] = (x, [*cells[2][1], *cell(source, SMALL, width, most=2)])
    x, width = _PLAN[3]
    row = beside(*cells, (x, _text(f"{item.minutes} min", CELL, width)))
    return block([rule(RULE, WIDTH, above=3, below=4), row])
