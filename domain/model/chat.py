"""A conversation with the coach, as it is kept."""

from typing import Literal, Self

from pydantic import Field

from domain.model.base import Entity, UtcTime, Value
from domain.model.passage import Kind, Passage

Author = Literal["model", "library"]
MOST_MESSAGES = 200
"""A session rolls over at so many, so that no document grows without end."""


class Ground(Value):
    """A passage that an answer rests on: as much of it as names it and leads there.

    `number` is the one by which the answer cites it; 0 where it cites by no numbers.
    """

    id: str
    kind: Kind
    title: str
    source: str
    subject: str = ""
    stage: int | None = None
    url: str = ""
    number: int = 0

    @classmethod
    def of(cls, passage: Passage, number: int = 0) -> Self:
        return cls(
            id=passage.id,
            kind=passage.kind,
            title=passage.title,
            source=passage.source,
            subject=passage.subject,
            stage=passage.stage,
            url=passage.url,
            number=number,
        )


class ChatMessage(Value):
    """`event_id` is the platform's event that a student's message came with, so that a repeat adds none.

    An answer of the coach names the message it `answers`, who made it in `by`, and what it rests on.
    """

    id: str
    role: Literal["user", "assistant"]
    content: str
    timestamp: UtcTime
    event_id: str = ""
    answers: str = ""
    by: Author | Literal[""] = ""
    grounds: tuple[Ground, ...] = ()


class Sharing(Value):
    """What the student lets the coach know; what a model is told never goes beyond it."""

    weaknesses: bool = True
    roadmap: bool = True
    report: bool = True
    resume: bool = False


class ChatSession(Entity):
    """`context_tags` say what it is about, such as `Resume Help`; those in `given` by the student's own word.

    One that is full has `rolled_over`: the next `continues` it and has its last messages as `carried`.
    `summary` stands for the first `summarised` of carried and own messages where a model is told of them.
    """

    user_id: str
    started_at: UtcTime
    last_active_at: UtcTime
    ended_at: UtcTime | None = None
    messages: tuple[ChatMessage, ...] = ()
    context_tags: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    is_active: bool = True
    rolled_over: bool = False
    continues: str = ""
    carried: tuple[ChatMessage, ...] = ()
    summary: str = ""
    summarised: int = Field(default=0, ge=0)

    @property
    def course(self) -> tuple[ChatMessage, ...]:
        """All that a model may be told of, the oldest first."""
        return (*self.carried, *self.messages)

    @property
    def full(self) -> bool:
        """Whether another message and the answers that are still to come would be too many."""
        asked = sum(message.role == "user" for message in self.messages)
        return 2 * (asked + 1) > MOST_MESSAGES

    def message(self, message_id: str) -> ChatMessage | None:
        return next((one for one in self.messages if one.id == message_id), None)

    def answer_to(self, message_id: str) -> ChatMessage | None:
        return next((one for one in self.messages if one.answers == message_id), None)

    def of_event(self, event_id: str) -> ChatMessage | None:
        """The message that came with that event of the platform."""
        return next((m for m in self.messages if event_id and m.event_id == event_id), None)

    def with_answer(self, answer: ChatMessage) -> Self:
        """With the answer behind its message, in the place of an earlier one; as it is where that is gone."""
        asked = self.message(answer.answers)
        if asked is None:
            return self
        others = [one for one in self.messages if one.answers != answer.answers]
        place = others.index(asked) + 1
        # A message of before the summary's end is not read again, so neither is a late answer to it.
        late = len(others) == len(self.messages) and len(self.carried) + place <= self.summarised
        return self.model_copy(
            update={
                "messages": (*others[:place], answer, *others[place:]),
                "summarised": self.summarised + late,
            }
        )
