"""The open interview question is the student's to answer: what is asked about it, or gives it away, is told.

The thresholds were measured over the bank: each question held against its own prompt, rubric, model answer
and halves of that, and against those of the others. docs/coach.md has the figures.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.grading import lexicon
from domain.grading.grader import grade_answer, grade_points
from domain.grading.passage import Passage as Reading
from domain.grading.passage import read
from domain.grading.topic import Topic, topic_of
from domain.model.interview import AskedQuestion, Interview
from domain.model.passage import Passage
from domain.model.question import Question, RubricPoint
from domain.ports import Sense
from domain.services import Services

ABOUT_SHARE, ABOUT_WORDS, IN_A_SENTENCE = 0.5, 2, 3
GIVES_SCORE, GIVES_SHARE, LEAST_TOLD = 15, 0.3, 5
WINDOW, ENGLISH_SHARE, FEWEST_WORDS = 16, 0.125, 6
OTHER_LETTERS, SPELLED = 0.2, 0.3
OF_QUESTIONS = ("question", "hint", "answer")
_MEANT = re.compile(
    r"""
      \b(?:this|that|(?:the|my)\ (?:current|open|same))\ (?:\w+\ )?(?:question|problem|task)\b
    | \b(?:question|problem)\ (?:i\W?m|i\ am)\ (?:on|at|stuck|answering)\b | \bstuck\ on\ (?:it|this)\b
    | \b(?:answer|solution|solve)\b.{0,12}\b(?:it|this)\b
    | \b(?:what|whats|what's|give|tell|say|show)\b.{0,25}\bthe\ (?:right\ |correct\ )?(?:answer|solution)\b
    | \bhints?\b
    | \b(?:diese[rsn]?|die\ aktuelle|die\ offene)\ (?:frage|aufgabe)\b
    | \bwas\ ist\ die\ (?:antwort|l[oö]sung)\b
    | \best[ae]\ (?:pregunta|problema)\b | \bcu[aá]l\ es\ la\ (?:respuesta|soluci[oó]n)\b
    | \bcette\ question\b | \bce\ probl[eè]me\b | \bquelle\ est\ la\ (?:r[eé]ponse|solution)\b
    | \b(?:essa|esta)\ pergunta\b | \bqual\ [eé]\ a\ (?:resposta|solu[cç][aã]o)\b
    | \bis\ (?:sawa+l|question|prashn)\b | इस\ (?:सवाल|प्रश्न)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CODE = re.compile(
    r"""
      ```
    | ^[ \t]*(?:def|class|for|while|if|elif|else|return|import|from|try|with|func|function|public|static
        |const|let|var|int|void)\b[^.?!\n]{0,120}[:;{(=]
    | ^[ \t]*[a-zA-Z_][\w.\[\], ]{0,80}(?:=|\+=|-=|//=)[ \t]*[^=\s]
    | ^[ \t]*return[ \t]+\S{1,80}[ \t]*$ | [{};][ \t]*$ | \w{1,40}\.\w{1,40}\([^)\n]{0,80}\)
    | `[^`\n]{0,80}[(=\[+][^`\n]{0,80}`
    """,
    re.VERBOSE | re.MULTILINE,
)
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(word for word in lexicon.FUNCTION_WORDS if len(word) > 1) | {"a", "i", "not", "no"}


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """The question that waits for the student's answer; `question` is the bank's, unless that is gone.

    `interview` is None where a group is asked. `also` is another that waits at the same time.
    """

    interview: Interview | None
    asked: AskedQuestion
    question: Question | None
    also: "OpenQuestion | None" = None

    @property
    def each(self) -> "tuple[OpenQuestion, ...]":
        """All that wait."""
        return (self, *(self.also.each if self.also is not None else ()))

    @property
    def rubric(self) -> tuple[RubricPoint, ...]:
        """What an answer is graded by: of a follow-up the one point that it asks for."""
        points = self.question.rubric if self.question else ()
        wanted = self.asked.point_id
        return points if wanted is None else tuple(p for p in points if p.id == wanted)

    @property
    def topic(self) -> Topic:
        model = self.question.model_answer if self.question else ""
        return topic_of(self.asked.prompt, model, self.rubric)

    @property
    def told(self) -> str:
        """The question in the bank's words, since as it was put it may quote the resume; empty if gone."""
        if self.question is None or self.asked.point_id is None:
            return self.question.prompt if self.question else ""
        asking = (f.prompt for f in self.question.follow_ups if f.point == self.asked.point_id)
        return next(asking, self.question.prompt)

    @property
    def hints_left(self) -> int:
        own = self.question if self.interview is not None and not self.asked.follow_up_of else None
        hints = own.hints if own else ()
        return max(0, len(hints) - self.asked.hints_used)

    def quoted_in(self, text: str) -> bool:
        """Whether a point of its rubric stands there, as a report puts what was missing."""
        points = self.question.rubric if self.question else ()
        return any(one.point.rstrip(".") in text for one in points)

    def has(self, passage: Passage) -> bool:
        """Whether the passage is of one of these questions, or of one that they follow up."""
        slugs = [one.asked.slug for one in self.each]
        return passage.kind in OF_QUESTIONS and passage.subject in slugs


async def open_question(do: Services, user_id: str) -> OpenQuestion | None:
    """The question that is open for the student now, in a paused interview too; those of groups, which last
    some minutes, before their own. A group's stays so until its reveal."""
    interview = await do.interviews.open_of(user_id)
    own = interview.open_question if interview else None
    found = None if own is None else OpenQuestion(interview, own, await do.questions.get(own.slug))
    for group in await do.groups.open_with(user_id):
        asked = group.hidden_question
        if user_id in group.present and asked is not None:
            found = OpenQuestion(None, asked, await do.questions.get(asked.slug), found)
    return found


def asks_about(opened: OpenQuestion, message: str) -> OpenQuestion | None:
    """The open question that a message means: it says so, or half of its telling words are the question's."""
    whole = read(message)
    meant = next((one for one in opened.each if _is_about(one, whole)), None)
    return meant or (opened if _MEANT.search(message) else None)


def _is_about(opened: OpenQuestion, whole: Reading) -> bool:
    words = opened.topic.subject - lexicon.GENERIC
    if _shares(whole.keys, words, ABOUT_WORDS):
        return True
    return any(_shares(frozenset(one.keys), words, IN_A_SENTENCE) for one in whole.sentences)


def _shares(keys: frozenset[str], words: frozenset[str], least: int) -> bool:
    telling = keys - lexicon.GENERIC
    shared = len(telling & words)
    return shared >= least and shared >= ABOUT_SHARE * len(telling)


async def gives_away(opened: OpenQuestion, reply: str, sense: Sense | None) -> bool:
    """Whether a model's reply would earn points as an answer, or cannot be held against the question."""
    if not in_english(reply) or (_wants_code(opened) and has_code(reply)):
        return True
    return await asyncio.to_thread(_answers, opened, reply, sense)


def is_unreadable(opened: OpenQuestion, reply: str) -> bool:
    """Whether it cannot be held against the question: it is not English, nor code where code is asked for."""
    return not in_english(reply) and not (_wants_code(opened) and has_code(reply))


def _wants_code(opened: OpenQuestion) -> bool:
    return any(one.asked.round == "dsa" for one in opened.each)


async def telling(opened: OpenQuestion, passages: Sequence[Passage]) -> frozenset[str]:
    """The ids of those of our own passages that quote the rubric, or would earn points as an answer."""

    def ids() -> frozenset[str]:
        return frozenset(p.id for p in passages if _tells(opened, p))

    return await asyncio.to_thread(ids)


def _tells(opened: OpenQuestion, passage: Passage) -> bool:
    if any(one.quoted_in(passage.text) for one in opened.each):
        return True
    return (_wants_code(opened) and has_code(passage.text)) or _answers(opened, passage.text, None)


def _answers(opened: OpenQuestion, text: str, sense: Sense | None) -> bool:
    whole = read(text)
    return any(
        _score(one, text, sense) >= GIVES_SCORE or _told(one, whole) >= GIVES_SHARE for one in opened.each
    )


def _score(opened: OpenQuestion, text: str, sense: Sense | None) -> int:
    """What the offline grader gives for it; code is not run."""
    question = opened.question
    if question is None:
        return 0
    if opened.asked.point_id is None:
        return grade_answer(question, text, None, sense).score
    return grade_points(opened.asked.prompt, question.model_answer, opened.rubric, text, sense).score


def _told(opened: OpenQuestion, reading: Reading) -> float:
    """The share of the model answer's own words, which a denial or another order does not hide."""
    topic = opened.topic
    own = topic.model.keys - topic.asked - lexicon.GENERIC
    return len(own & reading.keys) / len(own) if len(own) >= LEAST_TOLD else 0.0


def has_code(text: str) -> bool:
    return _CODE.search(text) is not None


def in_english(text: str) -> bool:
    """Whether it is English throughout: in any stretch some words that no English sentence can do without.

    The grader reads nothing else, and neither does it read what is spelled out or scrambled.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    letters = [char for char in text if char.isalpha()]
    if sum(not char.isascii() for char in letters) > OTHER_LETTERS * len(letters):
        return False
    if len(words) < FEWEST_WORDS:
        return True
    if sum(len(word) == 1 for word in words) > SPELLED * len(words):
        return False
    steps = range(0, max(1, len(words) - WINDOW + 1), WINDOW // 2)
    return all(_english(words[at : at + WINDOW]) for at in steps)


def _english(words: Sequence[str]) -> bool:
    return sum(word in _ENGLISH for word in words) >= ENGLISH_SHARE * len(words)
