"""How a student's resume fits their job descriptions, and what an interview begun with them asks about."""

from domain import resumes, understanding
from domain.matching.model import Match, Prepared
from domain.model.profile import JobDescription
from domain.model.user import User
from domain.services import Services

LOOKED_BACK = 20
"""So many interviews are looked at for the projects that were asked about lately."""


async def held_against(do: Services, user: User, wanted: JobDescription) -> Match:
    """The match, which counts as the newest from now on. Raises UserError where there is no resume."""
    resume = await resumes.of(do, user)
    if resume is None:
        raise resumes.no_resume()
    await do.users.change(user.id, lambda stored: stored.model_copy(update={"matched": wanted.id}))
    return await understanding.matched(resume, wanted)


async def missing_roadmaps(user: User) -> frozenset[str]:
    """Slugs of the roadmaps that teach what the newest match found missing, as things are now."""
    resume = user.resume.corrected if user.resume else None
    wanted = next((one for one in user.job_descriptions if one.id == user.matched), None)
    if resume is None or wanted is None:
        return frozenset()
    found = await understanding.matched(resume, wanted)
    return frozenset(fit.roadmap for fit in found.missing if fit.roadmap)


async def prepared(do: Services, user: User, description_id: str | None, company: str | None) -> Prepared:
    """What an interview is about that begins now: for that very description, or at that company."""
    wanted = _meant(user, description_id, company)
    if wanted is None and user.resume is None:
        return Prepared()
    earlier = await do.interviews.of(user.id, LOOKED_BACK) if user.resume else []
    lately = [asked.project for one in earlier for asked in one.questions if asked.project]
    return await understanding.prepared(user.resume, wanted, lately)


def _meant(user: User, description_id: str | None, company: str | None) -> JobDescription | None:
    """The description named, else the newest of that company; without one, the one matched last or newest."""
    newest = tuple(reversed(user.job_descriptions))
    if description_id is not None:
        return next((one for one in newest if one.id == description_id), None)
    if company is not None:
        return next((one for one in newest if _same(one.company, company)), None)
    matched = next((one for one in newest if one.id == user.matched), None)
    return matched or next(iter(newest), None)


def _same(one: str, other: str) -> bool:
    """Whether two names are a company's, with or without what is behind: `Acme` is `Acme Corp`."""
    shorter, longer = sorted((one.casefold().split(), other.casefold().split()), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter
