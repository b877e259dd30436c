"""What a mentor set a student to do until a day: a mock interview, a stage's quiz, or a stage."""

from datetime import datetime
from typing import Literal, Self

from domain.model.base import Day, Entity, UtcTime, Value
from domain.model.mentorship import Scope
from domain.model.question import Round

Kind = Literal["mock", "quiz", "stage"]
KINDS: tuple[Kind, ...] = ("mock", "quiz", "stage")
State = Literal["open", "done", "dropped", "missed"]
News = Literal["", "assigned", "declined", "dropped"]


class Task(Value):
    """Of a mock the company and the rounds, where they matter; else the roadmap and its stage, by its slug.

    `name` is how a stage, or a mock's company, is called.
    """

    kind: Kind
    rounds: tuple[Round, ...] = ()
    skill: str = ""
    stage: str = ""
    name: str = ""

    @property
    def scope(self) -> Scope | None:
        """What a mentor must be granted to set it and to see what came of it; None for any grant."""
        return None if self.kind == "mock" else "roadmap"


class Assignment(Entity):
    """`key` keeps a mentor from setting the same thing twice: of open ones it is unique.

    `due_on` is its last day for the student and `due_at` that day's end in their zone of then. Who `ended` it
    dropped it, the student with a `word`; "nobody" where the mentorship ended. `score` is that of a quiz, in
    percent.
    `untold` is what is still to be told, the mentor of "declined" and the student of all else, and is told
    again by the sweep from `tell_due_at` on.
    """

    student_id: str
    mentor_id: str
    key: str
    task: Task
    due_on: Day
    due_at: UtcTime
    state: State = "open"
    done_at: UtcTime | None = None
    score: int | None = None
    ended: Literal["", "student", "mentor", "nobody"] = ""
    word: str = ""
    untold: News = ""
    tell_due_at: UtcTime | None = None

    @property
    def open(self) -> bool:
        return self.state == "open"

    def done(self, at: datetime, score: int | None) -> Self:
        return self.model_copy(update={"state": "done", "done_at": at, "score": score})

    def missed(self) -> Self:
        return self.model_copy(update={"state": "missed"})

    def dropped(self, by: Literal["student", "mentor", "nobody"], word: str = "") -> Self:
        return self.model_copy(update={"state": "dropped", "ended": by, "word": word})

    def telling(self, news: News, due: datetime | None) -> Self:
        return self.model_copy(update={"untold": news, "tell_due_at": due})
