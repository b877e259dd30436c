"""The recorded grader: what an honest model says to a grading request, the same each time.

It looks for the words of each point, and of the model answer's sentence on that point, in the answer.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.grading.passage import Passage, Sentence, read
from tests.llm.double.asking import ParsedRequest
from tests.llm.double.errors import JSON

ROWS, HIGHEST, LOWEST = "rows", "fully", "none"
MISSING = "the rest of the point, in the grader's words"
LEVELS = ((0.7, HIGHEST), (0.5, "mostly"), (0.4, "partly"), (0.3, "mentioned"))
_TOLD = re.compile(
    r"^RUBRIC\n(?P<rubric>(?:\{.*\}\n)+)\nQUESTION\n(?P<question>.*?)"
    r"\nMODEL ANSWER\n(?P<good>.*?)\n\nThe message holds",
    re.MULTILINE | re.DOTALL,
)
_WANTED = re.compile(r"^Grade these rows, each once, in this order: (.*)\.$", re.MULTILINE)
_ANSWER = re.compile(r"\AANSWER (?P<mark>\w+)\n(?P<answer>.*?)\nEND (?P=mark)$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Task:
    """A grading request, read: the points that are wanted, by row id, and the texts."""

    points: dict[str, str]
    question: Passage
    good: Passage
    answer: Passage


def task_of(request: ParsedRequest) -> Task | None:
    """None where the request asks for no grading."""
    told, wanted = _TOLD.search(request.instructions), _WANTED.search(request.instructions)
    answer = _ANSWER.search(request.material)
    if told is None or wanted is None or answer is None:
        return None
    rubric = [json.loads(line) for line in told["rubric"].splitlines()]
    points = {row["id"]: row["point"] for row in rubric if row["id"] in wanted[1].split(", ")}
    return Task(points, read(told["question"]), read(told["good"]), read(answer["answer"]))


def grading_for(request: ParsedRequest) -> JSON:
    """The object that a grading request wants; one without rows for any other request."""
    task = task_of(request)
    points = task.points.items() if task else ()
    return {ROWS: [_row(row_id, point, task) for row_id, point in points if task]}


def in_prose(text: str) -> str:
    """JSON as a model writes it that nobody held to a format."""
    return f"Here is the grading {{as asked}}:\n\n```json\n{text}\n```\n\nTell me if you need more."


def _row(row_id: str, point: str, task: Task) -> JSON:
    share, sentence = max(
        (_said(wording, task) for wording in _wordings(point, task)), key=lambda found: found[0]
    )
    level = next((name for least, name in LEVELS if share >= least), LOWEST)
    if level == LOWEST or sentence is None:
        return {"id": row_id, "quote": "", "missing": MISSING, "level": LOWEST}
    missing = "" if level == HIGHEST else MISSING
    return {"id": row_id, "quote": task.answer.excerpt(sentence), "missing": missing, "level": level}


def _wordings(point: str, task: Task) -> Iterator[tuple[Sentence, ...]]:
    """The point itself, and the sentence of the model answer that shares most words with it."""
    stated = read(point).sentences
    yield stated
    keys = _keys(stated)
    alike = max(task.good.sentences, key=lambda one: len(keys.intersection(one.keys)), default=None)
    if alike is not None and len(keys.intersection(alike.keys)) > 1:
        yield (alike,)


def _said(wording: tuple[Sentence, ...], task: Task) -> tuple[float, Sentence | None]:
    """How much of a wording stands in the answer, 0 to 1, and the sentence that holds most of it.

    What the question says already does not count, nor does a sentence that denies what the wording asserts.
    """
    keys = _keys(wording) - task.question.keys or _keys(wording)
    denies = any(sentence.denying for sentence in wording)
    agreeing = [one for one in task.answer.sentences if bool(one.denying) is denies]
    best = max(agreeing, key=lambda one: len(keys.intersection(one.keys)), default=None)
    return len(keys & _keys(agreeing)) / max(1, len(keys)), best


def _keys(sentences: Iterable[Sentence]) -> set[str]:
    return {key for sentence in sentences for key in sentence.keys}
