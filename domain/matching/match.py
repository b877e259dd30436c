"""Holds a resume against a job description: what is matched, weak and missing, and where both say so."""

from collections.abc import Iterator

from domain.matching.advice import weakest
from domain.matching.model import Description, Fit, Match, Status, Want
from domain.matching.score import band, parts, score
from domain.matching.steps import steps
from domain.resume.model import Evidence, Resume
from domain.resume.vocabulary import Vocabulary, vocabulary

_ORDER: dict[Status, int] = {"matched": 0, "weak": 1, "missing": 2}
_WHY = {
    "listed": "named, but no line of a job or project shows it in use",
    "slight": "named as something you know a little",
    "said": "you told me, but no line of the resume shows it",
}


def match(resume: Resume, description: Description) -> Match:
    """How well the resume shows what the description wants; the order of lines in either changes nothing."""
    known = vocabulary()
    fits = sorted((_fit(known, resume, want) for want in description.wants), key=_by_status)
    sum_ = parts(fits, description.years, resume.experience.years)
    of = {status: tuple(fit for fit in fits if fit.status == status) for status in _ORDER}
    return Match(
        score=score(sum_),
        band=band(score(sum_)),
        matched=of["matched"],
        weak=of["weak"],
        missing=of["missing"],
        parts=sum_,
        steps=steps(fits, sum_, description.years, resume.experience.years),
        bullets=weakest(resume),
        notes=(
            *(f"Resume: {note}" for note in resume.notes),
            *(f"Description: {note}" for note in description.notes),
        ),
    )


def _by_status(fit: Fit) -> tuple[int, bool, str]:
    return (_ORDER[fit.status], fit.need != "required", fit.name.casefold())


def _fit(known: Vocabulary, resume: Resume, want: Want) -> Fit:
    """The best that the resume has for any of the alternatives."""
    base = Fit(
        name=" or ".join(known.name(skill) for skill in want.skills),
        need=want.need,
        status="missing",
        skills=want.skills,
        why="no line of the resume names it",
        wanted_by=want.quote,
        roadmap=next((known.skills[s].roadmap for s in want.skills if known.skills[s].roadmap), ""),
    )
    return min((base, *_candidates(known, resume, want, base)), key=_rank)


def _candidates(known: Vocabulary, resume: Resume, want: Want, base: Fit) -> Iterator[Fit]:
    for found in resume.skills:
        best = found.evidence[0]
        if any(wanted == found.skill or wanted in known.wider[found.skill] for wanted in want.skills):
            why = _doubt(best, resume.recent_since)
            status: Status = "weak" if why else "matched"
        elif best.how == "shown" and any(found.skill in known.near[wanted] for wanted in want.skills):
            status, why = "weak", f"{known.name(found.skill)} is near it, but not the same"
        else:
            continue
        shown = {"quote": best.quote, "section": best.section, "how": best.how}
        yield base.model_copy(update={"status": status, "skill": found.skill, "why": why, **shown})


def _doubt(best: Evidence, recent_since: int) -> str:
    """Why the best evidence is weak; empty where it is not."""
    if best.how in _WHY:
        return _WHY[best.how]
    long_ago = best.last_used is not None and best.last_used < recent_since
    return f"last used in {best.last_used}, as far as the resume dates it" if long_ago else ""


def _rank(fit: Fit) -> tuple[int, bool, bool, str]:
    near = "is near it" in fit.why
    return (_ORDER[fit.status], near, fit.skill not in fit.skills, fit.skill)
