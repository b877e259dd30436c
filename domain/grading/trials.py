"""What the judge's tests say, as rubric rows and as sentences for the student."""

from collections import Counter

from domain.grading.rubric import row
from domain.model.grade import Row
from domain.model.question import RubricPoint
from domain.model.verdict import CaseResult, Outcome, Verdict

PASSES = "Code that passes every test"
PUBLIC_ONLY_WORTH = 0.4
OUTCOMES: dict[Outcome, str] = {
    "failed": "gave a wrong result",
    "error": "stopped with an error",
    "time_limit": "ran out of time, a sign of more steps than the task needs",
    "memory_limit": "ran out of memory, a sign of storing more than the task needs",
    "output_limit": "printed too much",
    "not_run": "could not be run after that",
}


def tests_row(verdict: Verdict, weight: float, quoted: str) -> Row:
    """The share of tests that passed; where no hidden one did, at most 0.4: examples can be typed in."""
    share = verdict.passed / verdict.total
    hidden = [case for case in verdict.cases if not case.public]
    if hidden and not any(case.outcome == "passed" for case in hidden):
        share = min(share, PUBLIC_ONLY_WORTH)
    return Row(
        point_id="tests",
        point=PASSES,
        weight=weight,
        met=round(share, 3),
        quote=quoted if share else "",
        note=f"{verdict.passed} of {verdict.total} tests passed",
    )


def untested_row(weight: float) -> Row:
    return Row(point_id="tests", point=PASSES, weight=weight, met=0.0, note="No test was run")


def labelled_row(point: RubricPoint, verdict: Verdict, quoted: str) -> Row | None:
    """The row met by the tests of its label; None where it has no label or no test has it."""
    share = verdict.share(point.tests) if point.tests else None
    if share is None:
        return None
    labelled = [case for case in verdict.cases if case.label == point.tests]
    passed = sum(case.outcome == "passed" for case in labelled)
    note = f"{passed} of {len(labelled)} “{point.tests}” tests passed"
    return row(point, share, quoted if share else "", note)


def summary(verdict: Verdict) -> str:
    """One or two sentences: how many passed, the first public failure, and how hidden ones failed."""
    if verdict.passed == verdict.total:
        return f"All {verdict.total} tests passed."
    passed, first = f"{verdict.passed} of {verdict.total} tests passed", verdict.first_failure
    if first:
        return f"{passed}; first failing: {_told(first)}."
    return f"{passed}, every public one among them; of the hidden ones {_hidden(verdict)}."


def _told(case: CaseResult) -> str:
    """What is known of a public failure; a limit is explained."""
    if case.outcome in ("failed", "error") and case.message:
        return case.message.rstrip(".")
    said = f"{case.arguments} {OUTCOMES[case.outcome]}".strip()
    return f"{said} (got {case.got}, expected {case.expected})" if case.outcome == "failed" else said


def _hidden(verdict: Verdict) -> str:
    failures = Counter(case.outcome for case in verdict.cases if case.outcome != "passed")
    return "; ".join(f"{count} {OUTCOMES[outcome]}" for outcome, count in failures.most_common())
