"""A mock round held by a group: who is in it, which question is open, whose turn it is, when time is over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Self

from pydantic import Field

from domain.model.base import Entity, UtcTime, Value
from domain.model.interview import AskedQuestion, Outcome, Status
from domain.model.question import Round

Mode = Literal["race", "panel"]
Phase = Literal["gathering", "asking", "scoring", "revealed"]
FEWEST_MEMBERS = 2


class Member(Value):
    """`quotable` is the member's leave to quote their answers to the group at a reveal."""

    user_id: str
    joined_at: UtcTime
    left_at: UtcTime | None = None
    quotable: bool = False


class GroupQuestion(AskedQuestion):
    """In a panel `candidate` alone answers it, and `interviewer` leads; both are empty in a race.

    `outcome` is set with `revealed_at`: "skipped" where nobody answered.
    """

    candidate: str = ""
    interviewer: str = ""
    revealed_at: UtcTime | None = None


class GroupRound(Entity):
    """One of a kind with a student's interviews in the store; `student_id` is its host.

    `place` is where it is held and `held_as` the identity by which the host began it, as Actor.key. `room` is
    that place over all platforms, `open_room` the same while the round is open, one in each, and `home` the
    channel that its thread belongs to, whose rounds share a board. `participants` are all who ever were
    members. With `for_gap` it is about what the group was weakest in. `minutes` is the time for each answer,
    None for the question's own.

    Of the clock: at `remind_at` those who have not answered are reminded once, at `closes_at` the phase ends
    by itself, and at `post_due_at` the group should be shown what the phase says, for the first time unless
    `post_tried`; `due_at` is the earliest of them. `shown_in` is the message that shows where the round
    stands, as the platform names it, and `showing` a digest of what it says. Its summary should be shown by
    `summary_due_at`, None once it is; `report_id` is what that is kept under, None before it was first drawn.
    """

    student_id: str
    kind: Literal["group"] = "group"
    mode: Mode
    status: Status = "in_progress"
    phase: Phase = "gathering"
    topic: str = ""
    for_gap: bool = False
    minutes: int | None = None
    rounds: tuple[Round, ...] = Field(min_length=1)
    current_round: int = 1
    questions: tuple[GroupQuestion, ...] = ()
    place: str
    held_as: str
    room: str
    open_room: str | None = None
    home: str
    members: tuple[Member, ...]
    participants: tuple[str, ...]
    difficulty: int = Field(default=3, ge=1, le=5)
    seed: int
    started_at: UtcTime
    last_active_at: UtcTime
    completed_at: UtcTime | None = None
    remind_at: UtcTime | None = None
    closes_at: UtcTime | None = None
    post_due_at: UtcTime | None = None
    post_tried: bool = False
    due_at: UtcTime | None = None
    shown_in: str = ""
    showing: str = ""
    summary_due_at: UtcTime | None = None
    report_id: str | None = None

    @property
    def host(self) -> str:
        return self.student_id

    @property
    def open(self) -> bool:
        return self.status == "in_progress"

    @property
    def present(self) -> tuple[str, ...]:
        """The ids of those who are in it now, the first to join first."""
        return tuple(m.user_id for m in self.members if m.left_at is None)

    @property
    def current(self) -> GroupQuestion | None:
        """The last question put; None before the first."""
        return self.questions[-1] if self.questions else None

    @property
    def open_question(self) -> GroupQuestion | None:
        """The question that waits for answers; None at any other time."""
        return self.current if self.open and self.phase == "asking" else None

    @property
    def hidden_question(self) -> GroupQuestion | None:
        """The question whose answers nobody may be told of yet; None where all were revealed."""
        asked = self.current
        return asked if self.open and asked is not None and asked.revealed_at is None else None

    @property
    def number(self) -> int:
        """The current question's number, from 1; 0 before the first."""
        return len(self.questions)

    @property
    def expected(self) -> tuple[str, ...]:
        """The ids of those whose answers the current question waits for."""
        asked = self.current
        if asked is None or not asked.candidate:
            return self.present
        return tuple(one for one in self.present if one == asked.candidate)

    def there_at(self, moment: datetime) -> tuple[str, ...]:
        """The ids of those who were in it then; who left and came back counts as there meanwhile."""
        return tuple(
            m.user_id
            for m in self.members
            if m.joined_at <= moment and (m.left_at is None or m.left_at > moment)
        )

    def member(self, user_id: str) -> Member | None:
        """Whether they are in it now or were."""
        return next((m for m in self.members if m.user_id == user_id), None)

    def moved(self, place: str, room: str) -> Self:
        return self.model_copy(update={"place": place, "room": room, "open_room": room})

    def joined(self, user_id: str, now: datetime, *, quotable: bool | None = None) -> Self:
        """With that person in it; once more where they had left. `quotable` of None keeps their leave."""
        known = self.member(user_id)
        leave = known.quotable if quotable is None and known is not None else bool(quotable)
        if known is not None and known.left_at is None and known.quotable == leave:
            return self
        since = known.joined_at if known is not None else now
        fresh = Member(user_id=user_id, joined_at=since, quotable=leave)
        others = tuple(fresh if m.user_id == user_id else m for m in self.members)
        members = others if known is not None else (*others, fresh)
        participants = tuple(dict.fromkeys((*self.participants, user_id)))
        host = self.host if self.present else user_id
        return self._with(student_id=host, members=members, participants=participants, last_active_at=now)

    def left(self, user_id: str, now: datetime) -> Self:
        """Without that person from now on; a host hands the round to whoever joined first of the others."""
        if user_id not in self.present:
            return self
        members = tuple(
            m.model_copy(update={"left_at": now}) if m.user_id == user_id else m for m in self.members
        )
        others = [one for one in self.present if one != user_id]
        host = others[0] if self.host == user_id and others else self.host
        return self._with(members=members, student_id=host, last_active_at=now)

    def led_by(self, user_id: str) -> Self:
        return self.model_copy(update={"student_id": user_id})

    def held_by(self, key: str) -> Self:
        """Held as that identity from now on; empty where nobody is left, and nothing is shown any more."""
        if key:
            return self.model_copy(update={"held_as": key})
        return self._with(held_as="", post_due_at=None, summary_due_at=None)

    def asked(self, question: GroupQuestion, remind_at: datetime | None, post_due_at: datetime) -> Self:
        """With that question open; `remind_at` is None where its time is too short for a reminder."""
        return self._with(
            questions=(*self.questions, question),
            phase="asking",
            remind_at=remind_at,
            closes_at=question.deadline,
            post_due_at=post_due_at,
            post_tried=False,
            last_active_at=question.asked_at,
            shown_in="",
            showing="",
        )

    def scored_until(self, closes_at: datetime, now: datetime, post_due_at: datetime) -> Self:
        """With the candidate's answer open to be scored."""
        return self._with(
            phase="scoring",
            remind_at=None,
            closes_at=closes_at,
            post_due_at=post_due_at,
            post_tried=False,
            last_active_at=now,
        )

    def revealed(self, outcome: Outcome, now: datetime, closes_at: datetime, post_due_at: datetime) -> Self:
        """With the current question dealt with; at `closes_at` a round that nobody goes on with ends."""
        last = self.questions[-1].model_copy(update={"outcome": outcome, "revealed_at": now})
        return self._with(
            questions=(*self.questions[:-1], last),
            phase="revealed",
            remind_at=None,
            closes_at=closes_at,
            post_due_at=post_due_at,
            post_tried=False,
            last_active_at=now,
        )

    def landed(self, closes_at: datetime, now: datetime) -> Self:
        """With an answer that was on its way while its question was passed over: it counts all the same."""
        last = self.current
        if last is None or last.outcome != "skipped" or not self.open or self.phase != "revealed":
            return self
        if self.mode == "panel":
            again = last.model_copy(update={"outcome": None, "revealed_at": None})
            taken = self.model_copy(update={"questions": (*self.questions[:-1], again)})
            return taken.scored_until(closes_at, now, now)
        counted = last.model_copy(update={"outcome": "answered"})
        return self._with(questions=(*self.questions[:-1], counted))

    def reminding(self, again_at: datetime | None) -> Self:
        """With those who are missing being reminded, or, at None, reminded."""
        return self._with(remind_at=again_at)

    def posting(self, again_at: datetime) -> Self:
        """With what the phase says being shown, and to be shown again by then if that died on the way."""
        return self._with(post_due_at=again_at, post_tried=True)

    def posted(self, shown_in: str, showing: str) -> Self:
        """With what the phase says shown in that message."""
        return self._with(post_due_at=None, post_tried=False, shown_in=shown_in, showing=showing)

    def shown(self, shown_in: str, showing: str) -> Self:
        """With that message saying that; empty where there is none any more."""
        return self.model_copy(update={"shown_in": shown_in, "showing": showing})

    def homeless(self, post_due_at: datetime | None) -> Self:
        """With its thread gone, so that what is left to say goes to its host alone, if it is due at all."""
        return self._with(place="dm", post_due_at=post_due_at, post_tried=False)

    def ended(self, status: Status, now: datetime, post_due_at: datetime | None = None) -> Self:
        """Over; an open question counts as passed over. Its summary is due where anything was asked."""
        questions = tuple(
            q if q.outcome is not None else q.model_copy(update={"outcome": "skipped", "revealed_at": now})
            for q in self.questions
        )
        return self._with(
            questions=questions,
            phase="revealed" if questions else self.phase,
            status=status,
            open_room=None,
            completed_at=now,
            remind_at=None,
            closes_at=None,
            post_due_at=post_due_at,
            summary_due_at=now if questions else None,
            last_active_at=now,
        )

    def summarising(self, due: datetime | None, report_id: str | None) -> Self:
        """With its summary kept under that name, and to be shown by then; of None it has been."""
        return self._with(summary_due_at=due, report_id=report_id)

    def renamed(self, names: Mapping[str, str]) -> Self:
        """With the ids of accounts replaced that are no more, or were joined into others."""

        def new(user_id: str) -> str:
            return names.get(user_id, user_id)

        members: dict[str, Member] = {}
        for member in self.members:
            fresh = member.model_copy(update={"user_id": new(member.user_id)})
            known = members.get(fresh.user_id)
            members[fresh.user_id] = fresh if known is None or known.left_at is not None else known
        questions = tuple(
            q.model_copy(update={"candidate": new(q.candidate), "interviewer": new(q.interviewer)})
            for q in self.questions
        )
        return self._with(
            student_id=new(self.student_id),
            members=tuple(members.values()),
            participants=tuple(dict.fromkeys(map(new, self.participants))),
            questions=questions,
        )

    def _with(self, **change: object) -> Self:
        """With these fields and the `due_at` that follows from them."""
        changed = self.model_copy(update=change)
        times = (changed.remind_at, changed.closes_at, changed.post_due_at, changed.summary_due_at)
        return changed.model_copy(update={"due_at": min((t for t in times if t is not None), default=None)})
