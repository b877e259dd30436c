"""An override's arithmetic: the total follows from the rows alone, and what is set back is as it was."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.grading.score import total
from domain.mentoring import overriding
from domain.mentoring.overriding import by_mentor, stands
from domain.model.attempt import Attempt
from domain.model.grade import Grade, Row
from domain.model.remark import Remark
from tests.domain.builders import an_attempt
from tests.fakes import NOON

POINTS = ("a", "b", "c")
COST = 5
WORTH = st.sampled_from([0, 0.25, 0.5, 0.75, 1])


def graded(mets: tuple[float, ...], weights: tuple[int, ...], hints: int, flags: tuple[str, ...]) -> Attempt:
    rows = tuple(
        Row(point_id=point, point=f"Point {point}", weight=weight, met=met, quote="said" if met else "")
        for point, met, weight in zip(POINTS, mets, weights, strict=True)
    )
    score = max(0, total(rows) - COST * hints)
    grade = Grade(
        score=score, low=max(0, score - 5), high=min(100, score + 5), rows=rows, feedback="So far.",
        grader="rules", flags=flags, provisional=bool(flags),
    )  # fmt: skip
    blank = an_attempt(score=None, low=None, high=None, rows=(), grades=(), hints_used=hints)
    return blank.with_grade(grade, None)


ATTEMPTS = st.builds(
    graded,
    st.tuples(WORTH, WORTH, WORTH),
    st.tuples(*[st.integers(1, 4)] * 3),
    st.integers(0, 3),
    st.sampled_from([(), ("echo",), ("cut",)]),
)
STEPS = st.lists(st.tuples(st.sampled_from(POINTS), WORTH), min_size=1, max_size=6)


def judged(attempt: Attempt, number: int, point: str, met: float) -> Attempt:
    remark = Remark(
        id=str(number), mentor_id="mia", kind="override", at=NOON, text="Because.", point_id=point, met=met,
        over=len(attempt.grades),
    )  # fmt: skip
    return attempt.with_grade(overriding.overridden(attempt, point, met, COST), None).remarked(remark, None)


def taken_back(attempt: Attempt, remark: Remark) -> Attempt:
    ended = remark.model_copy(update={"ended": "student"})
    return attempt.with_grade(overriding.set_back(attempt, remark, COST), None).remarked(ended, None)


def run(attempt: Attempt, steps: list[tuple[str, float]]) -> Attempt:
    for number, (point, met) in enumerate(steps):
        row = overriding.row_of(attempt.grade(), point)
        if row is not None and row.met != met:
            attempt = judged(attempt, number, point, met)
    return attempt


@given(ATTEMPTS, STEPS)
def test_the_total_is_of_the_rows_and_no_other_row_moves(
    attempt: Attempt, steps: list[tuple[str, float]]
) -> None:
    for number, (point, met) in enumerate(steps):
        before = attempt
        attempt = judged(attempt, number, point, met)
        grade = attempt.grade()
        assert grade.score == max(0, total(grade.rows) - COST * attempt.hints_used)
        assert grade.low <= grade.score <= grade.high
        assert [row.met for row in grade.rows if row.point_id == point] == [met]
        assert [r for r in grade.rows if r.point_id != point] == [
            r for r in before.rows if r.point_id != point
        ]
        assert attempt.grades == (*before.grades, before.grade())
        assert by_mentor(grade)
        assert grade.grader.count("mentor") == 1


@given(ATTEMPTS, STEPS, st.randoms(use_true_random=False))
def test_all_set_back_in_any_order_is_the_very_grade_of_before(
    attempt: Attempt, steps: list[tuple[str, float]], draw: Random
) -> None:
    after = run(attempt, steps)
    count = len(after.remarks)
    while left := [one for one in after.remarks if one.stands and stands(after, one)]:
        after = taken_back(after, draw.choice(left))
        count -= 1
    assert count == 0, "each stands once those after it on its row are gone"
    assert after.grade() == attempt.grade()


@given(ATTEMPTS, STEPS)
def test_of_each_row_the_last_word_stands(attempt: Attempt, steps: list[tuple[str, float]]) -> None:
    after = run(attempt, steps)
    last = {one.point_id: one for one in after.remarks}
    assert overriding.standing(after) == frozenset(last)
    assert [one for one in after.remarks if stands(after, one)] == [
        one for one in after.remarks if one in last.values()
    ]
