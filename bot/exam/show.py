"""How the exam's outcome is shown: a table for people, an object a check for programs."""

import json
from collections.abc import Iterator, Sequence

from bot.exam.check import Result
from bot.exam.record import Record, Sitting
from domain.model.question import ROUND_NAMES, ROUNDS

LONGEST_EVIDENCE = 240


def as_json(results: Sequence[Result]) -> Iterator[str]:
    """`{name, says, passed, not_run, looks, evidence}`; what was not run has not passed."""
    for one in results:
        fields = {"name": one.name, "says": one.says, "passed": one.passed, "not_run": one.not_run}
        yield json.dumps({**fields, "looks": one.looks, "evidence": list(one.evidence)}, ensure_ascii=False)


def as_table(record: Record, results: Sequence[Result]) -> Iterator[str]:
    """Lines: what graded, each check with its answer, the candidates' means, and the sum of it all."""
    yield f"Graded by {f'the model {record.model}' if record.model else 'rules (no model is connected)'}."
    if record.no_judge:
        yield f"No code was run: {record.no_judge}"
    yield ""
    for result in results:
        yield f"{_answer(result):7}  {result.name:17}  {result.says}"
        if not result.passed:
            yield from (f"{'':9}{line[:LONGEST_EVIDENCE]}" for line in result.evidence)
    yield ""
    yield from _candidates(record)
    yield ""
    yield _sum(results)


def _answer(result: Result) -> str:
    return "not run" if result.not_run else "yes" if result.passed else "NO"


def _candidates(record: Record) -> Iterator[str]:
    names = "".join(f"{ROUND_NAMES[round_]:>15}" for round_ in ROUNDS)
    yield f"{'Mean score of':17}{names}"
    for sitting in record.sittings.values():
        means = "".join(f"{_mean(sitting, round_):>15}" for round_ in ROUNDS)
        yield f"{sitting.name:17}{means}  {sitting.candidate.about}"


def _mean(sitting: Sitting, round_: str) -> str:
    """Of the answers to the plan's questions; what was skipped is not among them."""
    scores = [attempt.score or 0 for attempt in sitting.answers if attempt.round == round_]
    return f"{sum(scores) / len(scores):.0f}" if scores else ""


def _sum(results: Sequence[Result]) -> str:
    not_run = sum(one.not_run for one in results)
    passed = sum(one.passed for one in results)
    return f"{passed} yes, {len(results) - passed - not_run} no, {not_run} not run."
