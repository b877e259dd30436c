"""What a resume shows of each skill, from the line that tells of work done with it to its name in a list."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from domain.grading.stems import fold
from domain.resume.entries import DONE_IN
from domain.resume.model import Evidence, How, Section, SkillFound
from domain.resume.reading import Item, Reading
from domain.resume.sections import Placed
from domain.resume.skills import Mention, mentions
from domain.resume.verbs import LITTLE, tells_a_deed
from domain.resume.words import WORDS, Phrases

KEPT = 3
_CERTIFIED: frozenset[Section] = frozenset({"certifications"})
_UNTOLD: frozenset[Section] = frozenset({"interests", "references", "contact"})
_CLAUSE = re.compile(r"[.;:!?()–—|]|,?\s(?:but|aber|pero|mais|lekin)\s")
_NEGATION = Phrases(WORDS.phrases.negation, ends=r"(?![\w&])(?! (?:only|just|less)\b)")
_COMMA = re.compile(r",(?!\s?(?:or|nor|oder|o|ou|ni|noch)\b)")
_REACH = 5
_LOOK_BACK = 90
_LOOK_AHEAD = 40
_IN_BRACKETS = re.compile(r"\s{0,2}[(\[–-]\s{0,2}([^)\]\n]{1,30})")
_STRENGTH: dict[How, int] = {"shown": 3, "listed": 2, "slight": 1, "said": 0}


def evidence(reading: Reading, items: Sequence[Placed], years: Sequence[int | None]) -> list[SkillFound]:
    """Every skill found, sorted by its id, each with its three best pieces of evidence."""
    found: dict[str, set[Evidence]] = {}
    for one, year in zip(items, years, strict=True):
        for skill, shown in _of(reading, one, year):
            found.setdefault(skill, set()).add(shown)
    return [SkillFound(skill=skill, evidence=best(found[skill])) for skill in sorted(found)]


def best(all_: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The strongest first, then the latest, whatever their order was."""
    return tuple(sorted(all_, key=_rank)[:KEPT])


def named(reading: Reading, item: Item) -> Iterator[Mention]:
    """The skills that an item claims, each at most three times; not what it denies, nor parts of a link."""
    times: Counter[str] = Counter()
    denying = _NEGATION.search(fold(reading.of(item))) is not None
    for mention in mentions(reading.text, item.start, item.end):
        if times[mention.skill] == KEPT or reading.hidden(mention.start, mention.end):
            continue
        if not (denying and denied(reading.text, mention.start, item.start)):
            times[mention.skill] += 1
            yield mention


def denied(text: str, start: int, low: int) -> bool:
    """Whether a few words before a place, which begins no earlier than `low`, deny what stands there."""
    clause = _COMMA.split(clause_before(text, start, low))[-1]
    *_, last = (0, *(found.end() for found in _NEGATION.finditer(clause)))
    return last > 0 and len(clause[last:].split()) <= _REACH


def clause_before(text: str, start: int, low: int) -> str:
    """The folded words of the clause that lead up to a place."""
    before = text[max(low, start - _LOOK_BACK) : start]
    return fold(_CLAUSE.split(before)[-1])


def _of(reading: Reading, one: Placed, year: int | None) -> Iterator[tuple[str, Evidence]]:
    if one.heading or one.section in _UNTOLD:
        return
    item, line = one.item, reading.of(one.item)
    deed = one.section in DONE_IN or one.section in _CERTIFIED or tells_a_deed(line)
    unsure = LITTLE.search(fold(line)) is not None
    for mention in named(reading, item):
        how: How = "shown" if deed else "listed"
        if unsure and _little(reading.text, mention, item):
            how = "slight"
        quote = reading.quote(item, mention.start, mention.end)
        yield mention.skill, Evidence(quote=quote, section=one.section, how=how, last_used=year)


def _little(text: str, mention: Mention, item: Item) -> bool:
    """Whether words before the name, or in brackets after it, say that little of it is known."""
    if LITTLE.search(clause_before(text, mention.start, item.start)):
        return True
    after = _IN_BRACKETS.match(text, mention.end, min(item.end, mention.end + _LOOK_AHEAD))
    return after is not None and LITTLE.search(fold(after[1])) is not None


def _rank(one: Evidence) -> tuple[int, int, int, str, str]:
    year = one.last_used if one.last_used is not None else 9999
    return (-_STRENGTH[one.how], -year, -len(one.quote), one.quote, one.section)
