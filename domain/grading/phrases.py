"""Finds a rubric phrasing in an answer: its content words near each other, roughly in order, not denied."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from domain.grading import lexicon
from domain.grading.negation import called_untrue, denials, denied, softly_denied
from domain.grading.passage import Passage, Place, Sentence, read
from domain.grading.terms import Role

ASKED_WEIGHT = 0.25
GENERIC_WEIGHT = 0.5
SLACK = 2
SCATTERED = 0.5
LEAST = 0.5
ARTICLES = frozenset(("a", "an", "the"))
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """A phrasing's distinct content keys in order and the words they were written as.

    `negative` says that it denies something. `thin` says that it has under two content words, so that its
    function words count as well ("write-through"); `content` are those without them. Known by identity, since
    it is looked for over and over.
    """

    keys: tuple[str, ...]
    words: tuple[str, ...]
    negative: bool
    thin: bool
    content: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """How far a phrasing was found, 0 to 1, where, and whether the answer says its opposite there."""

    strength: float
    places: tuple[Place, ...] = ()
    missing: tuple[str, ...] = ()
    contradicts: bool = False
    ordered: bool = True

    @property
    def tightness(self) -> tuple[int, int]:
        """Greater for a match in one sentence than in two, and for one over fewer content words."""
        first, last = self.places[0], self.places[-1]
        return first.sentence - last.sentence, first.position - last.position


@lru_cache(maxsize=8192)
def phrase(text: str) -> Phrase:
    passage = read(text)
    tokens = [token for sentence in passage.sentences for token in sentence.tokens]
    content = {
        token.key: text[token.start : token.end] for token in reversed(tokens) if token.role is Role.CONTENT
    }
    thin = len(content) < 2
    if thin:
        content = {
            token.key: text[token.start : token.end]
            for token in reversed(tokens)
            if token.key not in ARTICLES
        }
    negative = sum(len(denials(sentence)) for sentence in passage.sentences) % 2 == 1
    keys, words = tuple(reversed(content)), tuple(reversed(content.values()))
    return Phrase(keys, words, negative, thin, passage.keys)


def weight(key: str, asked: frozenset[str]) -> float:
    """Words of the question earn little, since repeating them shows nothing; neither do everyday ones."""
    if key in asked:
        return ASKED_WEIGHT
    return GENERIC_WEIGHT if key in lexicon.GENERIC else 1.0


def matches(wanted: Phrase, passage: Passage, asked: frozenset[str], slack: int = SLACK) -> Iterator[Match]:
    """Every way to find half of the phrasing or more, one for each place where one of its words stands.

    The words stand in one sentence, or in two of which the second refers back, within twice their number
    and `slack` more content words. Words of the question may stand anywhere, where the phrasing has two
    others to hold on to.
    """
    if not wanted.keys:
        return
    search = _search(wanted, asked)
    found = [key for key in wanted.keys if key in passage.places]
    if search.share(found) < LEAST:
        return
    around = tuple(key for key in found if key not in search.anchors)
    hits = sorted((place, key) for key in search.anchors for place in passage.places.get(key, ()))
    for first in range(len(hits)):
        window = _window(passage, hits, first, 2 * len(search.anchors) + slack)
        share = search.share((*window, *around))
        if share >= LEAST and search.is_enough(window):
            yield _judge(wanted, passage, window, around, share)


@dataclass(frozen=True, slots=True)
class _Search:
    """A phrasing as it is looked for: `anchors` must stand together, its other keys may stand anywhere."""

    wanted: Phrase
    weights: dict[str, float]
    whole: float
    anchors: tuple[str, ...]
    specific: tuple[str, ...]

    def share(self, found: Iterable[str]) -> float:
        return sum([self.weights[key] for key in found]) / self.whole

    def is_enough(self, window: dict[str, Place]) -> bool:
        """A part needs two telling words, or the only one with two others; a thin phrasing, all together."""
        if self.wanted.thin:
            tokens = [place.token for place in window.values()]
            one_sentence = len({place.sentence for place in window.values()}) == 1
            return one_sentence and len(window) == len(self.anchors) > max(tokens) - min(tokens) - 1
        told = sum(key in window for key in self.specific)
        return (
            len(window) == len(self.anchors) or told > 1 or (told == len(self.specific) and len(window) > 2)
        )


@lru_cache(maxsize=16_384)
def _search(wanted: Phrase, asked: frozenset[str]) -> _Search:
    specific = tuple(key for key in wanted.keys if key not in asked and key not in lexicon.GENERIC)
    loose = asked if len(specific) > 1 else NONE
    weights = {key: weight(key, asked) for key in wanted.keys}
    anchors = tuple(key for key in wanted.keys if key not in loose)
    return _Search(wanted, weights, sum(weights.values()), anchors, specific)


def strongest(found: Iterable[Match]) -> Match | None:
    """The strongest match, of equals the tightest, then the earliest."""
    return max(found, key=lambda match: (match.strength, match.tightness), default=None)


def _window(passage: Passage, hits: Sequence[tuple[Place, str]], first: int, reach: int) -> dict[str, Place]:
    """The first place of each key from that hit on; into the next sentence only if it refers back."""
    start = hits[first][0]
    window: dict[str, Place] = {}
    for number in range(first, len(hits)):
        place, key = hits[number]
        beyond = place.sentence - start.sentence
        if place.position - start.position > reach or beyond > 1:
            break
        if beyond and not _refers_back(passage.sentences[place.sentence]):
            break
        window.setdefault(key, place)
    return window


def _refers_back(sentence: Sentence) -> bool:
    """Whether its first word stands for something in the sentence before."""
    return sentence.tokens[0].key in lexicon.REFERS_BACK


def _judge(
    wanted: Phrase, passage: Passage, window: dict[str, Place], around: Sequence[str], share: float
) -> Match:
    places = [window[key] for key in wanted.keys if key in window]
    stood = tuple(sorted(places))
    ascending = all(a < b for a, b in pairwise(places))
    crosses = stood[0].sentence != stood[-1].sentence
    if not ascending and (crosses or stood[-1].position - stood[0].position > len(places) + 1):
        share *= SCATTERED
    missing = tuple(
        word
        for key, word in zip(wanted.keys, wanted.words, strict=True)
        if key not in window and key not in around
    )
    return Match(share, stood, missing, _contradicts(wanted, passage, window, stood), ascending)


def _contradicts(wanted: Phrase, passage: Passage, window: dict[str, Place], places: Sequence[Place]) -> bool:
    """Whether the words stand there under a denial that the phrasing has not, or beside their opposites."""
    denies = untrue = False
    for number in {place.sentence for place in places}:
        sentence = passage.sentences[number]
        hits = [place.token for place in places if place.sentence == number]
        untrue |= called_untrue(sentence, hits)
        denies |= denied(sentence, hits) or (wanted.negative and softly_denied(sentence, hits))
    return untrue or denies != wanted.negative or _has_opposite(wanted, passage, window, places)


def _has_opposite(
    wanted: Phrase, passage: Passage, window: dict[str, Place], places: Sequence[Place]
) -> bool:
    """An opposite inside the span is the wrong claim where it replaces a word, or steals its neighbour."""
    low, high = places[0].position - 1, places[-1].position + 1
    for key in wanted.keys:
        for opposite in lexicon.OPPOSITES.get(key, ()):
            if opposite in wanted.keys:
                continue
            stood = passage.places.get(opposite, ())
            at = bisect_left(stood, (low, 0, 0))
            inside = at < len(stood) and stood[at].position <= high
            if inside and (key not in window or low + 1 < stood[at].position < high - 1):
                return True
    return False
