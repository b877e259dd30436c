"""The group summary's own words: what it is called, its figures in sentences, what they are and are not."""

from adapters.pdf.wording import counted, day
from domain.model.group_sheet import GapPart, GroupSheet, PanelPart, QuestionPart
from domain.model.question import ROUND_NAMES

PLACE = "Mockingbird · for the members of this round"
ABOUT = (
    "Scores check which points of a rubric an answer covers, added up by their weight; they do not "
    "judge understanding. A panel's figures stand beside the bot's and do not change them: a distance "
    "tells how alike two readings are, not which is right. Topics count the group's own rounds of the last "
    "term alone. Members who are off the board count in means and are not named; lines are quoted with leave."
)


def title(sheet: GroupSheet) -> str:
    """Such as "Race: Technical, trees"."""
    topic = f", {sheet.topic.replace('-', ' ')}" if sheet.topic else ""
    return f"{sheet.mode.capitalize()}: {ROUND_NAMES[sheet.round]}{topic}"


def when(sheet: GroupSheet) -> str:
    """Such as "22 November 2026, 14:05 to 15:10 UTC"."""
    start, end = sheet.started_at, sheet.ended_at
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{day(end)}, {end:%H:%M}"
    return f"{day(start)}, {start:%H:%M} to {until} UTC"


def members(sheet: GroupSheet) -> str:
    """Those with a name, then how many have none."""
    others = sheet.members - len(sheet.names)
    if not sheet.names:
        return f"{counted(others, 'member')}, none of them on the board"
    more = f" and {others} more who {'is' if others == 1 else 'are'} not on the board" if others else ""
    return ", ".join(sheet.names) + more


def chapter(question: QuestionPart) -> str:
    return f"Question {question.number} · {question.title}"


def facts(question: QuestionPart) -> str:
    """What kind of question it is and who had which part in it."""
    found = [ROUND_NAMES[question.round], f"difficulty {question.difficulty} of 5"]
    if question.panel is not None:
        found.append(f"candidate: {question.panel.candidate}")
        if question.panel.interviewer:
            found.append(f"interviewer: {question.panel.interviewer}")
    return " · ".join(found)


def unanswered(question: QuestionPart) -> str:
    """Who gave no answer, in numbers; empty where everybody did."""
    if question.panel is not None:
        return "" if question.answers else "The candidate gave no answer."
    if not question.answers:
        return "Nobody answered."
    return f"{counted(question.silent, 'member')} gave no answer." if question.silent else ""


def panel(part: PanelPart) -> str:
    """The panel's figures as a sentence."""
    if part.median is None:
        return "Nobody scored the answer in full."
    spread = f", {part.spread} points between the highest and the lowest" if part.spread is not None else ""
    late = f" {part.unfinished} did not finish." if part.unfinished else ""
    return f"The panel's median is {part.median}/100{spread}.{late}"


def apart(points: int | None) -> str:
    return "" if points is None else f"{counted(points, 'point')} from the median"


def led(part: PanelPart) -> str:
    """The interviewer as the candidate saw them."""
    rows = ", ".join(f"{name.lower()} {points}/100" for name, points in part.led)
    return f"{part.interviewer} as interviewer, scored by {part.candidate}: {rows}." if rows else ""


def gap(found: GapPart) -> str:
    return f"{counted(found.answers, 'answer')} of {found.people} people"


def following(sheet: GroupSheet) -> str:
    """What the next round should be about."""
    if not sheet.next_topic:
        return "Too little is known yet to say what the group is weakest in: hold another round."
    return (
        f"The next round without a topic is about {sheet.next_topic.replace('-', ' ')}: least was met there."
    )
