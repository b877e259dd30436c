"""The score of a match and its arithmetic, in halves, so that its lines add up exactly."""

from collections.abc import Iterator, Sequence
from math import floor

from domain.matching.model import Band, Fit, Need, Part, Status

WEIGHT: dict[Need, int] = {"required": 3, "preferred": 1}
YEARS_WEIGHT = 3
WORTH: dict[Status, float] = {"matched": 1.0, "weak": 0.5, "missing": 0.0}
_BANDS: tuple[tuple[int, Band], ...] = ((80, "strong"), (60, "good"), (40, "partial"), (0, "far off"))


def parts(fits: Sequence[Fit], asked: float | None, years: float | None) -> tuple[Part, ...]:
    """A line for each need and status, and one for the years where some are asked for."""
    return (*_of_skills(fits), *([_of_years(asked, years)] if asked else []))


def score(sum_: Sequence[Part]) -> int | None:
    """0 to 100, rounded half up; None where nothing was asked for."""
    of = sum(part.of for part in sum_)
    return floor(100 * sum(part.points for part in sum_) / of + 0.5) if of else None


def band(points: int | None) -> Band:
    if points is None:
        return "not measured"
    return next(name for least, name in _BANDS if points >= least)


def worth(fit: Fit) -> float:
    """The points of one fit."""
    return WEIGHT[fit.need] * WORTH[fit.status]


def years_points(asked: float, years: float | None) -> float:
    """The share of the years asked for that there are, of 3 points, rounded down to a half."""
    return floor(2 * YEARS_WEIGHT * min(1.0, (years or 0) / asked)) / 2


def _of_skills(fits: Sequence[Fit]) -> Iterator[Part]:
    for need in WEIGHT:
        for status in WORTH:
            here = [fit for fit in fits if (fit.need, fit.status) == (need, status)]
            if here:
                each = WEIGHT[need] * WORTH[status]
                names = ", ".join(fit.name for fit in here)
                label = f"{need.capitalize()}, {status} ({len(here)} × {each:g}): {names}"
                yield Part(label=label, points=each * len(here), of=float(WEIGHT[need] * len(here)))


def _of_years(asked: float, years: float | None) -> Part:
    have = "none found" if years is None else f"{years:g} found"
    points = years_points(asked, years)
    return Part(label=f"Years of experience, {asked:g} asked, {have}", points=points, of=float(YEARS_WEIGHT))
