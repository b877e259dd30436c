"""Finds the points that an answer makes in words which no phrasing foresaw, by how alike sentences are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import sqrt

from domain.grading import lexicon
from domain.grading.intake import CONTRADICTION, FOREIGN, SCRAMBLED, Intake
from domain.grading.negation import denials
from domain.grading.passage import Sentence
from domain.grading.phrases import phrase
from domain.grading.rubric import Ground, grade_rows, ramp
from domain.model.grade import Row
from domain.model.question import RubricPoint
from domain.ports import Sense

# Set on answers written without a look at the rubrics, right ones and wrong ones, on model answers with the
# sentence of a point taken out, and on answers to other questions.
LEAST, LEAST_WORTH, MOST, MOST_WORTH = 0.5, 0.5, 0.62, 0.8
RESTATES, ON_SUBJECT, OTHER_POINTS, ENOUGH_POINTS = 0.3, 0.1, 0.1, 0.6
TRIED, LEAST_LIKENESS, MOST_PAIRS, WORDS_READ = 2, 0.1, 24, 60
LEAST_KEYS, ROWS_A_SENTENCE = 3, 2
UNFIT = frozenset((SCRAMBLED, CONTRADICTION, FOREIGN))
NOTE = "By meaning, in other words than the rubric's"


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of the answer that may make the point of a row, and how far that is to be believed."""

    row: int
    sentence: int
    belief: float


@dataclass(frozen=True, slots=True)
class Search:
    """The rows of a rubric as phrasings alone met them, and the sentences in which more may be found."""

    rows: Sequence[Row]
    points: Sequence[RubricPoint]
    ground: Ground
    prompt: str
    sense: Sense

    def sentence(self, number: int) -> Sentence:
        return self.ground.passage.sentences[number]

    def text(self, number: int) -> str:
        return self.ground.passage.slice(self.sentence(number))

    def worth(self, number: int) -> float:
        return self.ground.worths[number] if self.ground.worths else 1.0

    @property
    def wanting(self) -> list[int]:
        return [n for n, row in enumerate(self.rows) if row.met < LEAST_WORTH and not _is_denied(row)]

    @property
    def offered(self) -> list[int]:
        """The sentences that say something of their own, and nothing against a point."""
        against = [row.quote for row in self.rows if _is_denied(row)]
        return [
            number
            for number, sentence in enumerate(self.ground.passage.sentences)
            if len(set(sentence.keys) - self.ground.asked - lexicon.GENERIC) >= LEAST_KEYS
            and not any(quoted in self.text(number) for quoted in against)
        ]

    @property
    def other_points(self) -> float:
        """How much of the rubric the phrasings met, up to 0.6: who knows the rest is sooner believed."""
        met = sum(row.met * row.weight for row in self.rows) / sum(row.weight for row in self.rows)
        return min(ENOUGH_POINTS, met)


def grade_with(
    sense: Sense | None, points: Sequence[RubricPoint], ground: Ground, intake: Intake, prompt: str
) -> tuple[Row, ...]:
    """One row a point, in the rubric's order; without a sense, by the rubric's phrasings alone.

    With one, a row neither met nor denied is met in part by a sentence that means what its point says.
    """
    rows = grade_rows(points, ground)
    if sense is None or not rows or intake.gate or UNFIT.intersection(intake.faults):
        return rows
    search = Search(rows, points, ground, prompt, sense)
    likely = _within_reach(_likely(search), search)
    found = {one.row: one for one in _shared_out(_believed(likely, search))} if likely else {}
    return tuple(_better(row, found.get(n), search) for n, row in enumerate(rows))


def _better(row: Row, saying: Saying | None, search: Search) -> Row:
    if saying is None:
        return row
    met = search.worth(saying.sentence) * ramp(saying.belief, LEAST, LEAST_WORTH, MOST, MOST_WORTH)
    if met <= row.met:
        return row
    quoted = search.ground.passage.excerpt(search.sentence(saying.sentence))
    return row.model_copy(update={"met": round(met, 2), "quote": quoted, "note": NOTE})


def _is_denied(row: Row) -> bool:
    """Whether the answer says something against the point: its words are then quoted at an unmet row."""
    return row.met == 0 and row.quote != ""


def _likely(search: Search) -> list[Saying]:
    """Of each row that is wanting the two sentences with the likest words, the likest first."""
    wanting, offered = search.wanting, search.offered
    texts = [search.text(number) for number in offered]
    found: list[Saying] = []
    for row in wanting:
        point = search.points[row]
        likenesses = search.sense.likeness([point.point, *point.accept, *point.reject], texts)
        sayings = [
            Saying(row, number, column[0])
            for number, column in zip(offered, zip(*likenesses, strict=True), strict=True)
            if column[0] > LEAST_LIKENESS and not _is_misconception(column, len(point.accept) + 1)
        ]
        fit = (one for one in sayings if _may_mean(point, search.sentence(one.sentence)))
        found += sorted(fit, key=lambda one: -one.belief)[:TRIED]
    return sorted(found, key=lambda one: -one.belief)


def _is_misconception(likenesses: Sequence[float], right: int) -> bool:
    """Whether a sentence is likest to a rejected phrasing; those that are `right` come first."""
    return max(likenesses[right:], default=-1.0) > max(likenesses[:right])


def _may_mean(point: RubricPoint, sentence: Sentence) -> bool:
    """Not if one of the two denies, or one has the other's opposite: to a model of meaning that is alike."""
    wanted, keys = phrase(point.point), set(sentence.keys)
    if (len(denials(sentence)) % 2 == 1) != wanted.negative:
        return False
    opposites = ((key, lexicon.OPPOSITES.get(key, frozenset())) for key in wanted.keys)
    return not any(key not in keys and keys & turned - set(wanted.keys) for key, turned in opposites)


def _within_reach(likely: Iterable[Saying], search: Search) -> list[Saying]:
    """Those whose sentences together have few enough words to be read closely in some 25 ms, or the first."""
    read: set[int] = set()
    reached: list[Saying] = []
    left = WORDS_READ
    for one in islice(likely, MOST_PAIRS):
        words = 0 if one.sentence in read else len(search.sentence(one.sentence).tokens)
        if words <= left or not read:
            left -= words
            read.add(one.sentence)
            reached.append(one)
    return reached


def _believed(likely: Sequence[Saying], search: Search) -> Iterator[Saying]:
    """The same pairs by a close reading of point and sentence, without what both have from the question."""
    numbers = list(dict.fromkeys(one.sentence for one in likely))
    rows = list(dict.fromkeys(one.row for one in likely))
    table = search.sense.closeness(
        [*(search.text(number) for number in numbers), search.prompt],
        [*(search.points[row].point for row in rows), search.prompt],
    )
    for one in likely:
        i, j = numbers.index(one.sentence), rows.index(one.row)
        alike = _beyond(table[i][j], table[i][-1], table[-1][j])
        believed = ON_SUBJECT * search.worth(one.sentence) + OTHER_POINTS * search.other_points
        belief = alike - RESTATES * table[i][-1] + believed
        yield Saying(one.row, one.sentence, belief)


def _beyond(alike: float, one_asked: float, other_asked: float) -> float:
    """The cosine of two texts with the question's direction taken out of both, from the three cosines."""
    rest = (1 - one_asked**2) * (1 - other_asked**2)
    return (alike - one_asked * other_asked) / sqrt(rest) if rest > 1e-6 else 0.0


def _shared_out(believed: Iterable[Saying]) -> Iterator[Saying]:
    """The most believed first, one a row, and no sentence for more than two rows."""
    rows: set[int] = set()
    used: Counter[int] = Counter()
    for one in sorted(believed, key=lambda saying: -saying.belief):
        if one.belief >= LEAST and one.row not in rows and used[one.sentence] < ROWS_A_SENTENCE:
            rows.add(one.row)
            used[one.sentence] += 1
            yield one
