"""Sets aside what an answer denies: a sentence that says the opposite of the model answer earns nothing."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from domain.grading import lexicon
from domain.grading.negation import ALIKE, alike, called_untrue, denials, denied
from domain.grading.passage import Passage, Sentence
from domain.grading.refuted import refuted
from domain.grading.stems import stem
from domain.grading.terms import Role

NEARLY_ALL, ALL_BUT, LEAST_HELD = 0.8, 0.95, 3
_PAIRS = """
fixed variable, begin end, always sometimes, front back, front rear, top bottom, easy hard, allow forbid
add remove, push pop, enqueue dequeue, head tail, inside outside, internal external, sender receiver
source destination, allocate free, empty full, upper lower, above below, parent child, root leaf, split merge
many few, most least, true false, encode decode, encrypt decrypt, serial parallel, local global, with without
positive negative, ascending descending, input output, accept reject, success failure, include exclude
increase decrease, grow shrink, temporary permanent, all none, larger smaller, largest smallest, early late
near far, odd even, everything nothing
"""
_NEGATIVE = ("un", "non", "dis", "in", "im", "ir", "mis")
SHORTEST_ROOT = 4
_NONE: frozenset[str] = frozenset()


def _table(pairs: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in re.split(r"[,\n]+", pairs.strip()):
        one, other = (lexicon.key_of(stem(word)) for word in pair.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {key: frozenset(opposites) for key, opposites in found.items()}


OPPOSITES = _table(_PAIRS)


def affirmed(passage: Passage, model: Passage) -> Passage:
    """The passage without the sentences that turn one of the model answer's round.

    Where the answer is nearly the model answer and calls it untrue, or has not the model answer's mere "No",
    nothing is left.
    """
    no_verdict = not model.keys and not _begins_with(passage, model)
    if no_verdict or _is_called_untrue(passage, model) or refuted(passage, model):
        return passage.only(lambda sentence: False)
    lines = {_line(sentence) for sentence in model.sentences}
    return passage.only(
        lambda one: _line(one) in lines or not any(_turns_round(one, other) for other in model.sentences)
    )


def _line(sentence: Sentence) -> tuple[str, ...]:
    return tuple(token.key for token in sentence.tokens)


def states(passage: Passage, model: Passage) -> bool:
    """Whether the model answer stands in the passage, word for word or nearly, and no more is denied."""
    if refuted(passage, model):
        return False
    if not model.keys:
        return _begins_with(passage, model)
    tokens = [(t.key, n) for n, sentence in enumerate(passage.sentences) for t in sentence.tokens]
    keys = [key for key, _ in tokens]
    spanned: set[int] = set()
    for sentence in model.sentences:
        run = [token.key for token in sentence.tokens]
        at = _run_at(run, keys)
        if at is None:
            return _is_nearly(passage, model)
        spanned |= {number for _, number in tokens[at : at + len(run)]}
    denied = sum(len(denials(passage.sentences[number])) for number in spanned)
    return bool(spanned) and denied == _denials(model)


def _begins_with(passage: Passage, model: Passage) -> bool:
    """Whether it begins with the words of a model answer such as "No" or "Yes, it does"."""
    ours, theirs = (
        [token.key for sentence in one.sentences for token in sentence.tokens] for one in (passage, model)
    )
    return bool(theirs) and ours[: len(theirs)] == theirs


def copies(passage: Passage, model: Passage) -> bool:
    """Whether most of what either says is in both, in the same order."""
    ours, theirs = _order(passage), _order(model)
    most = NEARLY_ALL * max(len(ours), len(theirs))
    return bool(theirs) and (Counter(ours) & Counter(theirs)).total() >= most <= _common(ours, theirs)


def turns_round(passage: Passage, model: Passage) -> bool:
    """Whether it copies the model answer with something in it turned round, or calls it untrue."""
    if refuted(passage, model):
        return True
    return copies(passage, model) and affirmed(passage, model) is not passage and not states(passage, model)


def _is_nearly(passage: Passage, model: Passage) -> bool:
    """Whether hardly a word differs, and none of them for its opposite."""
    ours = [token.key for sentence in passage.sentences for token in sentence.tokens]
    theirs = [token.key for sentence in model.sentences for token in sentence.tokens]
    least = ALL_BUT * len(theirs)
    if not theirs or (Counter(ours) & Counter(theirs)).total() < least:
        return False
    if _denials(passage) != _denials(model) or _common(ours, theirs) < least:
        return False
    return not any(_are_opposites(one, other) for one, other in _changed(ours, theirs))


def _changed(ours: list[str], theirs: list[str]) -> Iterator[tuple[str, str]]:
    """The words that stand in one where others stand in the other."""
    for kind, start, end, low, high in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "replace":
            yield from ((one, other) for one in ours[start:end] for other in theirs[low:high])


def _order(passage: Passage) -> list[str]:
    return [key for sentence in passage.sentences for key in sentence.keys]


def _common(one: list[str], other: list[str]) -> int:
    """How many words stand in both in the same order, by their longest common stretches."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def _denials(passage: Passage) -> int:
    return sum(len(denials(sentence)) for sentence in passage.sentences)


def _run_at(run: list[str], keys: list[str]) -> int | None:
    starts = (at for at, key in enumerate(keys) if run and key == run[0])
    return next((at for at in starts if keys[at : at + len(run)] == run), None)


def _is_called_untrue(passage: Passage, model: Passage) -> bool:
    keys, others = passage.keys, model.keys
    if not passage.sentences or not others or len(keys & others) < NEARLY_ALL * len(others):
        return False
    first, model_first = passage.sentences[0], model.sentences[0]
    return _says_untrue(first) and not denials(model_first)


def _turns_round(one: Sentence, other: Sentence) -> bool:
    if frozenset(one.keys).isdisjoint(other.keys):
        return False
    near = alike(one, other)
    if not other.keys or not (near or _holds(one, other)):
        return _swaps(one, other)
    if _says_untrue(one):
        return not _says_untrue(other)
    odd = near and (len(_denying(one)) - len(_denying(other))) % 2 == 1
    return odd or _denied(one, other) != _denied(other, other) or _swaps(one, other)


def _holds(one: Sentence, other: Sentence) -> bool:
    """Whether it says all that the other does and not twice as much, where that is more than a few words."""
    keys, others = set(one.keys), set(other.keys)
    return len(others) >= LEAST_HELD and others <= keys and len(keys) <= 2 * len(others)


def _denied(sentence: Sentence, other: Sentence) -> bool:
    """Whether the sentence denies what it has in common with the other."""
    keys = set(other.keys)
    return denied(sentence, [at for at, token in enumerate(sentence.tokens) if token.key in keys])


def _says_untrue(sentence: Sentence) -> bool:
    content = [at for at, token in enumerate(sentence.tokens) if token.role is Role.CONTENT]
    return bool(content) and called_untrue(sentence, content)


def _denying(sentence: Sentence) -> list[int]:
    """Where it denies, "fails to" included, "no" and "without" not."""
    tokens = sentence.tokens
    fails = [at for at in range(len(tokens) - 1) if (tokens[at].key, tokens[at + 1].key) == ("fail", "to")]
    return fails + [at for at in denials(sentence) if tokens[at].role is not Role.DENIES_NEXT]


def _swaps(one: Sentence, other: Sentence) -> bool:
    """Whether it is the other with a word turned into its opposite, and nothing else much changed."""
    ours, theirs = one.keys, other.keys
    if len(ours) == len(theirs):
        changed = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
        return len(changed) <= (1 - ALIKE) * len(ours) and any(_are_opposites(a, b) for a, b in changed)
    gone, new = set(theirs) - set(ours), set(ours) - set(theirs)
    without_prefix = {root for key in new for root in _roots(key)}
    swapped = {key for key in gone if key in without_prefix or not new.isdisjoint(_opposites(key))}
    left = set(theirs) - swapped
    return bool(swapped) and bool(left) and len(left & set(ours)) >= NEARLY_ALL * len(left)


def _are_opposites(one: str, other: str) -> bool:
    return other in _opposites(one) or one in _roots(other)


@lru_cache(maxsize=16_384)
def _opposites(key: str) -> frozenset[str]:
    """What it turns round: its partners in the lists, and itself without the prefix that denies it."""
    return OPPOSITES.get(key, _NONE) | frozenset(lexicon.OPPOSITES.get(key, ())) | _roots(key)


@lru_cache(maxsize=16_384)
def _roots(key: str) -> frozenset[str]:
    bare = (key.removeprefix(start) for start in _NEGATIVE if key.startswith(start))
    return frozenset(root for root in map(lexicon.key_of, bare) if len(root) >= SHORTEST_ROOT)
