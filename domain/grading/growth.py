"""Credits a rightly stated running time, however the sentence around it is worded."""

from collections.abc import Sequence

from domain.grading.negation import denied
from domain.grading.passage import Passage, Sentence, read
from domain.grading.terms import Role
from domain.model.grade import Row
from domain.model.question import RubricPoint

MEMORY = next(iter(read("memory").keys))


def with_running_time(
    rows: Sequence[Row], points: Sequence[RubricPoint], complexity: str | None, passage: Passage
) -> list[Row]:
    """The rows; one that asks for the running time is met where that order of growth is stated.

    `complexity` is the question's, such as "O(n) time, O(1) space": its first order is the running time.
    """
    order = next(iter(_orders(complexity or "")), "")
    return [
        _with_order(row, passage, order) if order and _asks_for(point, order) else row
        for row, point in zip(rows, points, strict=True)
    ]


def _orders(text: str) -> list[str]:
    return [key for sentence in read(text).sentences for key in sentence.keys if key.startswith("o(")]


def _asks_for(point: RubricPoint, order: str) -> bool:
    return any(order in _orders(text) and MEMORY not in read(text).keys for text in point.accept)


def _with_order(row: Row, passage: Passage, order: str) -> Row:
    """A row that a wrong statement denied stays as it is."""
    if row.met >= 1 or (row.met == 0 and row.quote):
        return row
    for sentence in passage.sentences:
        at = _stated(sentence, order)
        if at is not None:
            return row.model_copy(update={"met": 1.0, "quote": passage.excerpt(sentence, at), "note": ""})
    return row


def _stated(sentence: Sentence, order: str) -> int | None:
    """Where the sentence states the order, without speaking of memory and without denying it."""
    if MEMORY in sentence.keys:
        return None
    found = (
        i for i, token in enumerate(sentence.tokens) if token.role is Role.CONTENT and token.key == order
    )
    return next((at for at in found if not denied(sentence, [at])), None)
