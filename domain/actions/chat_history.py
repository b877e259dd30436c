"""/chat history: past conversations, the messages of one, and forgetting it."""

from collections.abc import Sequence
from datetime import datetime

from domain import days
from domain.actions import chat_shown
from domain.actions.chat import own_session
from domain.actions.kinds import Call
from domain.coaching import conversation
from domain.model.chat import ChatMessage, ChatSession
from domain.replies import Block, Button, Card, Quote, Reply, Text, say
from domain.tokens import encode

A_PAGE, PAGE_CHARACTERS, PAGE_MESSAGES = 5, 2_800, 10
FIRST_WORDS = 80


async def history(call: Call) -> Reply:
    """The caller's conversations, the newest first; or one of them, if a button names it."""
    if call.text("session") is not None:
        return _conversation(call, await own_session(call))
    page = call.number("page") or 1
    found = await call.do.chats.of(call.user.id, page * A_PAGE + 1)
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    if not shown:
        return say(
            "No conversations",
            "Just write to me, or use `/chat ask`, to begin one.",
            buttons=(chat_shown.sharing_button(),),
            data={"sessions": []},
        )
    pages = (
        *_page_button("Newer", page - 1, page > 1),
        *_page_button("Older", page + 1, len(found) > page * A_PAGE),
    )
    numbered = list(enumerate(shown, (page - 1) * A_PAGE + 1))
    return Reply(
        (Card("Your conversations"), *(_line(call, n, session) for n, session in numbered)),
        (
            *(_open_button(f"Read {n}", session) for n, session in numbered),
            *pages,
            chat_shown.sharing_button(),
        ),
        data={"sessions": [_data(session) for session in shown]},
    )


def _line(call: Call, number: int, session: ChatSession) -> Card:
    said = next((m.content for m in session.messages if m.role == "user"), "")
    words = " ".join(said.split())
    cut = words if len(words) <= FIRST_WORDS else words[: FIRST_WORDS - 1] + "…"
    count = len(session.messages)
    messages = f"{count} message{'' if count == 1 else 's'}"
    state = messages if not session.is_active else f"{messages}, going on"
    tags = (Text(", ".join(session.context_tags)),) if session.context_tags else ()
    return Card(
        f"{number}. {_when(call, session.started_at)} · {state}", (Quote(cut), *tags) if cut else tags
    )


def _when(call: Call, moment: datetime) -> str:
    return moment.astimezone(days.zone(call.user)).strftime("%-d %b %Y %H:%M")


def _page_button(label: str, page: int, there: bool) -> tuple[Button, ...]:
    return (Button(label, encode("chat history", {"page": str(page)})),) if there else ()


def _open_button(label: str, session: ChatSession, page: int = 1) -> Button:
    return Button(label, encode("chat history", {"session": session.id, "page": str(page)}))


def _data(session: ChatSession) -> dict[str, object]:
    return {
        "session_id": session.id,
        "started_at": session.started_at.isoformat(),
        "active": session.is_active,
        "messages": len(session.messages),
        "tags": list(session.context_tags),
    }


def _conversation(call: Call, session: ChatSession) -> Reply:
    """One page of it, from its beginning on."""
    pages = list(_pages(session.messages)) or [()]
    page = max(1, min(call.number("page") or 1, len(pages)))
    shown = pages[page - 1]
    title = f"{_when(call, session.started_at)}{f', page {page} of {len(pages)}' if len(pages) > 1 else ''}"
    body = tuple(block for message in shown for block in _said(message))
    turning = [
        _open_button(label, session, to)
        for label, to in (("Earlier", page - 1), ("Later", page + 1))
        if 1 <= to <= len(pages)
    ]
    return Reply(
        (Card(title, body or (Text("Nothing was said."),)),),
        (*turning, chat_shown.history_button(), chat_shown.forget_button(session)),
        data={
            **_data(session),
            "page": page,
            "pages": len(pages),
            "said": [{"role": m.role, "content": m.content, "by": m.by} for m in shown],
        },
    )


def _pages(messages: Sequence[ChatMessage]) -> list[tuple[ChatMessage, ...]]:
    """Messages in their order, as many on a page as can be read at once."""
    pages: list[tuple[ChatMessage, ...]] = []
    page: list[ChatMessage] = []
    for message in messages:
        size = sum(len(m.content) for m in page) + len(message.content)
        if page and (size > PAGE_CHARACTERS or len(page) == PAGE_MESSAGES):
            pages.append(tuple(page))
            page = []
        page.append(message)
    return [*pages, tuple(page)] if page else pages


def _said(message: ChatMessage) -> tuple[Block, ...]:
    return (Quote(message.content),) if message.role == "user" else chat_shown.plain(message.content)


async def forget(call: Call) -> Reply:
    """Asks once; then the conversation is gone."""
    session = await own_session(call)
    if call.text("sure") is None:
        sure = encode("chat forget", {"session": session.id, "sure": "1"})
        count = len(session.messages)
        return say(
            "Delete this conversation?",
            f"Its {count} message{'' if count == 1 else 's'} and what was summed up of it go for good.",
            buttons=(Button("Delete it", sure, "danger"), Button("Keep it", encode("chat history"))),
        )
    await conversation.forget(call.do, session)
    return say(
        "The conversation is deleted",
        "Nothing of it is kept here. What a platform shows of it is yours to delete there.",
        buttons=(chat_shown.history_button(),),
        data={"deleted": True, "session_id": session.id},
    )
