"""Totals are sums that code makes, and every figure can be traced to attempts."""

from hypothesis import given
from hypothesis import strategies as st

from domain import improvement, scoring
from domain.model.attempt import Attempt
from domain.model.grade import Grade, Row
from domain.model.interview import Interview
from tests.domain.builders import a_question, an_asked_question, an_attempt, an_interview
from tests.fakes import NOON


def sat(scores: dict[str, int | None]) -> tuple[Interview, list[Attempt]]:
    """An interview in which each question got that score; None is a skip."""
    interview = an_interview(rounds=("technical_qa",), plan=(len(scores),))
    attempts = []
    for question_id, score in scores.items():
        asked = interview.ask(an_asked_question(question_id), 2)
        interview = asked.close_question("skipped" if score is None else "answered")
        if score is not None:
            attempts.append(an_attempt(question_id, score))
    return interview, attempts


def test_a_skip_counts_nothing_and_a_follow_up_half() -> None:
    rounds = scoring.by_round(*sat({"a": 90, "b": None, "b~p": 60}))
    assert [(r.round, r.score, r.answered, r.asked) for r in rounds] == [("technical_qa", 48, 2, 3)]


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.none() | st.integers(0, 100), min_size=1)
)
def test_the_mean_lies_within_the_marks_and_its_band(scores: dict[str, int | None]) -> None:
    rounds = scoring.by_round(*sat(scores))
    score, low, high = scoring.overall(rounds)
    marks = [value or 0 for value in scores.values()]
    assert min(marks) - 1 <= score <= max(marks) + 1
    assert low <= score <= high


def test_a_second_try_does_not_change_the_interviews_score() -> None:
    interview, attempts = sat({"a": 40})
    retried = [*attempts, an_attempt("a", 100, _id="again", **{"try": 2})]
    assert scoring.by_round(interview, retried) == scoring.by_round(interview, attempts)


def test_an_earlier_grade_is_kept_when_a_new_one_comes() -> None:
    new = Grade(score=80, low=70, high=90, rows=(), feedback="Better.", grader="model-1")
    attempt = an_attempt(score=40).with_grade(new, None)
    assert (attempt.score, attempt.grader) == (80, "model-1")
    assert [g.score for g in attempt.grades] == [40]


def test_a_point_made_good_in_a_follow_up_is_no_weakness() -> None:
    missed = an_attempt("a")
    assert scoring.weaknesses([missed]) == ("An index takes space",)
    good = an_attempt("a~space", 90, rows=(Row(point_id="space", point="An index takes space", met=1),))
    assert scoring.weaknesses([missed, good]) == ()


def test_each_step_of_the_plan_names_weakness_reason_action_and_time() -> None:
    weak = [an_attempt(f"q{n}", 10 * n) for n in range(1, 7)]
    bank = {f"q{n}": a_question(f"q{n}", tags=(f"topic-{n}",)) for n in range(1, 7)}
    items = improvement.plan(weak, bank)
    assert 1 <= len(items) <= 4
    assert items[0].weakness == "An index takes space"
    assert "67%" in items[0].why
    assert "topic 1" in items[0].action
    assert items[0].minutes > 0


def test_an_interview_ended_early_says_so() -> None:
    interview, attempts = sat({"a": 50})
    rounds = scoring.by_round(interview, attempts)
    assert "ended early" in scoring.feedback(rounds, whole=False)
    assert "ended early" not in scoring.feedback(rounds, whole=True)


def test_the_summary_is_made_of_the_same_figures(  # the stored summary and the report cannot disagree
) -> None:
    from domain.conduct import closing

    interview, attempts = sat({"a": 70, "b": 50})
    ended = closing(interview, attempts, NOON, "report")
    assert ended.result_summary is not None
    assert ended.result_summary.overall == scoring.overall(scoring.by_round(interview, attempts))[0]
