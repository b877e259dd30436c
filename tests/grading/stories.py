"""A behavioural and a coding question, with stories and verdicts to grade."""

from domain.model.question import Case, Question, RubricPoint
from domain.model.verdict import CaseResult, Outcome, Status, Verdict

CONFLICT = Question(
    slug="settle-a-conflict",
    round="behavioral",
    difficulty=2,
    prompt="Tell me about a time when you disagreed with somebody on your team. What did you do?",
    competency="resolving conflict",
    rubric=(
        RubricPoint(
            id="listened",
            point="Finds out what the other person wants, and why",
            weight=2,
            accept=("listened to her side", "asked why he wanted", "understood their point of view"),
            reject=("proved them wrong",),
        ),
        RubricPoint(
            id="agreement",
            point="Works out a solution that both can accept",
            weight=2,
            accept=("agreed on a compromise", "combined both ideas", "tested both versions"),
        ),
    ),
    model_answer=(
        "During my second internship, at a small logistics company, another intern and I both owned the "
        "import page, and we argued in front of the team about which parser to use. I was responsible for "
        "a working import by the end of the month. I asked her for half an hour alone and listened to her "
        "side first. She feared that my parser would break on old files. I collected forty real files "
        "from the archive and tested both versions against them. Then I wrote the numbers down on one "
        "page, and we agreed on a compromise: her parser for old files and mine for the rest. I also set "
        "up a weekly review for the two of us. As a result we shipped three days early, and failed "
        "imports fell from 9% to 1%. We still review each other's code."
    ),
    time_limit_seconds=300,
)
VAGUE = (
    "In my last project we had some problems with a teammate. I talked to him and we found a solution. "
    "In the end everything went well and we finished the project."
)
SUPPOSED = (
    "I would talk to the person in private. I would try to see what bothers them. Then I would propose a "
    "plan, and I would make sure that the project is delivered on time."
)
BLUFF = (
    "I used the STAR method: situation, task, action, result. My situation was clear, my task was clear, my "
    "action was strong and my result was great."
)

PAIR_CODE = """def find_pair(prices: list[int], total: int) -> list[int]:
    seen = {}
    for i, price in enumerate(prices):
        if total - price in seen:
            return [seen[total - price], i]
        seen[price] = i
    return []
"""
PAIR = Question(
    slug="find-pair",
    round="dsa",
    difficulty=1,
    prompt="Write `find_pair(prices, total)`: the positions of the two prices that add up to `total`.",
    signature="def find_pair(prices: list[int], total: int) -> list[int]",
    public_tests=(
        Case(args=([1, 2], 3), expected=[0, 1]),
        Case(args=([4], 8), expected=[]),
        Case(args=([5, 5], 10), expected=[0, 1]),
    ),
    hidden_tests=(
        *(Case(args=([i], 2), expected=[], label="edge") for i in range(3)),
        *(Case(args=([i, 9], i + 9), expected=[0, 1]) for i in range(4)),
        Case(build="[list(range(50000)), -1]", expected=[], label="large"),
    ),
    complexity="O(n) time, O(n) space",
    rubric=(
        RubricPoint(
            id="approach",
            point="Looks up the missing partner of each price in a hash map",
            weight=2,
            accept=("hash map of seen prices", "look up the complement", "dictionary of earlier prices"),
        ),
        RubricPoint(
            id="time",
            point="States the running time: linear",
            weight=2,
            accept=("O(n) time", "runs in O(n)", "linear time"),
            reject=("runs in O(n^2)",),
        ),
        RubricPoint(id="edge", point="Handles short and equal input", weight=1, tests="edge"),
        RubricPoint(id="large", point="Stays fast for long input", weight=1, tests="large"),
    ),
    model_answer=(
        "I go through the list once and keep a hash map of seen prices. For each price I look up the "
        "complement. It runs in O(n) time and O(n) space."
    ),
    time_limit_seconds=900,
)


def verdict(question: Question, status: Status = "ran", code: str = PAIR_CODE, **failing: Outcome) -> Verdict:
    """A verdict; `failing` maps a label, "public" or "hidden" to how those tests went instead of passing."""
    if status != "ran":
        return Verdict(status=status, code=code)
    cases = [(case, True) for case in question.public_tests] + [
        (case, False) for case in question.hidden_tests
    ]
    return Verdict(
        status="ran", code=code, cases=tuple(_result(case, public, failing) for case, public in cases)
    )


def _result(case: Case, public: bool, failing: dict[str, Outcome]) -> CaseResult:
    group = "public" if public else "hidden"
    outcome: Outcome = failing.get(case.label) or failing.get(group) or "passed"
    told = public and outcome == "failed"
    return CaseResult(
        label=case.label,
        public=public,
        outcome=outcome,
        message=f"find_pair{case.args} gave None, expected {case.expected}" if told else "",
    )
