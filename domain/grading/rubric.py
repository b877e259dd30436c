"""Grades the rows of a rubric: each with the words of the answer that met it, or what was missing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.grading.passage import Passage, Place
from domain.grading.phrases import NONE, Match, matches, phrase, strongest
from domain.model.grade import Row
from domain.model.question import RubricPoint

FULL, PARTIAL, PARTIAL_WORTH = 0.9, 0.6, 0.5
POINT_FULL, POINT_PARTIAL = 0.8, 0.5
POINT_WORTH, POINT_PARTIAL_WORTH = 0.9, 0.4
POINT_SLACK = 8


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rows are graded on. `asked` are the question's keys, `worths` the sentences' (or all 1)."""

    passage: Passage
    asked: frozenset[str] = NONE
    worths: tuple[float, ...] = ()

    def worth(self, match: Match) -> float:
        return self.worths[_number(match.places)] if self.worths else 1.0


@dataclass(frozen=True, slots=True)
class Option:
    """One way in which an answer meets a row."""

    met: float
    worth: float
    match: Match


def grade_rows(points: Iterable[RubricPoint], ground: Ground) -> tuple[Row, ...]:
    """One row a point, in the rubric's order."""
    return tuple(grade_row(point, ground) for point in points)


def grade_row(point: RubricPoint, ground: Ground) -> Row:
    passage = ground.passage
    wrong = _misconception(point, passage)
    if wrong:
        return row(point, 0.0, quote(passage, wrong.places), f"A misconception. Rather: {point.point}")
    accepted = [match for text in point.accept for match in matches(phrase(text), passage, ground.asked)]
    stated = list(matches(phrase(point.point), passage, ground.asked, POINT_SLACK))
    options = [*_options(accepted, _accepted_worth, ground), *_options(stated, _stated_worth, ground)]
    found = max(options, key=lambda one: (one.met * one.worth, one.match.tightness), default=None)
    if found:
        return row(point, found.met * found.worth, quote(passage, found.match.places), _partly(found))
    opposite = strongest(match for match in (*accepted, *stated) if match.contradicts)
    if opposite and opposite.strength >= PARTIAL:
        return row(point, 0.0, quote(passage, opposite.places), f"Says the opposite of: {point.point}")
    return row(point, 0.0, "", f"Not mentioned: {point.point}")


def _options(found: Iterable[Match], worth_of: Callable[[float], float], ground: Ground) -> Iterator[Option]:
    for match in found:
        met = 0.0 if match.contradicts else worth_of(match.strength)
        if met > 0:
            yield Option(met, ground.worth(match), match)


def row(point: RubricPoint, met: float, quoted: str, note: str) -> Row:
    return Row(
        point_id=point.id, point=point.point, weight=point.weight, met=round(met, 2), quote=quoted, note=note
    )


def _accepted_worth(strength: float) -> float:
    """How far a phrasing found to that share meets its row: not at all under 60 %, wholly from 90 %."""
    return ramp(strength, PARTIAL, PARTIAL_WORTH, FULL, 1.0)


def _stated_worth(strength: float) -> float:
    """The point's own long statement is a weaker phrasing: less of it is needed, and it is worth less."""
    return ramp(strength, POINT_PARTIAL, POINT_PARTIAL_WORTH, POINT_FULL, POINT_WORTH)


def ramp(value: float, low: float, at_low: float, high: float, at_high: float) -> float:
    if value < low:
        return 0.0
    return at_low + (at_high - at_low) * min(1.0, (value - low) / (high - low))


def _misconception(point: RubricPoint, passage: Passage) -> Match | None:
    """A rejected phrasing that stands whole and close together in one clause, and is not denied there."""
    found = (match for text in point.reject for match in matches(phrase(text), passage, NONE, slack=0))
    whole = (m for m in found if m.strength >= 1.0 and m.ordered and not m.contradicts)
    return next((match for match in whole if _in_one_clause(passage, match.places)), None)


def _in_one_clause(passage: Passage, places: Sequence[Place]) -> bool:
    return len({(p.sentence, passage.sentences[p.sentence].tokens[p.token].clause) for p in places}) == 1


def quote(passage: Passage, places: Sequence[Place]) -> str:
    """The sentence of the answer that holds most of those places, at most 240 characters of it, verbatim."""
    number = _number(places)
    first = min(place.token for place in places if place.sentence == number)
    return passage.excerpt(passage.sentences[number], first)


def _number(places: Sequence[Place]) -> int:
    """The number of the sentence that holds most of those places, the first of equals."""
    numbers = [place.sentence for place in places]
    return max(numbers, key=numbers.count)


def _partly(found: Option) -> str:
    if found.worth < FULL:
        return "Said in passing: in a list of words, or in a sentence about something else"
    missing = found.match.missing[:4]
    if found.met >= FULL or not missing:
        return ""
    return f"Touched, but {listed(missing)} {'is' if len(missing) == 1 else 'are'} missing"


def listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
