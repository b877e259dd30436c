"""Says in a few plain sentences what an answer had, what it lacked and what to do next."""

from collections.abc import Callable, Sequence

from domain.model.grade import Row

STRONG, FAIR, SOME = 80, 50, 15
COVERED = 0.75
NEXT = {
    STRONG: "Next: say it aloud in two minutes, with an example of your own.",
    FAIR: "Next: answer once more and add that point, with its reason, in one or two sentences.",
    SOME: "Next: read up on that point, then explain it in three sentences of your own.",
    0: "Next: look at the hints, write down three things that you do know about this, and answer again.",
}
Name = Callable[[Row], str]


def written(score: int, rows: Sequence[Row], notes: Sequence[str], name: Name, opening: str = "") -> str:
    """Two to four sentences: what the answer had, or `opening`, what it lacked, and `notes` or a next step.

    `name` says how a row is called.
    """
    parts = [opening or _had(score, rows, name), _lacked(rows, name), *(notes or [_next(score)])]
    return " ".join(part for part in parts if part)


def _had(score: int, rows: Sequence[Row], name: Name) -> str:
    if not rows:
        return "There are no points here to grade an answer by."
    covered = sorted((row for row in rows if row.met >= COVERED), key=lambda row: -row.weight)
    share = f"{len(covered)} of {len(rows)} points {'is' if len(covered) == 1 else 'are'} covered"
    if not covered:
        return f"None of the {len(rows)} points of this question is clearly covered."
    best = f"{share}, first of all “{name(covered[0])}”."
    if score >= STRONG:
        return f"A strong answer: {best}"
    return f"A sound start: {best}" if score >= FAIR else f"So far {best}"


def _lacked(rows: Sequence[Row], name: Name) -> str:
    denied = [row for row in rows if row.met == 0 and row.quote]
    lacking = [row for row in rows if row.met < COVERED]
    if denied:
        return f"One statement goes against a point: “{name(max(denied, key=lambda row: row.weight))}”."
    if not lacking:
        return "Nothing that the rubric asks for is missing." if rows else ""
    heaviest = max(lacking, key=lambda row: row.weight * (1 - row.met))
    verb = "is only touched" if heaviest.met > 0 else "is missing"
    return f"What would help most {verb}: “{name(heaviest)}”."


def _next(score: int) -> str:
    return next(step for least, step in NEXT.items() if score >= least)
