"""What a student sees of themselves on a page that a platform keeps for them."""

from domain import days
from domain.actions import current, paths, roadmap, show
from domain.actions.interview import history_line
from domain.actions.kinds import Call
from domain.model.interview import Interview
from domain.model.learning import LearningPath
from domain.replies import Bullets, Button, Card, Field, Reply, Text
from domain.tokens import encode

RECENT = 5
HOW = (
    "Write your answers on the Messages tab: several messages in a row are one answer, taken when you press "
    "Submit or after {pause:g} s of quiet."
)


async def home(call: Call) -> Reply:
    """The open interview with its way back, the last results, and what there is to set."""
    recent = await call.do.interviews.of(call.user.id, RECENT)
    interview = next((i for i in recent if i.open), None)
    path = next((p for p in await call.do.paths.of(call.user.id) if p.dropped_at is None), None)
    due = await call.do.cards.count_due(call.user.id, call.do.clock.now())
    cards = (
        await _open(call, interview),
        await _path(call, path),
        _reviews(due),
        _results(recent),
        _settings(call),
    )
    buttons = (*_buttons(interview, recent), *_learning_buttons(path, due))
    return Reply(tuple(card for card in cards if card is not None), buttons, data={"home": True})


async def _path(call: Call, path: LearningPath | None) -> Card | None:
    """The path touched last: its bar, the open stage, and when that is due."""
    if path is None:
        return None
    known, today = await call.do.roadmaps.get(path.skill), days.today(call.user, call.do.clock.now())
    return roadmap.listed(path, known.name if known else path.skill, today)


def _reviews(due: int) -> Card | None:
    if due == 0:
        return None
    cards = "card is" if due == 1 else "cards are"
    return Card(f"{due} recall {cards} due", (Text("What you missed, asked just before it is forgotten."),))


def _learning_buttons(path: LearningPath | None, due: int) -> tuple[Button, ...]:
    review = (Button("Review", encode("review")),) if due else ()
    shown = (paths.show_button(path),) if path else (Button("Roadmaps", encode("roadmap list")),)
    return (*review, *shown)


async def _open(call: Call, interview: Interview | None) -> Card:
    if interview is None:
        return Card("No interview is open", (Text("`/interview start` begins one.", markup=True),))
    asked, question = interview.open_question, await current.bank_question(call, interview)
    state = "Paused" if interview.interrupted else "Going on"
    body = (Text(f"{state}: {interview.answered} answered, {interview.remaining} to go."),)
    card = Card(show.headline(interview), body)
    if asked is None:
        return card
    put = show.question_card(interview, asked, question)
    return Card(f"{card.title} · {put.title}", (*card.body, *put.body), put.fields)


def _results(recent: list[Interview]) -> Card | None:
    ended = [i for i in recent if not i.open]
    if not ended:
        return None
    lines = [f"{show.headline(i)} · {history_line(i)}" for i in ended]
    scores = [i.result_summary.overall for i in reversed(ended) if i.result_summary is not None]
    trend = (Field("Scores, the last one last", ", ".join(map(str, scores))),) if len(scores) > 1 else ()
    return Card("Your last interviews", (Bullets(tuple(lines)),), trend)


def _settings(call: Call) -> Card:
    return Card("How it works", (Text(HOW.format(pause=call.do.rules.pause_seconds)),))


def _buttons(interview: Interview | None, recent: list[Interview]) -> tuple[Button, ...]:
    history = (Button("History", encode("interview history")),) if recent else ()
    if interview is None:
        reported = next((i for i in recent if i.report_id), None)
        report = show.result_buttons(reported)[:1] if reported else ()
        return (show.start_button(), *report, *history)
    if interview.interrupted:
        return (show.resume_button(interview), show.end_button(interview), *history)
    answer, hint, skip, pause, _ = show.question_buttons(interview)
    return (answer, show.resume_button(interview), hint, skip, pause, *history)
