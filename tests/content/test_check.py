"""The question bank passes its own rules, and the rules find what they are for."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.judge.judge import SandboxJudge
from adapters.judge.limits import JudgeLimits
from domain.content.check import faults, judged_faults
from domain.content.load import ContentError, Library, fingerprint, load
from domain.model.question import Case, FollowUp, Question, RubricPoint
from tests.domain.builders import a_question
from tests.world import LIBRARY

OWN_RESULT = RubricPoint(id="result", point="Gives a result", accept=("as a result",))
PROBLEMS = [q for q in LIBRARY.questions if q.runs_code]
LOOP = next(q for q in PROBLEMS if q.difficulty == 1)


async def _silently(_: str) -> None:
    return None


def test_the_bank_is_without_fault() -> None:
    assert faults(LIBRARY) == []


def test_the_bank_has_what_a_start_needs() -> None:
    asked = [q for q in LIBRARY.questions if not q.about_project]
    streams = {q.stream for q in asked if q.round == "technical_qa"}
    assert len(streams) == 5
    assert len(PROBLEMS) == 24
    assert sum(q.round == "technical_qa" for q in asked) == 70
    assert sum(q.round == "system_design" for q in asked) == 10
    assert sum(q.round == "behavioral" for q in asked) == 20
    assert len(LIBRARY.companies) == 6


@pytest.fixture
async def judge(judge_cache: Path) -> AsyncIterator[SandboxJudge]:
    opened = SandboxJudge(judge_cache, JudgeLimits(test_seconds=30, total_seconds=60))
    yield opened
    await opened.close()


@pytest.mark.parametrize("problem", PROBLEMS[::4], ids=lambda q: q.slug)
async def test_the_reference_passes(judge: SandboxJudge, problem: Question) -> None:
    """Of every fourth problem; `make content` and `make soak` run all."""
    alone = problem.model_copy(update={"wrong_solutions": ()})
    assert await judged_faults(Library((alone,), ()), judge, _silently) == []


@pytest.mark.parametrize("problem", PROBLEMS[::12], ids=lambda q: q.slug)
async def test_the_wrong_ones_do_not_pass(judge_cache: Path, problem: Question) -> None:
    """Of every twelfth problem, 1.5 s a test; `make content` and `make soak` run all, in a student's time."""
    judge = SandboxJudge(judge_cache, JudgeLimits(test_seconds=1.5))
    found = await judged_faults(Library((problem,), ()), judge, _silently)
    await judge.close()
    assert [fault for fault in found if "wrong" in fault.message] == []


@pytest.mark.soak
@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda q: q.slug)
async def test_no_wrong_one_passes_in_a_students_time(judge_cache: Path, problem: Question) -> None:
    judge = SandboxJudge(judge_cache)
    assert await judged_faults(Library((problem,), ()), judge, _silently) == []
    await judge.close()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rubric": (a_question().rubric[0],) * 2}, "share an id"),
        ({"follow_ups": (FollowUp(point="nothing", prompt="And then?"),)}, "no rubric row"),
        ({"rubric": (RubricPoint(id="bare", point="Says something"),)}, "nothing can meet it"),
        ({"companies": ("initech",)}, "which is not there"),
        ({"prompt": "Why? " * 1000}, "fit a phone's screens"),
        ({"hints": ("One.",)}, "fewer than two hints"),
        ({"round": "behavioral", "competency": None}, "no competency"),
        ({"signature": "def f(x: int) -> int"}, "is no DSA question"),
        ({"model_answer": "Something else altogether, about the weather."}, "its model answer is graded"),
        ({"round": "dsa"}, "needs a signature"),
        ({"round": "dsa", "about_project": True}, "in a round that asks about none"),
        ({"about_project": True, "rubric": (OWN_RESULT,)}, "the story's checklist: result"),
        ({"round": "dsa", "public_tests": (Case(build="[1]"),)}, "builds a public test"),
    ],
)
def test_each_rule_finds_its_fault(change: dict[str, Any], words: str) -> None:
    given = {"hints": ("One.", "Two."), **change}
    found = faults(Library((a_question("the-one", **given),), ()))
    assert any(fault.item == "the-one" and words in fault.message for fault in found), found


def test_doubled_names_are_found() -> None:
    company = LIBRARY.companies[0]
    found = faults(Library((*LIBRARY.questions, LIBRARY.questions[0]), (*LIBRARY.companies, company)))
    assert {LIBRARY.questions[0].slug, company.company.casefold()} <= {fault.item for fault in found}


class AlwaysPasses(SandboxJudge):
    """A judge that runs the reference whatever it is handed, to see that a wrong one is missed."""

    async def run(self, answer: str, *rest: Any, **more: Any) -> Any:
        return await super().run(f"```python\n{LOOP.reference_solution}\n```", *rest, **more)


async def test_a_wrong_solution_that_passes_is_a_fault(judge_cache: Path) -> None:
    judge = AlwaysPasses(judge_cache)
    try:
        found = await judged_faults(Library((LOOP,), ()), judge, _silently)
    finally:
        await judge.close()
    assert [f.message for f in found] == [f"wrong solution {n} passes every test" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[[question]\n", "bad.toml"),
        ("[[quiz]]\nx = 1\n", "is none of [[question]]"),
        ('[[question]]\nslug = "x1"\nround = "dsa"\n', "bad.toml: x1: difficulty"),
        ('[[company]]\nslug = "x1"\ncolour = 1\n', "bad.toml: x1"),
    ],
)
def test_a_broken_file_is_named_with_item_and_field(tmp_path: Path, toml: str, words: str) -> None:
    (tmp_path / "bad.toml").write_text(toml)
    with pytest.raises(ContentError) as error:
        load(tmp_path)
    assert words in str(error.value)


def test_the_fingerprint_follows_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("")
    before = fingerprint(tmp_path)
    (tmp_path / "b.toml").write_text("")
    assert fingerprint(tmp_path) != before
