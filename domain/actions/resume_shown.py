"""How a resume looks as it was understood: what it shows, what it only names, and what could not be read."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.model.profile import KeptResume
from domain.model.user import User
from domain.replies import Bullets, Button, Card, Field, Text
from domain.resume.model import Corrections, Evidence, Experience, Project, Resume, SkillFound
from domain.resume.vocabulary import vocabulary
from domain.tokens import encode

SHOWN_SKILLS, SHOWN_PROJECTS, SHOWN_QUOTE = 12, 6, 140
KEPT = (
    "The text is kept, the file is not. It is shown to you alone, and what I quote of it has no contact "
    "details. Read by rules: what is wrong here you can correct."
)
STILL_READING = "It is long, so I am still reading it. I tell you when I have, or press Show in a moment."


def show_button() -> Button:
    return Button("Show", encode("profile resume"))


def cards(kept: KeptResume, title: str) -> tuple[Card, ...]:
    """The head, and what was understood, as far as that is known yet."""
    resume = kept.corrected
    if resume is None:
        return (Card(title, (Text(STILL_READING), Text(KEPT)), _file(kept)),)
    return (
        Card(title, (Text(KEPT),), (*_file(kept), *_figures(resume))),
        *_skills(resume),
        *_projects(resume.projects),
        *_corrected(kept.corrections),
        *_not_understood((*kept.file_notes, *resume.notes)),
    )


def buttons(user: User) -> tuple[Button, ...]:
    """What can be done with a resume."""
    match = Button("Match", encode("profile match"), "primary")
    add = Button("Add a job", encode("profile jd", {"form": "1"}), "primary")
    return (
        match if user.job_descriptions else add,
        Button("Correct", encode("profile correct")),
        Button("Replace", encode("profile upload")),
        Button("Delete", encode("profile delete"), "danger"),
    )


def _file(kept: KeptResume) -> tuple[Field, ...]:
    name = kept.name or "pasted text"
    return (Field("From", f"{name}, {kept.uploaded_at:%d %b %Y}, {len(kept.text):,} characters"),)


def _figures(resume: Resume) -> Iterator[Field]:
    if resume.sections:
        yield Field("Sections", ", ".join(resume.sections))
    yield Field("Years of work", _years(resume.experience))


def _years(found: Experience) -> str:
    if found.corrected is not None:
        return f"{found.corrected:g}, as you said"
    parts = (
        *([f"{found.dated:g} by the dates of jobs"] if found.dated is not None else ()),
        *([f"{found.claimed:g} by a sentence"] if found.claimed is not None else ()),
    )
    return ", ".join(parts) or "none found"


def _skills(resume: Resume) -> Iterator[Card]:
    shown = [one for one in resume.skills if one.evidence[0].how == "shown"]
    named = [one for one in resume.skills if one.evidence[0].how != "shown"]
    if shown:
        lines = tuple(f"{_name(one)}: {evidence(one.evidence[0])}" for one in shown[:SHOWN_SKILLS])
        more = _names(shown[SHOWN_SKILLS:])
        yield Card("What it shows in use", (Bullets(lines), *([Text(f"Also: {more}.")] if more else ())))
    if named:
        yield Card("What it only names", (Text(f"{_names(named)}."),))


def evidence(one: Evidence) -> str:
    """`“Built a cache …” (experience, 2025)`; what the student told has no line."""
    if not one.quote:
        return "you told me"
    where = one.section if one.last_used is None else f"{one.section}, {one.last_used}"
    return f"{quoted(one.quote)} ({where})"


def quoted(text: str) -> str:
    """In quotation marks, cut where it is long."""
    return f"“{text if len(text) <= SHOWN_QUOTE else text[: SHOWN_QUOTE - 1] + '…'}”"


def _name(one: SkillFound) -> str:
    return vocabulary().name(one.skill)


def _names(found: Sequence[SkillFound]) -> str:
    return ", ".join(_name(one) for one in found)


def _projects(found: Sequence[Project]) -> Iterator[Card]:
    if found:
        known = vocabulary()
        lines = tuple(
            f"{one.name}: {', '.join(map(known.name, one.skills)) or 'no skill I know by name'}"
            for one in found[:SHOWN_PROJECTS]
        )
        more = len(found) - SHOWN_PROJECTS
        yield Card("Projects", (Bullets(lines), *([Text(f"And {more} more.")] if more > 0 else ())))


def _corrected(said: Corrections) -> Iterator[Card]:
    known = vocabulary()
    lines = (
        *([f"Added: {', '.join(map(known.name, said.added))}"] if said.added else ()),
        *([f"Removed: {', '.join(map(known.name, said.removed))}"] if said.removed else ()),
        *([f"Years: {said.years:g}"] if said.years is not None else ()),
    )
    if lines:
        yield Card("What you corrected", (Bullets(lines),))


def _not_understood(notes: Sequence[str]) -> Iterator[Card]:
    if notes:
        yield Card("What I did not understand", (Bullets(tuple(notes)),))


def data(kept: KeptResume) -> dict[str, Any]:
    """For programs; the lists are empty and `understood` false while a long text is being read."""
    resume = kept.corrected
    return {
        "resume_id": kept.id,
        "name": kept.name,
        "characters": len(kept.text),
        "uploaded_at": kept.uploaded_at.isoformat(),
        "understood": resume is not None,
        "sections": list(resume.sections) if resume else [],
        "skills": [_skill_data(one) for one in resume.skills] if resume else [],
        "projects": [one.model_dump(mode="json") for one in resume.projects] if resume else [],
        "years": resume.experience.years if resume else None,
        "notes": [*kept.file_notes, *(resume.notes if resume else ())],
    }


def _skill_data(one: SkillFound) -> dict[str, Any]:
    return {"skill": one.skill, "name": _name(one), **one.evidence[0].model_dump(mode="json")}
