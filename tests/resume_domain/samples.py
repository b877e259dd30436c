"""The written resumes and descriptions, with what a person reads in them."""

import tomllib
from datetime import date
from pathlib import Path

from domain.matching.model import Need, Status
from domain.model.base import Value

TODAY = date(2026, 11, 22)


class Pair(Value):
    """A resume and a description; each want is ids joined by "|"."""

    name: str
    resume: str
    description: str
    shown: tuple[str, ...]
    listed: tuple[str, ...]
    projects: tuple[str, ...] = ()
    years: float | None = None
    required: tuple[str, ...]
    preferred: tuple[str, ...]
    asked_years: float | None = None
    level: str = ""
    matched: tuple[str, ...]
    weak: tuple[str, ...]
    missing: tuple[str, ...]

    def wants(self, need: Need) -> frozenset[str]:
        return _sorted(self.required if need == "required" else self.preferred)

    def fits(self, status: Status) -> frozenset[str]:
        by_status = {"matched": self.matched, "weak": self.weak, "missing": self.missing}
        return _sorted(by_status[status])


def _sorted(wants: tuple[str, ...]) -> frozenset[str]:
    return frozenset("|".join(sorted(want.split("|"))) for want in wants)


_FILE = Path(__file__).with_name("samples.toml")
PAIRS = tuple(Pair.model_validate(one) for one in tomllib.loads(_FILE.read_text("utf-8"))["pair"])
