"""What the judge found when it ran a student's code."""

from typing import Literal

from domain.model.base import Value

Outcome = Literal["passed", "failed", "error", "time_limit", "memory_limit", "output_limit", "not_run"]
Status = Literal["ran", "no_code", "compile_error", "no_function", "crashed", "unavailable"]


class CaseResult(Value):
    """One test as it went. `got` and `message` are short texts for a person; empty for hidden tests."""

    label: str = ""
    public: bool
    outcome: Outcome
    arguments: str = ""
    expected: str = ""
    got: str = ""
    message: str = ""


class Verdict(Value):
    """`status` other than "ran" means that no test was run, and `message` says why in a sentence."""

    status: Status
    cases: tuple[CaseResult, ...] = ()
    message: str = ""
    code: str = ""

    @property
    def passed(self) -> int:
        return sum(case.outcome == "passed" for case in self.cases)

    @property
    def total(self) -> int:
        return len(self.cases)

    @property
    def first_failure(self) -> CaseResult | None:
        """The first public test that did not pass: the one a student may see."""
        return next((c for c in self.cases if c.public and c.outcome != "passed"), None)

    def share(self, label: str) -> float | None:
        """The share, 0 to 1, of the tests with that label that passed; None where no test has it."""
        labelled = [case for case in self.cases if case.label == label]
        return sum(c.outcome == "passed" for c in labelled) / len(labelled) if labelled else None
