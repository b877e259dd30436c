"""The progress report's own words: days, times, counts, and what a story still needs."""

from datetime import date

from adapters.pdf.wording import counted
from domain.model.progress_sheet import HeldInterview, PlanProgress, ProgressSheet, RoundProgress
from domain.model.question import ROUND_NAMES
from domain.model.story_grid import Need, StoryGrid, ToldStory

ABOUT = (
    "Estimates are made of first tries: a follow-up counts half, every answer half as much after 30 days. "
    "The band is where four of five answers of that precision would put the estimate; a round is ready once "
    "all of it lies at {ready} or above. Scores count rubric points that an answer covers; they do not judge "
    "understanding. Answering time counts an hour at most for one answer."
)
STORIES = "An answer that shares names, things and figures with another is taken for the same story."


def short(day: date, *, year: bool = False) -> str:
    """`12 Nov`, `12 Nov 2026`."""
    return f"{day:%-d %b %Y}" if year else f"{day:%-d %b}"


def span(sheet: ProgressSheet) -> str:
    """`12 Sep 2026 to 22 Nov 2026`, or the day alone where there is only one."""
    if sheet.first_on is None or sheet.first_on == sheet.today:
        return short(sheet.today, year=True)
    return f"{short(sheet.first_on, year=True)} to {short(sheet.today, year=True)}"


def length(seconds: int) -> str:
    """`6 h 20 min`, `45 min`; nothing under a minute is told."""
    hours, minutes = divmod(seconds // 60, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes and hours < 100 else f"{hours} h"


def moved(found: RoundProgress) -> str:
    """`38 → 62 since 1 Sep`, where there are two estimates."""
    first, last = found.marks[0], found.marks[-1]
    if first.day == last.day:
        return f"{last.estimate} on {short(last.day)}"
    return f"{first.estimate} → {last.estimate} since {short(first.day)}"


def rounds(held: HeldInterview) -> str:
    """`DSA 77 · Technical 53`, or why there is none."""
    if held.status == "in_progress":
        return f"still open, {held.answered} of {held.asked} answered"
    if not held.rounds:
        return "nothing was graded"
    return " · ".join(f"{ROUND_NAMES[name]} {score}" for name, score in held.rounds)


def plan(found: PlanProgress) -> str:
    """What of a path is done, and what is due."""
    done = f"{found.passed} of {counted(found.stages, 'stage')} passed"
    studied = f", {length(60 * found.minutes)} studied" if found.minutes else ""
    return f"{done}{studied}"


def due(found: PlanProgress) -> str:
    if found.due_on is None:
        return f"all stages passed by {short(found.done_by, year=True)}"
    late = "overdue since" if found.late else "due"
    return f"{found.stage}: {late} {short(found.due_on, year=True)}"


def need(one: Need, grid: StoryGrid) -> str:
    """What a competency still needs."""
    if one.state == "none":
        return "no story yet"
    if one.state == "weak":
        return f"{one.best} at best"
    if one.state == "old":
        story: ToldStory | None = None if one.story is None else grid.stories[one.story]
        return f"not told for {story.days_ago} days" if story else "not told for long"
    return "ready"


def told(story: ToldStory) -> str:
    """`told 3 times, best 72, last on 12 Nov 2026`."""
    times = "once" if story.told == 1 else f"{story.told} times"
    return f"told {times}, best {story.best}, last on {short(story.last_on, year=True)}"


def warnings(story: ToldStory) -> str:
    """What is to be changed about a story; empty where nothing is."""
    old = f"not told for {story.days_ago} days" if story.old else ""
    return "; ".join(part for part in (story.worn, old) if part)
