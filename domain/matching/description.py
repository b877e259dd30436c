"""Understands a job description by rule: what it wants, how much it wants it, and where it says so."""

from collections.abc import Iterator, Sequence

from domain.matching import asked
from domain.matching.model import Description
from domain.matching.needs import Part, clauses, parts
from domain.matching.wants import Wanted
from domain.resume.language import NAMES, language_of
from domain.resume.reading import Reading, read

LONGEST = 30_000
MOST_RESPONSIBILITIES = 15
_LEAST_WORDS = 3


def description(text: str) -> Description:
    """What a job description asks for; beyond 30,000 characters it is not read, and a note says so."""
    reading = read(text, LONGEST)
    in_parts = list(parts(reading))
    headed = any(part.heading in ("required", "preferred") for part in in_parts)
    wanted = Wanted()
    for part in in_parts:
        wanted.take(reading, part.item, clauses(reading, part, headed))
    years, years_quote = asked.years(reading, in_parts)
    title = asked.title(reading)
    found = Description(
        title=title,
        company=asked.company(reading),
        level=asked.level(title, years),
        years=years,
        years_quote=years_quote,
        wants=wanted.all(),
        responsibilities=tuple(_responsibilities(reading, in_parts))[:MOST_RESPONSIBILITIES],
        unwanted=tuple(sorted(wanted.unwanted)),
        language=language_of(reading.text),
    )
    return found.model_copy(update={"notes": tuple(_notes(found, reading))})


def _responsibilities(reading: Reading, in_parts: Sequence[Part]) -> Iterator[str]:
    for part in in_parts:
        if part.heading == "duties" and len(reading.of(part.item).split()) >= _LEAST_WORDS:
            yield reading.quote(part.item, part.item.start, part.item.start)


def _notes(found: Description, reading: Reading) -> Iterator[str]:
    if reading.cut:
        yield f"Only the first {LONGEST:,} characters were read."
    if reading.orders:
        yield "Lines that tell their reader what to conclude were left out: they ask for nothing."
    if not found.wants:
        yield "I found no skill in it that I know by name, so there is nothing to match."
    elif not found.named("required"):
        yield "It says of nothing that it is required; what it names counts as wished for."
    if found.language not in ("", "en"):
        yield f"It seems to be in {NAMES[found.language]}: I read less of it than of English."
