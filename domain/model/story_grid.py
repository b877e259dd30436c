"""A student's stories against the competencies that are asked for: which has one, which is told too often."""

from typing import Literal

from domain.model.base import Day, Value

GOOD_FROM = 60
"""The score from which a story will do for a competency."""

NeedState = Literal["ready", "old", "weak", "none"]


class ToldStory(Value):
    """One story as it was told so far: `title` are its own first words, unless it is about a `project`.

    `told` counts interviews' answers without retries, `best` is 0 to 100. `worn` says why it is told too
    often, empty where it is not; `old` that it was not told for long.
    """

    title: str
    project: bool
    told: int
    best: int
    first_on: Day
    last_on: Day
    days_ago: int
    told_for: tuple[str, ...]
    worn: str = ""
    old: bool = False

    @property
    def named(self) -> str:
        """The title, in quotation marks where it is the student's own words."""
        return self.title if self.project else f"“{self.title}”"


class Need(Value):
    """A competency: the best score of each of the grid's stories for it, None where it was not told for it.

    `story` is the place of the best one. `session_id` and `question_id` name the answer that scored best.
    """

    competency: str
    state: NeedState
    scores: tuple[int | None, ...]
    best: int | None = None
    story: int | None = None
    session_id: str = ""
    question_id: str = ""


class StoryGrid(Value):
    """`company` is who asks for the needs; None where they are all that the question bank knows.

    `answers` were told in all; the oldest beyond a limit are left out.
    """

    company: str | None
    needs: tuple[Need, ...]
    stories: tuple[ToldStory, ...]
    answers: int

    @property
    def gaps(self) -> tuple[Need, ...]:
        """Those without a story that is good enough, the hopeless ones first."""
        return tuple(need for state in ("none", "weak") for need in self.needs if need.state == state)


NO_STORIES = StoryGrid(company=None, needs=(), stories=(), answers=0)
