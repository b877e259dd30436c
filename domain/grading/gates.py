"""Tells answers with nothing to grade from the rest, before any row is matched, and says so honestly."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.grading import lexicon
from domain.grading.injection import plain
from domain.grading.passage import Passage, read
from domain.grading.stems import fold, stem


@dataclass(frozen=True, slots=True)
class Gate:
    """Why an answer was not graded row by row; its score is 0."""

    flag: str
    sentence: str


EMPTY = Gate("empty", "There is no answer here to grade.")
DONT_KNOW = Gate(
    "dont_know",
    "You said that you do not know this one, so there is nothing to grade; even a first guess with its "
    "reason would have earned something.",
)
GIBBERISH = Gate("gibberish", "This does not read as words, so there is nothing to grade.")
ECHO = Gate("echo", "The answer repeats the question and adds nothing to it, so there is nothing to grade.")
PRAISE = Gate(
    "no_content", "The answer speaks about itself and says nothing about the subject, so it earns nothing."
)
ORDERS = Gate(
    "injection",
    "The answer holds only instructions to the grader; those are not followed, and nothing else is there.",
)
GATES = frozenset(gate.flag for gate in (EMPTY, DONT_KNOW, GIBBERISH, ECHO, PRAISE, ORDERS))

LEAST_CONTENT, LONGEST_REFUSAL = 4, 120
_DONT_KNOW = re.compile(
    r"""
    (?:^|[,;:]\s*|\bi\s+(?:\w+\s+){0,2}?)
      (?:do\s?n[o']?t|do\ not|did\s?n[o']?t|did\ not|have\ no|have\s?n'?t|have\ not|can'?t|cannot
        |could\s?n'?t)\s+
      (?:\w+\s+){0,2}?(?:know|remember|recall|understand|idea|clue|learn(?:ed|t)?|stud(?:y|ied)|think\ of
        |answer)\b
  | ^\W*(?:pass|skip|next|none|nothing|nil|null|sorry|n/?a|no\ (?:answer|response|comment))
      (?:\ (?:please|question|this|one|on|it|to|say))*\W*$
  | \b(?: no\ (?:idea|clue) | idk | dunno | beats\ me | i\ give\ up
      | not\ (?:\w+\ )?(?:sure|familiar) | i(?:'m|\ am)\ (?:unsure|clueless|lost)
      | no\ (?:lo\ )?se | ni\ idea | no\ tengo\ (?:ni\ )?idea
      | weiss\ (?:\w+\ ){0,2}?nicht | keine\ (?:ahnung|idee)
      | sais\ pas | aucune\ idee | nao\ sei | non\ (?:lo\ )?so
      | bilmiyorum | nie\ wiem | weet\ (?:ik\ )?(?:het\ )?niet
      | nahi+n?\ (?:pata|malu+m|aata) | (?:pata|malu+m)\ nahi+n? )\b
  | (?:पता|मालूम|जानता|जानती)\ नहीं | नहीं\ (?:पता|मालूम|जानता|जानती|आता)
  | не\ знаю | без\ понятия | 不知道 | 不清楚 | 不会 | わかりません | 分かりません | 知りません
  | 모르겠 | 몰라요 | لا\ أعرف | لا\ أعلم
    """,
    re.VERBOSE | re.MULTILINE,
)
_BUT = re.compile(r"\b(?:but|however|although|though|still|aber|pero|mais|mas)\b|लेकिन|[,;:]")
_FILLER = lexicon.stems(
    "sorry question answer topic guess learn try study course exam honest honestly moment today right idea "
    "unfortunately unsure apologize apologies forget forgot remember really know ask skip pass next"
)
_PRAISE = lexicon.stems(
    "great good excellent perfect amazing awesome best brilliant wonderful fantastic outstanding superb "
    "fully correct correctly deserve score full mark grade hundred highest expert expertise experience "
    "experienced senior professional confident confidence certain understand understanding knowledge "
    "knowledgeable extremely highly detail detailed explain explanation comprehensive thorough thoroughly "
    "clearly impressive interesting love answer question everything thank evaluator grader interviewer "
    "award give 100 10 candidate smart skill topic interview respond subject concept cover area aspect "
    "familiar absolute absolutely"
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_RUNS = frozenset(
    line[i : i + 4] for row in _ROWS for line in (row, row[::-1]) for i in range(len(line) - 3)
)  # fmt: skip
_SPELLED_OUT = frozenset(("https", "xhtml", "lstm", "ffmpeg"))
_UNSPEAKABLE = re.compile(
    r"(.)\1{3}|[bcdfghjklmnpqrstvwxz]{6}|^(.{1,4})\2{2,}.?$|^[bcdfghjklmnpqrstvwxz]{5,}$"
)


def gate(passage: Passage, asked: frozenset[str], subject: frozenset[str]) -> Gate | None:
    """The first gate that stops this answer, if any. `subject` holds the keys that the rubric speaks of."""
    if not passage.sentences:
        return EMPTY
    content = [key for sentence in passage.sentences for key in sentence.keys]
    if _is_gibberish(passage, content, asked | subject):
        return GIBBERISH
    if _is_refusal(passage, asked, subject):
        return DONT_KNOW
    new = {key for key in content if key not in asked}
    if _is_praise(content, new, subject):
        return PRAISE
    return ECHO if _is_echo(set(content), new, subject) else None


def _is_gibberish(passage: Passage, content: Sequence[str], known: frozenset[str]) -> bool:
    words = [
        fold(passage.text[token.start : token.end])
        for sentence in passage.sentences
        for token in sentence.tokens
    ]
    latin = [word for word in words if word.isascii() and word.isalpha()]
    mashed = sum([_is_mashed(word) and stem(word) not in known for word in latin])
    if mashed and mashed * 2 >= len(latin):
        return True
    (_, most), *_ = Counter(words).most_common(1)
    return len(words) >= 8 and most > 0.6 * len(words)


@lru_cache(maxsize=16_384)
def _is_mashed(word: str) -> bool:
    if len(word) < 4 or word in _SPELLED_OUT:
        return False
    run = sum(word[i : i + 4] in _RUNS for i in range(len(word) - 3))
    return (run > 0 and run + 3 >= 0.6 * len(word)) or _UNSPEAKABLE.search(word) is not None


def _is_refusal(passage: Passage, asked: frozenset[str], subject: frozenset[str]) -> bool:
    if passage.word_count > LONGEST_REFUSAL:
        return False
    texts = [plain(passage.slice(sentence)).replace("’", "'") for sentence in passage.sentences]
    if not _DONT_KNOW.search("\n".join(texts)):
        return False
    left: set[str] = set()
    for sentence, text in zip(passage.sentences, texts, strict=True):
        pieces = _BUT.split(text)
        spoken = [piece for piece in pieces if not _DONT_KNOW.search(piece)]
        left |= set(sentence.keys) if spoken == pieces else _keys(spoken)
    left -= asked | _FILLER
    return len(left) < 2 or (len(left) < LEAST_CONTENT and not left & subject)


def _is_praise(content: Sequence[str], new: set[str], subject: frozenset[str]) -> bool:
    praised = sum(key in _PRAISE for key in content)
    left = {key for key in new - _PRAISE if key not in lexicon.GENERIC}
    return praised > 1 and praised >= 0.4 * len(content) and len(left) <= 2 and not left & subject


def _is_echo(content: set[str], new: set[str], subject: frozenset[str]) -> bool:
    told = new & subject
    return len(content) > 2 and len(new) <= 0.25 * len(content) and not told


def _keys(pieces: Iterable[str]) -> set[str]:
    return {key for piece in pieces for key in read(piece).keys}
