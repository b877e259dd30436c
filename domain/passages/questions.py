"""What the rubric, the model answer and the hints of a question have to say about its topic."""

from collections.abc import Iterator

from domain import titles
from domain.model.passage import Passage
from domain.model.question import ROUND_NAMES, Question
from domain.passages.wording import listed, spoken

_TITLES = {"points": "what to say", "example": "an example", "hints": "hints"}


def of_question(question: Question) -> Iterator[Passage]:
    """The points of a good answer, an example of one, and the hints in their order."""
    yield _passage(question, "points", _points(question))
    if not question.runs_code:
        yield _passage(question, "example", f"{_example(question)}:\n{question.model_answer}")
    if question.hints:
        steps = "\n".join(f"{n}. {hint}" for n, hint in enumerate(question.hints, 1))
        yield _passage(question, "hints", f"Hints for “{asked(question)}”, from a nudge on:\n{steps}")


def title(question: Question) -> str:
    """`Lost update`, or what a behavioral question is after, such as `Resolving conflict`."""
    return titles.title(question.slug, question)


def asked(question: Question) -> str:
    """The question itself; of a coding problem the story that it begins with."""
    return question.prompt.split("\n\n", 1)[0] if question.runs_code else question.prompt


def _points(question: Question) -> str:
    points = listed(row.point for row in question.rubric)
    if not question.runs_code:
        return f"What a good answer to “{asked(question)}” says:\n{points}"
    cost = f"\nIts cost: {question.complexity}." if question.complexity else ""
    return f"{asked(question)}\nWhat a good solution does and says:\n{points}{cost}"


def _example(question: Question) -> str:
    kind = "story that answers" if question.round == "behavioral" else "good answer to"
    return f"An example of a {kind} “{asked(question)}”"


def _passage(question: Question, part: str, text: str) -> Passage:
    name = title(question)
    return Passage(
        id=f"question:{question.slug}:{part}",
        kind="hint" if part == "hints" else "question",
        title=f"{name}: {_TITLES[part]}",
        text=text,
        source=f"Question bank, {ROUND_NAMES[question.round]}: {name}",
        subject=question.slug,
        tags=() if part == "hints" else spoken(question.tags),
    )
