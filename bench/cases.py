"""What the grader without a rubric is fitted to: people's answers, and model answers to other questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from bench.probes import Task, tasks
from bench.scored import Scored
from domain.grading.fitted import Fit
from domain.grading.intake import take_in
from domain.grading.likened import Reading, measured, read_against, score_by
from domain.grading.measures import Measures
from domain.grading.topic import topic_of
from domain.ports import Sense
from tests.world import LIBRARY

FITTED, LEFT_OUT, STRANGER = "mohler", "saf", "stranger"
# How many model answers of other questions relevance is fitted to, a question.
STRANGERS = 6
CODING = frozenset(one.prompt for one in LIBRARY.questions if one.runs_code)


@dataclass(frozen=True)
class Case:
    """An answer as it is scored: `found` are its measures, where no gate stopped it."""

    scored: Scored
    reading: Reading
    found: Measures

    def score(self, fit: Fit) -> int:
        return 0 if self.reading.intake.gate else score_by(fit, self.reading, self.found)

    @property
    def is_measured(self) -> bool:
        whole = not self.reading.intake.gate and not self.reading.stated
        return whole and bool(self.reading.left.sentences)


def case_of(one: Scored, sense: Sense | None) -> Case:
    topic = topic_of(one.question, one.model_answer, ())
    reading = read_against(topic, take_in(one.answer, topic))
    return Case(one, reading, measured(reading, one.question, topic, sense))


def strangers(answers: Sequence[Scored]) -> Iterator[Scored]:
    """Each question of a source with the model answers of some others of it, worth nothing."""
    for source in dict.fromkeys(one.source for one in answers):
        models = models_of(answers, source)
        questions = list(models)
        for number, question in enumerate(questions):
            others = {questions[(number + 5 * step) % len(questions)] for step in range(1, STRANGERS + 1)}
            for other in sorted(others):
                if models[other] != models[question]:
                    yield Scored(STRANGER, question, models[question], models[other], 0)


def every_stranger(answers: Sequence[Scored], source: str) -> Iterator[Scored]:
    """Each question of a source with the model answer of every other one of it."""
    for (question, model), (_, other) in permutations(models_of(answers, source).items(), 2):
        if other != model:
            yield stranger(Task(question, model, other))


def stranger(task: Task) -> Scored:
    """The other question's model answer, worth nothing."""
    return Scored(STRANGER, task.question, task.model_answer, task.other, 0)


def probed_tasks(answers: Sequence[Scored]) -> list[Task]:
    """What the probes are tried on: the questions of the scored answers, and half of the bank's."""
    bank = [(one.prompt, one.model_answer) for one in LIBRARY.questions if one.round != "behavioral"]
    sources = (*(tuple(models_of(answers, source).items()) for source in (FITTED, LEFT_OUT)), bank[::2])
    return [task for pairs in sources for task in tasks(pairs, others=1)]


def models_of(answers: Sequence[Scored], source: str) -> dict[str, str]:
    """The model answer of each question of a source."""
    return {one.question: one.model_answer for one in answers if one.source == source}
