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
from domain.grading.talk import ABOUT_THE_ANSWER, NOT_KNOWING, SMALL_TALK
from domain.grading.topic import Topic


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
REPEATED, NEW_WORDS, SHORTEST_RUN = 0.8, 0.15, 4
_DONT_KNOW = re.compile(
    r"""
    (?:^|[,;:]\s*|\bi\s+(?:\w+\s+){0,2}?)
      (?:do\s?n[o']?t|do\ not|did\s?n[o']?t|did\ not|have\ no|have\s?n'?t|have\ not|can'?t|cannot
        |could\s?n'?t)\s+
      (?:\w+\s+){0,2}?(?:know|remember|recall|understand|idea|clue|learn(?:ed|t)?|stud(?:y|ied)|think\ of
        |answer)\b
  | ^[^\w\n]*(?:pass|skip|next|none|nothing|nil|null|sorry|n/?a|no\ (?:answer|response|comment)
      |(?:left\ |leave\ )?blank)
      (?:\ (?:please|question|this|one|on|it|to|say|intentionally))*\W*$
  | \b(?: (?:no|not\ a|n't\ a|n't\ the\ \w+)\ (?:idea|clue) | idk | dunno | beats\ me | i\ give\ up
      | not\ (?:\w+\ )?(?:sure|familiar) | i(?:'m|\ am)\ (?:unsure|clueless|lost)
      | no\ (?:lo\ )?se | ni\ idea | no\ tengo\ (?:ni\ )?idea
      | weiss\ (?:\w+\ ){0,2}?nicht | keine\ (?:ahnung|idee)
      | sais\ pas | aucune\ idee | pas\ la\ reponse | ne\ ho\ idea | geen\ idee | nao\ sei | non\ (?:lo\ )?so
      | bilmiyorum | nie\ wiem | weet\ (?:ik\ )?(?:het\ )?niet
      | nahi+n?\ (?:pata|malu+m|aata) | (?:pata|malu+m)\ nahi+n? )\b
  | (?:पता|मालूम|जानता|जानती)\ नहीं | नहीं\ (?:पता|मालूम|जानता|जानती|आता)
  | не\ знаю | без\ понятия | 不知道 | 不清楚 | 不会 | わかりません | 分かりません | 知りません
  | 모르겠 | 몰라요 | لا\ أعرف | لا\ أعلم
    """,
    re.VERBOSE | re.MULTILINE,
)
# Said in passing these are no refusal: only where hardly another word is left.
_PASSES_ON = re.compile(
    r"""
    \b(?: (?:can|could|may|shall|let)\ (?:we|i|you|us|me)\ (?:please\ )?
        (?:skip|pass|move\ on|go\ on|repeat|give|tell|have|get)
    | next\ question | (?:tell|give)\ me\ (?:the\ answer|a\ hint) | what(?:'s|\ is)\ the\ answer
    | what\ do\ you\ mean | (?:look|looking|check)\ (?:it|this|that|them)\ up | google\ (?:it|this|that)
    | i(?:'?ll|\ will|\ would|\ must)?\ (?:pass|skip) | wish\ i\ knew | guess\ is\ as\ good | search\ me
    | (?:god|who|heaven|lord)\ knows | got\ me\ there | nothing\ to\ say | got\ nothing
    | never\ (?:\w+\ )?(?:hear|learn|saw|seen|stud|cover|read|taught)\w*
    | (?:not|\w+n't|cannot)\ (?:\w+\ ){0,2}?(?:cover|get\ to|read|prepare|attend|hear|able|say|tell|taught)\w*
    | unable\ to | i\ missed | absent | too\ (?:hard|difficult) | giv(?:e|ing)\ up | surrender | stumped
    | clueless | mind\ is\ blank | drawing\ a\ blank | forg[eo]t\w* | foggiest | faintest )\b
    """,
    re.VERBOSE,
)
_VERDICTS = frozenset(("yes", "no", "true", "false", "not"))
_BUT = re.compile(r"\b(?:but|however|although|though|still|aber|pero|mais|mas)\b|लेकिन|[,;:]")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_RUNS = frozenset(
    line[i : i + 4] for row in _ROWS for line in (row, row[::-1]) for i in range(len(line) - 3)
)  # fmt: skip
_SPELLED_OUT = frozenset(("https", "xhtml", "lstm", "ffmpeg"))
_UNSPEAKABLE = re.compile(
    r"(.)\1{3}|[bcdfghjklmnpqrstvwxz]{6}|^(.{1,4})\2{2,}.?$|^[bcdfghjklmnpqrstvwxz]{5,}$"
)


def gate(passage: Passage, topic: Topic) -> Gate | None:
    """The first gate that stops this answer, if any."""
    if not passage.sentences:
        return EMPTY
    content = [key for sentence in passage.sentences for key in sentence.keys]
    if _is_gibberish(passage, content, topic.subject):
        return GIBBERISH
    if _is_refusal(passage, topic):
        return DONT_KNOW
    if _is_praise(content, topic):
        return PRAISE
    return ECHO if _is_echo(passage, content, topic) else None


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


def _is_refusal(passage: Passage, topic: Topic) -> bool:
    if passage.word_count > LONGEST_REFUSAL or _is_named(passage, topic.model):
        return False
    texts = [plain(passage.slice(sentence)).replace("’", "'") for sentence in passage.sentences]
    said = "\n".join(texts)
    refuses = _DONT_KNOW.search(said) is not None
    if not refuses and (not _PASSES_ON.search(said) or _PASSES_ON.search(plain(topic.question.text))):
        return False
    left: set[str] = set()
    for sentence, text in zip(passage.sentences, texts, strict=True):
        pieces = _BUT.split(text)
        spoken = [_PASSES_ON.sub(" ", piece) for piece in pieces if not _DONT_KNOW.search(piece)]
        left |= set(sentence.keys) if spoken == pieces else _keys(spoken)
    left -= topic.asked | NOT_KNOWING
    if not refuses:
        return len(left - lexicon.GENERIC) < 2 and not left & topic.subject - lexicon.GENERIC
    return len(left) < LEAST_CONTENT and not left & topic.subject


def _is_named(passage: Passage, model: Passage) -> bool:
    """Whether it is a word or two that the model answer has as well: "pass" can be the answer."""
    words = plain(passage.text).strip(" .!?\"'").split()
    if passage.keys and passage.keys <= model.keys:
        return len(words) < 3
    return len(words) < 3 and set(words) <= set(re.findall(r"[\w'/]+", plain(model.text)))


def _is_praise(content: Sequence[str], topic: Topic) -> bool:
    talk = ABOUT_THE_ANSWER | (SMALL_TALK - topic.subject)
    new = set(content) - topic.asked
    praised = sum(key in talk for key in content)
    left = new - talk - lexicon.GENERIC
    if not left and new & ABOUT_THE_ANSWER - lexicon.GENERIC and not new & topic.subject:
        return True
    return (
        len(new & talk) > 1 and praised >= 0.4 * len(content) and len(left) <= 2 and not left & topic.subject
    )


def _is_echo(passage: Passage, content: Sequence[str], topic: Topic) -> bool:
    """Whether it is words of the question, and talk about it. One of two that it offers may be the answer."""
    keys, said, question = set(content), _words(passage), _words(topic.question)
    repeats = len(keys & topic.asked) >= REPEATED * len(topic.asked)
    offers = "or" in question or topic.subject == topic.asked
    if _is_verdict(said, topic.model) or (offers and not repeats):
        return False
    if len(said) >= SHORTEST_RUN and any(
        said == question[at : at + len(said)] for at in range(len(question))
    ):
        return True
    new = keys - topic.asked
    talk = ABOUT_THE_ANSWER if repeats else ABOUT_THE_ANSWER - topic.subject
    filler = talk | (SMALL_TALK - topic.subject)
    spare = lexicon.GENERIC if new & filler - lexicon.GENERIC else frozenset()
    left = new - filler - spare
    told = (new & topic.subject) - talk - (spare if repeats else frozenset())
    if len(keys) > 2:
        return len(left) <= NEW_WORDS * len(keys) and not told
    asked_last = topic.question.sentences[-1:]
    return not new and any(tuple(dict.fromkeys(content)) == one.keys for one in asked_last)


def _is_verdict(said: tuple[str, ...], model: Passage) -> bool:
    """Whether both begin with yes or no, so that the question's words may make a sentence of it."""
    return _VERDICTS.issuperset((said[0], *_words(model)[:1]))


def _words(passage: Passage) -> tuple[str, ...]:
    return tuple(token.key for sentence in passage.sentences for token in sentence.tokens)


def _keys(pieces: Iterable[str]) -> set[str]:
    return {key for piece in pieces for key in read(piece).keys}
