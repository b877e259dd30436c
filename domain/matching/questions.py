"""What the next technical round should ask: the description's skills, by way of the resume's projects."""

from collections.abc import Sequence
from typing import Literal

from domain.matching.model import Fit, Match
from domain.model.base import Value
from domain.resume.model import Project, Resume
from domain.resume.vocabulary import vocabulary

MOST = 12
Reason = Literal["project", "matched", "weak", "missing"]
_ORDER: tuple[Reason, ...] = ("project", "weak", "matched", "missing")


class Topic(Value):
    """A skill to ask about: `tags` and `stream` as the question bank has them, and why.

    `project` names the resume's project that used it, with its line, where one did.
    """

    skill: str
    name: str
    tags: tuple[str, ...]
    stream: str
    reason: Reason
    required: bool
    project: str = ""
    quote: str = ""


def topics_for_interview(match: Match, resume: Resume) -> tuple[Topic, ...]:
    """At most twelve: what is required first, of it what a project was made with; other projects last."""
    wanted = [_topic(fit, resume) for fit in match.fits]
    asked = {topic.skill for topic in wanted}
    more = [
        _of_skill(skill, "project", False, project)
        for project in resume.projects
        for skill in project.skills
        if skill not in asked
    ]
    ranked = sorted(wanted, key=lambda t: (not t.required, _ORDER.index(t.reason), t.name.casefold()))
    return tuple({topic.skill: topic for topic in (*ranked, *more)}.values())[:MOST]


def project_for_interview(match: Match, resume: Resume, lately: Sequence[str]) -> str:
    """The name of the project to ask about; empty where the resume has none.

    One not asked about lately (`lately` has the newest first) or longest ago; of several the one made with
    most of what the job asks for, then the newest.
    """
    ago = {name: place for place, name in reversed(list(enumerate(lately)))}
    wanted = {skill for fit in match.fits for skill in fit.skills}

    def rank(one: Project) -> tuple[int, int, int]:
        return -ago.get(one.name, len(lately)), -len(wanted & set(one.skills)), -(one.last_used or 0)

    return min(resume.projects, key=rank).name if resume.projects else ""


def tags_of(topics: tuple[Topic, ...]) -> tuple[str, ...]:
    """The tags of all topics, in their order, each once."""
    return tuple(dict.fromkeys(tag for topic in topics for tag in topic.tags))


def _topic(fit: Fit, resume: Resume) -> Topic:
    """Asked by what the resume shows, where it shows something; else by what is wanted."""
    skill = fit.skill or fit.skills[0]
    project = next((one for one in resume.projects if skill in one.skills), None)
    reason: Reason = "project" if project else fit.status
    return _of_skill(skill, reason, fit.need == "required", project)


def _of_skill(skill: str, reason: Reason, required: bool, project: Project | None) -> Topic:
    known = vocabulary().skills[skill]
    return Topic(
        skill=skill,
        name=known.name,
        tags=known.topics,
        stream=known.stream,
        reason=reason,
        required=required,
        project=project.name if project else "",
        quote=project.line if project else "",
    )
