"""Which words the passages hold, how much each tells, and what a word of no passage may have meant."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from string import ascii_lowercase

from adapters.retrieval.rows import Row

_SHORTEST, _LONGEST = 4, 20
_BEGINNING, _COMPLETIONS = 3, 5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`holding` counts the passages of a stem, `spelling` those of a word as it is written."""

    passages: int
    holding: Counter[str]
    spelling: Counter[str] = field(repr=False)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Vocabulary":
        holding = Counter(chain.from_iterable(row.stems for row in rows))
        return cls(len(rows), holding, Counter(chain.from_iterable(row.words for row in rows)))

    def __add__(self, other: "Vocabulary") -> "Vocabulary":
        # Counter's own sum goes through all words in Python, at 3 ms a question.
        holding, spelling = self.holding.copy(), self.spelling.copy()
        holding.update(other.holding)
        spelling.update(other.spelling)
        return Vocabulary(self.passages + other.passages, holding, spelling)

    def weight(self, stemmed: str) -> float:
        """How much a stem tells, as BM25 has it: the rarer the more."""
        held = self.holding.get(stemmed, 0)
        return math.log(1 + (self.passages - held + 0.5) / (held + 0.5))

    def mended(self, word: str, *, last: bool) -> tuple[tuple[str, ...], ...]:
        """What a word that no passage holds may stand for: the rest of it untyped, a blank, a slip."""
        if last and len(word) >= _BEGINNING and (begun := self._begun(word)):
            return begun
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return ()
        return self._parted(word) or self._corrected(word)

    def _begun(self, word: str) -> tuple[tuple[str, ...], ...]:
        longer = [known for known in self.spelling if known.startswith(word)]
        return tuple((known,) for known in sorted(longer, key=self._rank)[:_COMPLETIONS])

    def _parted(self, word: str) -> tuple[tuple[str, ...], ...]:
        cuts = range(_BEGINNING, len(word) - _BEGINNING + 1)
        parts = [(word[:at], word[at:]) for at in cuts]
        return tuple(part for part in parts if all(p in self.spelling for p in part))[:1]

    def _corrected(self, word: str) -> tuple[tuple[str, ...], ...]:
        near = [known for known in set(_slips(word)) if known in self.spelling]
        return ((min(near, key=self._rank),),) if near else ()

    def _rank(self, word: str) -> tuple[int, str]:
        return -self.spelling[word], word


def _slips(word: str) -> Iterator[str]:
    """All words that one slip of a finger makes of it: a letter more, less, other, or two changed over.

    The first letter is taken to be right, and a word of four letters to have no other one in it: too many
    words that are meant as they stand, such as `rice`, are like a term in the rest.
    """
    for at in range(1, len(word) + 1):
        before, after = word[:at], word[at:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            if len(word) > _SHORTEST:
                yield before + letter + after[1:]
