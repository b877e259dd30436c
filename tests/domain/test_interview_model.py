"""Whatever is done to an interview, in whatever order, its figures agree with each other."""

from datetime import timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.interview import Interview
from tests.domain.builders import an_asked_question, an_interview
from tests.fakes import NOON

Step = Literal["answered", "skipped", "follow_up", "pause", "resume", "hint"]


def run(steps: list[Step]) -> Interview:
    """Plays the steps that are possible; one question of the plan is always open until all are done."""
    interview, asked, now = an_interview(), 0, NOON

    def ask_next(state: Interview) -> Interview:
        round_ = state.round_due()
        if round_ is None:
            return state.end(now, "completed", None, None)
        return state.ask(an_asked_question(f"q{asked}", round=round_, asked_at=now), 3)

    interview = ask_next(interview)
    for step in steps:
        now += timedelta(seconds=40)
        open_question = interview.open_question
        if open_question is None:
            break
        if step in ("answered", "skipped"):
            asked += 1
            interview = ask_next(interview.close_question("answered" if step == "answered" else "skipped"))
        elif step == "follow_up":
            closed = interview.close_question("answered")
            probe = an_asked_question(
                f"{open_question.question_id.split('~')[0]}~p{asked}{len(closed.questions)}",
                round=open_question.round,
                asked_at=now,
            )
            interview = closed.ask(probe, 3)
        elif step == "pause":
            interview = interview.pause(now)
        elif step == "resume":
            interview = interview.resume(now, "dm")
        else:
            interview = interview.with_hint()
    return interview


STEPS = st.lists(
    st.sampled_from(["answered", "skipped", "follow_up", "pause", "resume", "hint"]), max_size=25
)


@given(STEPS)
def test_figures_agree(steps: list[Step]) -> None:
    interview = run(steps)
    skipped = sum(q.outcome == "skipped" for q in interview.questions)
    if interview.open:
        assert interview.answered + skipped + interview.remaining == interview.of
        assert interview.open_question is interview.questions[-1]
        assert interview.rounds[interview.current_round - 1] == interview.questions[-1].round
    else:
        assert interview.remaining == 0
        assert interview.open_question is None
        assert all(q.outcome for q in interview.questions)
    assert sum(q.outcome is None for q in interview.questions) <= 1


@given(STEPS)
def test_main_questions_follow_the_plan(steps: list[Step]) -> None:
    interview = run(steps)
    for round_, planned in zip(interview.rounds, interview.plan, strict=True):
        put = sum(q.round == round_ and q.follow_up_of is None for q in interview.questions)
        assert put <= planned
    assert len({q.question_id for q in interview.questions}) == len(interview.questions)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_pause_is_not_held_against_the_question(before: int, pause: int) -> None:
    interview = an_interview().ask(an_asked_question(time_limit_seconds=7200), 2)
    stopped = NOON + timedelta(seconds=before)
    back = stopped + timedelta(seconds=pause)
    resumed = interview.pause(stopped).resume(back, "thread:1")
    asked = resumed.open_question
    assert asked is not None
    assert back - asked.asked_at == timedelta(seconds=before)
    assert resumed.place == "thread:1"
    assert (resumed.warn_at is None) == (before >= 7200)


def test_pausing_twice_keeps_the_first_moment() -> None:
    interview = an_interview().ask(an_asked_question(), 2)
    first = interview.pause(NOON + timedelta(minutes=1))
    assert first.pause(NOON + timedelta(minutes=9)) == first


def test_nothing_happens_to_a_question_that_is_not_open() -> None:
    with pytest.raises(ValueError, match="no question is open"):
        an_interview().close_question("skipped")
    with pytest.raises(ValueError, match="no question is open"):
        an_interview().with_hint()


def test_a_question_is_found_by_number_and_by_id() -> None:
    interview = an_interview().ask(an_asked_question("first"), 2).close_question("skipped")
    interview = interview.ask(an_asked_question("second"), 2)
    for name in ("2", "second"):
        found = interview.find(name)
        assert found is not None
        assert (found[0], found[1].question_id) == (2, "second")
    assert interview.find("3") is None
