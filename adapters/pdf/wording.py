"""The report's own words: names of rounds, times, scores, and what a score is."""

from datetime import datetime

from domain.model.grade import Row
from domain.model.question import ROUND_NAMES
from domain.model.report import QuestionSection, ReportSheet

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def band(low: int, high: int) -> str:
    return f"{low}–{high}"


def day(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def when(sheet: ReportSheet) -> str:
    """Such as "22 November 2026, 14:05 to 15:10 UTC"."""
    start, end = sheet.started_at, sheet.ended_at
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{day(end)}, {end:%H:%M}"
    return f"{day(start)}, {start:%H:%M} to {until} UTC"


def clock(seconds: int) -> str:
    """Minutes and seconds, such as "12:40", or hours too: "1:02:40"."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def completeness(sheet: ReportSheet) -> str:
    """How far the interview went, such as "stopped early, 7 of 9 questions answered"."""
    answered, asked = _figures(sheet)
    held_back = sum(section.withheld for section in sheet.sections)
    withheld = f", {held_back} withheld by the student" if held_back else ""
    done = f"{answered} of {counted(asked, 'question')} answered{withheld}"
    return done if sheet.completed else f"stopped early, {done}"


def _figures(sheet: ReportSheet) -> tuple[int, int]:
    """How many were answered, of how many; from the rounds where the questions themselves are not shown."""
    if sheet.asked is not None and not sheet.sections:
        rounds = sheet.report.by_round
        return sum(r.answered for r in rounds), sum(r.asked for r in rounds)
    shown = [section for section in sheet.sections if not section.withheld]
    return sum(section.answer is not None for section in shown), len(shown)


def kind(section: QuestionSection) -> list[str]:
    """What kind of question it is."""
    found = [ROUND_NAMES[section.round], f"difficulty {section.difficulty} of 5"]
    if section.follow_up_of is not None:
        found.append(f"follow-up of question {section.follow_up_of}")
    return found


def circumstances(section: QuestionSection) -> list[str]:
    """How the answer came about; nothing for a skipped question."""
    if section.answer is None:
        return []
    found = [_time(section)]
    found.append(f"{counted(section.hints_used, 'hint')} used" if section.hints_used else "no hints")
    if section.predicted is not None:
        found.append(_prediction(section.predicted, section.score))
    return found


def outcome(section: QuestionSection) -> str:
    """A question's result in a word."""
    if section.withheld:
        return "withheld"
    if section.answer is None:
        return "skipped"
    return "not graded" if section.score is None else f"{section.score}/100"


def _time(section: QuestionSection) -> str:
    taken, limit = section.time_taken_seconds, section.time_limit_seconds
    if not limit:
        return f"took {clock(taken)}"
    over = f", {clock(taken - limit)} over" if taken > limit else ""
    return f"{clock(taken)} of {clock(limit)}{over}"


def _prediction(predicted: int, score: int | None) -> str:
    if score is None or predicted == score:
        return f"predicted {predicted}"
    return f"predicted {predicted}, {abs(predicted - score)} too {'high' if predicted > score else 'low'}"


def met(row: Row) -> str:
    """ "met", "missed", or how much of the point was met."""
    share = round(row.met * 100)
    if share >= 100:
        return "met"
    return f"partly, {share}%" if share > 0 else "missed"


def graders(sheet: ReportSheet) -> str:
    """The graders of the interview, in the order in which they appear."""
    return ", ".join(dict.fromkeys(section.grader for section in sheet.sections if section.grader))


def about_the_score(sheet: ReportSheet) -> str:
    """What the number on page one is, and what it is not."""
    by = f" The grader was {graders(sheet)}." if graders(sheet) else ""
    return (
        "The score is a check of which points of each question's rubric an answer covers, added up by their "
        "weight. It is not a measure of understanding: right ideas in other words can be missed, and "
        "repeated words can count. The band is the range in which the score may reasonably lie. "
        f"A skipped question counts 0.{by}"
    )
