"""How a student's resume fits their job descriptions, and what an interview begun with them asks about."""

import asyncio
from dataclasses import dataclass

from domain import resumes
from domain.matching.description import description
from domain.matching.match import match
from domain.matching.model import Description, Match
from domain.matching.questions import tags_of, topics_for_interview
from domain.model.profile import JobDescription, KeptResume
from domain.model.user import User
from domain.resume.model import Resume
from domain.resume.understood import without_contacts
from domain.services import Services

EXCERPT = 4_000
"""Of either text, in characters, is kept with an interview."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an interview takes over from resume and description, None where there is none of them.

    `topics` are tags of the question bank, what matters most first. No contact details are in the texts.
    """

    resume_text: str | None = None
    jd_text: str | None = None
    topics: tuple[str, ...] = ()


async def held_against(do: Services, user: User, wanted: JobDescription) -> Match:
    """The match, which counts as the newest from now on. Raises UserError where there is no resume."""
    resume = await resumes.of(do, user)
    if resume is None:
        raise resumes.no_resume()
    await do.users.change(user.id, lambda stored: stored.model_copy(update={"matched": wanted.id}))
    return await asyncio.to_thread(_match, resume, wanted)


async def missing_roadmaps(user: User) -> frozenset[str]:
    """Slugs of the roadmaps that teach what the newest match found missing, as things are now."""
    resume = user.resume.corrected if user.resume else None
    wanted = next((one for one in user.job_descriptions if one.id == user.matched), None)
    if resume is None or wanted is None:
        return frozenset()
    found = await asyncio.to_thread(_match, resume, wanted)
    return frozenset(fit.roadmap for fit in found.missing if fit.roadmap)


def _match(resume: Resume, wanted: JobDescription) -> Match:
    return match(resume, description(wanted.text))


async def prepared(user: User, description_id: str | None, company: str | None) -> Prepared:
    """What an interview is about that begins now: for that very description, or at that company."""
    wanted = _meant(user, description_id, company)
    if wanted is None and user.resume is None:
        return Prepared()
    return await asyncio.to_thread(_prepared, user.resume, wanted)


def _prepared(kept: KeptResume | None, wanted: JobDescription | None) -> Prepared:
    """A resume that is not analysed yet is kept with the interview all the same."""
    resume = (kept.corrected if kept else None) or Resume(recent_since=0)
    asked = description(wanted.text) if wanted else Description()
    return Prepared(
        resume_text=without_contacts(kept.text)[:EXCERPT] if kept else None,
        jd_text=without_contacts(wanted.text)[:EXCERPT] if wanted else None,
        topics=tags_of(topics_for_interview(match(resume, asked), resume)),
    )


def _meant(user: User, description_id: str | None, company: str | None) -> JobDescription | None:
    """The description named, else the newest of that company; without one, the one matched last or newest."""
    newest = tuple(reversed(user.job_descriptions))
    if description_id is not None:
        return next((one for one in newest if one.id == description_id), None)
    if company is not None:
        return next((one for one in newest if one.company.casefold() == company.casefold()), None)
    matched = next((one for one in newest if one.id == user.matched), None)
    return matched or next(iter(newest), None)
