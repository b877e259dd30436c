"""Page one of a group's summary: which round it was, its board, the group's gaps, and what is next."""

from statistics import median

from adapters.pdf import group_wording as wording
from adapters.pdf import heading
from adapters.pdf.charts import bar
from adapters.pdf.heading import headed
from adapters.pdf.shaping import Span
from adapters.pdf.strips import Strip, beside, block, cell, gap, one_line, paragraph, rule, together
from adapters.pdf.styles import (
    CELL,
    CELL_MUTED,
    CELL_STRONG,
    RULE,
    SMALL,
    WIDTH,
)
from adapters.pdf.wording import counted, day
from domain.model.group_sheet import BoardPart, GapPart, GroupSheet
from domain.model.question import ROUND_NAMES

_NAME, _ANSWERS, _SCORED, _BAR, _SCORE, _CLOSE = 0.0, 206.0, 252.0, 298.0, 386.0, 420.0
_GAP_BAR, _GAP_VALUE, _GAP_SEEN = 240.0, 360.0, 396.0


def summary(sheet: GroupSheet) -> list[Strip]:
    """The strips of the first page."""
    return [*_title(sheet), *_figures(sheet), *_members(sheet), *_board(sheet), *_gaps(sheet), *_next(sheet)]


def note() -> list[Strip]:
    """What the figures are and are not."""
    return heading.note(wording.ABOUT)


def _title(sheet: GroupSheet) -> list[Strip]:
    made = f"{wording.when(sheet)} · made on {day(sheet.made_at)}, {sheet.made_at:%H:%M} UTC"
    return heading.title("Group summary", wording.title(sheet), made)


def _figures(sheet: GroupSheet) -> list[Strip]:
    """Four numbers side by side, each with what it counts."""
    answers = [answer for question in sheet.questions for answer in question.answers]
    scores = [answer.score for answer in answers if answer.score is not None]
    judged = sum(len(q.panel.judged) for q in sheet.questions if q.panel is not None)
    told: list[tuple[object, str]] = [
        (sheet.members, "member" if sheet.members == 1 else "members"),
        (len(sheet.questions), "question" if len(sheet.questions) == 1 else "questions"),
        (len(answers), "answer" if len(answers) == 1 else "answers"),
    ]
    if sheet.mode == "panel":
        told.append((judged, "panel score" if judged == 1 else "panel scores"))
    elif scores:
        told.append((round(median(scores)), f"median score, {max(scores)} the best"))
    return [heading.figures(told), gap(8)]


def _members(sheet: GroupSheet) -> list[Strip]:
    led = Span(f"  Led by {one_line(sheet.host)}.", CELL_MUTED)
    names = Span(f"{one_line(wording.members(sheet))}.", CELL)
    return together(paragraph([names, led], WIDTH, most=12, ltr=True))


def _board(sheet: GroupSheet) -> list[Strip]:
    about = "By effort: answers given, and answers scored as panelist."
    head = headed("board", "The board of this round", about)
    if not sheet.board:
        return [*head, *_said("Nobody who is on the board did anything that was revealed.")]
    first, *rest = [_row(row) for row in sheet.board]
    return [*together([*head, _columns(sheet), first]), *rest]


def _columns(sheet: GroupSheet) -> Strip:
    panel = ((_SCORED, "scored"), (_CLOSE, "from the median")) if sheet.mode == "panel" else ()
    names = ((_ANSWERS, "answers"), (_BAR, "mean score"), *panel)
    return beside(*((x, paragraph([Span(name, SMALL)], 90)) for x, name in names))


def _row(row: BoardPart) -> Strip:
    score = [bar(row.score, None, _SCORE - _BAR - 8)] if row.score is not None else []
    close = counted(row.closeness, "point") if row.closeness is not None else ""
    return block(
        [
            rule(RULE, WIDTH, above=2, below=3),
            beside(
                (_NAME, cell(row.name, CELL_STRONG, _ANSWERS - 10, most=1, ltr=True)),
                (_ANSWERS, _number(row.answers)),
                (_SCORED, _number(row.scored) if row.scored else []),
                (_BAR, score),
                (_SCORE, _number(row.score) if row.score is not None else []),
                (_CLOSE, paragraph([Span(close, CELL)], WIDTH - _CLOSE)),
            ),
        ]
    )


def _number(value: int) -> list[Strip]:
    return paragraph([Span(str(value), CELL_STRONG)], 40)


def _gaps(sheet: GroupSheet) -> list[Strip]:
    about = "How much of what was asked for was met, over all rounds of this group in the last term."
    head = headed("gaps", "Where the group is weakest", about)
    if not sheet.gaps:
        return [*head, *_said("Too little is known yet: a topic takes 3 answers of 2 people.")]
    return together([*head, *map(_gap, sheet.gaps)])


def _gap(found: GapPart) -> Strip:
    topic = [Span(found.topic, CELL), Span(f"  {ROUND_NAMES[found.round]}", SMALL)]
    return block(
        [
            beside(
                (0, paragraph(topic, _GAP_BAR - 12, most=1)),
                (_GAP_BAR, [bar(found.met, None, _GAP_VALUE - _GAP_BAR - 10)]),
                (_GAP_VALUE, paragraph([Span(f"{found.met} %", CELL_STRONG)], 40)),
                (_GAP_SEEN, cell(wording.gap(found), SMALL, WIDTH - _GAP_SEEN, most=1)),
            ),
            gap(3),
        ]
    )


def _next(sheet: GroupSheet) -> list[Strip]:
    head = headed("next", "What to practise next")
    strips = paragraph([Span(wording.following(sheet), CELL)], WIDTH)
    if sheet.missed:
        strips += [gap(4), *paragraph([Span("Met least in this round:", CELL_MUTED)], WIDTH)]
    strips += [strip for point in sheet.missed for strip in _item(point)]
    return together([*head, *strips])


def _item(text: str) -> list[Strip]:
    body = cell(text, CELL, WIDTH - 11, most=3)
    return [beside((0, paragraph([Span("•", CELL_MUTED)], 10)), (11, body)), gap(2)]


def _said(text: str) -> list[Strip]:
    return together(paragraph([Span(text, CELL_MUTED)], WIDTH))
