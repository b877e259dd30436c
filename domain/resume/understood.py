"""Understands a resume by rule: what it says, where it says so, and what was not understood."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.resume.entries import DONE_IN, claimed_years, dated, dated_years
from domain.resume.evidence import evidence
from domain.resume.language import NAMES, language_of
from domain.resume.model import Bullet, Corrections, Experience, Resume, Section
from domain.resume.projects import projects
from domain.resume.reading import Reading, read
from domain.resume.sections import Placed, placed, unknown_heading
from domain.resume.verbs import tells_a_deed

LONGEST = 60_000
LONG_AGO_YEARS = 5
MOST_BULLETS = 200
_LEAST_WORDS, _LEAST_SENTENCE = 3, 6
_APART = 1.0


def understood(text: str, today: date, corrections: Corrections | None = None) -> Resume:
    """What a resume of at most 60,000 characters says as of `today`, with the student's corrections."""
    reading = read(text, LONGEST)
    items = list(placed(reading))
    years = dated(reading, items, today)
    experience = Experience(dated=dated_years(reading, items, today), claimed=claimed_years(reading, items))
    resume = Resume(
        language=language_of(reading.text),
        sections=_sections(items),
        skills=tuple(evidence(reading, items, years)),
        experience=experience,
        projects=tuple(projects(reading, items, years)),
        bullets=tuple(_bullets(reading, items))[:MOST_BULLETS],
        contacts=tuple(sorted({span.kind for span in reading.private})),
        recent_since=today.year - LONG_AGO_YEARS,
    )
    resume = resume.model_copy(update={"notes": tuple(_notes(resume, reading, items))})
    return resume.corrected(corrections) if corrections else resume


def without_contacts(text: str) -> str:
    """The text as a model may see it: contact details only named, and orders to its reader left out."""
    reading = read(text, LONGEST)
    lines: list[str] = []
    for item in reading.items:
        parts, at = ["• "] if item.bullet else [], item.start
        for span in reading.private:
            if item.start <= span.start and at <= span.start and span.end <= item.end:
                parts += [reading.text[at : span.start], f"[{span.kind}]"]
                at = span.end
        lines.append("".join(parts) + reading.text[at : item.end])
    return "\n".join(lines)


def _sections(items: Sequence[Placed]) -> tuple[Section, ...]:
    """Those that stand in the text, in its order."""
    return tuple(dict.fromkeys(one.section for one in items if one.section != "top"))


def _bullets(reading: Reading, items: Sequence[Placed]) -> Iterator[Bullet]:
    """What was done, a line each: bullets, and other lines that tell of a deed."""
    for one in items:
        line = reading.of(one.item)
        words = len(line.split())
        told = words >= _LEAST_WORDS if one.item.bullet else words >= _LEAST_SENTENCE and tells_a_deed(line)
        if one.section in DONE_IN and not one.heading and told:
            yield Bullet(text=reading.quote(one.item, one.item.start, one.item.start), section=one.section)


def _notes(resume: Resume, reading: Reading, items: Sequence[Placed]) -> Iterator[str]:
    if reading.cut:
        yield f"Only the first {LONGEST:,} characters were read."
    if reading.orders:
        yield "Lines that tell their reader what to conclude were left out: they are no evidence."
    if not resume.sections:
        yield "I found no headings such as Experience, Projects or Skills, so I cannot tell them apart."
    if not resume.skills:
        yield "I found no skill that I know by name."
    yield from _note_of_language(resume)
    yield from _note_of_years(resume.experience)
    unknown = [line for line in (_short(reading, one) for one in items) if line and unknown_heading(line)]
    if unknown:
        yield f"I do not know what stands under “{'”, “'.join(dict.fromkeys(unknown[:3]))}”."


def _note_of_language(resume: Resume) -> Iterator[str]:
    if not resume.language:
        yield "I could not tell the language; names of skills were still looked for."
    elif resume.language != "en":
        yield f"It seems to be in {NAMES[resume.language]}: I read less of it than of English."


def _note_of_years(experience: Experience) -> Iterator[str]:
    if experience.years is None:
        yield "I found no dates of jobs and no number of years."
    elif abs((experience.dated or 0) - (experience.claimed or experience.dated or 0)) > _APART:
        dated, claimed = experience.dated or 0, experience.claimed or 0
        yield f"The dates of jobs come to {dated:g} years; a sentence says {claimed:g}."


def _short(reading: Reading, one: Placed) -> str:
    line = "" if one.heading or one.item.bullet or one.section == "top" else reading.of(one.item)
    return line if len(line) <= 30 else ""
