"""Tells whether an answer repeats the model answer only to call it untrue: before, around or after it."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from domain.grading import lexicon
from domain.grading.negation import denials
from domain.grading.passage import Passage, Sentence, Token
from domain.grading.stems import stem
from domain.grading.terms import Role

NEARLY_ALL = 0.8


def _keys(text: str) -> frozenset[str]:
    return frozenset(lexicon.key_of(stem(word)) for word in text.split())


# Words that turn a statement round, and those that may stand with them in a sentence about nothing else.
_TURNS = _keys(
    "opposite contrary reverse inverse deny denies disagree doubt refute reject oppose dispute contradict "
    "lie nonsense far nope fake bogus"
)
_ABOUT_IT = lexicon.TRUTHS | _keys(
    "truth statement claim assertion sentence answer view opinion idea notion people anyone everyone "
    "somebody way circumstance hold agree accept above following preceding previous below whole everything "
    "all common commonly often absolutely completely totally entirely plainly fully"
)
_DOUBTS = lexicon.words("may might could maybe perhaps if unless whether") | _keys(
    "sorry hope possibly probably"
)
_AHEAD = _keys("following below opposite contrary reverse inverse")


def refuted(passage: Passage, model: Passage) -> bool:
    """Whether it holds nearly all of the model answer, and a remark on it that says the contrary."""
    if not model.keys or len(passage.keys & model.keys) < NEARLY_ALL * len(model.keys):
        return False
    if _framed_as_untrue(passage, model):
        return True
    first, *others = passage.sentences
    own = {_line(sentence) for sentence in model.sentences}
    ahead = _is_remark(first) and any(token.key in _AHEAD for token in first.tokens)
    return ahead or any(_is_remark(one) and _line(one) not in own for one in others)


def _line(sentence: Sentence) -> tuple[str, ...]:
    return tuple(token.key for token in sentence.tokens)


def _framed_as_untrue(passage: Passage, model: Passage) -> bool:
    """Whether what stands before the model answer's first word or after its last says that it is untrue."""
    first, last = passage.sentences[0], passage.sentences[-1]
    before = _before(first, _telling(model.sentences[0]))
    after = _after(last, _telling(model.sentences[-1]))
    turned = [token for token in _turning(first) if token in before]
    turned_after = [token for token in _turning(last) if token in after]
    if (len(turned) + len(turned_after)) % 2 == 0 or not _is_about_it((*before, *after)):
        return False
    return not turned_after or _is_strong(after)


def _before(sentence: Sentence, model: Sequence[Token]) -> tuple[Token, ...]:
    """What of the sentence stands before the words that begin the model answer; nothing where they do not."""
    common = _common_part(_telling(sentence), model)
    if not common or common[0].key != model[0].key:
        return ()
    return tuple(token for token in sentence.tokens if token.start < common[0].start)


def _after(sentence: Sentence, model: Sequence[Token]) -> tuple[Token, ...]:
    common = _common_part(_telling(sentence), model)
    if not common or common[-1].key != model[-1].key:
        return ()
    return tuple(token for token in sentence.tokens if token.start > common[-1].start)


def _telling(sentence: Sentence) -> list[Token]:
    return [token for token in sentence.tokens if token.role is not Role.FUNCTION or token.key == "yes"]


def _common_part(tokens: Sequence[Token], others: Sequence[Token]) -> Sequence[Token]:
    """Those of the tokens from the first to the last that stand in the others too, in the same order."""
    matcher = SequenceMatcher(None, [t.key for t in tokens], [t.key for t in others], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    return tokens[blocks[0].a : blocks[-1].a + blocks[-1].size] if blocks else ()


def _is_remark(sentence: Sentence) -> bool:
    """Whether the sentence says nothing but that something is untrue: "none of this is true", "not!"."""
    turned = _turning(sentence)
    if len(turned) % 2 == 0 or not _is_about_it(sentence.tokens):
        return False
    return _is_strong(sentence.tokens) or len(sentence.tokens) == 1


def _turning(sentence: Sentence) -> list[Token]:
    tokens = sentence.tokens
    said = [at for at in sentence.denying if tokens[at].role is Role.DENIES_SENTENCE]
    turns = [at for at, token in enumerate(tokens) if token.key in _TURNS and not _is_contrary_to(tokens, at)]
    return [tokens[at] for at in sorted({*turns, *said, *denials(sentence)})]


def _is_contrary_to(tokens: Sequence[Token], at: int) -> bool:
    """Whether it is "contrary to what is said", which turns nothing round."""
    return [token.key for token in tokens[at + 1 : at + 2]] == ["to"]


def _is_about_it(tokens: Sequence[Token]) -> bool:
    """Whether all of its words are about truth alone, and without a doubt."""
    content = [token.key for token in tokens if token.role is Role.CONTENT]
    return all(key in _TURNS or key in _ABOUT_IT for key in content) and not any(
        token.key in _DOUBTS for token in tokens
    )


def _is_strong(tokens: Sequence[Token]) -> bool:
    """Whether it judges truth, rather than asking for assent: "..., isn't it?" """
    return any(
        token.role is Role.DENIES_SENTENCE or token.key in _TURNS or token.key in lexicon.TRUTHS
        for token in tokens
    )
