"""The two sides of a recall card: a question that asks for a point, and never tells it."""

from domain import flashcards
from domain.grading.grader import grade_points
from domain.model.question import Question
from tests.domain.builders import a_question
from tests.domain.roadmaps import CASCADE
from tests.world import LIBRARY


def test_a_front_does_not_give_its_point_away() -> None:
    """A sample of the whole bank: what stands on the front would not be graded as the point."""
    sample = [(question, point) for question in LIBRARY.questions for point in question.rubric][::9]
    gapped = [(q, p) for q, p in sample if flashcards.GAP in flashcards.asked(q, p)]
    assert len(gapped) > 10
    told = [
        (question.slug, point.id)
        for question, point in gapped
        if grade_points(
            question.prompt, question.model_answer, [point], flashcards.asked(question, point)
        ).rows[0].met >= 1
    ]  # fmt: skip
    assert told == []


def test_a_coding_question_is_asked_about_by_its_aspect() -> None:
    question = next(q for q in LIBRARY.questions if q.round == "dsa" and q.point("large"))
    point = question.point("large")
    assert point is not None
    assert flashcards.front_of_point(question, point).endswith(flashcards.ASPECTS["large"])


def test_a_follow_up_of_the_bank_is_asked_first() -> None:
    question = a_question()
    assert flashcards.front_of_point(question, question.rubric[0]) == (
        "Why does an index slow down writes?\n\nWhat happens on an insert?"
    )


def test_the_context_is_short_and_ends_with_a_sentence() -> None:
    code = "```python\nprint(1)\n```"
    question: Question = a_question(prompt=f"{'This is one of many sentences. ' * 40}{code}")
    context, _, _ = flashcards.front_of_point(question, question.rubric[0]).rpartition("\n\n")
    assert len(context) <= flashcards.LONGEST_CONTEXT + 2
    assert context.endswith("sentences. …")


def test_the_options_of_a_quiz_card_stay_where_they_are_and_the_right_one_is_not_always_first() -> None:
    fronts = [flashcards.front_of_item(item) for item in CASCADE.quiz]
    assert fronts == [flashcards.front_of_item(item) for item in CASCADE.quiz]
    first = [front.split("\n\n")[1].startswith("– Right") for front in fronts]
    assert not all(first)
