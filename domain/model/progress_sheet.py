"""Progress over all interviews as data: what the pages of `/report me` show, before any is drawn."""

from typing import Literal

from pydantic import ConfigDict

from domain.model.base import Day, UtcTime, Value
from domain.model.question import Round
from domain.model.story_grid import NO_STORIES, StoryGrid

Verdict = Literal["ready", "close", "not yet", "too early"]


class Part(Value):
    """A part of the pages. It is made ready with the first report, so that no start waits for it."""

    model_config = ConfigDict(defer_build=True)


class Dot(Part):
    """One graded answer to a question; `place` is its part of the day, 0 to 1, among that day's answers."""

    day: Day
    place: float
    score: int


class Mark(Part):
    """The estimate of a round with its band, as it stood at the end of that day."""

    day: Day
    estimate: int
    low: int
    high: int


class RoundProgress(Part):
    """A round: how ready it is, and how that came about.

    `sentence` is the readiness in words. The figures are None, and `marks` empty, while it is too early. The
    oldest `dots` beyond a limit are left out; `marks` stand at some days at least, the last one among them.
    """

    round: Round
    verdict: Verdict
    sentence: str
    answers: int
    estimate: int | None = None
    low: int | None = None
    high: int | None = None
    dots: tuple[Dot, ...] = ()
    marks: tuple[Mark, ...] = ()


class Guess(Part):
    """A student's own guess of a score, and the score."""

    round: Round
    predicted: int
    score: int


class Guessing(Part):
    """What the guesses of a round come to; `sentence` is empty while there are too few."""

    round: Round
    answers: int
    sentence: str


class Topic(Part):
    """What was seen of a topic: `mean` is 0 to 100, over so many observations on so many days."""

    topic: str
    mean: int
    observations: int
    days: int


class PlanProgress(Part):
    """A learning path: `due_on` is when its open stage is due, None where all are passed."""

    name: str
    percent: int
    passed: int
    stages: int
    stage: str
    due_on: Day | None
    late: bool
    done_by: Day
    minutes: int


class Practice(Part):
    """Days of practice in a row, and recall cards that wait."""

    streak: int
    best_streak: int
    cards_due: int


class HeldInterview(Part):
    """One interview; the scores are None where nothing of it was graded."""

    held_on: Day
    title: str
    status: Literal["in_progress", "completed", "abandoned"]
    answered: int
    asked: int
    score: int | None = None
    low: int | None = None
    high: int | None = None
    rounds: tuple[tuple[Round, int], ...] = ()


class ProgressSheet(Part):
    """All that the pages show; the same sheet gives the same bytes. Days are the student's own.

    `first_on` is the day of the first interview, None where there is none. `interviews` and `answers` are
    counted over all; an answer is a first try, follow-ups included. `held` has the newest interview first.
    """

    made_at: UtcTime
    today: Day
    student_name: str
    first_on: Day | None
    interviews: int
    completed: int
    answers: int
    retries: int
    seconds: int
    standing: str
    rounds: tuple[RoundProgress, ...] = ()
    guesses: tuple[Guess, ...] = ()
    guessing: tuple[Guessing, ...] = ()
    recurring: tuple[Topic, ...] = ()
    watched: tuple[Topic, ...] = ()
    plans: tuple[PlanProgress, ...] = ()
    practice: Practice
    stories: StoryGrid = NO_STORIES
    held: tuple[HeldInterview, ...] = ()
