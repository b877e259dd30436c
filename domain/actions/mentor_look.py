"""/mentor look: a student's results, answers, roadmaps or conversations, as far as they granted them."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from domain import days, scoring
from domain.actions import mentor_shown, paths, show
from domain.actions.kinds import Call
from domain.actions.mentor_comment import token
from domain.actions.mentor_remarks import all_own
from domain.mentoring import looking, words
from domain.mentoring.answers import Answer
from domain.mentoring.people import Pair, granted, not_found
from domain.mentoring.remarking import why_not
from domain.mentoring.seen import Seen, newest
from domain.model.chat import ChatMessage
from domain.model.mentorship import Scope
from domain.model.question import ROUND_NAMES
from domain.model.remark import Remark
from domain.replies import Block, Bullets, Button, Card, Quote, Reply, Text

IN_CHAT: tuple[Scope, ...] = ("attempts", "roadmap", "chat", "reports")
"""What is looked at where nothing is named: the first of these that is granted."""
RESULTS, ANSWERS, MESSAGES, LONGEST = 5, 5, 10, 900
INTERVIEWS = 20
WHAT: dict[Scope, str] = {
    "reports": "your newest results",
    "attempts": "your newest answers",
    "roadmap": "your roadmaps",
    "chat": "your last conversation with the coach",
}
NOTHING = (Card("Nothing there yet", (Text("What they add will be seen."),)),)


async def look(call: Call) -> Reply:
    """What was named, or the first of answers, roadmaps, conversations and results that is granted."""
    named = call.text("what")
    wanted = next((scope for scope in IN_CHAT if scope == named), None)
    pair = await granted(call.do, call.user, call.text("student") or "", wanted, call.request.actor)
    found = wanted or next((scope for scope in IN_CHAT if scope in pair.mentorship.scopes), None)
    if found is None:
        raise not_found()
    looked = await looking.record(call.do, pair, (found,), WHAT[found])
    view = await _view(call, pair, found)
    head = Card(words.who(pair.other, call.request.actor), (Text("They see that you looked."),))
    return Reply(
        (head, *(view.cards or NOTHING)),
        (*mentor_shown.onward(looked, pair.other.name), *view.buttons),
        data={
            **mentor_shown.data(looked, pair.other, call),
            "what": found,
            "cards": len(view.cards or NOTHING),
            **({"answers": list(view.answers)} if found == "attempts" else {}),
        },
    )


@dataclass(frozen=True, slots=True)
class View:
    """What is shown, and what can be done with it; `answers` are the ids of those shown, in their order."""

    cards: tuple[Card, ...]
    buttons: tuple[Button, ...] = ()
    answers: tuple[str, ...] = ()


async def _view(call: Call, pair: Pair, scope: Scope) -> View:
    """Read after the look was written down, so that it was granted when it was read."""
    if scope == "attempts":
        return await _answers(call, pair)
    if scope == "roadmap":
        return View(await _roadmaps(call, pair))
    if scope == "reports":
        return View(await _results(call, pair))
    return View(await _conversation(call, pair))


async def _results(call: Call, pair: Pair) -> tuple[Card, ...]:
    held = [seen for seen in await newest(call.do, pair.other.id, INTERVIEWS) if seen.reportable]
    return tuple(_result(seen, days.zone(call.user)) for seen in held[:RESULTS])


def _result(seen: Seen, zone: ZoneInfo) -> Card:
    """An interview's scores, made without what is withheld."""
    rounds = scoring.by_round(seen.without, seen.attempts)
    overall = show.score(*scoring.overall(rounds))
    lines = tuple(f"{ROUND_NAMES[one.round]}: {show.score(one.score, one.low, one.high)}" for one in rounds)
    return Card(f"{words.interview(seen.interview, zone)}: {overall}", (Bullets(lines),))


async def _answers(call: Call, pair: Pair) -> View:
    held, zone = await newest(call.do, pair.other.id, INTERVIEWS), days.zone(call.user)
    answers = [
        Answer(pair, seen, found[1], found[0], attempt)
        for seen in held
        for attempt in seen.tries
        if (found := seen.interview.find(attempt.question_id))
    ]
    newest_first = sorted(answers, key=lambda a: (a.attempt.answered_at, a.attempt.id), reverse=True)
    last = newest_first[:ANSWERS]
    mine = {one.attempt.id: await all_own(call, one) for one in last}
    return View(
        tuple(_answer(one, mine[one.attempt.id], zone) for one in last),
        tuple(button for one in last for button in _acting(one, bool(mine[one.attempt.id]), zone)),
        tuple(one.attempt.id for one in last),
    )


def _acting(answer: Answer, spoken: bool, zone: ZoneInfo) -> tuple[Button, ...]:
    """What a mentor can put to an answer; each label says to which."""
    tried = f", try {answer.attempt.attempt_no}" if answer.attempt.attempt_no > 1 else ""
    held = answer.seen.interview.started_at.astimezone(zone)
    which = f"question {answer.number}{tried}, {held:%-d %b %H:%M}"
    comment = Button(f"Comment: {which}", token("mentor comment", answer))
    judge = Button(f"Override: {which}", token("mentor override", answer))
    yours = Button(f"Yours: {which}", token("mentor remarks", answer))
    overridable = (judge,) if not why_not(answer.attempt) else ()
    return (comment, *overridable, *((yours,) if spoken else ()))


def _answer(answer: Answer, mine: Sequence[Remark], zone: ZoneInfo) -> Card:
    seen, attempt = answer.seen, answer.attempt
    number = f"Question {answer.number}"
    again = f", try {attempt.attempt_no}" if attempt.attempt_no > 1 else ""
    said: tuple[Block, ...] = (Text(_cut(answer.asked.prompt)), Quote(_cut(attempt.student_answer)))
    yours = (Text("You have put something to it: Yours shows that."),) if mine else ()
    when = words.interview(seen.interview, zone)
    if attempt.score is None or attempt.low is None or attempt.high is None:
        return Card(f"{number}{again} · {when}: not graded", (*said, *yours))
    rows: tuple[Block, ...] = (Bullets(tuple(map(show.row_line, attempt.rows))),) if attempt.rows else ()
    return Card(
        f"{number}{again} · {when}: {show.score(attempt.score, attempt.low, attempt.high)}",
        (*said, *rows, *yours),
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


async def _roadmaps(call: Call, pair: Pair) -> tuple[Card, ...]:
    today = days.today(pair.other, call.do.clock.now())
    cards: list[Card] = []
    for path in await call.do.paths.of(pair.other.id):
        if path.dropped_at is None:
            roadmap = await call.do.roadmaps.get(path.skill)
            cards.append(paths.path_card(path, roadmap.name if roadmap else path.skill, today, warned=True))
            if path.current is not None:
                cards.append(paths.stage_card(path, path.current, today))
    return tuple(cards)


async def _conversation(call: Call, pair: Pair) -> tuple[Card, ...]:
    talks = await call.do.chats.of(pair.other.id, 1)
    return tuple(
        Card(f"{words.day(talk.started_at)}, the last messages", _messages(talk.messages[-MESSAGES:]))
        for talk in talks
    )


def _messages(messages: Sequence[ChatMessage]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for message in messages:
        blocks.append(Text("They said:" if message.role == "user" else "The coach said:"))
        blocks.append(Quote(_cut(message.content)))
    return tuple(blocks)
