"""Measures how like an answer is to a model answer, and how near to the subject, in plain numbers."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from domain.grading.passage import Passage, Sentence, read
from domain.grading.phrases import weight
from domain.grading.stems import fold
from domain.grading.terms import Role
from domain.ports import Sense

LONGEST_RUN = 120
LEAST_REST = 0.05
READ_CLOSELY = 500
Measures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A model answer as answers are measured by it.

    `telling` are its keys that the question has not (or all, where there are no others), `keys` all in
    order; `parts` are the keys of each sentence with their weights.
    """

    prompt: str
    model: Passage
    asked: frozenset[str]
    keys: tuple[str, ...]
    weights: dict[str, float]
    telling: dict[str, str]
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    fours: frozenset[str]
    threes: Counter[str]
    asked_threes: frozenset[str]
    parts: tuple[dict[str, float], ...]


@lru_cache(maxsize=512)
def wanted_of(prompt: str, model_answer: str) -> Wanted:
    question, model = read(prompt), read(model_answer)
    asked, written = question.keys, _written(model, model.keys)
    beyond = {key: word for key, word in written.items() if key not in asked}
    asked_threes = frozenset(
        gram for sentence in question.sentences for gram in _grams(question, sentence, 3)
    )
    asked_fours = {gram for sentence in question.sentences for gram in _grams(question, sentence, 4)}
    fours = {gram for sentence in model.sentences for gram in _grams(model, sentence, 4)}
    parts = ({key: weight(key, asked) for key in s.keys} for s in model.sentences)
    return Wanted(
        prompt=prompt,
        model=model,
        asked=asked,
        keys=tuple(key for sentence in model.sentences for key in sentence.keys),
        weights={key: weight(key, asked) for key in model.keys},
        telling=beyond or written,
        words=_words(model),
        pairs=_pairs(model),
        fours=frozenset(fours - asked_fours),
        threes=_without(Counter(g for s in model.sentences for g in _grams(model, s, 3)), asked_threes),
        asked_threes=asked_threes,
        parts=tuple(part for part in parts if part),
    )


def likeness(wanted: Wanted, passage: Passage, sense: Sense | None) -> Measures:
    """Each measure by its name; those of a sense only with one. No sentence more in the answer lowers any.

    All are 0 or more, and most at most 1.
    """
    found = _of_words(wanted, passage) | _of_letters(wanted, passage) | _of_sentences(wanted, passage)
    return found if sense is None else found | _of_meaning(wanted, passage, sense)


def bearing(wanted: Wanted, passage: Passage, sense: Sense | None) -> Measures:
    """What tells of an answer as a whole whether it is about this question; a sense reads its beginning."""
    keys = passage.keys
    near = len(keys & (wanted.asked | wanted.weights.keys()))
    found = {
        "near": near / (len(keys) + 1),
        "astray": math.log1p(len(keys) - near),
        "hits": math.log1p(len(keys & wanted.telling.keys())),
    }
    if sense is None:
        return found
    texts = [wanted.model.text[:READ_CLOSELY], wanted.prompt[:READ_CLOSELY]]
    beginning = " ".join(passage.slice(sentence) for sentence in passage.sentences)[:READ_CLOSELY]
    ((model, asked),) = sense.closeness([beginning], texts)
    ((apart,),) = sense.closeness(texts[:1], texts[1:])
    return found | {"close": model, "close_asked": asked, "close_beyond": _beyond(model, asked, apart)}


def _of_words(wanted: Wanted, passage: Passage) -> dict[str, float]:
    keys = passage.keys
    told = keys & wanted.telling.keys()
    order = [key for sentence in passage.sentences for key in sentence.keys]
    return {
        "covered": _share(wanted.weights, keys),
        "told": _part(len(told), len(wanted.telling)),
        "asked": _part(len(wanted.asked & keys), len(wanted.asked)),
        "words": _part(len(wanted.words & _words(passage)), len(wanted.words)),
        "pairs": _part(len(wanted.pairs & _pairs(passage)), len(wanted.pairs)),
        "order": _part(_common_run(order, wanted.keys[:LONGEST_RUN]), len(wanted.keys)),
    }


def _of_letters(wanted: Wanted, passage: Passage) -> dict[str, float]:
    keys = passage.keys
    fours = {gram for sentence in passage.sentences for gram in _grams(passage, sentence, 4)}
    by_letter: dict[str, list[str]] = {}
    for key in keys:
        by_letter.setdefault(key[0], []).append(key)
    alike = (1.0 if k in keys else _likest(k, by_letter.get(k[0], ())) for k in wanted.telling)
    return {
        "letters": _part(len(wanted.fours & fours), len(wanted.fours)),
        "spelling": _part(sum(alike), len(wanted.telling)),
    }


def _of_sentences(wanted: Wanted, passage: Passage) -> dict[str, float]:
    """Of each sentence of the answer against the whole model answer, and of each of its against all."""
    keys, telling = passage.keys, wanted.telling.keys()
    subject = wanted.asked | wanted.weights.keys()
    each = [set(sentence.keys) for sentence in passage.sentences]
    news = [(len(one & telling), len(one - wanted.asked)) for one in each]
    threes = (
        _without(Counter(_grams(passage, sentence, 3)), wanted.asked_threes) for sentence in passage.sentences
    )
    parts = [_share(part, keys) for part in wanted.parts]
    aligned = [max((_share(part, one) for one in each), default=0.0) for part in wanted.parts]
    return {
        "on_subject": max((len(one & subject) / (len(one) + 1) for one in each), default=0.0),
        "dice": max((_part(2 * hit, len(telling) + new) for hit, new in news), default=0.0),
        "on_point": max((hit / (new + 1) for hit, new in news), default=0.0),
        "triples": max((_cosine(one, wanted.threes) for one in threes), default=0.0),
        "worst_part": min(parts, default=0.0),
        "aligned": _part(sum(aligned), len(aligned)),
    }


def _of_meaning(wanted: Wanted, passage: Passage, sense: Sense) -> dict[str, float]:
    """By a sentence model: of sentences, without what both have in common with the question, and of words."""
    model = wanted.model
    texts = [passage.slice(sentence) for sentence in passage.sentences]
    wholes = [model.text, *(model.slice(sentence) for sentence in model.sentences)]
    table = sense.likeness(texts, [*wholes, wanted.prompt])
    asked = [row[0] for row in sense.likeness(wholes, [wanted.prompt])]
    rests = [[_beyond(row[n], row[-1], asked[n]) for n in range(len(wholes))] for row in table]
    words = _new_words(passage, wanted.asked)
    soft = sense.likeness(list(wanted.telling.values()), words) if words else ()
    likest = [max(0.0, *row) for row in soft]
    return {
        "meaning": max((0.0, *(row[0] for row in rests))),
        "meant_parts": _mean(max(0.0, *column) for column in list(zip(*rests, strict=True))[1:]),
        "asked_meaning": max((0.0, *(row[-1] for row in table))),
        "plain_meaning": max((0.0, *(row[0] for row in table))),
        "soft_words": _mean(likest),
        "soft_worst": _mean(sorted(likest)[: max(1, len(likest) // 4)]),
    }


def _written(passage: Passage, keys: Iterable[str]) -> dict[str, str]:
    """Each of those keys with the first word that stands for it there, in the order of the text."""
    wanted = frozenset(keys)
    found: dict[str, str] = {}
    for sentence in passage.sentences:
        for token in sentence.tokens:
            if token.key in wanted:
                found.setdefault(token.key, passage.text[token.start : token.end])
    return found


def _new_words(passage: Passage, asked: frozenset[str]) -> list[str]:
    tokens = (token for sentence in passage.sentences for token in sentence.tokens)
    news = (token for token in tokens if token.role is Role.CONTENT and token.key not in asked)
    return sorted({fold(passage.text[token.start : token.end]) for token in news})


def _words(passage: Passage) -> frozenset[str]:
    return frozenset(token.key for sentence in passage.sentences for token in sentence.tokens)


def _pairs(passage: Passage) -> frozenset[tuple[str, str]]:
    return frozenset(pair for sentence in passage.sentences for pair in pairwise(sentence.keys))


def _grams(passage: Passage, sentence: Sentence, size: int) -> list[str]:
    """Runs of that many letters over the folded words of a sentence."""
    text = passage.text
    line = f" {' '.join(fold(text[token.start : token.end]) for token in sentence.tokens)} "
    return [line[i : i + size] for i in range(len(line) - size + 1)]


def _without(grams: Counter[str], other: frozenset[str]) -> Counter[str]:
    return Counter({gram: count for gram, count in grams.items() if gram not in other})


def _share(weights: Mapping[str, float], keys: Iterable[str]) -> float:
    return _part(sum(weights[key] for key in weights.keys() & keys), sum(weights.values()))


def _part(some: float, whole: float) -> float:
    return some / whole if whole else 0.0


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return _part(sum(listed), len(listed))


def _likest(key: str, others: Iterable[str]) -> float:
    return max((_spelt_alike(key, other) for other in others), default=0.0)


@lru_cache(maxsize=65_536)
def _spelt_alike(one: str, other: str) -> float:
    """How many runs of three letters two stems share, squared, 0 to 1: a slip of the pen, or a relative."""
    first, second = (Counter(f" {key} "[i : i + 3] for i in range(len(key))) for key in (one, other))
    return (2 * (first & second).total() / (first.total() + second.total())) ** 2


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    product = sum(count * other[gram] for gram, count in one.items() if gram in other)
    norms = sum(n * n for n in one.values()) * sum(n * n for n in other.values())
    return product / math.sqrt(norms) if product else 0.0


def _beyond(alike: float, one_asked: float, other_asked: float) -> float:
    """The cosine of two texts with the question's direction taken out of both, from the three cosines."""
    rest = (1 - one_asked**2) * (1 - other_asked**2)
    return (alike - one_asked * other_asked) / math.sqrt(max(LEAST_REST, rest))


def _common_run(one: Sequence[str], other: Sequence[str]) -> int:
    """How long the longest common subsequence is."""
    row, known = [0] * (len(other) + 1), frozenset(other)
    for key in one:
        if key not in known:
            continue
        before = 0
        for at, wanted in enumerate(other, 1):
            above = row[at]
            row[at] = before + 1 if key == wanted else max(above, row[at - 1])
            before = above
    return row[-1]
