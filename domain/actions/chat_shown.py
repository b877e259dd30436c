"""How an answer of the coach looks: who made it, what it rests on, and what can be done next."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from domain.actions import show
from domain.actions.chat_steps import steps
from domain.actions.kinds import Call
from domain.coaching import distress, wording
from domain.coaching.secrecy import OpenQuestion, open_question
from domain.errors import UserError
from domain.model.chat import ChatMessage, ChatSession, Ground
from domain.model.passage import Passage
from domain.replies import Block, Bullets, Button, Card, Code, Reply, Text
from domain.tokens import encode

MOST_BUTTONS, MOST_ASIDE = 5, 2
LONGEST_LABEL = 60
OWN = ("report", "answer", "weakness", "own")
LOOKED_UP = (
    "I looked this up in what I have; nobody is chatting here. I find passages by your words: questions, "
    "roadmaps, companies, your own results and advice."
)
LOOKED_UP_AGAIN = "Looked up:"


async def answer(
    call: Call,
    session: ChatSession,
    message: ChatMessage,
    why: str = "",
    note: str = "",
    *,
    new_tags: bool = False,
) -> Reply:
    """An answer as it is kept. `why` says why it is no model's, and `note` what of the message was left.

    With `new_tags` it tells what the conversation is about now.
    """
    said = _card(session, message, why)
    first = (Text(note, markup=True),) if note else ()
    body = (*first, *said.body, *(_about(session) if new_tags else ()))
    buttons = await _buttons(call, session, message, retry=bool(why))
    return Reply((Card(said.title, body),), buttons, data=_data(session, message))


def _card(session: ChatSession, message: ChatMessage, why: str) -> Card:
    """A model's has no title, so that it begins with the words that were shown while it was written."""
    if message.by == "model":
        return Card("", (*plain(message.content), *_sources(message.grounds)))
    said = (Text(why),) if why else ()
    if not message.grounds:
        return Card("Coach", (*said, *show.prose(message.content)))
    best = message.grounds[0]
    how = said or _how(session, message, best)
    return Card(best.title, (*how, *_text(best.kind, message.content), *_sources((best,))))


def _how(session: ChatSession, message: ChatMessage, best: Ground) -> tuple[Text, ...]:
    """How it came about; in full the first time. A student's own figures were not looked up."""
    if best.kind == "own":
        return ()
    return (Text(LOOKED_UP_AGAIN if _looked_up_before(session, message) else LOOKED_UP),)


def _text(kind: str, text: str) -> tuple[Block, ...]:
    """A passage; one made of the student's own results is plain data."""
    return plain(text) if kind in OWN else show.prose(text)


def plain(text: str) -> tuple[Block, ...]:
    """Words that are not the project's own as blocks: fences become code, blank lines part paragraphs."""
    blocks: list[Block] = []
    for index, part in enumerate(text.split("```")):
        if index % 2:
            language, newline, code = part.partition("\n")
            blocks.append(
                Code((code if newline else language).strip("\n"), language.strip() if newline else "")
            )
        else:
            blocks += [Text(paragraph.strip()) for paragraph in part.split("\n\n") if paragraph.strip()]
    return tuple(blocks)


def _looked_up_before(session: ChatSession, message: ChatMessage) -> bool:
    before = takewhile(lambda one: one.id != message.id, session.messages)
    return any(one.by == "library" and one.grounds and one.grounds[0].kind != "own" for one in before)


def _sources(grounds: Sequence[Ground]) -> tuple[Block, ...]:
    if not grounds:
        return ()
    if not grounds[0].source:
        return ()
    lines = tuple(f"{_number(g)}{_source(g)}{f': {g.url}' if g.url else ''}" for g in grounds)
    return (Bullets(lines),) if grounds[0].number else (Text(f"Source: {lines[0]}"),)


def _source(ground: Ground) -> str:
    return f"{ground.title} ({ground.source})" if ground.number else ground.source


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"


def _number(ground: Ground) -> str:
    return f"[{ground.number}] " if ground.number else ""


def _about(session: ChatSession) -> tuple[Text, ...]:
    """What the conversation is about, and how to change that; a student's own words are no markup."""
    tags = ", ".join(session.context_tags)
    return (Text(f"About: {tags} (/chat topic changes that)"),) if tags else ()


async def _buttons(
    call: Call, session: ChatSession, message: ChatMessage, *, retry: bool
) -> tuple[Button, ...]:
    if distress.comforts(message.content):
        return ()
    opened = await open_question(call.do, call.user.id)
    here = {"session": session.id, "message": message.answers}
    first = [Button("Retry", encode("chat again", here), "primary")] if retry else []
    if message.by == "library" and not message.grounds:
        rest = hint_buttons(opened) if opened else _examples(message.content)
    else:
        aside = message.grounds[1 : 1 + MOST_ASIDE] if message.by == "library" else ()
        rest = [_more_button(ground, {**here, "n": str(n)}) for n, ground in enumerate(aside, 1)]
        rest += await steps(call, message.grounds, busy=opened is not None)
    if not any(one.answers for one in session.messages if one.id != message.id):
        rest = [*rest[: MOST_BUTTONS - 1 - len(first)], sharing_button()]
    return tuple([*first, *rest][:MOST_BUTTONS])


def _more_button(ground: Ground, args: Mapping[str, str]) -> Button:
    return Button(_short(ground.title), encode("chat more", args))


def _examples(said: str) -> list[Button]:
    if said in wording.NO_EXAMPLES:
        return []
    asking = [Button(text, encode("chat ask", {"message": text})) for text in wording.EXAMPLES]
    return [*asking, show.start_button()]


def hint_buttons(opened: OpenQuestion) -> list[Button]:
    """Hint, where there is one left, and the ways on with the question; a group's has them in its thread."""
    if opened.interview is None:
        return []
    wanted = ("Answer", "Submit", "Hint", "Skip") if opened.hints_left else ("Answer", "Submit", "Skip")
    if opened.interview.interrupted:
        return [show.resume_button(opened.interview)]
    return [one for one in show.question_buttons(opened.interview) if one.label in wanted]


def held(call: Call, opened: OpenQuestion) -> UserError:
    """For a passage that would answer the open question."""
    words = wording.held(opened, call.do.rules.hint_cost)
    return UserError(words, title="Not while it is open", buttons=tuple(hint_buttons(opened)))


async def passage(call: Call, session: ChatSession, found: Passage, *, busy: bool) -> Reply:
    """One passage by itself; `busy` as for `steps`."""
    ground = Ground.of(found)
    body = (*_text(found.kind, found.text), *_sources((ground,)))
    buttons = await steps(call, (ground,), busy=busy)
    data = {
        "session_id": session.id,
        "answer": found.text,
        "sources": [_source_data(ground)],
        "by": "library",
    }
    return Reply((Card(found.title, body),), tuple(buttons[:MOST_BUTTONS]), data=data)


def history_button() -> Button:
    return Button("History", encode("chat history"))


def forget_button(session: ChatSession) -> Button:
    return Button("Delete", encode("chat forget", {"session": session.id}), "danger")


def sharing_button() -> Button:
    return Button("What I know of you", encode("chat sharing"))


def _data(session: ChatSession, message: ChatMessage) -> dict[str, Any]:
    return {
        "session_id": session.id,
        "message_id": message.answers,
        "answer": message.content,
        "sources": [_source_data(ground) for ground in message.grounds],
        "by": message.by,
        "tags": list(session.context_tags),
    }


def _source_data(ground: Ground) -> dict[str, str]:
    return {"title": ground.title, "source": ground.source, "url": ground.url}
