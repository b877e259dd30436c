"""Rows for a question that came without a rubric: one for each sentence of its model answer."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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


@dataclass(frozen=True, slots=True)
class Letters:
    """Triples of letters, and the sum of the squares of their numbers."""

    triples: Counter[str]
    norm: int


@dataclass(frozen=True, slots=True)
class Window:
    """One sentence of a text or two neighbours: where its keys stand first, and its letters."""

    places: dict[str, Place]
    letters: Letters


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a window is to a sentence of the model answer, 0 to 1, and where their common words stand."""

    share: float
    places: dict[str, Place]


UNLIKE = Likeness(0.0, {})


def derived_rows(passage: Passage, topic: Topic) -> list[Row]:
    """One row a sentence of the model answer, weighing as much as it has telling words."""
    windows = list(_windows(passage, topic.asked))
    return [
        _row(f"part-{number}", topic, sentence, passage, windows)
        for number, sentence in enumerate(topic.model.sentences, 1)
        if sentence.keys
    ]


def short_name(row: Row) -> str:
    """The first telling words of the row, since its point would give the model answer away."""
    point = read(row.point)
    words = [word for sentence in point.sentences for word in _written(point.text, sentence).values()]
    return ", ".join(list(dict.fromkeys(words))[:5])


def _row(name: str, topic: Topic, wanted: Sentence, passage: Passage, windows: Sequence[Window]) -> Row:
    weights = {key: weight(key, topic.asked) for key in wanted.keys}
    written = _written(topic.model.text, wanted)
    letters = _letters(written, topic.asked)
    likenesses = (_likeness(weights, letters, window) for window in windows)
    found = max(likenesses, key=lambda one: one.share, default=UNLIKE)
    met = round(_curve(found.share), 2) if found.places else 0.0
    missing = [word for key, word in written.items() if key not in found.places]
    return Row(
        point_id=name,
        point=topic.model.slice(wanted)[:LONGEST_POINT],
        weight=round(sum(weights.values()), 2),
        met=met,
        quote=quote(passage, sorted(found.places.values())) if met > 0 else "",
        note=_note(met, missing),
    )


def _note(met: float, missing: Sequence[str]) -> str:
    if met >= MET or not missing:
        return ""
    return f"{'Not mentioned' if met == 0 else 'Touched, but not mentioned'}: {listed(missing[:5])}"


def _likeness(weights: dict[str, float], letters: Letters, window: Window) -> Likeness:
    places = {key: window.places[key] for key in weights if key in window.places}
    words = sum(weights[key] for key in places) / sum(weights.values())
    return Likeness(WORDS * words + LETTERS * _cosine(letters, window.letters), places)


def _windows(passage: Passage, asked: frozenset[str]) -> Iterator[Window]:
    numbers = range(len(passage.sentences))
    for span in [*((n,) for n in numbers), *((n, n + 1) for n in numbers[:-1])]:
        places: dict[str, Place] = {}
        words: dict[str, str] = {}
        for number in span:
            sentence = passage.sentences[number]
            words |= _written(passage.text, sentence)
            for index, token in enumerate(sentence.tokens):
                if token.role is Role.CONTENT:
                    places.setdefault(token.key, Place(index, number, index))
        yield Window(places, _letters(words, asked))


def _written(text: str, sentence: Sentence) -> dict[str, str]:
    """Each content key of the sentence with a word that stands for it there."""
    return {t.key: text[t.start : t.end] for t in sentence.tokens if t.role is Role.CONTENT}


def _letters(words: dict[str, str], asked: frozenset[str]) -> Letters:
    """Those of the words that the question does not hold; they liken words of one root."""
    line = f" {' '.join(fold(word) for key, word in words.items() if key not in asked)} "
    triples = Counter(line[i : i + 3] for i in range(len(line) - 2))
    return Letters(triples, sum(count * count for count in triples.values()))


def _cosine(one: Letters, other: Letters) -> float:
    both = one.triples.keys() & other.triples.keys()
    product = sum(one.triples[triple] * other.triples[triple] for triple in both)
    return product / math.sqrt(one.norm * other.norm) if product else 0.0


def _curve(share: float) -> float:
    for (low, at_low), (high, at_high) in pairwise(CURVE):
        if share <= high:
            return ramp(share, low, at_low, high, at_high)
    return 1.0
