"""Tells running English from the same words in random order, by which kinds of word follow each other."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from domain.grading.passage import Passage, Sentence, Token
from domain.grading.terms import Role

SCATTERED_WORTH = 0.25
LEAST_PAIRS = 8
# Of few words a phrase or two may be told in another order; of many, or of the very same ones, most must
# follow each other as before.
LEAST_WORDS, MANY_WORDS, SAME_WORDS, VERY_SAME = 4, 11, 0.75, 0.95
SAME_PAIRS, SAME_PAIRS_OF_MANY = 0.4, 0.7
_WORDS = {
    "a": "the a an my your our their its his her every each",
    "p": "of into from with at by for during between onto upon in on through within about per via over under "
    "after before as than like without",
    "m": "can will would should must could may might shall not",
    "v": "is are was were be been has have had does did do",
    "c": "and or but if because so which that when while where whereas although since",
    "s": "it they we you i he she this these those there",
    "t": "to",
}
_KIND = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_ENGLISH = frozenset(("the", "and", "of", "is", "are", "to", "that", "it"))
_JOINING = frozenset(("and", "or"))
_KINDS = "apmvcstx."
# How much likelier than chance the column's kind follows the row's, in hundredths of a natural logarithm:
# counted over some 1,100 answers of students. "x" is any other word, "." an end or a beginning.
_FOLLOWS = """
-379 -325 -352 -206 -417 -428 -375   57 -406
 133 -232 -306 -399  -83   -8 -226   -8 -247
-202 -178   39  169 -200 -228 -163   16 -129
  21 -121  125 -176  -91 -229   68   21 -213
  54  -86   36   -1 -101  131 -154    0 -319
-281 -115  186  166 -161 -142  -67   -6  -73
  76 -295 -148   25 -126 -112 -296   18 -221
 -45   45  -13    8   40  -31   42  -18   55
  38   11 -152 -185   26  147  -99  -10 -469
"""
_WEIGHT = {
    (first, second): int(number) / 100
    for first, line in zip(_KINDS, _FOLLOWS.strip().splitlines(), strict=True)
    for second, number in zip(_KINDS, line.split(), strict=True)
}


def is_scrambled(passage: Passage, model: Passage) -> bool:
    """Whether the words stand in an order that no sentence has, or are the model answer's, shuffled."""
    return _is_no_english(passage) or _is_reordered(passage, model)


def is_foreign(passage: Passage) -> bool:
    """Whether a text of some length has none of the words that no English sentence can do without."""
    words = _words_of(passage)
    return len(words) >= LEAST_PAIRS and len(passage.keys) > 5 and not _ENGLISH.intersection(words)


def _is_reordered(passage: Passage, model: Passage) -> bool:
    """Whether nearly the same words as the model answer's often follow each other as nowhere there.

    What stands on the two sides of a mark or of an "and" may be told in any order; but marks between most
    words, where the model answer has none, part nothing.
    """
    words, others = Counter(_words_of(passage)), Counter(_words_of(model))
    same = (words & others).total() / max(1, (words | others).total())
    if words.total() < LEAST_WORDS or same < SAME_WORDS:
        return False
    shared = words.keys() & others.keys()
    parted = _is_parted(passage) and not _is_parted(model)
    ours = Counter(pair for pair in _pairs_of(passage, bound=not parted) if shared.issuperset(pair))
    theirs = Counter(_pairs_of(model))
    strict = words.total() >= MANY_WORDS or same >= VERY_SAME
    return (ours & theirs).total() < (SAME_PAIRS_OF_MANY if strict else SAME_PAIRS) * ours.total()


def _is_parted(passage: Passage) -> bool:
    """Whether marks stand between most of its words."""
    return 2 * len(list(_pairs_of(passage, bound=True))) < len(_words_of(passage))


def _pairs_of(passage: Passage, *, bound: bool = False) -> Iterator[tuple[str, str]]:
    """Each two words that follow each other in a sentence; `bound`, with no mark or "and" between them."""
    for sentence in passage.sentences:
        for one, other in pairwise(sentence.tokens):
            joins = one.key in _JOINING or other.key in _JOINING
            if not bound or (passage.text[one.end : other.start].isspace() and not joins):
                yield one.key, other.key


def _words_of(passage: Passage) -> list[str]:
    return [token.key for sentence in passage.sentences for token in sentence.tokens]


def _is_no_english(passage: Passage) -> bool:
    """Whether kinds of English words follow each other as in no sentence. Needs some ten words to tell."""
    words = _words_of(passage)
    if sum(word in _ENGLISH for word in words) < 0.08 * len(words):
        return False
    weights = [
        _WEIGHT[pair]
        for sentence in passage.sentences
        for pair in _pairs(passage, sentence)
        if pair != ("x", "x")
    ]
    return len(weights) >= LEAST_PAIRS and sum(weights) < 0.08 * len(weights) - 4


def _pairs(passage: Passage, sentence: Sentence) -> Iterator[tuple[str, str]]:
    kinds = [".", *(_kind(passage.text, token) for token in sentence.tokens), "."]
    return pairwise(kinds)


def _kind(text: str, token: Token) -> str:
    if token.role is Role.DENIES_CLAUSE:
        return "m"
    is_name = token.end - token.start == 1 and text[token.start] == "A"
    return "x" if is_name else _KIND.get(token.key, "x")
