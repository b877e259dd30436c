"""The summary of a group's round as data: what its pages show, before any is drawn."""

from typing import Literal

from pydantic import ConfigDict

from domain.model.base import UtcTime, Value
from domain.model.question import Round


class Part(Value):
    """A part of the pages. It is made ready with the first summary, so that no start waits for it."""

    model_config = ConfigDict(defer_build=True)


class Shown(Part):
    """One answer's score with its band; None while it has none that counts."""

    name: str
    score: int | None = None
    low: int | None = None
    high: int | None = None


class Line(Part):
    """Words of an answer that met a rubric row, given with leave; `name` is their author's."""

    point: str
    quote: str
    name: str


class RowMet(Part):
    """A rubric row, and how far it was met in percent: on average as graded, and as the panel saw it.

    None where nobody judged it so.
    """

    point: str
    graded: int | None = None
    panel: int | None = None


class Judged(Part):
    """What one panelist gave in points of 100, and how far per row they were from the panel's median."""

    name: str
    total: int
    apart: int | None = None


class PanelPart(Part):
    """How a panel saw its candidate's answer; `led` are the interviewer's rows with their points of 100."""

    candidate: str
    interviewer: str = ""
    judged: tuple[Judged, ...] = ()
    unfinished: int = 0
    median: int | None = None
    spread: int | None = None
    led: tuple[tuple[str, int], ...] = ()


class QuestionPart(Part):
    """A question as it went. `answers` have the best first; `silent` members were there and gave none."""

    number: int
    title: str
    round: Round
    difficulty: int
    prompt: str
    answers: tuple[Shown, ...] = ()
    silent: int = 0
    rows: tuple[RowMet, ...] = ()
    lines: tuple[Line, ...] = ()
    panel: PanelPart | None = None
    model_answer: str = ""


class BoardPart(Part):
    """A row of the round's board; `score` and `closeness` are None where nothing tells them."""

    name: str
    answers: int
    scored: int
    score: int | None = None
    closeness: int | None = None


class GapPart(Part):
    """A topic that the group met least of over its rounds, in percent; empty for a whole round."""

    round: Round
    topic: str
    met: int
    answers: int
    people: int


class GroupSheet(Part):
    """All that the pages show; the same sheet gives the same bytes. Who is on no board has no name in it.

    `members` took part, of whom `names` are shown. `missed` are the rubric rows of this round that were met
    least, `next_topic` what the group should go on with; empty where that is not known.
    """

    mode: Literal["race", "panel"]
    round: Round
    topic: str
    host: str
    started_at: UtcTime
    ended_at: UtcTime
    made_at: UtcTime
    members: int
    names: tuple[str, ...]
    questions: tuple[QuestionPart, ...] = ()
    board: tuple[BoardPart, ...] = ()
    gaps: tuple[GapPart, ...] = ()
    missed: tuple[str, ...] = ()
    next_topic: str = ""
