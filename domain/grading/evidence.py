"""Reads an appeal: what of the answer it points at, what it adds, and what it took from the model answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from domain.grading import lexicon
from domain.grading.gates import DONT_KNOW, ECHO, EMPTY, GIBBERISH, ORDERS, PRAISE
from domain.grading.injection import without_orders
from domain.grading.intake import LONGEST, SCRAMBLED, take_in
from domain.grading.passage import Passage, Sentence, Token, read
from domain.grading.terms import Role
from domain.grading.topic import Topic

# As many words in a row that stand in the answer too are a quotation, with marks or without.
QUOTED_WORDS = 4
GRAM = 4
COPIED_SHARE, COPIED_GRAMS = 1 / 3, 4
LEAST_THINNED, THINNED = 5, 0.75
SHORTEST_POINT = 3
LEAST_CONTENT = 4
_MARKED = re.compile(r"[“\"«„]([^“”\"«»„\n]{2,400})[”\"»“]|(?m:^)>[ \t]*([^\n]{2,400})")
_PLEAS = lexicon.stems(
    "please give more point mark grade score credit deserve need want pass fail fair unfair unfairly kind "
    "generous again reconsider recheck review regrade check look wrong right correct correctly higher better "
    "raise increase bump add extra bonus job exam offer family help try hard work effort low accept appeal "
    "answer question good great perfect best full thank sir madam teacher grader really know understand mean "
    "clear clearly sure feel little least bit harsh strict merciful mercy beg"
)
NOTHING = {
    EMPTY.flag: "There are no words in this appeal.",
    DONT_KNOW.flag: "Saying that you do not know it adds nothing that could be graded.",
    GIBBERISH.flag: "This does not read as words.",
    ECHO.flag: "This repeats the question and adds nothing to it.",
    PRAISE.flag: "Praise and wishes say nothing about the subject.",
    SCRAMBLED.flag: "The words of this stand in no readable order.",
    ORDERS.flag: "Instructions to the grader are not followed, and nothing else is there.",
}


class Quote(NamedTuple):
    """A span of the appeal with the keys of its words, as `_line` writes them."""

    start: int
    end: int
    line: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """`pointed` are sentences of the answer that the appeal quotes, `added` its own, each verbatim.

    `copied` says that sentences of the model answer were among its own; they are left out. `nothing` says
    why there is nothing in it to grade, and is empty where there is.
    """

    pointed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    copied: bool = False
    nothing: str = ""


def read_evidence(text: str, answer: str, topic: Topic) -> Evidence:
    """What an appeal holds. Never raises, whatever the texts."""
    given, answered = read(text[:LONGEST]), read(answer)
    quotes = _quotes(given, answered)
    pointed = tuple(_pointed(quotes, answered))
    flag = _stopped(text, given, topic)
    if flag:
        return Evidence(pointed) if pointed else Evidence(nothing=NOTHING[flag])
    own = read(given.text, _own_spans(without_orders(given)[0], quotes))
    copies = _copies(own.sentences, answered, topic.model)
    added = tuple(own.slice(s) for s in own.sentences if s.keys and s not in copies)
    return Evidence(pointed, added, copied=bool(copies))


def _stopped(text: str, given: Passage, topic: Topic) -> str:
    """The flag of the gate that stops the text, if any; a plea for points counts as praise."""
    intake = take_in(text, topic)
    if intake.gate is not None:
        return intake.gate.flag
    if SCRAMBLED in intake.faults:
        return SCRAMBLED.flag
    left = given.keys - _PLEAS - lexicon.GENERIC - topic.asked
    return PRAISE.flag if len(left) < LEAST_CONTENT and not left & topic.subject else ""


def _quotes(given: Passage, answered: Passage) -> tuple[Quote, ...]:
    """Where the appeal repeats the answer."""
    lines = "\n".join(_line(sentence.tokens) for sentence in answered.sentences)
    return tuple(quote for quote in _likely_quotes(given) if quote.line in lines)


def _likely_quotes(given: Passage) -> Iterator[Quote]:
    """Sentences, words in a row with two or more that carry content, and whatever stands between marks."""
    for sentence in given.sentences:
        tokens = sentence.tokens
        runs = [tokens[at : at + QUOTED_WORDS] for at in range(len(tokens) - QUOTED_WORDS + 1)]
        for run in (*runs, tokens):
            if sum(token.role is Role.CONTENT for token in run) > 1:
                yield Quote(run[0].start, run[-1].end, _line(run))
    for found in _MARKED.finditer(given.text):
        start, end = found.span(found.lastindex or 0)
        for part in read(given.text, [(start, end)]).sentences:
            if part.keys:
                yield Quote(part.start, part.end, _line(part.tokens))


def _line(tokens: Sequence[Token]) -> str:
    """The keys with a blank on each side, so that one line can be looked for in another."""
    return f" {' '.join(token.key for token in tokens)} "


def _pointed(quotes: Sequence[Quote], answered: Passage) -> Iterator[str]:
    """The answer's sentences that are quoted: whole, since out of its sentence a denial would be a claim."""
    for sentence in answered.sentences:
        line = _line(sentence.tokens)
        if any(quote.line in line for quote in quotes):
            yield answered.slice(sentence)


def _own_spans(given: Passage, quotes: Sequence[Quote]) -> Iterator[tuple[int, int]]:
    """What of the appeal's sentences is no quotation."""
    for sentence in given.sentences:
        start = sentence.start
        for quote in sorted(q for q in quotes if sentence.start <= q.start < sentence.end):
            if quote.start > start:
                yield start, quote.start
            start = max(start, quote.end)
        if start < sentence.end:
            yield start, sentence.end


def _copies(own: Sequence[Sentence], answered: Passage, model: Passage) -> set[Sentence]:
    """Those with the model answer's wording: where a third of their runs of four telling words is its own, or
    nearly all their words follow each other as in one of its sentences.

    Beside such a copy, one too short for a run is one too where the model answer has its words in a row.
    What the answer had said in the same words before is no copy.
    """
    source = _grams_of(model) - _grams_of(answered)
    copies = {s for s in own if _is_copied(_grams(s.keys), source) or _is_thinned(s, answered, model)}
    if not copies:
        return copies
    short = [sentence for sentence in own if 1 < len(sentence.keys) < GRAM]
    return copies | {sentence for sentence in short if _stands_in(sentence.keys, model)}


def _is_copied(grams: frozenset[tuple[str, ...]], source: frozenset[tuple[str, ...]]) -> bool:
    same = len(grams & source)
    return same > 0 and (same >= COPIED_GRAMS or same >= COPIED_SHARE * len(grams))


def _is_thinned(sentence: Sentence, answered: Passage, model: Passage) -> bool:
    """Whether it is one or two of the model answer's sentences with some words left out or put in."""
    keys = sentence.keys
    most = THINNED * len(keys)
    if len(keys) < LEAST_THINNED or any(_in_order(keys, s.keys) >= most for s in answered.sentences):
        return False
    return any(
        _in_order(keys, [*one.keys, *other.keys]) >= most
        for one, other in pairwise((*model.sentences, *model.sentences[-1:]))
    )


def _in_order(one: Sequence[str], other: Sequence[str]) -> int:
    """How many keys both have in the same order, whatever stands between them."""
    before = [0] * (len(other) + 1)
    for key in one:
        row = [0]
        for at, another in enumerate(other):
            row.append(before[at] + 1 if key == another else max(row[at], before[at + 1]))
        before = row
    return before[-1]


def _stands_in(keys: Sequence[str], model: Passage) -> bool:
    return any(not _grams(keys, len(keys)).isdisjoint(_grams(s.keys, len(keys))) for s in model.sentences)


def _grams_of(passage: Passage) -> frozenset[tuple[str, ...]]:
    return frozenset(gram for sentence in passage.sentences for gram in _grams(sentence.keys))


def _grams(keys: Sequence[str], length: int = GRAM) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(keys[at : at + length]) for at in range(len(keys) - length + 1))


def repeats(sentence: str, point: str) -> bool:
    """Whether a sentence says a point in the very words in which the student was shown it."""
    shown = [key for part in read(point).sentences for key in part.keys]
    said = [key for part in read(sentence).sentences for key in part.keys]
    length = min(GRAM, len(shown))
    return length >= SHORTEST_POINT and not _grams(shown, length).isdisjoint(_grams(said, length))
