"""What was understood of a resume, as it is stored, shown and corrected."""

from typing import Literal, Self

from pydantic import Field

from domain.model.base import Value

Section = Literal[
    "top",
    "summary",
    "experience",
    "education",
    "projects",
    "skills",
    "certifications",
    "achievements",
    "publications",
    "languages",
    "interests",
    "volunteering",
    "references",
    "contact",
]
How = Literal["shown", "listed", "slight", "said"]
"""In what was done; only named; named as little known; only told by the student as a correction."""


class Evidence(Value):
    """Where a skill stands. `quote` is verbatim and holds no contact details; empty where `how` is "said"."""

    quote: str
    section: Section
    how: How
    last_used: int | None = None


class SkillFound(Value):
    """A skill by its id in the vocabulary, with its evidence, the best first."""

    skill: str
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Project(Value):
    """`line` is verbatim; `skills` are ids, sorted."""

    name: str
    line: str
    skills: tuple[str, ...] = ()
    last_used: int | None = None


class Bullet(Value):
    """One thing that was done, verbatim, as far as it stands on one line."""

    text: str
    section: Section


class Experience(Value):
    """Years of work: `dated` from the merged dates of jobs, `claimed` by a sentence ("3 years of …")."""

    dated: float | None = None
    claimed: float | None = None
    corrected: float | None = None

    @property
    def years(self) -> float | None:
        """The student's own correction, else the larger of the two; None where the resume says neither."""
        if self.corrected is not None:
            return self.corrected
        return max((y for y in (self.dated, self.claimed) if y is not None), default=None)


class Corrections(Value):
    """What the student says was understood wrongly. Skills are ids of the vocabulary."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    years: float | None = Field(default=None, ge=0, le=60)


class Resume(Value):
    """`language` is a code, empty where it could not be told. `contacts` are kinds alone, never the details.

    `recent_since` is the first year that does not count as long ago. `notes` say what was not understood.
    """

    language: str = ""
    sections: tuple[Section, ...] = ()
    skills: tuple[SkillFound, ...] = ()
    experience: Experience = Experience()
    projects: tuple[Project, ...] = ()
    bullets: tuple[Bullet, ...] = ()
    contacts: tuple[str, ...] = ()
    recent_since: int
    notes: tuple[str, ...] = ()

    def found(self, skill: str) -> SkillFound | None:
        """The skill of that id, where the resume has it."""
        return next((one for one in self.skills if one.skill == skill), None)

    def corrected(self, said: Corrections) -> Self:
        """The resume with what the student says of it; a skill added without a line has no quote."""
        kept = [one for one in self.skills if one.skill not in said.removed]
        told = Evidence(quote="", section="skills", how="said")
        known = {one.skill for one in kept}
        added = [SkillFound(skill=id, evidence=(told,)) for id in set(said.added) - known]
        changes: dict[str, object] = {"skills": tuple(sorted((*kept, *added), key=lambda one: one.skill))}
        if said.years is not None:
            changes["experience"] = self.experience.model_copy(update={"corrected": said.years})
        return self.model_copy(update=changes)
