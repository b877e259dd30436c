"""Summaries of group rounds to draw: a race of two, one of 25 with names of all kinds, and a panel."""

from datetime import timedelta

from domain.model.group_sheet import (
    BoardPart,
    GapPart,
    GroupSheet,
    Judged,
    Line,
    PanelPart,
    QuestionPart,
    RowMet,
    Shown,
)
from tests.fakes import NOON

PROMPT = (
    "Why does an index make reads faster and writes slower? Say what is stored, what a write has to do, and "
    "when you would rather not have one. Name the structure behind `CREATE INDEX`."
)
MODEL = (
    "An index is a second, sorted structure, mostly a B-tree, that points at the rows. A read goes down the "
    "tree in `O(log n)` instead of scanning the table. Each write updates the index too."
    "\n\n- small tables: a scan is as fast\n- columns of few values: the index hardly narrows anything down"
)
POINTS = (
    "A read finds the row without scanning the table",
    "Each write updates the index as well",
    "An index takes space of its own",
    "Names a case in which an index does not help, such as a column with few values or a small table",
)
NAMES = (
    "Ananya Krishnamurthy",
    "Bartholomew Featherstonehaugh-Cholmondeley the Younger of Little Snoring-upon-the-Water",
    "李小龙",
    "محمد بن عبد الله آل سعود",
    "Ольга Александровна",
    "דוד בן־גוריון",
    "सरिता पाटील",
    "👩‍🚀 Astro",
    "W" * 70,
    "<b>Bobby</b> &amp; Tables",
    "a",
    "日本太郎 (たろう)",
    *(f"Member number {n}" for n in range(13, 26)),
)


def race(people: int = 2, questions: int = 2) -> GroupSheet:
    names = NAMES[:people]
    return GroupSheet(
        mode="race",
        round="technical_qa",
        topic="databases",
        host=names[0],
        started_at=NOON,
        ended_at=NOON + timedelta(minutes=35),
        made_at=NOON + timedelta(minutes=36),
        members=people + 1,
        names=names,
        questions=tuple(_question(n, names) for n in range(1, questions + 1)),
        board=tuple(
            BoardPart(name=name, answers=questions, scored=0, score=_score(n)) for n, name in enumerate(names)
        ),
        gaps=GAPS if people > 2 else (),
        missed=POINTS[2:] if people > 2 else (),
        next_topic="joins" if people > 2 else "",
    )


def _score(number: int) -> int:
    return max(0, 92 - 7 * number)


def _question(number: int, names: tuple[str, ...]) -> QuestionPart:
    scored = [(n, _score(k)) for k, n in enumerate(names[:-1] if len(names) > 4 else names)]
    answers = tuple(Shown(name=n, score=s, low=max(0, s - 9), high=min(100, s + 9)) for n, s in scored)
    return QuestionPart(
        number=number,
        title="Index cost" if number % 2 else "Joins on large tables",
        round="technical_qa",
        difficulty=3,
        prompt=PROMPT,
        answers=answers,
        silent=1 if len(names) > 4 else 0,
        rows=tuple(RowMet(point=p, graded=90 - 23 * n) for n, p in enumerate(POINTS)),
        lines=(
            Line(point=POINTS[0], quote="it walks the tree and finds the row in a few steps", name=names[0]),
            Line(point=POINTS[1], quote="every insert has to touch the index as well " * 3, name=names[-1]),
        ),
        model_answer=MODEL,
    )


GAPS = (
    GapPart(round="technical_qa", topic="joins", met=31, answers=14, people=6),
    GapPart(round="technical_qa", topic="transactions", met=44, answers=9, people=5),
    GapPart(round="dsa", topic="dynamic programming", met=52, answers=7, people=4),
    GapPart(round="system_design", topic="caching", met=58, answers=3, people=3),
)


def panel() -> GroupSheet:
    """Two turns: one that three scored, one whose candidate vanished."""
    first, second = _question(1, NAMES[:1]), _question(2, NAMES[:1])
    judged = (
        Judged(name="Ольга Александровна", total=81, apart=9),
        Judged(name="李小龙", total=70, apart=4),
        Judged(name="a member", total=55, apart=12),
    )
    rows = tuple(RowMet(point=p, graded=90 - 23 * n, panel=80 - 20 * n) for n, p in enumerate(POINTS))
    scored = PanelPart(
        candidate=NAMES[0],
        interviewer="李小龙",
        judged=judged,
        unfinished=1,
        median=70,
        spread=26,
        led=(("Clarity", 75), ("Hints", 50), ("Listening", 100)),
    )
    gone = PanelPart(candidate="a member", interviewer=NAMES[0])
    bare = {"answers": (), "rows": (), "lines": (), "panel": gone}
    board = tuple(
        BoardPart(name=n, answers=k == 0, scored=k, score=83 if k == 0 else None, closeness=4 * k or None)
        for k, n in enumerate((NAMES[0], "李小龙", "Ольга Александровна"))
    )
    return race(2).model_copy(
        update={
            "mode": "panel",
            "names": (NAMES[0], "李小龙", "Ольга Александровна"),
            "members": 5,
            "questions": (
                first.model_copy(update={"panel": scored, "rows": rows, "lines": first.lines[:1]}),
                second.model_copy(update=bare),
            ),
            "board": board,
            "gaps": GAPS,
            "missed": POINTS[3:],
            "next_topic": "joins",
        }
    )
