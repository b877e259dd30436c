"""Checks of the interviewer: what is asked, when, how hard, and what it costs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.exam.candidates import AFTER_THE_END
from bot.exam.check import Check, Look, about, same_scores
from bot.exam.record import Record, Sat, Step
from domain.model.interview import AskedQuestion
from domain.model.question import Question

LATECOMERS = ("again", "silent")
TALK_ROUNDS = ("technical_qa", "behavioral")


def reaches_the_end(record: Record) -> Iterator[Look]:
    for sitting in record.sittings.values():
        faults = [step.line[:40] for step in sitting.steps if step.data.get("reference")]
        yield Look(not faults, f"{sitting.name}: an apology for {faults}")
        done = len(sitting.sat) == sitting.candidate.interviews
        yield Look(done, f"{sitting.name}: {len(sitting.sat)} of {sitting.candidate.interviews} interviews")
        for sat in sitting.sat:
            yield Look(not sat.interview.open, f"{sitting.name}: an interview is still open")


def as_many_as_asked(record: Record) -> Iterator[Look]:
    for sitting, sat in record.all():
        wish = dict(part.split(":") for part in sitting.candidate.wish.split())
        put = Counter(asked.round for asked in sat.main)
        for round_ in wish["rounds"].split(","):
            good = sum(count for name, count in put.items() if name == round_) == int(wish["questions"])
            yield Look(good, f"{sitting.name}: {round_} had {dict(put)}, wished were {wish['questions']}")


def no_repeat(record: Record) -> Iterator[Look]:
    for sitting, sat in record.all():
        counted = Counter(asked.question_id for asked in sat.interview.questions)
        again = [question_id for question_id, count in counted.items() if count > 1]
        yield Look(not again, f"{sitting.name}: {again} in one interview")


def no_repeat_across(record: Record) -> Iterator[Look]:
    for sitting in record.sittings.values():
        put: set[str] = set()
        for sat in sitting.sat:
            asked = {question.slug for question in sat.main}
            if put:
                yield Look(not asked & put, f"{sitting.name}: {sorted(asked & put)} in two interviews")
            put |= asked


def nothing_after_the_end(record: Record) -> Iterator[Look]:
    for sitting in (record.sittings[name] for name in LATECOMERS):
        for step in sitting.steps[-len(AFTER_THE_END) :]:
            good = step.reply is not None and step.reply.failed and not step.data.get("question")
            yield Look(good, f"{sitting.name}: “{step.line[:30]}” was taken after the end")
        for sat in sitting.sat:
            put, stored = sat.interview.answered, len(sat.attempts)
            yield Look(stored <= put, f"{sitting.name}: {stored} answers to {put} questions")


def follow_ups(record: Record) -> Iterator[Look]:
    for sitting, sat in record.all():
        for asked in sat.interview.questions:
            if asked.follow_up_of is None:
                continue
            met = _met(sat, asked.follow_up_of, asked.point_id or "")
            missed = any(share < 1 for share in met)
            yield Look(missed, f"{sitting.name}, {asked.question_id}: that point was met at {met}")


def _met(sat: Sat, question_id: str, point_id: str) -> list[float]:
    """How far the point was met by each grade; the interviewer went by whichever there was when it asked."""
    attempt = sat.attempt(question_id)
    grades = (*attempt.grades, attempt.grade()) if attempt else ()
    return [row.met for grade in grades for row in grade.rows if row.point_id == point_id]


def follow_ups_in_a_row(record: Record) -> Iterator[Look]:
    most = record.rules.follow_ups_in_a_row
    for sitting, sat in record.all():
        row = 0
        for asked in sat.interview.questions:
            row = row + 1 if asked.follow_up_of else 0
            yield Look(row <= most, f"{sitting.name}, {asked.question_id}: {row} in a row")


def harder(record: Record) -> Iterator[Look]:
    """Never easier than the one before while the bank has others; and it gets somewhere."""
    for course in (
        _course(record, name, round_) for name in ("strong", "complete") for round_ in TALK_ROUNDS
    ):
        for before, step in pairwise(course.put):
            good = step.difficulty >= min(before.difficulty, max(course.left(step)))
            yield Look(good, f"{course.name}: {course.difficulties}")
    first = _course(record, "strong", TALK_ROUNDS[0])
    yield Look(first.difficulties[-1:] > first.difficulties[:1], f"{first.name}: {first.difficulties}")


def easier(record: Record) -> Iterator[Look]:
    for course in (_course(record, name, round_) for name in ("silent", "copying") for round_ in TALK_ROUNDS):
        for before, step in pairwise(course.put):
            good = step.difficulty <= max(before.difficulty, min(course.left(step)))
            yield Look(good, f"{course.name}: {course.difficulties}")
    first = _course(record, "silent", TALK_ROUNDS[0])
    yield Look(first.difficulties[-1:] < first.difficulties[:1], f"{first.name}: {first.difficulties}")


@dataclass(frozen=True, slots=True)
class Course:
    """A candidate's questions of one round in order, and those that the bank has of that round."""

    name: str
    put: tuple[AskedQuestion, ...]
    bank: tuple[Question, ...]

    @property
    def difficulties(self) -> list[int]:
        return [asked.difficulty for asked in self.put]

    def left(self, at: AskedQuestion) -> list[int]:
        """The difficulties from which that question was chosen."""
        before = {asked.slug for asked in self.put[: self.put.index(at)]}
        return [question.difficulty for question in self.bank if question.slug not in before]


def _course(record: Record, name: str, round_: str) -> Course:
    first = record.sittings[name].sat[:1]
    put = tuple(asked for sat in first for asked in sat.main if asked.round == round_)
    bank = tuple(question for question in record.bank.values() if question.round == round_)
    return Course(f"{name}, {round_}", put, bank)


def hints_cost(record: Record) -> Iterator[Look]:
    cost = record.rules.hint_cost
    helped = record.sittings["helped"]
    for step in helped.steps:
        if step.line == "/interview hint" and step.reply and not step.reply.failed:
            yield Look(f"{cost} points" in step.shown, "the hint does not say what it costs")
    for one, other in record.pairs("helped", "weak"):
        due = max(0, (other.score or 0) - cost * one.hints_used)
        words = f"{one.score} with {one.hints_used} hints, {other.score} without"
        yield Look(one.hints_used > 0 and one.score == due, about("helped", one, words))


def skips_count(record: Record) -> Iterator[Look]:
    for sat in record.sittings["silent"].sat:
        for asked in sat.interview.questions:
            if asked.outcome == "skipped":
                yield Look(sat.attempt(asked.question_id) is None, f"{asked.question_id} has an answer")
        for part in sat.report.by_round if sat.report else ():
            yield Look(part.score == 0, f"silent, {part.round}: {part.score}")


def blanks_are_no_answers(record: Record) -> Iterator[Look]:
    for step in record.sittings["silent"].steps:
        if step.line.startswith("/answer") and not step.line.removeprefix("/answer").strip(" \n\u200b"):
            good = step.data.get("score") is None and not step.data.get("finished")
            yield Look(good, f"a blank answer to {(step.asked or {}).get('id')} was graded")
    answers = [attempt.student_answer.strip() for attempt in record.sittings["silent"].attempts]
    yield Look(all(answers), "a blank answer was stored")


def delivered_once(record: Record) -> Iterator[Look]:
    seen: set[str] = set()
    for step in record.sittings["twice"].steps:
        if step.event in seen:
            yield Look(step.reply is None, f"a second delivery of “{step.line[:40]}” was taken")
        seen.update([step.event] if step.event else [])
    yield from same_scores(record, "twice", "weak")


def pausing(record: Record) -> Iterator[Look]:
    paused = [step for step in record.sittings["pausing"].steps if step.data.get("interrupted") is True]
    yield Look(bool(paused), "the pause was not taken")
    yield from same_scores(record, "pausing", "strong")


def slow(record: Record) -> Iterator[Look]:
    late = [attempt.over_time for attempt in record.sittings["slow"].attempts]
    yield Look(all(late), f"{late.count(False)} answers were not over time")
    yield from same_scores(record, "slow", "weak")


def appeals(record: Record) -> Iterator[Look]:
    appealing = record.sittings["appealing"]
    tried = [step for step in appealing.steps if step.line.startswith("/interview appeal")]
    yield Look(bool(tried) and all(_refused(step) for step in tried), "an appeal without a reason was taken")
    for attempt in appealing.attempts:
        yield Look(not attempt.appeal, about("appealing", attempt, "the appeal is used up"))
    yield from same_scores(record, "appealing", "weak")


def _refused(step: Step) -> bool:
    return step.reply is not None and (step.reply.failed or step.reply.form is not None)


def resumes_where_it_was(record: Record) -> Iterator[Look]:
    steps = record.sittings["pausing"].steps
    for step in steps:
        if step.line == "/interview resume":
            asked, now = (step.asked or {}).get("id"), (step.data.get("question") or {}).get("id")
            yield Look(asked == now and asked is not None, f"it stopped at {asked} and went on at {now}")


CHECKS = (
    Check(
        "reaches-the-end", "Every interview that was begun comes to its end without a fault.", reaches_the_end
    ),
    Check("as-many-as-asked", "There are as many questions a round as were asked for.", as_many_as_asked),
    Check("no-repeat", "No question comes twice in an interview.", no_repeat),
    Check(
        "no-repeat-later", "Nor in a student's next, while there are others.", no_repeat_across, ("strong",)
    ),
    Check(
        "over-is-over", "After the end nothing is asked, taken or graded.", nothing_after_the_end, LATECOMERS
    ),
    Check("follow-up-missed", "A follow-up is about a point that was not met.", follow_ups, ("weak",)),
    Check("follow-up-few", "Follow-ups in a row keep to their limit.", follow_ups_in_a_row, ("weak",)),
    Check("harder", "After strong answers questions get harder.", harder, ("strong", "complete")),
    Check("easier", "After weak or no answers they get easier.", easier, ("silent", "copying")),
    Check(
        "hint-cost", "A hint costs what is said, and nothing else changes.", hints_cost, ("helped", "weak")
    ),
    Check("skip-is-0", "A skipped question has no answer and counts 0.", skips_count, ("silent",)),
    Check(
        "blank-is-none",
        "A blank answer is no answer: the question stays open.",
        blanks_are_no_answers,
        ("silent",),
    ),
    Check("once", "An answer delivered twice counts once.", delivered_once, ("twice", "weak")),
    Check(
        "same-place",
        "A paused interview goes on at its question after a restart.",
        resumes_where_it_was,
        ("pausing",),
    ),
    Check("pause", "A pause and a restart change no score.", pausing, ("pausing", "strong")),
    Check("time", "Hours over the time limit change no score.", slow, ("slow", "weak")),
    Check(
        "appeal",
        "An appeal without a reason changes nothing and is not used up.",
        appeals,
        ("appealing", "weak"),
    ),
)
