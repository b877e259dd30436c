"""A job description as it was understood, and how a resume fits it: values to store and to show."""

from typing import Literal

from domain.model.base import Value
from domain.resume.model import How, Section

Need = Literal["required", "preferred"]
Level = Literal["", "intern", "junior", "mid", "senior", "lead"]
Status = Literal["matched", "weak", "missing"]
Band = Literal["strong", "good", "partial", "far off", "not measured"]
Fault = Literal["no verb", "vague", "passive", "no figure", "no outcome", "short"]


class Want(Value):
    """One thing asked for: any of `skills`, sorted ids of the vocabulary. `quote` is verbatim."""

    skills: tuple[str, ...]
    need: Need
    quote: str


class Description(Value):
    """What a job asks for. `unwanted` are skills it does without; `years` is the lower bound asked."""

    title: str = ""
    company: str = ""
    level: Level = ""
    years: float | None = None
    years_quote: str = ""
    wants: tuple[Want, ...] = ()
    responsibilities: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    language: str = ""
    notes: tuple[str, ...] = ()

    def named(self, need: Need) -> tuple[Want, ...]:
        """Those that are required, or preferred."""
        return tuple(want for want in self.wants if want.need == need)


class Fit(Value):
    """How far one want is met: `skill` is what the resume shows for it, empty where that is nothing.

    `name` says what is wanted, "Java or Kotlin"; `why` is what keeps it from being matched. `quote` is the
    resume's line, `wanted_by` the description's. `roadmap` is the slug of a path that teaches it.
    """

    name: str
    need: Need
    status: Status
    skills: tuple[str, ...]
    skill: str = ""
    why: str = ""
    quote: str = ""
    section: Section | None = None
    how: How | None = None
    wanted_by: str
    roadmap: str = ""


class Part(Value):
    """One line of the sum: `points` of at most `of`, in halves."""

    label: str
    points: float
    of: float


class Step(Value):
    """What to do next, and by how many points of the score it can rise if it is true of the student."""

    kind: Literal["line", "roadmap", "years"]
    text: str
    gain: int
    skill: str = ""
    roadmap: str = ""


class BulletAdvice(Value):
    """A line of the resume, verbatim, what is weak in it, and what to change."""

    quote: str
    faults: tuple[Fault, ...]
    text: str


class Rewrite(Value):
    """A line of the resume, verbatim, and a better one; where that is empty `why` says what was wrong."""

    quote: str
    text: str = ""
    why: str = ""


class Prepared(Value):
    """What an interview takes over from resume and description, None where there is none of them.

    `topics` are tags of the question bank, what matters most first, `project` is a name out of the resume.
    No contact details are in the texts.
    """

    resume_text: str | None = None
    jd_text: str | None = None
    topics: tuple[str, ...] = ()
    project: str = ""


class Match(Value):
    """How a resume fits a description. `score` is 0 to 100, None where nothing asked for could be read.

    It is what `parts` add up to: 100 times their points by what they are of, rounded half up.
    """

    score: int | None
    band: Band
    matched: tuple[Fit, ...]
    weak: tuple[Fit, ...]
    missing: tuple[Fit, ...]
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    bullets: tuple[BulletAdvice, ...]
    notes: tuple[str, ...]

    @property
    def fits(self) -> tuple[Fit, ...]:
        """All of them, the best met first."""
        return (*self.matched, *self.weak, *self.missing)

    @property
    def arithmetic(self) -> tuple[str, ...]:
        """The sum, a line each, for the student to add up."""
        points, of = sum(part.points for part in self.parts), sum(part.of for part in self.parts)
        lines = tuple(f"{part.label}: {part.points:g} of {part.of:g}" for part in self.parts)
        total = (
            "nothing to add up" if self.score is None else f"{points:g} of {of:g}, which is {self.score}/100"
        )
        return (*lines, f"Together: {total}")
