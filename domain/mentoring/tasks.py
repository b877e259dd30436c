"""How what a mentor set is called, and what can be pressed for it."""

from domain.model.assignment import Assignment
from domain.model.question import ROUND_NAMES
from domain.replies import Button
from domain.tokens import encode

LIST = Button("Assignments", encode("mentor assignments"))


def begin_button(assignment: Assignment, label: str = "Start it") -> Button:
    return Button(label, encode("mentor begin", {"assignment": assignment.id}), "primary")


def decline_button(assignment: Assignment, label: str = "Decline") -> Button:
    return Button(label, encode("mentor unassign", {"assignment": assignment.id}))


def what(assignment: Assignment) -> str:
    """`a mock interview for Google (DSA, Behavioral)`, `the quiz of the stage Joins and sets (SQL)`."""
    task = assignment.task
    if task.kind == "mock":
        company = f" for {task.name}" if task.name else ""
        rounds = ", ".join(ROUND_NAMES[round_] for round_ in task.rounds)
        return f"a mock interview{company}" + (f" ({rounds})" if rounds else "")
    return f"the {'quiz of the stage' if task.kind == 'quiz' else 'stage'} {task.name}"


def data(assignment: Assignment) -> dict[str, object]:
    """An assignment for programs."""
    task = assignment.task
    return {
        "assignment_id": assignment.id,
        "kind": task.kind,
        "rounds": list(task.rounds),
        "company": (task.name or None) if task.kind == "mock" else None,
        "skill": task.skill or None,
        "stage": task.stage or None,
        "due_on": assignment.due_on.isoformat(),
        "state": assignment.state,
        "ended": assignment.ended,
        "score": assignment.score,
        "word": assignment.word,
    }
