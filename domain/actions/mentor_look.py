"""/mentor look: a student's answers, roadmaps or conversations in chat, as far as they granted them."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from domain import days
from domain.actions import mentor_shown, paths, show
from domain.actions.kinds import Call
from domain.mentoring import looking, words
from domain.mentoring.people import Pair, granted, not_found
from domain.mentoring.seen import Seen, newest
from domain.model.attempt import Attempt
from domain.model.chat import ChatMessage
from domain.model.mentorship import Scope
from domain.replies import Block, Bullets, Card, Quote, Reply, Text

IN_CHAT: tuple[Scope, ...] = ("attempts", "roadmap", "chat")
ANSWERS, MESSAGES, LONGEST = 5, 10, 900
INTERVIEWS = 20
WHAT: dict[Scope, str] = {
    "attempts": "your newest answers",
    "roadmap": "your roadmaps",
    "chat": "your last conversation with the coach",
}


async def look(call: Call) -> Reply:
    """What was named, or the first of answers, roadmaps and conversations that is granted."""
    named = call.text("what")
    wanted = next((scope for scope in IN_CHAT if scope == named), None)
    pair = await granted(call.do, call.user, call.text("student") or "", wanted, call.request.actor)
    found = wanted or next((scope for scope in IN_CHAT if scope in pair.mentorship.scopes), None)
    if found is None:
        raise not_found()
    looked = await looking.record(call.do, pair, (found,), WHAT[found])
    cards = await _cards(call, pair, found)
    head = Card(words.who(pair.other, call.request.actor), (Text("They see that you looked."),))
    return Reply(
        (head, *cards),
        mentor_shown.onward(looked, pair.other.name),
        data={**mentor_shown.data(looked, pair.other, call), "what": found, "cards": len(cards)},
    )


async def _cards(call: Call, pair: Pair, scope: Scope) -> tuple[Card, ...]:
    """Read after the look was written down, so that it was granted when it was read."""
    if scope == "attempts":
        found = await _answers(call, pair)
    elif scope == "roadmap":
        found = await _roadmaps(call, pair)
    else:
        found = await _conversation(call, pair)
    return found or (Card("Nothing there yet", (Text("What they add will be seen."),)),)


async def _answers(call: Call, pair: Pair) -> tuple[Card, ...]:
    held = await newest(call.do, pair.other.id, INTERVIEWS)
    answers = [(seen, attempt) for seen in held for attempt in seen.tries]
    last = sorted(answers, key=lambda one: (one[1].answered_at, one[1].id), reverse=True)[:ANSWERS]
    return tuple(_answer(seen, attempt, days.zone(call.user)) for seen, attempt in last)


def _answer(seen: Seen, attempt: Attempt, zone: ZoneInfo) -> Card:
    asked = seen.interview.find(attempt.question_id)
    number = f"Question {asked[0]}" if asked else "A question"
    again = f", try {attempt.attempt_no}" if attempt.attempt_no > 1 else ""
    prompt = Text(_cut(asked[1].prompt)) if asked else Text("")
    said: tuple[Block, ...] = (prompt, Quote(_cut(attempt.student_answer)))
    when = words.interview(seen.interview, zone)
    if attempt.score is None or attempt.low is None or attempt.high is None:
        return Card(f"{number}{again} · {when}: not graded", said)
    rows: tuple[Block, ...] = (Bullets(tuple(map(show.row_line, attempt.rows))),) if attempt.rows else ()
    return Card(
        f"{number}{again} · {when}: {show.score(attempt.score, attempt.low, attempt.high)}", (*said, *rows)
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
