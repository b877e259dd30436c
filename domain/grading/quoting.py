"""Looks a model's quotes up in the answer: only words that stand there, and say something, are evidence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.grading.injection import without_orders
from domain.grading.passage import EXCERPT, Passage, Sentence, read

LONGEST_LOOKED_UP = 2_000
ALIKE = ("'‘’‚‛′`´", '"“”„‟″«»', "-‐‑‒–—−")
_CLASSES = {mark: f"[{re.escape(marks)}]" for marks in ALIKE for mark in marks}
_AROUND = " \t\r\n.…,;:" + "".join(ALIKE)
_WORDY = re.compile(r"[A-Za-z0-9]")
LEAST_ECHO = 3
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """An answer to quote from. `passage` leaves out what gives orders; `orders` are the spans of that."""

    passage: Passage
    orders: tuple[Span, ...]
    question: Passage

    @property
    def clean(self) -> str:
        """The answer with nothing in the place of the sentences that give orders."""
        text, parts, end = self.passage.text, [], 0
        for order_start, order_end in sorted(self.orders):
            parts.append(text[end:order_start])
            end = order_end
        return "".join((*parts, text[end:]))

    def standing(self, quote: str) -> str:
        """The words as they stand in the answer, at most 240 characters of them, or "" where they do not.

        White space, quotation marks and dashes may differ. What repeats the question does not count.
        """
        for start, end in self._found(quote):
            if any(first < end and start < last for first, last in self.orders):
                continue
            words = _cut(self.passage.text[start:end])
            if not self._echoes(start, end) and read(words).keys:
                return words
        return ""

    def _found(self, quote: str) -> Iterator[tuple[int, int]]:
        for wording in dict.fromkeys((quote.strip(), quote.strip(_AROUND))):
            if wording and len(wording) <= LONGEST_LOOKED_UP:
                for found in _pattern(wording).finditer(self.passage.text):
                    yield found.span()

    def _echoes(self, start: int, end: int) -> bool:
        """Whether the words, or the sentences that they stand in, hold nothing but the question's own."""
        around = [s for s in self.passage.sentences if s.start < end and start < s.end]
        said = read(self.passage.text[start:end]).sentences
        return _only_asks(said, self.question) or _only_asks(around, self.question)


def source(answer: str, prompt: str) -> Source:
    """The answer as it can be quoted, beside the question that it answers."""
    whole = read(answer)
    passage, _ = without_orders(whole)
    kept = set(passage.sentences)
    orders = (rest for s in whole.sentences if s not in kept for rest in _beside(s, passage.sentences))
    return Source(passage, tuple(orders), read(prompt))


def _beside(order: Sentence, kept: Sequence[Sentence]) -> Iterator[Span]:
    """What is left of a sentence with an order in it once the parts that are kept are taken out."""
    start = order.start
    for part in kept:
        if order.start <= part.start < order.end:
            yield start, part.start
            start = part.end
    yield start, order.end


def _only_asks(said: list[Sentence] | tuple[Sentence, ...], question: Passage) -> bool:
    """A word or two can be the answer to "this or that?", and so can a denial: those are no echo."""
    keys = {key for sentence in said for key in sentence.keys}
    denies = any(sentence.denying for sentence in said)
    return len(keys) >= LEAST_ECHO and keys <= question.keys and not denies


def _pattern(quote: str) -> re.Pattern[str]:
    words = (
        "".join(_CLASSES.get(character, re.escape(character)) for character in word) for word in quote.split()
    )
    before = r"(?<![A-Za-z0-9])" if _WORDY.match(quote[0]) else ""
    after = r"(?![A-Za-z0-9])" if _WORDY.match(quote[-1]) else ""
    return re.compile(before + r"\s+".join(words) + after)


def _cut(words: str) -> str:
    """At most 240 characters, ending with a whole word where there is one."""
    if len(words) <= EXCERPT:
        return words
    head = words[: EXCERPT + 1]
    whole, _, _ = head.rpartition(" ")
    return (whole or head[:EXCERPT]).rstrip()
