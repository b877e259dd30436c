"""How an interview looks: its questions, grades and results as cards, buttons and data."""

import json
from typing import Any

from domain.model.attempt import Attempt
from domain.model.grade import Row
from domain.model.interview import AskedQuestion, Interview
from domain.model.question import ROUND_NAMES, Case, Question
from domain.model.report import PlanItem, Report
from domain.replies import Block, Bullets, Button, Card, Code, Field, Text
from domain.tokens import encode

BAR = 20
ASKED_NEXT = "what the follow-up asks for"
LATER = "Graded by rules for now; a closer reading follows, and you will be told of it."
SHOWN_CASE = 120
CODE_COUNTS = (
    "The code is run against these and hidden tests. Say your approach, its complexity and the edge cases "
    "too, as prose or comments: they are part of the score."
)


def prose(text: str) -> tuple[Block, ...]:
    """The project's own words as blocks: fences become code, blank lines part paragraphs."""
    blocks: list[Block] = []
    for index, part in enumerate(text.strip().split("```")):
        if index % 2:
            language, _, code = part.partition("\n")
            blocks.append(Code(code.strip("\n"), language.strip()))
        else:
            blocks += [Text(p.strip(), markup=True) for p in part.split("\n\n") if p.strip()]
    return tuple(blocks)


def minutes(seconds: int) -> str:
    """`7 min`, `45 s`, `2 h 5 min`."""
    if seconds < 60:
        return f"{seconds} s"
    hours, rest = divmod(seconds // 60, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def score(value: int, low: int, high: int) -> str:
    """`74/100 (68–80)`: a score is never shown without its band."""
    return f"{value}/100 ({low}–{high})"


def bar(value: int) -> str:
    """A text bar of a score, 20 characters wide."""
    filled = round(value * BAR / 100)
    return "█" * filled + "░" * (BAR - filled)


def question_card(
    interview: Interview, asked: AskedQuestion, question: Question | None, number: int | None = None
) -> Card:
    """A question as a student reads it; the open one, where no number is given."""
    kind = "Follow-up" if asked.follow_up_of else ROUND_NAMES[asked.round]
    title = f"Question {number or interview.number} of {interview.of} · {kind}"
    return Card(title, question_body(asked, question), question_fields(asked))


def question_body(asked: AskedQuestion, question: Question | None) -> tuple[Block, ...]:
    """What is asked, and of code its signature and the tests that everybody may see."""
    body = (*((Text(asked.about),) if asked.about else ()), *prose(asked.prompt))
    if question is not None and question.runs_code and not asked.follow_up_of:
        examples = tuple(
            f"{call(question, case)} → {literal(case.expected)}" for case in question.public_tests
        )
        body = (*body, Code(question.signature or "", "python"), Code("\n".join(examples)), Text(CODE_COUNTS))
    return body


def question_fields(asked: AskedQuestion) -> tuple[Field, Field]:
    """How hard it is, and the time for it."""
    return (
        Field("Difficulty", f"{asked.difficulty} of 5"),
        Field("Time", minutes(asked.time_limit_seconds)),
    )


def call(question: Question, case: Case) -> str:
    """`two_sum([2, 7], 9)`, cut where it grows too long."""
    return f"{question.function_name}({', '.join(literal(a) for a in case.args)})"


def literal(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    text = {"true": "True", "false": "False", "null": "None"}.get(text, text)
    return text if len(text) <= SHOWN_CASE else text[: SHOWN_CASE - 1] + "…"


def question_buttons(interview: Interview) -> tuple[Button, ...]:
    """Answer, Hint, Skip, Pause and End, each tied to the question it stands under; Submit for a draft."""
    asked = interview.open_question
    if asked is None:
        return ()
    here = {"session": interview.id, "n": str(interview.number)}
    begun = interview.draft is not None and not interview.draft.taken
    return (
        submit_button(interview) if begun else Button("Answer", encode("answer", here), "primary"),
        Button("Hint", encode("interview hint", here)),
        Button("Skip", encode("interview skip", here)),
        Button("Pause", encode("interview pause", {"session": interview.id})),
        Button("End", encode("interview leave", {"session": interview.id}), "danger"),
    )


def submit_button(interview: Interview) -> Button:
    """Hands in what was written so far."""
    here = {"session": interview.id, "n": str(interview.number)}
    return Button("Submit", encode("submit", here), "primary")


def why_button(interview: Interview, number: int) -> Button:
    """Explains the score of that question."""
    here = {"session": interview.id, "question": str(number)}
    return Button("Why", encode("interview why", here))


def resume_button(interview: Interview) -> Button:
    return Button("Resume", encode("interview resume", {"session": interview.id}), "primary")


def end_button(interview: Interview) -> Button:
    return Button("End", encode("interview end", {"session": interview.id}), "danger")


def counted(questions: int) -> str:
    return f"{questions} question{'' if questions == 1 else 's'}"


def plan_fields(interview: Interview) -> tuple[Field, ...]:
    return tuple(
        Field(ROUND_NAMES[r], counted(count))
        for r, count in zip(interview.rounds, interview.plan, strict=True)
    )


def start_button() -> Button:
    return Button("Start", encode("interview start"), "primary")


def as_shown(interview: Interview, attempt: Attempt) -> Attempt:
    """The attempt without the words of a point that an open follow-up asks for: they would answer it."""
    asked = interview.open_question
    if asked is None or asked.point_id is None or asked.slug != attempt.question_id.split("~", 1)[0]:
        return attempt
    point = next((row.point for row in attempt.rows if row.point_id == asked.point_id), "")
    if not point:
        return attempt
    hidden = {"point": ASKED_NEXT, "note": ""}
    rows = tuple(r.model_copy(update=hidden) if r.point_id == asked.point_id else r for r in attempt.rows)
    feedback = attempt.feedback.replace(f"“{point.rstrip('.')}”", ASKED_NEXT)
    return attempt.model_copy(update={"rows": rows, "feedback": feedback})


def grade_card(attempt: Attempt, number: int) -> Card:
    """A graded answer: score with band and bar, feedback, every row with its evidence."""
    if attempt.score is None or attempt.low is None or attempt.high is None:
        return Card(f"Question {number}", (Text("Saved; the grade follows."),))
    blocks: list[Block] = [Text(bar(attempt.score)), Text(attempt.feedback)]
    if attempt.rows:
        blocks.append(Bullets(tuple(row_line(row) for row in attempt.rows)))
    notes = _notes(attempt)
    if notes:
        blocks.append(Bullets(notes))
    title = f"Question {number}: {score(attempt.score, attempt.low, attempt.high)}"
    return Card(f"{title}, provisional" if attempt.provisional else title, tuple(blocks))


def about(attempt: Attempt | None) -> str:
    """The id of an attempt whose grade may still change, for Reply.about; else empty."""
    return attempt.id if attempt is not None and attempt.provisional else ""


def row_line(row: Row) -> str:
    """One rubric row: met, partly or missed, in words, with the words that met it or what was missing."""
    state = "met" if row.met >= 0.99 else "missed" if row.met <= 0.01 else "partly"
    evidence = f" — “{row.quote}”" if row.quote else ""
    note = f" ({row.note})" if row.note and row.point.rstrip(".") not in row.note else ""
    return f"[{state}] {row.point}{evidence}{note}"


def _notes(attempt: Attempt) -> tuple[str, ...]:
    notes = []
    if attempt.over_time:
        notes.append(f"Over time: it took {minutes(attempt.time_taken_seconds)}. Recorded, not marked down.")
    if attempt.predicted is not None and attempt.score is not None:
        gap = attempt.predicted - attempt.score
        side = "right on it" if gap == 0 else f"{abs(gap)} too {'high' if gap > 0 else 'low'}"
        notes.append(f"You predicted {attempt.predicted}: {side}.")
    if attempt.provisional or attempt.owed_why:
        notes.append(attempt.owed_why or LATER)
    return tuple(notes)


def result_card(interview: Interview, report: Report) -> Card:
    """The end of an interview in one glance."""
    rounds = tuple(
        Field(ROUND_NAMES[r.round], f"{score(r.score, r.low, r.high)}, {r.answered} of {r.asked} answered")
        for r in report.by_round
    )
    blocks: list[Block] = [Text(bar(report.overall)), Text(report.feedback)]
    if report.strengths:
        blocks += [Text("What you showed:"), Bullets(report.strengths)]
    if report.weaknesses:
        blocks += [Text("What was missing:"), Bullets(report.weaknesses)]
    if report.improvement_plan:
        blocks += [Text("What to do next:"), Bullets(tuple(map(plan_line, report.improvement_plan)))]
    title = f"Interview {interview.status}: {score(report.overall, report.low, report.high)}"
    return Card(title, tuple(blocks), rounds)


def plan_line(item: PlanItem) -> str:
    """What to do about one weakness, and where to read it up."""
    read = f" Read “{item.resource}” ({item.stage}): {item.url}" if item.resource else ""
    return f"{item.weakness.rstrip('.')}: {item.action} ({item.minutes} min){read}"


def report_button(interview: Interview, *, dated: bool = False) -> Button:
    """The PDF; with its date where several stand side by side."""
    label = f"Report, {interview.started_at:%-d %b}" if dated else "Report"
    return Button(label, encode("report session", {"session": interview.id}), "primary")


def result_buttons(interview: Interview, weakest: int | None = None) -> tuple[Button, ...]:
    """What can be done with a result; `weakest` is the number of the question to try again."""
    here = {"session": interview.id}
    why = Button("Why", encode("interview why", here))
    if weakest is None:
        return (report_button(interview), why, start_button())
    retry = Button("Retry", encode("interview retry", {**here, "question": str(weakest)}))
    return (report_button(interview), why, retry, start_button())


def headline(interview: Interview) -> str:
    """`Google · SDE Intern`, or what kind of mock it is."""
    named = " · ".join(part for part in (interview.company, interview.role) if part)
    return named or "Mock interview"
