"""One question, an answer that meets two of its three points, and the call that grades it."""

from domain.grading.briefing import Brief
from domain.model.grade import Row

QUESTION = "What does an index on a column cost, and what does it bring?"
MODEL_ANSWER = (
    "A lookup on the column reads a few pages instead of the whole table. "
    "Each insert has to update the index. The index needs disk space of its own."
)
ANSWER = (
    "With it a lookup reads only a few pages and not the whole table.\n"
    "Every insert must update the index too, so writes get slower."
)
POINTS = {
    "read": "A lookup reads a few pages instead of the whole table.",
    "write": "Each insert has to update the index.",
    "space": "The index needs disk space.",
}
ROWS = {
    row_id: Row(point_id=row_id, point=point, weight=1, met=0, note="Not mentioned")
    for row_id, point in POINTS.items()
}
PROMPT = Brief(QUESTION, MODEL_ANSWER, ROWS, ANSWER, "").of(list(ROWS))
