"""What follows page one of the progress report: guesses, topics, roadmaps and the list of interviews."""

from collections.abc import Sequence

from adapters.pdf import progress_wording as wording
from adapters.pdf.charts import bar
from adapters.pdf.heading import headed
from adapters.pdf.progress_charts import scatter
from adapters.pdf.shaping import Span
from adapters.pdf.strips import Strip, beside, block, cell, gap, paragraph, rule, together
from adapters.pdf.styles import CELL, CELL_MUTED, CELL_STRONG, RULE, SMALL, SMALL_STRONG, WIDTH
from adapters.pdf.wording import band, counted
from domain.calibration import FEWEST
from domain.model.progress_sheet import HeldInterview, PlanProgress, ProgressSheet, Topic

_HALF = (WIDTH - 28) / 2
_SCATTER = 190.0
_SHARE = 34.0
_HELD = ((0.0, 62.0), (66.0, 138.0), (212.0, 62.0), (284.0, 62.0), (350.0, WIDTH - 350.0))
"""x and width of a listed interview's date, title, bar, score and rounds."""


def sections(sheet: ProgressSheet) -> list[tuple[str, list[Strip]]]:
    """Each section with the name that the page's header gives it."""
    return [
        ("Guesses", _guesses(sheet)),
        ("Topics", _topics(sheet)),
        ("Roadmaps", _plans(sheet)),
    ]


def _guesses(sheet: ProgressSheet) -> list[Strip]:
    head = headed("guesses", "How well you guess your scores")
    if not sheet.guesses:
        return [*head, *_said("No score was guessed so far: the option predict of an answer takes a guess.")]
    told = [found.sentence for found in sheet.guessing if found.sentence]
    few = sum(not found.sentence for found in sheet.guessing)
    if few:
        named = counted(few, "round")
        told.append(f"In {named} there are fewer than {FEWEST} guesses: too few to speak of.")
    beneath = "Below the dashed line you guessed higher than the score, above it lower."
    words = [*(strip for line in told for strip in _item(line)), gap(4), *_small(beneath)]
    drawn = beside((0, [scatter(sheet.guesses, _SCATTER)]), (_SCATTER + 16, [gap(6), *words]))
    return together([*head, drawn])


def _item(text: str) -> list[Strip]:
    body = cell(text, CELL, WIDTH - _SCATTER - 27, most=4)
    return [beside((0, paragraph([Span("•", CELL_MUTED)], 10)), (11, body)), gap(3)]


def _small(text: str) -> list[Strip]:
    return paragraph([Span(text, SMALL)], WIDTH - _SCATTER - 16)


def _said(text: str) -> list[Strip]:
    return together(paragraph([Span(text, CELL_MUTED)], WIDTH))


def _topics(sheet: ProgressSheet) -> list[Strip]:
    head = headed("topics", "Topics", "Means over answers, quizzes and recall cards of the last half year.")
    weak = [*paragraph([Span("Weak again and again", CELL_STRONG)], _HALF), gap(3)]
    weak += _bars(sheet.recurring, "Nothing so far: it takes three observations on two days, below 60.")
    low = [*paragraph([Span("Low, but seen too seldom to tell", CELL_STRONG)], _HALF), gap(3)]
    low += _bars(sheet.watched, "Nothing.")
    return together([*head, beside((0, weak), (_HALF + 28, low))])


def _bars(topics: Sequence[Topic], none: str) -> list[Strip]:
    if not topics:
        return paragraph([Span(none, CELL_MUTED)], _HALF)
    return [_topic(found) for found in topics]


def _topic(found: Topic) -> Strip:
    seen = f"{counted(found.observations, 'time')} on {counted(found.days, 'day')}"
    wide = _HALF - _SHARE
    drawn = beside((0, [bar(found.mean, None, wide)]), (wide + 10, _number(found.mean)))
    name = cell(found.topic, CELL, _HALF - 110, most=1)
    return block([beside((0, name), (_HALF - 108, cell(seen, SMALL, 108, most=1))), drawn, gap(4)])


def _number(value: int) -> list[Strip]:
    return paragraph([Span(str(value), CELL_STRONG)], _SHARE)


def _plans(sheet: ProgressSheet) -> list[Strip]:
    due = sheet.practice.cards_due
    cards = f"{counted(due, 'recall card')} {'waits' if due == 1 else 'wait'} for review." if due else ""
    head = headed("roadmaps", "Roadmaps so far", cards)
    if not sheet.plans:
        return [*head, *_said("There is no learning path yet.")]
    first, *rest = [_plan(found) for found in sheet.plans]
    return [*together([*head, first]), *rest]


def _plan(found: PlanProgress) -> Strip:
    wide = _HALF - _SHARE
    left = [
        *cell(found.name, CELL_STRONG, _HALF, most=1),
        beside((0, [bar(found.percent, None, wide)]), (wide + 8, _percent(found.percent))),
    ]
    late = SMALL_STRONG if found.late else SMALL
    right = [
        *cell(wording.plan(found), CELL, _HALF, most=1),
        *cell(wording.due(found), late, _HALF, most=1),
    ]
    return block([beside((0, left), (_HALF + 28, right)), gap(7)])


def _percent(value: int) -> list[Strip]:
    return paragraph([Span(f"{value} %", CELL_STRONG)], _SHARE)


def interviews(sheet: ProgressSheet) -> list[Strip]:
    """One row an interview, the newest first."""
    head = headed("interviews", "Interviews", "Overall scores with their bands; the newest first.")
    if not sheet.held:
        return [*head, *_said("No interview was held yet.")]
    first, *rest = [_held(one) for one in sheet.held]
    return [*together([*head, first]), *rest]


def _held(one: HeldInterview) -> Strip:
    score: list[Strip] = []
    drawn: list[Strip] = []
    if one.score is not None and one.low is not None and one.high is not None:
        drawn = [bar(one.score, None, _HELD[2][1])]
        spans = [Span(str(one.score), CELL_STRONG), Span(f"  {band(one.low, one.high)}", SMALL)]
        score = paragraph(spans, _HELD[3][1])
    early = paragraph([Span("ended early", SMALL)], _HELD[1][1]) if one.status == "abandoned" else []
    cells = (
        paragraph([Span(wording.short(one.held_on, year=True), SMALL)], _HELD[0][1]),
        [*cell(one.title, CELL, _HELD[1][1], most=2, ltr=True), *early],
        drawn,
        score,
        cell(wording.rounds(one), SMALL, _HELD[4][1], most=2),
    )
    row = beside(*((x, strips) for (x, _), strips in zip(_HELD, cells, strict=True)))
    return block([rule(RULE, WIDTH, above=3, below=3), row])
