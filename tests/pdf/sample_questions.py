"""Twelve questions as a report shows them: code, prose, several scripts, emoji, and what goes wrong."""

from domain.model.grade import Row
from domain.model.question import Round
from domain.model.report import QuestionSection
from domain.model.verdict import CaseResult, Verdict

GRADER = "offline rubric 1"

TWO_SUM = '''def two_sum(nums: list[int], target: int) -> list[int]:
    """Indices of the two numbers that add up to the target."""
    seen = {}  # value -> index
    for i, n in enumerate(nums):
        if target - n in seen:
            return [seen[target - n], i]
        seen[n] = i
    return []
'''
MERGE = """def merge(intervals: list[list[int]]) -> list[list[int]]:
    intervals.sort(key=lambda interval: (interval[0], interval[1]))  # WHY
    merged = []
    for start, end in intervals:
        if merged and start < merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged
""".replace("WHY", "sorted by start, then by end, so that overlapping ones are neighbours")
MERGE_FIXED = MERGE.replace("start < merged", "start <= merged")
LRU = """from collections import OrderedDict

class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.items = OrderedDict()

    def get(self, key):
        if key not in self.items:
            return -1
        self.items.move_to_end(key)
        return self.items[key]

    def put(self, key, value):
        self.items[key] = value
        self.items.move_to_end(key)
        if len(self.items) > self.capacity:
            self.items.popitem(last=False)
"""


def row(point: str, met: float, quote: str = "", note: str = "", weight: float = 1.0) -> Row:
    return Row(point_id="p", point=point, met=met, quote=quote, note=note, weight=weight)


def passed(code: str, public: int, hidden: int) -> Verdict:
    cases = [CaseResult(public=i < public, outcome="passed") for i in range(public + hidden)]
    return Verdict(status="ran", cases=tuple(cases), code=code)


def failed(code: str) -> Verdict:
    wrong = CaseResult(
        label="edge",
        public=True,
        outcome="failed",
        arguments="[[1, 4], [4, 5]]",
        expected="[[1, 5]]",
        got="[[1, 4], [4, 5]]",
    )
    good = [CaseResult(public=i < 3, outcome="passed") for i in range(8)]
    hidden = [CaseResult(public=False, outcome="failed") for _ in range(2)]
    return Verdict(status="ran", cases=(*good[:2], wrong, *good[2:], *hidden), code=code)


def question(
    number: int, round_: Round, title: str, prompt: str, answer: str | None, **more: object
) -> QuestionSection:
    values: dict[str, object] = {
        "difficulty": 3,
        "score": None if answer is None else 70,
        "grader": "" if answer is None else GRADER,
        "time_taken_seconds": 0 if answer is None else 400 + 37 * number,
        "time_limit_seconds": 900,
    }
    return QuestionSection.model_validate(
        {
            **values,
            "number": number,
            "round": round_,
            "title": title,
            "prompt": prompt,
            "answer": answer,
            **more,
        }
    )


CODING: tuple[QuestionSection, ...] = (
    question(
        1,
        "dsa",
        "Two sum",
        "Given a list of integers `nums` and an integer `target`, return the indices of the two numbers "
        "that add "
        "up to `target`. Exactly one such pair exists, and no element may be used twice.\n\n"
        "Example: `two_sum([2, 7, 11, 15], 9)` returns `[0, 1]`.",
        f"I keep a dictionary from value to index, so one pass is enough.\n\n```python\n{TWO_SUM}```\n"
        "Time is O(n), and so is the space.",
        difficulty=2,
        score=96,
        low=92,
        high=100,
        predicted=90,
        time_taken_seconds=412,
        time_limit_seconds=1200,
        verdict=passed(TWO_SUM, 3, 9),
        rows=(
            row("Every public and hidden test passes", 1, "12 of 12 tests passed", weight=5),
            row(
                "Uses one pass with a map from value to index",
                1,
                "I keep a dictionary from value to index",
                weight=2,
            ),
            row("States time and space complexity", 1, "Time is O(n), and so is the space."),
            row(
                "Says what happens when there is no pair",
                0.5,
                "return []",
                "It is in the code, but not said.",
                0.5,
            ),
        ),
        feedback="Clean and complete. Say aloud why looking up before storing avoids pairing a number "
        "with itself.",
        model_answer="Walk through the list once. For each number, look for `target - n` among the "
        "numbers seen so "
        "far; only then store the number. Looking first means that an element is never paired with "
        "itself. "
        "O(n) time, O(n) space.",
        reference_solution=TWO_SUM,
    ),
    question(
        2,
        "dsa",
        "Merge intervals",
        "Given a list of intervals `[start, end]`, merge all that overlap. Intervals that only touch, "
        "such as "
        "`[1, 4]` and `[4, 5]`, count as overlapping.",
        MERGE,
        score=58,
        low=52,
        high=64,
        predicted=85,
        hints_used=1,
        time_taken_seconds=1510,
        time_limit_seconds=1200,
        verdict=failed(MERGE),
        rows=(
            row(
                "The tests of touching intervals pass",
                0,
                note="Two of the tests labelled “edge” failed.",
                weight=3,
            ),
            row("Other tests pass", 1, "8 of 8 tests passed", weight=4),
            row(
                "Sorts by start before merging",
                1,
                "intervals.sort(key=lambda interval: (interval[0], interval[1]))",
            ),
            row(
                "Explains why the sort makes one pass enough",
                0.4,
                "so that overlapping ones are neighbours",
            ),
        ),
        feedback="The comparison `start < merged[-1][1]` treats touching intervals as apart. Reading "
        "the example "
        "in the question aloud before coding would have caught it.",
        model_answer="Sort by start. Keep the last merged interval; a new one overlaps if its start is "
        "at most that "
        "one's end.",
        reference_solution=MERGE_FIXED,
    ),
    question(
        3,
        "dsa",
        "Why is the sort needed?",
        "Your solution sorts first. What would go wrong without it?",
        "Without sorting, an interval may overlap one that is not the last in the list, so comparing "
        "with the last "
        "is not enough. यदि सूची पहले से क्रमबद्ध हो, तो सॉर्ट की आवश्यकता नहीं है।",
        score=80,
        low=70,
        high=88,
        follow_up_of=2,
        time_taken_seconds=95,
        time_limit_seconds=180,
        rows=(
            row(
                "Overlapping intervals need not be neighbours",
                1,
                "may overlap one that is not the last in the list",
            ),
            row("Names the cost of the sort", 0, note="O(n log n) was not mentioned."),
        ),
        feedback="Right. Add that sorting dominates the cost.",
    ),
    question(
        4,
        "dsa",
        "LRU cache",
        "Design a cache of fixed capacity that drops the entry used least recently. `get` and `put` "
        "must take "
        "constant time.",
        LRU,
        difficulty=4,
        score=74,
        low=66,
        high=80,
        verdict=Verdict(
            status="no_function", message="There is no function named lru_cache in the answer.", code=LRU
        ),
        rows=(row("Both operations take constant time", 1, "self.items.move_to_end(key)", weight=2),),
        feedback="A class was given where a function was asked for, so no test could run.",
        model_answer="A hash map to the nodes of a doubly linked list, or an ordered dictionary.",
    ),
)
