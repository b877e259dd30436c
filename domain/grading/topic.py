"""What a question asks and what its rubric speaks of, as word stems: tells who is on the subject."""

from dataclasses import dataclass
from functools import lru_cache

from domain.grading import lexicon
from domain.grading.passage import Passage, Sentence, read
from domain.grading.phrases import phrase
from domain.grading.talk import ABOUT_THE_ANSWER, NOT_KNOWING, SMALL_TALK
from domain.grading.terms import Role
from domain.model.question import RubricPoint

OFF_SUBJECT, ON_SUBJECT, VOUCHED = 0.45, 0.6, 0.3
STRAY_WORTH = 0.1
# In so short a sentence "in my opinion" must not outweigh the one word that matters.
FEW_WORDS = 5
# So many words, and so small a share of them that binds the others together. Of 595 sentences of good answers
# to the bank's questions none has so few; the shortest of those that come near it have nine words.
LIST_WORTH, LIST_WORDS, BINDING = 0.5, 10, 0.15


@dataclass(frozen=True, slots=True)
class Topic:
    """`asked` are the content keys of the question; `subject` those of question, rubric and answer.

    `question` and `model` are the question and the model answer.
    """

    asked: frozenset[str]
    subject: frozenset[str]
    question: Passage
    model: Passage


@lru_cache(maxsize=512)
def topic_of(prompt: str, model_answer: str, rubric: tuple[RubricPoint, ...]) -> Topic:
    question, model = read(prompt), read(model_answer)
    asked = question.keys
    texts = (text for point in rubric for text in (point.point, *point.accept, *point.reject))
    return Topic(asked, asked.union(model.keys, *(phrase(text).content for text in texts)), question, model)


def subject_worths(topic: Topic, passage: Passage) -> tuple[float, ...]:
    """What a match in each sentence is worth, 0.1 to 1: little where it speaks of something else.

    In an answer to another question a phrasing is met here and there by accident, among words that have
    nothing to do with this one. The sentence most on the subject vouches in part for the others.
    """
    aside = lexicon.GENERIC | ((ABOUT_THE_ANSWER | NOT_KNOWING | SMALL_TALK) - topic.subject)
    telling = [
        set(one.keys) - (aside if len(one.keys) <= FEW_WORDS else lexicon.GENERIC)
        for one in passage.sentences
    ]
    shares = [len(keys & topic.subject) / len(keys) if keys else 1.0 for keys in telling]
    best = max((share for share, keys in zip(shares, telling, strict=True) if len(keys) > 2), default=0.0)
    return tuple(_worth((1 - VOUCHED) * share + VOUCHED * max(share, best)) for share in shares)


def list_worths(topic: Topic, passage: Passage) -> tuple[float, ...]:
    """Half for each sentence that is a list of words, unless the model answer holds one too; 1 for others.

    Right words side by side show that somebody has heard of them, not what they have to do with each other.
    """
    listing = any(_is_list(sentence) for sentence in topic.model.sentences)
    return tuple(LIST_WORTH if not listing and _is_list(one) else 1.0 for one in passage.sentences)


def _is_list(sentence: Sentence) -> bool:
    binding = sum(token.role is not Role.CONTENT for token in sentence.tokens)
    return len(sentence.tokens) >= LIST_WORDS and binding < BINDING * len(sentence.tokens)


def _worth(share: float) -> float:
    ramp = min(1.0, max(0.0, (share - OFF_SUBJECT) / (ON_SUBJECT - OFF_SUBJECT)))
    return STRAY_WORTH + (1 - STRAY_WORTH) * ramp
