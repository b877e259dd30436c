"""Page one of the progress report: who, how much, where they stand, and how each round went over time."""

from collections.abc import Sequence

from adapters.pdf import heading
from adapters.pdf import progress_wording as wording
from adapters.pdf.heading import headed
from adapters.pdf.progress_charts import ready_bar, ready_scale, trend
from adapters.pdf.shaping import Span
from adapters.pdf.strips import Strip, beside, block, gap, paragraph, together
from adapters.pdf.styles import (
    CELL,
    CELL_MUTED,
    CELL_STRONG,
    SMALL,
    WIDTH,
    Style,
)
from adapters.pdf.wording import counted, day
from domain.model.progress_sheet import ProgressSheet, RoundProgress
from domain.model.question import ROUND_NAMES
from domain.readiness import FEWEST, READY_FROM

_STANDING = Style("text", 11, 16)
_NAME, _SAID = 92.0, 132.0
_BAR = WIDTH - _NAME - _SAID
_GUTTER = 24.0


def summary(sheet: ProgressSheet) -> list[Strip]:
    """The strips of the first page."""
    return [*_title(sheet), *_figures(sheet), gap(10), *_standing(sheet), *_ready(sheet), *_trends(sheet)]


def note() -> list[Strip]:
    """What the figures are and are not."""
    return heading.note(wording.ABOUT.format(ready=READY_FROM))


def _title(sheet: ProgressSheet) -> list[Strip]:
    made = f"{wording.span(sheet)} · made on {day(sheet.made_at)}, {sheet.made_at:%H:%M} UTC"
    return heading.title("Progress report", sheet.student_name or "Unnamed student", made)


def _figures(sheet: ProgressSheet) -> list[Strip]:
    """Four numbers side by side, each with what it counts."""
    retries = {0: "", 1: ", 1 retry"}.get(sheet.retries, f", {sheet.retries} retries")
    best = f", best {sheet.practice.best_streak}" if sheet.practice.best_streak else ""
    told = (
        (sheet.interviews, f"{_noun(sheet.interviews, 'interview')}, {sheet.completed} completed"),
        (sheet.answers, f"{_noun(sheet.answers, 'answer')}{retries}"),
        (wording.length(sheet.seconds), "spent answering"),
        (sheet.practice.streak, f"{_noun(sheet.practice.streak, 'day')} of practice in a row{best}"),
    )
    return [heading.figures(told)]


def _noun(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"


def _standing(sheet: ProgressSheet) -> list[Strip]:
    return together(paragraph([Span(sheet.standing, _STANDING)], WIDTH))


def _ready(sheet: ProgressSheet) -> list[Strip]:
    if not sheet.rounds:
        return []
    about = f"The band of each estimate, from 0 to 100; ready means all of it at {READY_FROM} or above."
    rows = [_ready_row(found) for found in sheet.rounds]
    scale = (
        [beside((_NAME, [ready_scale(_BAR)]))] if any(r.estimate is not None for r in sheet.rounds) else []
    )
    return together([*headed("ready", "How ready you are", about), *rows, *scale])


def _ready_row(found: RoundProgress) -> Strip:
    name = paragraph([Span(ROUND_NAMES[found.round], CELL_STRONG)], _NAME)
    if found.estimate is None or found.low is None or found.high is None:
        said = paragraph([Span(found.sentence, CELL_MUTED)], WIDTH - _NAME)
        return block([beside((0, [gap(3), *name]), (_NAME, [gap(3), *said])), gap(5)])
    said = paragraph(
        [
            Span(f"{found.estimate} ", CELL_STRONG),
            Span(f"({found.low}–{found.high}) ", SMALL),
            Span(f"{found.verdict}", CELL),
        ],
        _SAID - 12,
    )
    drawn = ready_bar(found.estimate, found.low, found.high, _BAR)
    row = beside((0, [gap(3), *name]), (_NAME, [drawn]), (_NAME + _BAR + 12, [gap(3), *said]))
    return block([row, gap(3)])


def _trends(sheet: ProgressSheet) -> list[Strip]:
    if not sheet.rounds or sheet.first_on is None:
        return []
    about = (
        "Each answer is a dot; the line is the estimate as it stood then, with its band. "
        f"The dashed line is the target, {READY_FROM}."
    )
    across = 3 if len(sheet.rounds) == 3 else 2
    rows = [_row(sheet, sheet.rounds[at : at + across], across) for at in range(0, len(sheet.rounds), across)]
    return [*together([*headed("trend", "Round by round over time", about), rows[0]]), *rows[1:]]


def _row(sheet: ProgressSheet, rounds: Sequence[RoundProgress], across: int) -> Strip:
    width = (WIDTH - _GUTTER * (across - 1)) / across
    columns = [(at * (width + _GUTTER), _round(sheet, found, width)) for at, found in enumerate(rounds)]
    return block([beside(*columns), gap(9)])


def _round(sheet: ProgressSheet, found: RoundProgress, width: float) -> list[Strip]:
    answers = Span(f"   {counted(len(found.dots), 'answer')}", SMALL)
    head = paragraph([Span(ROUND_NAMES[found.round], CELL_STRONG), answers], width)
    if not found.marks or sheet.first_on is None:
        said = f"Too few to draw: a line takes {FEWEST}."
        return [*head, gap(3), *paragraph([Span(said, CELL_MUTED)], width)]
    moved = paragraph([Span(wording.moved(found), SMALL)], width)
    return [*head, *moved, gap(3), trend(found.dots, found.marks, (sheet.first_on, sheet.today), width)]
