"""What a student's words ask the index for, and which passages say enough of them to be worth showing."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.retrieval.rows import Row
from adapters.retrieval.vocabulary import Vocabulary
from adapters.retrieval.words import Phrase, asked, stems

LONGEST, MOST = 2000, 24
# A question of more words tells enough without the misspelt ones.
MENDED = 8
ENOUGH, HEADED = 0.5, 0.25
TELLING, SEVERAL = 3.0, 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word as it was typed, the stems that it is looked up by, and how much it tells."""

    said: str
    phrases: tuple[Phrase, ...]
    weight: float

    def within(self, held: frozenset[str]) -> bool:
        return any(held.issuperset(phrase) for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class Lookup:
    """The words of weight in what was asked, in their order; those that no passage holds count too."""

    wanted: tuple[Wanted, ...]

    @property
    def expression(self) -> str:
        """For FTS5's MATCH: quoted letters and digits, joined by OR. Empty where no word is known."""
        phrases = [phrase for wanted in self.wanted for phrase in wanted.phrases]
        return " OR ".join(f'"{" ".join(phrase)}"' for phrase in dict.fromkeys(phrases))

    def met(self, row: Row) -> tuple[str, ...]:
        """The words that the passage holds, as they were typed."""
        return tuple(w.said for w in self.wanted if w.within(row.stems))

    def answered(self, row: Row) -> bool:
        """Whether the passage says enough of the question. Less is enough where a telling word heads it.

        Of a long question only a part is about one thing, so that several telling words will do, whatever
        else was said.
        """
        met = [w for w in self.wanted if w.within(row.stems)]
        telling = [w for w in met if w.weight >= TELLING]
        headed = any(w.within(row.head) for w in telling)
        share = sum(w.weight for w in met) / sum(w.weight for w in self.wanted)
        return share >= (HEADED if headed else ENOUGH) or (headed and len(telling) >= SEVERAL)


def lookup(text: str, vocabulary: Vocabulary) -> Lookup:
    """What a text of any length asks for; beyond some 2,000 characters it is not read."""
    parts = list(dict(asked(text[:LONGEST])).items())
    mend = len(parts) <= MENDED
    found = [
        _wanted(said, meant, vocabulary, mend=mend, last=n == len(parts))
        for n, (said, meant) in enumerate(parts, 1)
    ]
    heaviest = sorted(found, key=lambda w: -w.weight)[:MOST]
    return Lookup(tuple(w for w in found if w in heaviest))


def _wanted(said: str, meant: Sequence[Phrase], vocabulary: Vocabulary, *, mend: bool, last: bool) -> Wanted:
    known = _known(meant, vocabulary)
    if mend and not known:
        known = _known(vocabulary.mended(said, last=last), vocabulary)
    weights = [max(vocabulary.weight(s) for s in phrase) for phrase in known]
    return Wanted(said, known, max(weights, default=vocabulary.weight("")))


def _known(meant: Sequence[Phrase], vocabulary: Vocabulary) -> tuple[Phrase, ...]:
    stemmed = dict.fromkeys(stems(phrase) for phrase in meant)
    return tuple(phrase for phrase in stemmed if all(s in vocabulary.holding for s in phrase))
