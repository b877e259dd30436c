"""Rows for a question that came without a rubric: one for each sentence of its model answer."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import mul

from domain.grading.passage import Passage, Place, Sentence, read
from domain.grading.phrases import weight
from domain.grading.rubric import listed, quote, ramp
from domain.grading.stems import fold
from domain.grading.terms import Role
from domain.grading.topic import Topic
from domain.model.grade import Row

LONGEST_POINT = 300
# How like an answer is to a sentence, and how far that meets its row; set on scores that people gave.
CURVE = ((0.2, 0.0), (0.3, 0.5), (0.4, 0.7), (0.6, 0.9), (0.8, 1.0))
WORDS, LETTERS = 2 / 3, 1 / 3
MET = 0.9
Written = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Letters:
    """Triples of letters with their numbers, and the sum of the squares of these."""

    triples: Mapping[tuple[str, str, str], int]
    norm: int


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence of the model answer as a row, with the words and the weights of its content keys."""

    text: str
    written: Written
    weights: Mapping[str, float]
    letters: Letters


@dataclass(frozen=True, slots=True)
class Window:
    """One sentence of a text or two neighbours: where its keys stand first, and its letters."""

    places: Mapping[str, Place]
    letters: Letters


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a window is to a sentence of the model answer, 0 to 1, and where their common words stand."""

    share: float
    places: Mapping[str, Place]


def derived_rows(passage: Passage, topic: Topic) -> list[Row]:
    """One row a sentence of the model answer, weighing as much as it has telling words."""
    windows = list(_windows(passage, topic.asked))
    points = _points(topic.model.text, topic.asked)
    return [_row(f"part-{number}", point, passage, windows) for number, point in points]


def short_name(row: Row) -> str:
    """The first telling words of the row, since its point would give the model answer away."""
    return _first_words(row.point)


@lru_cache(maxsize=8192)
def _first_words(text: str) -> str:
    point = read(text)
    words = [word for sentence in point.sentences for word in _written(text, sentence).values()]
    return ", ".join(list(dict.fromkeys(words))[:5])


@lru_cache(maxsize=512)
def _points(model_answer: str, asked: frozenset[str]) -> tuple[tuple[int, Point], ...]:
    """Those of its sentences that have content, by their numbers from 1 on; all, where it is a mere "No."."""
    model = read(model_answer)
    numbered = enumerate(model.sentences, 1)
    return tuple(
        (number, _point(model, sentence, asked))
        for number, sentence in numbered
        if sentence.keys or not model.keys
    )


def _point(model: Passage, sentence: Sentence, asked: frozenset[str]) -> Point:
    written = _written(model.text, sentence)
    weights = {key: weight(key, asked) for key in sentence.keys}
    return Point(model.slice(sentence)[:LONGEST_POINT], written, weights, _letters(written, asked))


def _row(name: str, point: Point, passage: Passage, windows: Sequence[Window]) -> Row:
    found = _likest(point, windows)
    met = round(_curve(found.share), 2) if found.places else 0.0
    missing = [word for key, word in point.written.items() if key not in found.places]
    return Row(
        point_id=name,
        point=point.text,
        weight=round(sum(point.weights.values()), 2) or 1.0,
        met=met,
        quote=quote(passage, sorted(found.places.values())) if met > 0 else "",
        note=_note(met, missing),
    )


def _note(met: float, missing: Sequence[str]) -> str:
    if met >= MET or not missing:
        return ""
    return f"{'Not mentioned' if met == 0 else 'Touched, but not mentioned'}: {listed(missing[:5])}"


def _likest(point: Point, windows: Sequence[Window]) -> Likeness:
    """The first of the windows that are most like the point."""
    whole, most = sum(point.weights.values()) or 1.0, 0.0
    places: Mapping[str, Place] = {}
    for window in windows:
        words = sum([told for key, told in point.weights.items() if key in window.places]) / whole
        # Most windows are out of the question before their letters are compared.
        if WORDS * words + LETTERS > most:
            share = WORDS * words + LETTERS * _cosine(point.letters, window.letters)
            if share > most:
                most, places = share, window.places
    return Likeness(most, {key: places[key] for key in point.weights if key in places})


def _windows(passage: Passage, asked: frozenset[str]) -> Iterator[Window]:
    """Each sentence, then each two neighbours."""
    words = [_written(passage.text, sentence) for sentence in passage.sentences]
    places = [_places(number, sentence) for number, sentence in enumerate(passage.sentences)]
    for one, stood in zip(words, places, strict=True):
        yield Window(stood, _letters(one, asked))
    for (one, other), (stood, after) in zip(pairwise(words), pairwise(places), strict=True):
        yield Window({**after, **stood}, _letters({**one, **other}, asked))


def _places(number: int, sentence: Sentence) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for index, token in enumerate(sentence.tokens):
        if token.role is Role.CONTENT:
            found.setdefault(token.key, Place(index, number, index))
    return found


def _written(text: str, sentence: Sentence) -> Written:
    """Each content key of the sentence with a word that stands for it there."""
    return {key: text[start:end] for key, role, start, end, _ in sentence.tokens if role is Role.CONTENT}


def _letters(words: Written, asked: frozenset[str]) -> Letters:
    """Those of the words that the question does not hold; they liken words of one root."""
    line = f" {' '.join([fold(word) for key, word in words.items() if key not in asked])} "
    triples = Counter(zip(line, line[1:], line[2:], strict=False))
    return Letters(triples, sum(map(mul, triples.values(), triples.values())))


def _cosine(one: Letters, other: Letters) -> float:
    theirs = other.triples
    product = sum([count * theirs[triple] for triple, count in one.triples.items() if triple in theirs])
    return product / math.sqrt(one.norm * other.norm) if product else 0.0


def _curve(share: float) -> float:
    for (low, at_low), (high, at_high) in pairwise(CURVE):
        if share <= high:
            return ramp(share, low, at_low, high, at_high)
    return 1.0
