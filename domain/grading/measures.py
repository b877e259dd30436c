"""Measures how like an answer is to a model answer, and how near to the subject, in plain numbers."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import groupby
from operator import or_

from domain.grading.lexicon import GENERIC
from domain.grading.passage import Passage, Token, read
from domain.grading.phrases import weight
from domain.grading.stems import fold
from domain.grading.terms import Role
from domain.ports import Sense

LONGEST_RUN = 120
LEAST_REST = 0.05
READ_CLOSELY = 500
RUN_OF_LETTERS, FEWEST_RUNS, FEWEST_NEWS = 4, 4, 5
Measures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A model answer as answers are measured by it.

    `telling` are its keys that the question has not (or all, where there are no others) with a word for each,
    `places` says where each key stands among the first 120 of `length`, `clauses` holds the telling keys of
    each clause, and `letters` the runs of four letters of each clause that the question has not (or all).
    `asked_letters` are the runs of the question, `new_letters` those of the model answer beyond them.
    """

    prompt: str
    model: Passage
    asked: frozenset[str]
    places: Mapping[str, int]
    length: int
    weights: dict[str, float]
    telling: dict[str, str]
    clauses: tuple[frozenset[str], ...]
    letters: tuple[frozenset[str], ...]
    asked_letters: frozenset[str]
    new_letters: frozenset[str]


@lru_cache(maxsize=512)
def wanted_of(prompt: str, model_answer: str) -> Wanted:
    question, model = read(prompt), read(model_answer)
    asked, written = question.keys, _written(model, model.keys)
    telling = {key: word for key, word in written.items() if key not in asked} or written
    order = [key for sentence in model.sentences for key in sentence.keys]
    keys = (frozenset(token.key for token in clause) & telling.keys() for clause in _clauses(model))
    letters = [frozenset(_runs(model, clause)) for clause in _clauses(model)]
    asked_letters = frozenset(_all_runs(question))
    return Wanted(
        prompt=prompt,
        model=model,
        asked=asked,
        places=_places(order[:LONGEST_RUN]),
        length=len(order),
        weights={key: weight(key, asked) for key in model.keys},
        telling=telling,
        clauses=tuple(clause for clause in keys if clause),
        letters=_long_enough(runs - asked_letters for runs in letters) or _long_enough(letters),
        asked_letters=asked_letters,
        new_letters=frozenset(_all_runs(model) - asked_letters),
    )


def likeness(wanted: Wanted, passage: Passage, sense: Sense | None) -> Measures:
    """Each measure by its name; those of a sense only with one. No sentence more in the answer lowers any.

    All are 0 or more, and most at most 1. A long model answer asks for more than people do, so those called
    `likest` are taken over the half of its clauses (or sentences) that the answer comes nearest to.
    """
    found = _of_words(wanted, passage) | _of_clauses(wanted, passage)
    return found if sense is None else found | _of_meaning(wanted, passage, sense)


def bearing(wanted: Wanted, passage: Passage, sense: Sense | None) -> Measures:
    """What tells of an answer as a whole whether it is about this question; a sense reads its beginning."""
    keys, subject = passage.keys, wanted.asked | wanted.weights.keys()
    near, terms = len(keys & subject), keys - GENERIC
    news = _all_runs(passage) - wanted.asked_letters
    found = {
        "near": near / (len(keys) + 1),
        "near_terms": len(terms & subject) / (len(terms) + 1),
        "told_terms": len(terms & wanted.telling.keys()) / (len(terms) + 1),
        "near_letters": len(news & wanted.new_letters) / (len(news) + FEWEST_NEWS),
        "astray": math.log1p(len(keys) - near),
        "length": math.log1p(len(keys)),
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
    keys, subject = passage.keys, wanted.asked | wanted.weights.keys()
    each = [set(sentence.keys) for sentence in passage.sentences]
    order = [key for sentence in passage.sentences for key in sentence.keys]
    return {
        "covered": _share(wanted.weights, keys),
        "told": _part(len(keys & wanted.telling.keys()), len(wanted.telling)),
        "asked": _part(len(wanted.asked & keys), len(wanted.asked)),
        "order": _part(_common_run(order, wanted.places), wanted.length),
        "on_subject": max((len(one & subject) / (len(one) + 1) for one in each), default=0.0),
    }


def _of_clauses(wanted: Wanted, passage: Passage) -> dict[str, float]:
    """How much of each clause of the model answer stands anywhere in the answer, by letters and misspelt."""
    keys, runs = passage.keys, _all_runs(passage)
    by_letter: dict[str, list[str]] = {}
    for key in keys:
        by_letter.setdefault(key[0], []).append(key)
    alike = {k: 1.0 if k in keys else _likest(k, by_letter.get(k[0])) for k in wanted.telling}
    letters = [len(clause & runs) / len(clause) for clause in wanted.letters]
    return {
        "letters": _mean(letters),
        "likest_letters": _better_half(letters),
        "spelling": _mean(alike.values()),
        "likest_spelling": _better_half(_by_clause(wanted, alike)),
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
    soft = sense.likeness(list(wanted.telling.values()), words) if words else [()] * len(wanted.telling)
    alike = {key: max((0.0, *row)) for key, row in zip(wanted.telling, soft, strict=True)}
    meant = [max((0.0, *column)) for column in list(zip(*rests, strict=True))[1:]]
    return {
        "meaning": max((0.0, *(row[0] for row in rests))),
        "likest_meaning": _better_half(meant),
        "asked_meaning": max((0.0, *(row[-1] for row in table))),
        "soft_words": _mean(alike.values()),
        "likest_soft_words": _better_half(_by_clause(wanted, alike)),
    }


def _by_clause(wanted: Wanted, values: Mapping[str, float]) -> list[float]:
    """The mean of its telling keys' values for each clause of the model answer."""
    return [_mean(values[key] for key in clause) for clause in wanted.clauses]


def _better_half(values: Sequence[float]) -> float:
    return _mean(sorted(values, reverse=True)[: (len(values) + 1) // 2])


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


def _clauses(passage: Passage) -> Iterator[list[Token]]:
    for sentence in passage.sentences:
        for _, tokens in groupby(sentence.tokens, key=lambda token: token.clause):
            yield list(tokens)


def _all_runs(passage: Passage) -> set[str]:
    return {run for sentence in passage.sentences for run in _runs(passage, sentence.tokens)}


def _runs(passage: Passage, tokens: Iterable[Token]) -> list[str]:
    """Runs of four letters over the folded words."""
    line = f" {' '.join(fold(passage.text[token.start : token.end]) for token in tokens)} "
    return [line[i : i + RUN_OF_LETTERS] for i in range(len(line) - RUN_OF_LETTERS + 1)]


def _long_enough(clauses: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    return tuple(runs for runs in clauses if len(runs) >= FEWEST_RUNS)


def _share(weights: Mapping[str, float], keys: Iterable[str]) -> float:
    return _part(sum(weights[key] for key in weights.keys() & keys), sum(weights.values()))


def _part(some: float, whole: float) -> float:
    return some / whole if whole else 0.0


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return _part(sum(listed), len(listed))


def _likest(key: str, others: Iterable[str] | None) -> float:
    return max([_spelt_alike(key, other) for other in others]) if others else 0.0


@lru_cache(maxsize=65_536)
def _spelt_alike(one: str, other: str) -> float:
    """How many runs of three letters two stems share, squared, 0 to 1: a slip of the pen, or a relative."""
    first, second = (Counter(f" {key} "[i : i + 3] for i in range(len(key))) for key in (one, other))
    return (2 * (first & second).total() / (first.total() + second.total())) ** 2


def _beyond(alike: float, one_asked: float, other_asked: float) -> float:
    """The cosine of two texts with the question's direction taken out of both, from the three cosines."""
    rest = (1 - one_asked**2) * (1 - other_asked**2)
    return (alike - one_asked * other_asked) / math.sqrt(max(LEAST_REST, rest))


def _places(keys: Sequence[str]) -> dict[str, int]:
    """Where each key stands: a bit for each of its places."""
    places: dict[str, int] = {}
    for at, key in enumerate(keys):
        places[key] = places.get(key, 0) | 1 << at
    return places


def _common_run(keys: Iterable[str], places: Mapping[str, int]) -> int:
    """How long the longest common subsequence is, of keys and of those that stand at the places.

    A row of the usual table at a time, as bits (Hyyrö, 2004): 0 where it is one more than to the left.
    """
    all_places = reduce(or_, places.values(), 0)
    row = all_places
    for key in keys:
        here = row & places.get(key, 0)
        row = ((row + here) | (row - here)) & all_places
    return (all_places ^ row).bit_count()
