"""A recall card: something a student missed, asked again when it is about to be forgotten."""

from typing import Any, Literal

from domain.model.base import Entity, UtcTime, Value

Rating = Literal["again", "hard", "good", "easy"]
KEPT_REVIEWS = 30


class Review(Value):
    at: UtcTime
    rating: Rating


class ReviewCard(Entity):
    """One missed point (unique by student, question and point); a quiz item's is its own question and point.

    `fsrs` is the scheduler's own state of the card, as it writes it. `read` is where to read it up, a
    resource's title and address. `weight` is the rubric's, and `attempt_id` the answer that missed it last;
    `missed_at` is when. `reviewed` counts the reviews, of which `reviews` are the last ones, the oldest
    first, at most `KEPT_REVIEWS`. `buried` ones are not asked any more, such as a point that a better
    grading found met.
    """

    student_id: str
    question_id: str
    point_id: str
    source: Literal["attempt", "quiz"]
    topics: tuple[str, ...]
    front: str
    back: str
    read: str = ""
    url: str = ""
    fsrs: dict[str, Any]
    due_at: UtcTime
    missed_at: UtcTime
    weight: float = 1.0
    attempt_id: str = ""
    reviewed: int = 0
    reviews: tuple[Review, ...] = ()
    buried: bool = False
