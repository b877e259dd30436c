"""What holds of a group's round whatever its members do, and in whatever order."""

from collections import Counter
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.grouping.rotation import roles
from domain.model.group import GroupQuestion, GroupRound, Member, Mode
from tests.examples import tried
from tests.fakes import NOON

PEOPLE = ("ana", "ben", "cid", "dan", "eva")
LEASE = timedelta(minutes=1)


def a_round(mode: Mode = "panel", *members: str) -> GroupRound:
    here = members or ("ana",)
    return GroupRound(
        id="round", created_at=NOON, updated_at=NOON, student_id=here[0], mode=mode, rounds=("technical_qa",),
        place="thread:t1", held_as="console::ana", room="r", open_room="r", home="r", seed=7, started_at=NOON,
        members=tuple(Member(user_id=one, joined_at=NOON) for one in here), participants=here,
        last_active_at=NOON,
    )  # fmt: skip


class Holding(RuleBasedStateMachine):
    """One round: people come and go, questions are put, answered, scored and revealed."""

    group: GroupRound

    @initialize(mode=st.sampled_from(("race", "panel")))
    def begin(self, mode: Mode) -> None:
        self.group, self.now = a_round(mode), NOON
        self.answered: Counter[tuple[str, str]] = Counter()

    def later(self) -> None:
        self.now += timedelta(minutes=1)

    @rule(who=st.sampled_from(PEOPLE), quotable=st.sampled_from((None, True, False)))
    def join(self, who: str, quotable: bool | None) -> None:
        self.later()
        before = self.group.member(who)
        self.group = self.group.joined(who, self.now, quotable=quotable)
        after = self.group.member(who)
        assert after is not None
        assert after.quotable == (
            quotable if quotable is not None else before is not None and before.quotable
        )

    @rule(who=st.sampled_from(PEOPLE))
    def leave(self, who: str) -> None:
        self.later()
        self.group = self.group.left(who, self.now)

    @precondition(lambda self: self.group.phase in ("gathering", "revealed") and self.group.present)
    @rule()
    def ask(self) -> None:
        self.later()
        candidate, interviewer = roles(self.group) if self.group.mode == "panel" else ("", "")
        if candidate:
            assert candidate != interviewer
            since = [q.candidate for q in self.group.questions]
            last = len(since) - since[::-1].index(candidate) if candidate in since else 0
            assert set(since[last:]) >= set(self.group.present) - {candidate} or candidate not in since
        question = GroupQuestion(
            question_id=f"q{self.group.number}", round="technical_qa", prompt="?", asked_at=self.now,
            difficulty=3, time_limit_seconds=300, candidate=candidate, interviewer=interviewer,
        )  # fmt: skip
        self.group = self.group.asked(question, self.now + timedelta(minutes=4), self.now)

    @precondition(lambda self: self.group.phase == "asking" and self.group.expected)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(self.group.expected))
        asked = self.group.open_question
        assert asked is not None
        assert asked.candidate in ("", who), "in a panel nobody but the candidate is expected to answer"
        self.answered[asked.question_id, who] += 1

    @precondition(lambda self: self.group.phase == "asking" and self.group.mode == "panel")
    @rule()
    def score(self) -> None:
        self.later()
        self.group = self.group.scored_until(self.now + timedelta(minutes=3), self.now, self.now)
        assert self.group.hidden_question == self.group.current

    @precondition(lambda self: self.group.phase in ("asking", "scoring"))
    @rule(outcome=st.sampled_from(("answered", "skipped")))
    def reveal(self, outcome: str) -> None:
        self.later()
        closes_at = self.now + timedelta(minutes=30)
        self.group = self.group.revealed(outcome, self.now, closes_at, self.now)  # type: ignore[arg-type]

    @precondition(lambda self: self.group.phase == "revealed")
    @rule()
    def land(self) -> None:
        before = self.group.current
        self.group = self.group.landed(self.now + timedelta(minutes=3), self.now)
        after = self.group.current
        assert before is not None
        assert after is not None
        if before.outcome == "answered":
            assert after == before, "what was revealed stays"
        elif self.group.mode == "race":
            assert after.outcome == "answered"
        else:
            assert (self.group.phase, after.revealed_at) == ("scoring", None)

    @rule()
    def show(self) -> None:
        self.group = self.group.posting(self.now + LEASE)
        assert self.group.post_tried
        self.group = self.group.posted("m1", "abc")
        assert not self.group.post_tried

    @rule(keep=st.booleans())
    def remind(self, keep: bool) -> None:
        if self.group.remind_at is not None:
            self.group = self.group.reminding(self.now + LEASE if keep else None)

    @rule()
    def end(self) -> None:
        over = self.group.ended("completed", self.now)
        assert not over.open
        assert over.open_room is None, "another round can be held there"
        assert all(q.outcome is not None and q.revealed_at is not None for q in over.questions)
        assert over.due_at == over.summary_due_at
        assert [q.outcome for q in over.questions if q.outcome == "answered"] == [
            q.outcome for q in self.group.questions if q.outcome == "answered"
        ]

    @invariant()
    def the_host_is_there_while_anybody_is(self) -> None:
        assert not self.group.present or self.group.host in self.group.present

    @invariant()
    def nobody_is_in_it_twice_or_forgotten(self) -> None:
        ids = [member.user_id for member in self.group.members]
        assert len(set(ids)) == len(ids)
        assert set(ids) == set(self.group.participants)

    @invariant()
    def only_those_who_are_there_are_waited_for(self) -> None:
        assert set(self.group.expected) <= set(self.group.present)

    @invariant()
    def it_is_due_at_the_earliest_of_its_times(self) -> None:
        times = (self.group.remind_at, self.group.closes_at, self.group.post_due_at)
        assert self.group.due_at == min((one for one in times if one is not None), default=None)

    @invariant()
    def only_the_last_question_is_open(self) -> None:
        assert all(q.revealed_at is not None for q in self.group.questions[:-1])
        is_open = self.group.current is not None and self.group.current.revealed_at is None
        assert is_open == (self.group.phase in ("asking", "scoring"))


TestHolding = Holding.TestCase
TestHolding.settings = tried(40, stateful_step_count=25, deadline=None)


def test_the_roles_of_a_panel_go_round_evenly() -> None:
    group, now = a_round("panel", "ana", "ben", "cid", "dan"), NOON
    for number in range(12):
        candidate, interviewer = roles(group)
        question = GroupQuestion(
            question_id=f"q{number}", round="technical_qa", prompt="?", asked_at=now, difficulty=3,
            time_limit_seconds=300, candidate=candidate, interviewer=interviewer,
        )  # fmt: skip
        group = group.asked(question, None, now).revealed("answered", now, now, now)
    assert set(Counter(q.candidate for q in group.questions).values()) == {3}
    assert set(Counter(q.interviewer for q in group.questions).values()) == {3}
