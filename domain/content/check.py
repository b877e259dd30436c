"""Holds every question, company and roadmap to its rules; a fault names its item and says what to mend."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.content.load import Library
from domain.content.roadmap_rules import ids, roadmap_faults
from domain.grading.grader import grade_answer
from domain.grading.star import CHECKLIST
from domain.model.company import Company
from domain.model.question import Question
from domain.model.verdict import Verdict
from domain.ports import Judge, Progress

FEWEST_PUBLIC = 3
FEWEST_HIDDEN = 8
WRONG_SOLUTIONS = 3
LONGEST_PROMPT = 2500
MODEL_ANSWER_AT_LEAST = 90


@dataclass(frozen=True, slots=True)
class Fault:
    item: str
    message: str


def faults(library: Library) -> list[Fault]:
    """Every rule that can be checked without running code."""
    found = [*_doubles(q.slug for q in library.questions), *_doubles(_names(library.companies))]
    companies = {company.slug for company in library.companies}
    for question in library.questions:
        found += [Fault(question.slug, message) for message in _question(question, companies)]
    rounds = {question.round for question in library.questions}
    for company in library.companies:
        missing = [r for r in company.round_names if r not in rounds]
        if missing:
            found.append(Fault(company.slug, f"has rounds without questions: {', '.join(missing)}"))
    found += _doubles(ids(library.roadmaps))
    for roadmap in library.roadmaps:
        found += [Fault(roadmap.slug, message) for message in roadmap_faults(roadmap)]
    return found


def _doubles(names: Iterable[str]) -> Iterator[Fault]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Fault(name, f"stands {count} times; it must be unique")


def _names(companies: Sequence[Company]) -> Iterator[str]:
    for company in companies:
        yield from {name.casefold() for name in (company.company, *company.aliases)}


def _question(question: Question, companies: set[str]) -> Iterator[str]:
    yield from _rubric(question)
    for slug in question.companies:
        if slug not in companies:
            yield f"names the company {slug!r}, which is not there"
    if len(question.prompt) > LONGEST_PROMPT:
        yield f"the prompt has {len(question.prompt)} characters; {LONGEST_PROMPT} fit a phone's screens"
    if len(question.hints) < 2:
        yield "has fewer than two hints"
    if question.round == "behavioral" and not question.competency:
        yield "asks for no competency"
    yield from _story(question)
    yield from _code(question) if question.round == "dsa" else _prose(question)


def _story(question: Question) -> Iterator[str]:
    """What is graded as a story has the checklist's rows beside its own."""
    if question.about_project and question.round not in ("technical_qa", "behavioral"):
        yield "is about a project, in a round that asks about none"
    if question.about_project or question.round == "behavioral":
        taken = {check.name for check in CHECKLIST} & {row.id for row in question.rubric}
        if taken:
            yield f"rubric rows have ids of the story's checklist: {', '.join(sorted(taken))}"


def _rubric(question: Question) -> Iterator[str]:
    ids = [row.id for row in question.rubric]
    if len(set(ids)) < len(ids):
        yield "two rubric rows share an id"
    for follow_up in question.follow_ups:
        if follow_up.point not in ids:
            yield f"a follow-up is about {follow_up.point!r}, which is no rubric row"
    for row in question.rubric:
        if not row.accept and row.tests is None:
            yield f"rubric row {row.id} has no `accept` phrasing, so nothing can meet it"


def _prose(question: Question) -> Iterator[str]:
    if question.signature or question.public_tests or question.hidden_tests:
        yield "has a signature or tests, but is no DSA question"
    score = grade_answer(question, question.model_answer).score
    if score < MODEL_ANSWER_AT_LEAST:
        missed = [r.point_id for r in grade_answer(question, question.model_answer).rows if r.met < 1]
        yield f"its model answer is graded {score}, below {MODEL_ANSWER_AT_LEAST}; rows: {', '.join(missed)}"


def _code(question: Question) -> Iterator[str]:
    if not question.signature or not question.reference_solution or not question.complexity:
        yield "needs a signature, a reference solution and a complexity"
    if len(question.public_tests) < FEWEST_PUBLIC or len(question.hidden_tests) < FEWEST_HIDDEN:
        yield f"needs {FEWEST_PUBLIC} public and {FEWEST_HIDDEN} hidden tests"
    if len(question.wrong_solutions) != WRONG_SOLUTIONS:
        yield f"needs {WRONG_SOLUTIONS} wrong solutions"
    if any(case.build for case in question.public_tests):
        yield "builds a public test, which a student could not read"
    labels = {case.label for case in question.hidden_tests}
    for row in question.rubric:
        if row.tests is not None and row.tests not in labels:
            yield f"rubric row {row.id} counts tests labelled {row.tests!r}, and there are none"


async def judged_faults(library: Library, judge: Judge, progress: Progress) -> list[Fault]:
    """Runs every reference solution, which must pass, and every wrong one, which must not."""
    problems = [q for q in library.questions if q.runs_code]
    found: list[Fault] = []
    for number, question in enumerate(problems, 1):
        await progress(f"Judging problem {number} of {len(problems)}: {question.slug}")
        right = await _run(judge, question, question.reference_solution or "")
        if right.passed < right.total or not right.total:
            found.append(Fault(question.slug, f"its reference passes {_told(right)}"))
        for position, wrong in enumerate(question.wrong_solutions, 1):
            verdict = await _run(judge, question, wrong)
            if verdict.status != "ran":
                found.append(Fault(question.slug, f"wrong solution {position} did not run: {_told(verdict)}"))
            elif verdict.passed == verdict.total:
                found.append(Fault(question.slug, f"wrong solution {position} passes every test"))
    return found


async def _run(judge: Judge, question: Question, code: str) -> Verdict:
    return await judge.run(
        f"```python\n{code}\n```",
        question.function_name,
        question.public_tests,
        question.hidden_tests,
        question.compare,
    )


def _told(verdict: Verdict) -> str:
    failed = next((c for c in verdict.cases if c.outcome != "passed"), None)
    first = f"; first: {failed.outcome} {failed.label}" if failed else ""
    return f"{verdict.passed} of {verdict.total} tests ({verdict.status} {verdict.message}{first})"
