"""How a panel looks: the answer to score, and once the scores are open who saw it how."""

from collections.abc import Iterator, Sequence

from domain.actions import explain, show
from domain.grouping import closeness, panel_rows, panel_values
from domain.grouping.panel_figures import Opened, Waiting, apart, worth
from domain.grouping.words import listed
from domain.model.question import RubricPoint
from domain.replies import Block, Bullets, Card, Code, Field, Quote, Text

HOW = (
    "Press Score, or type a value a row, such as `/group score {example}`: from 1, met fully, to 0. Nobody "
    "sees another's scores before the reveal, and until then you can change yours."
)
STANDS = (
    "The bot's grade is what counts for {candidate}; the panel's scores stand beside it and do not change it."
)
GONE = "The answer was deleted with its author's account, so there is no grade of it any more."
UNGRADED = "The bot could not grade it yet; what the panel gave stands alone."
ALONE = "Nobody scored it in full, so the bot's grade stands alone."
DISTANCES = (
    "How far from the panel's median and from the bot is the mean over the rows, each of 100 points. It "
    "tells how alike two readings are, not which of them is right."
)


def answer_card(title: str, text: str, *, in_code: bool) -> Card:
    """What the candidate said, whole, since it is to be scored."""
    return Card(title, tuple(_said(text, in_code=in_code)))


def _said(text: str, *, in_code: bool) -> Iterator[Block]:
    """Code as such: what stands in fences, or all of it where code was asked for and none are there."""
    parts = text.split("```") if in_code else [text]
    if len(parts) < 3:
        yield Code(text, "python") if in_code else Quote(text)
        return
    for number, part in enumerate(parts):
        if part.strip():
            yield (
                Code(part.removeprefix("python").strip("\n"), "python") if number % 2 else Quote(part.strip())
            )


def how_card(points: Sequence[RubricPoint], candidate: str, interviewer: str) -> Card:
    how = Text(HOW.format(example=panel_values.example(len(points))), markup=True)
    leads = (Text(f"{candidate} scores {interviewer} as interviewer."),) if interviewer else ()
    return Card("Score it, row by row", (panel_rows.numbered(points), how, *leads))


def counted(waits: Waiting) -> str:
    """`3 of 4 have scored`: never a value."""
    return f"{waits.scored} of {waits.expected} have scored"


def reveal(opened: Opened, model_answer: str, onward: str) -> tuple[Card, ...]:
    """`onward` says whose turn is next; empty where nobody's is."""
    led = (_led_card(opened, opened.led),) if opened.led is not None else ()
    model = (Card("A model answer", show.prose(model_answer)),) if model_answer else ()
    following = (Card("The next turn", (Text(onward),)),) if onward else ()
    return (_head_card(opened), _scorers_card(opened), _rows_card(opened), *led, *model, *following)


def _head_card(opened: Opened) -> Card:
    title = f"Question {opened.number} · {opened.candidate}"
    attempt = opened.attempt
    if attempt is None:
        return Card(title, (Text(GONE),), tuple(_figures(opened.totals)))
    if not opened.by_bot or attempt.score is None or attempt.low is None or attempt.high is None:
        return Card(title, (Text(UNGRADED),), tuple(_figures(opened.totals)))
    known = {point.id for point in opened.points}
    others = sum(row not in known for row in opened.by_bot)
    counts = f"It counts {others} more row{'' if others == 1 else 's'}, which the panel does not score."
    more = (Text(counts),) if others else ()
    stands = STANDS.format(candidate=opened.candidate) if opened.given else ALONE
    score = show.score(attempt.score, attempt.low, attempt.high)
    return Card(
        f"{title}: {score} by the bot{', provisional' if attempt.provisional else ''}",
        (Text(f"Graded by {attempt.grader}: {explain.WHAT_IT_IS}. {stands}"), *more),
        tuple(_figures(opened.totals)),
    )


def _figures(totals: Sequence[int]) -> Iterator[Field]:
    if totals:
        yield Field("The panel's median", f"{closeness.middle(totals)}/100")
    if len(totals) > 1:
        span = closeness.spread(totals)
        yield Field("Its spread", f"{_points(span)}, from {min(totals)} to {max(totals)}")


def _scorers_card(opened: Opened) -> Card:
    given = opened.given
    lines = tuple(_scorer_line(opened, one.name, one.rows) for one in opened.scorers if one.rows is not None)
    each: tuple[Block, ...] = (Bullets(lines), Text(DISTANCES)) if given else ()
    left = opened.unfinished
    late = (Text(f"Not finished, so not counted: {listed(left)}."),) if left else ()
    return Card("Who scored it how" if given else "Nobody scored it", (*each, *late))


def _scorer_line(opened: Opened, name: str, rows: closeness.Rows) -> str:
    """`Bob: 63/100 · 6 points from the median, 12 from the bot`."""
    from_bot = closeness.distance(rows, opened.by_bot)
    distances = {"the median": apart(opened, rows), "the bot": from_bot}
    known = [(far, what) for what, far in distances.items() if far is not None]
    said = ", ".join(f"{far if n else _points(far)} from {what}" for n, (far, what) in enumerate(known))
    return f"{name}: {worth(opened.points, rows)}/100{f' · {said}' if said else ''}"


def _rows_card(opened: Opened) -> Card:
    """Each row with the panel's mean and the bot's, of 100 points."""
    means = closeness.means(opened.given)
    lines = []
    for number, point in enumerate(opened.points, 1):
        by_panel = [f"panel {round(100 * means[point.id])}"] if point.id in means else []
        by_bot = [f"bot {round(100 * opened.by_bot[point.id])}"] if point.id in opened.by_bot else []
        lines.append(
            f"{number}. {panel_rows.named(point)} — {', '.join((*by_panel, *by_bot)) or 'not scored'}"
        )
    return Card("Row by row, of 100", (Bullets(tuple(lines)),))


def _led_card(opened: Opened, led: closeness.Rows) -> Card:
    fields = tuple(
        Field(point.point.partition(":")[0], f"{round(100 * led[point.id])}/100")
        for point in panel_rows.INTERVIEWER
    )
    return Card(f"{opened.interviewer} as interviewer, scored by {opened.candidate}", fields=fields)


def _points(count: int) -> str:
    return f"{count} point{'' if count == 1 else 's'}"
