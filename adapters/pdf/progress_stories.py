"""The story grid on paper: a row for each competency, a column for each story, and what each story is."""

from collections.abc import Sequence
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from adapters.pdf import lines
from adapters.pdf import progress_wording as wording
from adapters.pdf.heading import headed
from adapters.pdf.shaping import Span
from adapters.pdf.strips import Strip, beside, block, cell, gap, paragraph, rule, together
from adapters.pdf.styles import (
    ACCENT,
    ACCENT_WASH,
    CELL,
    CELL_MUTED,
    CELL_STRONG,
    PANEL,
    PAPER,
    RULE,
    SMALL,
    SMALL_STRONG,
    WIDTH,
    Style,
)
from adapters.pdf.wording import counted
from domain.model.story_grid import GOOD_FROM, Need, StoryGrid

LETTERS = "ABCDEFGHIJ"
_NAME = 158.0
_STEP, _WIDE, _TALL = 23.0, 20.0, 13.0
_ROW = 17.0
_FOR = 4
_GOOD = Style("strong", 8, 11.5, PAPER)
_LOW = Style("text", 8, 11.5, ACCENT)
_LETTER = Style("strong", 8, 11.5, ACCENT)


def story_grid(grid: StoryGrid) -> list[Strip]:
    """The section of the stories; without any it says how they come about."""
    if not grid.stories:
        head = headed("stories", "Story grid")
        none = "No story yet: answers to behavioral questions are kept here, by what they tell."
        return [*head, *together(paragraph([Span(none, CELL_MUTED)], WIDTH))]
    columns = _columns(grid)
    rows = [_row(need, grid, columns) for need in grid.needs]
    head = [*headed("stories", "Story grid", _about(grid)), _letters(len(columns))]
    return [*together([*head, *rows[:2]]), *rows[2:], gap(8), *_legend(grid, columns)]


def _about(grid: StoryGrid) -> str:
    asked = f"what {grid.company} asks stories about" if grid.company else "all that stories are asked about"
    told = "1 story" if len(grid.stories) == 1 else f"{len(grid.stories)} stories"
    return (
        f"{told} from {counted(grid.answers, 'answer')}, against {asked}: the best score of each, filled "
        f"from {GOOD_FROM} on. {wording.STORIES}"
    )


def _columns(grid: StoryGrid) -> list[int]:
    """The places of the stories shown: those that are the best for something, then those told last."""
    best = {need.story for need in grid.needs if need.story is not None}
    wanted = sorted(range(len(grid.stories)), key=lambda place: (place not in best, place))
    return sorted(wanted[: len(LETTERS)])


def _letters(count: int) -> Strip:
    return Strip(_ROW, partial(_paint_letters, count=count), keep=True)


def _paint_letters(canvas: Canvas, x: float, y: float, *, count: int) -> None:
    for place in range(count):
        letter = lines.line(LETTERS[place], _LETTER)
        letter.paint(canvas, x + _NAME + place * _STEP + (_WIDE - letter.width) / 2, y - 11)


def _row(need: Need, grid: StoryGrid, columns: Sequence[int]) -> Strip:
    name = cell(need.competency, CELL, _NAME - 8, most=1)
    state = wording.need(need, grid)
    style = SMALL if need.state == "ready" else SMALL_STRONG
    scores = [need.scores[place] for place in columns]
    drawn = Strip(_ROW, partial(_paint_scores, scores=scores))
    at = _NAME + _STEP * len(columns) + 8
    said = cell(state, style, WIDTH - at, most=1)
    return beside((0, [gap(2), *name]), (_NAME, [drawn]), (at, [gap(2), *said]))


def _paint_scores(canvas: Canvas, x: float, y: float, *, scores: Sequence[int | None]) -> None:
    for place, score in enumerate(scores):
        left, bottom = x + place * _STEP, y - 2 - _TALL
        good = score is not None and score >= GOOD_FROM
        canvas.setFillColor(PANEL if score is None else ACCENT if good else ACCENT_WASH)
        canvas.roundRect(left, bottom, _WIDE, _TALL, 2.5, stroke=0, fill=1)
        if score is not None:
            number = lines.line(str(score), _GOOD if good else _LOW)
            number.paint(canvas, left + (_WIDE - number.width) / 2, bottom + 3.6)


def _legend(grid: StoryGrid, columns: Sequence[int]) -> list[Strip]:
    strips = [_story(grid, place, letter) for place, letter in zip(columns, LETTERS, strict=False)]
    more = len(grid.stories) - len(columns)
    if more > 0:
        left_out = f"and {more} more {'story' if more == 1 else 'stories'}, told longer ago"
        strips += [gap(3), *paragraph([Span(left_out, SMALL)], WIDTH)]
    return strips


def _story(grid: StoryGrid, place: int, letter: str) -> Strip:
    story = grid.stories[place]
    warned = wording.warnings(story)
    told = [*cell(wording.told(story), SMALL, 200, most=1)]
    told += cell(warned, SMALL_STRONG, 200, most=2) if warned else []
    title = [
        *cell(story.named, CELL_STRONG, WIDTH - 236, most=2),
        *cell(_told_for(story.told_for), SMALL, WIDTH - 236, most=2),
    ]
    row = beside((0, paragraph([Span(letter, _LETTER)], 16)), (18, title), (WIDTH - 200, told))
    return block([rule(RULE, WIDTH, above=3, below=4), row])


def _told_for(competencies: Sequence[str]) -> str:
    more = len(competencies) - _FOR
    return ", ".join(competencies[:_FOR]) + (f" and {more} more" if more > 0 else "")
