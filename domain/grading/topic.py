"""What a question asks and what its rubric speaks of, as word stems: tells who is on the subject."""

from dataclasses import dataclass
from functools import lru_cache

from domain.grading import lexicon
from domain.grading.passage import Passage, read
from domain.model.question import RubricPoint

OFF_SUBJECT, ON_SUBJECT, VOUCHED = 0.45, 0.6, 0.3
STRAY_WORTH = 0.1


@dataclass(frozen=True, slots=True)
class Topic:
    """`asked` are the content keys of the question; `subject` those of question, rubric and answer.

    `model` is the model answer.
    """

    asked: frozenset[str]
    subject: frozenset[str]
    model: Passage


@lru_cache(maxsize=512)
def topic_of(prompt: str, model_answer: str, rubric: tuple[RubricPoint, ...]) -> Topic:
    texts = [prompt, model_answer]
    for point in rubric:
        texts += (point.point, *point.accept, *point.reject)
    keys = frozenset(key for text in texts for key in read(text).keys)
    return Topic(read(prompt).keys, keys, read(model_answer))


def subject_worths(topic: Topic, passage: Passage) -> tuple[float, ...]:
    """What a match in each sentence is worth, 0.1 to 1: little where it speaks of something else.

    In an answer to another question a phrasing is met here and there by accident, among words that have
    nothing to do with this one. The sentence most on the subject vouches in part for the others.
    """
    telling = [set(sentence.keys) - lexicon.GENERIC for sentence in passage.sentences]
    shares = [len(keys & topic.subject) / max(1, len(keys)) for keys in telling]
    best = max((share for share, keys in zip(shares, telling, strict=True) if len(keys) > 2), default=0.0)
    return tuple(_worth((1 - VOUCHED) * share + VOUCHED * max(share, best)) for share in shares)


def _worth(share: float) -> float:
    ramp = min(1.0, max(0.0, (share - OFF_SUBJECT) / (ON_SUBJECT - OFF_SUBJECT)))
    return STRAY_WORTH + (1 - STRAY_WORTH) * ramp
