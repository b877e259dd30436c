"""Tells whether a sentence denies what some of its words say: "is not O(n)" is no claim of O(n)."""

from collections.abc import Sequence

from domain.grading import lexicon
from domain.grading.passage import Passage, Sentence, Token
from domain.grading.terms import Role

REACH_OF_NOT = 7
REACH_OF_NO = 1
AFTERTHOUGHT = 3
MOST, ALIKE, LEAST_SENTENCES = 0.5, 0.6, 3
UNSURE_OF = frozenset(("sure", "certain", "know", "remember", "recal", "confident"))


def denied(sentence: Sentence, hits: Sequence[int]) -> bool:
    """Whether an odd number of denials within the sentence reach the tokens at those ascending indexes."""
    tokens = sentence.tokens
    return sum(_reaches(tokens, at, hits) for at in denials(sentence) if not _opens(tokens, at)) % 2 == 1


def called_untrue(sentence: Sentence, hits: Sequence[int]) -> bool:
    """Whether the sentence begins by saying that what follows is false: "it is not true that ..."."""
    return any(at < hits[-1] and _opens(sentence.tokens, at) for at in denials(sentence))


def mostly_reversed(passage: Passage, model: Passage) -> bool:
    """Whether most sentences are the model answer's own with a denial put in."""
    full = [sentence for sentence in passage.sentences if len(sentence.keys) > 2]
    plain = [sentence for sentence in model.sentences if not _denies(sentence)]
    turned = [one for one in full if _denies(one) and any(alike(one, other) for other in plain)]
    return len(full) >= LEAST_SENTENCES and len(turned) >= MOST * len(full)


def _denies(sentence: Sentence) -> bool:
    return any(sentence.tokens[at].role is not Role.DENIES_NEXT for at in denials(sentence))


def alike(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences have most of their content in common."""
    keys, others = set(one.keys), set(other.keys)
    return len(keys & others) >= ALIKE * len(keys | others)


def denials(sentence: Sentence) -> list[int]:
    """Indexes of the tokens that deny something; no "not only", "no matter", "not sure", "No, ..."."""
    return [at for at in sentence.denying if not _is_idle(sentence.tokens, at)]


def softly_denied(sentence: Sentence, hits: Sequence[int]) -> bool:
    """Whether a word such as "avoid" or "zero" stands among or just before the tokens at those indexes."""
    near = sentence.tokens[max(0, hits[0] - 3) : hits[-1] + 1]
    return any(token.key in lexicon.DENIES_SOFTLY for token in near)


def _is_idle(tokens: Sequence[Token], at: int) -> bool:
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if tokens[at].key in ("instead", "rather"):
        return following not in ("of", "than")
    if tokens[at].role is Role.DENIES_SENTENCE:
        return following not in ("that", "to", "because", "if")
    return (
        following in lexicon.NOT_DENYING_AFTER
        or _is_interjection(tokens, at)
        or _is_doubt_of_oneself(tokens, at)
    )


def _is_interjection(tokens: Sequence[Token], at: int) -> bool:
    """Whether it is a "No" before a comma or an article, which answers and denies no word after it."""
    if at > 0 or len(tokens) == 1 or tokens[0].key != "no":
        return False
    return tokens[1].clause > tokens[0].clause or tokens[1].key in lexicon.SUBJECTS


def _is_doubt_of_oneself(tokens: Sequence[Token], at: int) -> bool:
    """Whether "I do not know exactly", "not sure": how certain one is, and nothing about the matter."""
    spoken = at == 0 or any(token.key == "i" for token in tokens[max(0, at - 4) : at])
    return spoken and any(token.key in UNSURE_OF for token in tokens[at + 1 : at + 5])


def _reaches(tokens: Sequence[Token], at: int, hits: Sequence[int]) -> bool:
    clause = tokens[at].clause
    after = [hit for hit in hits if hit > at]
    here = [hit for hit in after if tokens[hit].clause == clause]
    if tokens[at].role is Role.DENIES_NEXT:
        return bool(here) and _content_between(tokens, at, here[0]) <= REACH_OF_NO
    if here:
        return _content_between(tokens, at, here[0]) <= REACH_OF_NOT
    return not after and tokens[hits[-1]].clause == clause and at - hits[-1] <= AFTERTHOUGHT


def _opens(tokens: Sequence[Token], at: int) -> bool:
    if tokens[at].role is Role.DENIES_SENTENCE:
        return True
    ahead = [token.key for token in tokens[at + 1 : at + 4]]
    return "that" in ahead and any(key in lexicon.TRUTHS for key in ahead)


def _content_between(tokens: Sequence[Token], start: int, end: int) -> int:
    return sum(token.role is Role.CONTENT for token in tokens[start + 1 : end])
