"""Checks that nothing is given away while an interview is open."""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.exam import wording
from bot.exam.check import Check, Look
from bot.exam.record import Record, Sitting
from domain.model.question import Question

MODEL_RUN, CODE_RUN, POINT_RUN = 7, 8, 6
LEAST_TEST = 12
TALKERS = ("silent", "copying", "wrong", "weak")
CODERS = ("table", "buggy")
FOLLOWED = ("weak", "helped")


@dataclass(frozen=True, slots=True)
class Moment:
    """A reply while the interview was open: what was shown, and what the student knew already.

    `put` are the questions dealt with or open by then, the open one last; `later` those still to come.
    """

    who: str
    line: str
    shown: str
    own: tuple[str, ...]
    put: tuple[Question, ...]
    later: tuple[Question, ...]

    def leak(self, secrets: Iterable[str], length: int, known: Iterable[str]) -> str:
        """A run of that many words of a secret that is shown and was not known, or empty."""
        allowed = wording.runs_of((*self.own, *known), length)
        shown = wording.runs(self.shown, length)
        for secret in secrets:
            for run, words in wording.runs(secret, length).items():
                if run in shown and run not in allowed:
                    return words
        return ""

    def look(self, leak: str) -> Look:
        return Look(not leak, f"{self.who}, after “{self.line[:30].strip()}”: “{leak}”")


def moments(record: Record, names: Sequence[str]) -> Iterator[Moment]:
    """What is shown with the end of an interview, and after it, may say everything."""
    for sitting in (record.sittings[name] for name in names):
        for number, step in enumerate(sitting.steps):
            question = step.data.get("question")
            if question is None:
                continue
            own = tuple(earlier.line for earlier in sitting.steps[: number + 1])
            put, later = _course(record, sitting, str(step.data["session_id"]), str(question["id"]))
            yield Moment(sitting.name, step.line, step.shown, own, put, later)


def _course(
    record: Record, sitting: Sitting, session_id: str, open_id: str
) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """The interview's questions up to the open one, and those behind it."""
    sat = next(one for one in sitting.sat if one.interview.id == session_id)
    asked = [q.question_id for q in sat.interview.questions]
    at = asked.index(open_id) + 1
    return tuple(map(record.question, asked[:at])), tuple(map(record.question, asked[at:]))


def _told(questions: Iterable[Question]) -> list[str]:
    """What questions say of themselves: their texts, hints and follow-ups."""
    return [
        t
        for q in questions
        for t in (q.prompt, q.signature or "", *q.hints, *(f.prompt for f in q.follow_ups))
    ]


def _points(questions: Iterable[Question]) -> list[str]:
    return [row.point for question in questions for row in question.rubric]


def model_answers(record: Record) -> Iterator[Look]:
    """Rows of the rubric are shown with a grade, so what they share with the model answer is no leak."""
    for moment in moments(record, TALKERS):
        questions = (*moment.put, *moment.later)
        secrets = [question.model_answer for question in questions]
        yield moment.look(moment.leak(secrets, MODEL_RUN, [*_told(questions), *_points(questions)]))


def rubrics(record: Record) -> Iterator[Look]:
    """Of the open question and of those to come; a follow-up's question has been graded before."""
    for moment in moments(record, TALKERS):
        graded = {question.slug for question in moment.put[:-1]}
        secret = [q for q in (*moment.put[-1:], *moment.later) if q.slug not in graded]
        known = [*_told((*moment.put, *moment.later)), *_points(moment.put[:-1])]
        yield moment.look(moment.leak(_points(secret), POINT_RUN, known))


def follow_ups(record: Record) -> Iterator[Look]:
    """The row that a follow-up asks for would answer it, so the grade before does not show it yet."""
    for sitting in (record.sittings[name] for name in FOLLOWED):
        for number, step in enumerate(sitting.steps):
            slug, _, point_id = str((step.data.get("question") or {}).get("id", "")).partition("~")
            point = record.question(slug).point(point_id) if point_id else None
            if point is None or step.reply is None:
                continue
            own = [earlier.line for earlier in sitting.steps[: number + 1]]
            cards = json.dumps([dataclasses.asdict(card) for card in step.reply.cards], ensure_ascii=False)
            moment = Moment(sitting.name, step.line, cards, tuple(own), (), ())
            yield moment.look(moment.leak([point.point], POINT_RUN, _told([record.question(slug)])))


def solutions(record: Record) -> Iterator[Look]:
    for moment in moments(record, CODERS):
        questions = (*moment.put, *moment.later)
        secrets = [question.reference_solution or "" for question in questions]
        yield moment.look(moment.leak(secrets, CODE_RUN, _told(questions)))


def hidden_tests(record: Record) -> Iterator[Look]:
    for moment in moments(record, CODERS):
        shown, known = _plain(moment.shown), _plain(" ".join((*moment.own, *_told(moment.put))))
        for question in (*moment.put, *moment.later):
            for case in question.hidden_tests:
                given = case.build or json.dumps(list(case.args), ensure_ascii=False)[1:-1]
                if len(given) >= LEAST_TEST and _plain(given) not in known:
                    yield moment.look(given[:80] if _plain(given) in shown else "")


def _plain(text: str) -> str:
    """Without what JSON and Python write differently."""
    return "".join(char for char in text if char not in "\\\"' \n")


CHECKS = (
    Check(
        "keeps-answers",
        "While an interview is open, nothing of a model answer is shown.",
        model_answers,
        TALKERS,
    ),
    Check("keeps-rubrics", "Before an answer is graded, nothing of its rubric is shown.", rubrics, TALKERS),
    Check(
        "follow-up-new",
        "What a follow-up asks for is not shown before it is answered.",
        follow_ups,
        FOLLOWED,
    ),
    Check("keeps-solutions", "Nothing of a reference solution is shown meanwhile.", solutions, CODERS),
    Check("keeps-tests", "No hidden test is shown meanwhile.", hidden_tests, CODERS),
)
