"""/interview stories: which competencies have a story, which have none, and which story is told too often."""

from typing import Any

from domain import story_grid
from domain.actions.kinds import Call
from domain.actions.start import nearest_company
from domain.model.company import Company
from domain.model.story_grid import GOOD_FROM, Need, StoryGrid, ToldStory
from domain.replies import Bullets, Button, Card, Reply, Text
from domain.tokens import encode

LISTED = 8
RETRIES = 2
MOST_QUESTIONS = 5
LABEL = 60
NOTHING = (
    "No story yet. Answer behavioral questions, and what you tell is kept here by what it is about: which "
    "competency has a good story, which has none, and which story you tell too often."
)


async def show_stories(call: Call) -> Reply:
    """The grid of the named company, or of the one practised for last, or of all competencies."""
    company, notes = await _company(call)
    grid = await story_grid.of(call.do, call.user, company)
    practise = _practise(grid, company)
    if not grid.stories:
        asked = ", ".join(need.competency for need in grid.needs)
        body = (*notes, Text(NOTHING), Text(f"Stories are asked about: {asked}."))
        return Reply((Card(_title(grid), body),), (practise,), data=_data(grid))
    cards = (Card(_title(grid), (*notes, Text(_summary(grid)))), *_needs(grid), *_told(grid))
    report = Button("Progress report", encode("report me"))
    return Reply(cards, (practise, *await _retries(call, grid), report), data=_data(grid))


async def _company(call: Call) -> tuple[Company | None, tuple[Text, ...]]:
    typed = call.text("company")
    if typed is None:
        return await story_grid.target(call.do, call.user), ()
    found = await call.do.companies.find(typed) or await nearest_company(call, typed)
    if found is not None:
        return found, ()
    return None, (
        Text(f"I know nothing of {typed}'s interviews, so these are all competencies I ask about."),
    )


def _title(grid: StoryGrid) -> str:
    return f"Your stories for {grid.company}" if grid.company else "Your stories"


def _summary(grid: StoryGrid) -> str:
    good = len(grid.needs) - len(grid.gaps)
    stories = "1 story" if len(grid.stories) == 1 else f"{len(grid.stories)} stories"
    answers = "1 answer" if grid.answers == 1 else f"{grid.answers} answers"
    met = f"{good} of {len(grid.needs)} competencies have a story at {GOOD_FROM} or more."
    return f"{met} {stories} from {answers}."


def _needs(grid: StoryGrid) -> tuple[Card, ...]:
    """The gaps, then what is covered, a line each."""
    covered = [need for need in grid.needs if need.state in ("ready", "old")]
    cards = (("Gaps", grid.gaps), ("Covered", covered))
    return tuple(
        Card(title, (Bullets(tuple(_need(need, grid) for need in needs)),)) for title, needs in cards if needs
    )


def _need(need: Need, grid: StoryGrid) -> str:
    name = need.competency.capitalize()
    if need.story is None:
        return f"{name}: no story yet"
    with_ = f"with story {need.story + 1}"
    if need.state == "weak":
        return f"{name}: {need.best}/100 at best, {with_}"
    unused = f", not told for {grid.stories[need.story].days_ago} days" if need.state == "old" else ""
    return f"{name}: {need.best}/100 {with_}{unused}"


def _told(grid: StoryGrid) -> tuple[Card, ...]:
    """Those told last, and whatever other one is the best for something."""
    best = {need.story for need in grid.needs}
    shown = [place for place in range(len(grid.stories)) if place < LISTED or place in best]
    lines = [_story(place + 1, grid.stories[place]) for place in shown]
    more = len(grid.stories) - len(shown)
    return (Card("What you told", (Bullets((*lines, *([f"and {more} more"] if more > 0 else []))),)),)


def _story(number: int, story: ToldStory) -> str:
    times = "once" if story.told == 1 else f"{story.told} times"
    ago = {0: "today", 1: "yesterday"}.get(story.days_ago, f"{story.days_ago} days ago")
    worn = f". Vary it: {story.worn}" if story.worn else ""
    return f"{number}. {story.named}: told {times}, best {story.best}/100, last {ago}{worn}"


def _practise(grid: StoryGrid, company: Company | None) -> Button:
    """A behavioral round, as long as there are gaps."""
    wanted = {"rounds": "behavioral", "questions": str(min(MOST_QUESTIONS, max(1, len(grid.gaps))))}
    about = {"company": company.slug} if company else {}
    return Button("Practise", encode("interview start", {**wanted, **about}), "primary")


async def _retries(call: Call, grid: StoryGrid) -> tuple[Button, ...]:
    """The answers that came nearest to closing a gap, to be told once more."""
    weak = {(need.session_id, need.question_id): need for need in grid.gaps if need.state == "weak"}
    buttons = []
    for (session_id, question_id), need in list(weak.items())[:RETRIES]:
        interview = await call.do.interviews.get(session_id)
        found = interview.find(question_id) if interview and interview.student_id == call.user.id else None
        if found is not None:
            token = encode("interview retry", {"session": session_id, "question": str(found[0])})
            buttons.append(Button(f"Retry {need.competency}"[:LABEL], token))
    return tuple(buttons)


def _data(grid: StoryGrid) -> dict[str, Any]:
    """For programs: `story` is a place in `stories`, from 0, None where a competency has none."""
    return {
        "company": grid.company,
        "answers": grid.answers,
        "competencies": [
            {"competency": need.competency, "state": need.state, "best": need.best, "story": need.story}
            for need in grid.needs
        ],
        "stories": [
            story.model_dump(
                mode="json", include={"title", "told", "best", "last_on", "told_for", "worn", "old"}
            )
            for story in grid.stories
        ],
    }
