"""A learning roadmap as it ships: stages with what to study and the quiz that opens the next one."""

import hashlib
from typing import Literal, Self

from pydantic import Field, model_validator

from domain.model.base import Value

ITEM_ID = r"^[a-z0-9][a-z0-9-]{1,39}$"
OPTIONS = 4
Kind = Literal["docs", "article", "video", "book", "course", "practice"]


class Material(Value):
    """Something to study. `id` is unique among all roadmaps."""

    id: str = Field(pattern=ITEM_ID)
    type: Kind
    title: str = Field(min_length=3, max_length=120)
    url: str = Field(pattern=r"^https://", max_length=300)
    source: str = Field(min_length=2, max_length=80)
    minutes: int = Field(ge=5, le=3000)


class WrongOption(Value):
    """A tempting answer, and a word on what is wrong with it."""

    text: str = Field(min_length=1, max_length=160)
    why: str = Field(min_length=10, max_length=300)


class QuizItem(Value):
    """One question of a quiz with one right answer. `resource` is where to read it up."""

    id: str = Field(pattern=ITEM_ID)
    topic: str
    prompt: str = Field(min_length=10, max_length=500)
    right: str = Field(min_length=1, max_length=160)
    why: str = Field(min_length=10, max_length=400)
    resource: str
    wrong: tuple[WrongOption, ...] = Field(min_length=OPTIONS - 1, max_length=OPTIONS - 1)

    @property
    def options(self) -> tuple[str, ...]:
        """The right one first; whoever asks shuffles them."""
        return (self.right, *(option.text for option in self.wrong))

    @property
    def words(self) -> tuple[str, ...]:
        """A word on each of `options`."""
        return (self.why, *(option.why for option in self.wrong))


class Assessment(Value):
    """`passing_score` is a percentage."""

    type: Literal["quiz"] = "quiz"
    questions_count: int = Field(ge=3, le=15)
    passing_score: int = Field(ge=50, le=100)


class StageTemplate(Value):
    """What lies between two levels of 0 to 100. `hours` is the study time that an average student needs."""

    slug: str = Field(pattern=ITEM_ID)
    name: str = Field(min_length=3, max_length=40)
    level_from: int = Field(ge=0, le=99)
    level_to: int = Field(ge=1, le=100)
    hours: int = Field(ge=1, le=100)
    topics: tuple[str, ...] = Field(min_length=1)
    goal: str = Field(min_length=10, max_length=200)
    resources: tuple[Material, ...] = Field(min_length=1)
    assessment: Assessment
    quiz: tuple[QuizItem, ...] = ()

    @model_validator(mode="after")
    def _goes_up(self) -> Self:
        if self.level_to <= self.level_from:
            raise ValueError("a stage's level_to must be above its level_from")
        return self

    def material(self, resource_id: str) -> Material | None:
        return next((m for m in self.resources if m.id == resource_id), None)

    def item(self, item_id: str) -> QuizItem | None:
        return next((item for item in self.quiz if item.id == item_id), None)


class Roadmap(Value):
    """One skill's stages in order. `aliases` are other words for the skill, in lower case."""

    slug: str = Field(pattern=ITEM_ID)
    name: str = Field(min_length=2, max_length=40)
    aliases: tuple[str, ...] = ()
    about: str = Field(min_length=10, max_length=200)
    stages: tuple[StageTemplate, ...] = Field(min_length=1)

    @property
    def names(self) -> tuple[str, ...]:
        """All that it may be called, in lower case, each once."""
        return tuple(dict.fromkeys(n.casefold() for n in (self.slug, self.name, *self.aliases)))

    @property
    def fingerprint(self) -> str:
        """Changes whenever what a path is made from does: everything but the quiz items."""
        text = self.model_dump_json(exclude={"stages": {"__all__": {"quiz"}}})
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def stage(self, slug: str) -> StageTemplate | None:
        return next((stage for stage in self.stages if stage.slug == slug), None)

    def item(self, item_id: str) -> QuizItem | None:
        return next((item for stage in self.stages for item in stage.quiz if item.id == item_id), None)
