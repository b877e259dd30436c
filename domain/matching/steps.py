"""What is most worth doing next: a line to add if it is true, a roadmap to begin, dates to give."""

from collections.abc import Sequence

from domain.matching.model import Fit, Part, Step
from domain.matching.score import WEIGHT, YEARS_WEIGHT, worth, years_points
from domain.resume.vocabulary import vocabulary

MOST = 5


def steps(
    fits: Sequence[Fit], sum_: Sequence[Part], asked: float | None, years: float | None
) -> tuple[Step, ...]:
    """At most five, the most valuable first."""
    of = sum(part.of for part in sum_)
    found = [
        _step(fit, round(100 * (WEIGHT[fit.need] - worth(fit)) / of))
        for fit in fits
        if fit.status != "matched"
    ]
    if asked and years is None:
        gain = round(100 * (YEARS_WEIGHT - years_points(asked, years)) / of)
        text = f"{asked:g} years are asked for, and I found no dates: give each job its first and last month."
        found.append(Step(kind="years", text=text, gain=gain))
    return tuple(sorted(found, key=lambda step: (-step.gain, step.kind, step.text)))[:MOST]


def _step(fit: Fit, gain: int) -> Step:
    if fit.status == "missing":
        return _for_missing(fit, gain)
    skill = vocabulary().name(fit.skill)
    if fit.skill and "is near it" in fit.why:
        text = f"{fit.name}: you show {skill}. If you have used {fit.name} too, add the line that shows it."
        return Step(
            kind="line", text=_with_roadmap(text, fit), gain=gain, skill=fit.skills[0], roadmap=fit.roadmap
        )
    text = (
        f"{skill}: {fit.why}. If you have used it, say in one line of a job or project what you did with it."
    )
    return Step(kind="line", text=text, gain=gain, skill=fit.skill, roadmap=fit.roadmap)


def _for_missing(fit: Fit, gain: int) -> Step:
    text = (
        f"{fit.name} is {_asked(fit)} and not in the resume. If you have used it, add the line that shows it."
    )
    kind = "roadmap" if fit.roadmap else "line"
    return Step(kind=kind, text=_with_roadmap(text, fit), gain=gain, skill=fit.skills[0], roadmap=fit.roadmap)


def _with_roadmap(text: str, fit: Fit) -> str:
    return f"{text} If not, `/roadmap create {fit.roadmap}` teaches it." if fit.roadmap else text


def _asked(fit: Fit) -> str:
    return "required" if fit.need == "required" else "wished for"
