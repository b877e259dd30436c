"""Conversations in the store: begun, gone on with, rolled over, ended and forgotten.

A message is one write and its answer another, each harmless if repeated: what a crash keeps from being
answered is answered when its event comes again.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.coaching.tags import MOST, merged
from domain.errors import Conflict, Duplicate, UserError
from domain.model.chat import ChatMessage, ChatSession
from domain.model.user import User
from domain.services import Services
from domain.times import as_utc

RACES = 20
LOOKED_BACK = 2
EVER = 10_000


@dataclass(frozen=True, slots=True)
class Heard:
    """A student's message as it is stored, and the conversation that it stands in."""

    session: ChatSession
    message: ChatMessage

    @property
    def answer(self) -> ChatMessage | None:
        return self.session.answer_to(self.message.id)

    @property
    def before(self) -> tuple[ChatMessage, ...]:
        """What was said before it."""
        course = self.session.course
        return course[: course.index(self.message)]


async def hear(do: Services, user: User, text: str, event_id: str, *, again: bool = False) -> Heard:
    """Stores the message in the conversation that is going on, or begins one; the same event adds none.

    `again` says that an earlier run of the event died, maybe after it had stored the message.
    """
    known = await _known(do, user, event_id) if again else None
    if known is not None:
        return known
    message_id = do.random.new_id()
    for _ in range(RACES):
        now = as_utc(do.clock.now())
        message = ChatMessage(id=message_id, role="user", content=text, timestamp=now, event_id=event_id)
        session = await _changed_with(do, await going_on(do, user), message, now)
        stored = session.of_event(event_id) or session.message(message_id)
        if stored is not None:
            return Heard(session, stored)
        if session.is_active:
            await _close(do, session, rolled_over=True)
    raise Conflict(f"a message of {user.id} found no conversation that takes it")


async def _known(do: Services, user: User, event_id: str) -> Heard | None:
    for session in await do.chats.of(user.id, LOOKED_BACK):
        stored = session.of_event(event_id)
        if stored is not None:
            return Heard(session, stored)
    return None


async def _changed_with(
    do: Services, session: ChatSession, message: ChatMessage, now: datetime
) -> ChatSession:
    """The conversation with the message; as it is stored where it takes none, or has that event already."""

    def rule(stored: ChatSession) -> ChatSession:
        if not stored.is_active or stored.full or stored.of_event(message.event_id) is not None:
            return stored
        return stored.model_copy(update={"messages": (*stored.messages, message), "last_active_at": now})

    try:
        return await do.chats.change(session.id, rule)
    except LookupError:
        # It was forgotten this moment; the next round begins another.
        return session.model_copy(update={"is_active": False})


async def going_on(do: Services, user: User) -> ChatSession:
    """The student's active conversation; one that has been quiet for too long is ended, and another begun."""
    for _ in range(RACES):
        session = await do.chats.active_of(user.id)
        if session is None:
            try:
                return await _begin(do, user)
            except Duplicate:
                continue
        if not _is_quiet(do, session):
            return session
        await end_quiet(do, session.id)
    raise Conflict(f"the conversation of {user.id} kept changing")


def _is_quiet(do: Services, session: ChatSession) -> bool:
    return session.last_active_at < do.clock.now() - do.coaching.quiet


async def _begin(do: Services, user: User) -> ChatSession:
    """A new conversation, which goes on with the one before where that was full. Raises Duplicate."""
    now = as_utc(do.clock.now())
    new = ChatSession(
        id=do.random.new_id(),
        created_at=now,
        updated_at=now,
        user_id=user.id,
        started_at=now,
        last_active_at=now,
    )
    newest = next(iter(await do.chats.of(user.id, 1)), None)
    if newest is not None and newest.rolled_over and not _is_quiet(do, newest):
        new = _following(new, newest)
    await do.chats.add(new)
    return new


def _following(new: ChatSession, full: ChatSession) -> ChatSession:
    """The new conversation with what the full one was about, as far as that is to be told of."""
    return new.model_copy(
        update={
            "continues": full.id,
            "context_tags": full.context_tags,
            "given": full.given,
            "summary": full.summary,
            "carried": full.course[full.summarised :],
        }
    )


async def answered(
    do: Services, heard: Heard, answer: ChatMessage, tags: tuple[str, ...], *, instead: bool = False
) -> ChatSession:
    """Puts the answer behind its message. One that is there already stays, save a model's is to replace it.

    A conversation that was forgotten meanwhile keeps nothing of it.
    """

    def rule(stored: ChatSession) -> ChatSession:
        known = stored.answer_to(answer.answers)
        if known is not None and not (instead and known.by != "model"):
            return stored
        changed = stored.with_answer(answer)
        if changed is stored:
            return stored
        seen = {"last_active_at": max(stored.last_active_at, answer.timestamp)}
        return changed.model_copy(update={**seen, "context_tags": merged(stored, tags)})

    try:
        return await do.chats.change(heard.session.id, rule)
    except LookupError:
        return heard.session.with_answer(answer)


async def tag(do: Services, session: ChatSession, word: str) -> ChatSession:
    """Has the student's own tag set, or taken away where it was; the oldest goes where there are too many."""

    def rule(stored: ChatSession) -> ChatSession:
        others = tuple(one for one in stored.given if one.casefold() != word.casefold())
        given = others if len(others) < len(stored.given) else (*others, word)[-MOST:]
        return stored.model_copy(update={"given": given, "context_tags": given})

    try:
        return await do.chats.change(session.id, rule)
    except LookupError as error:
        words = "That conversation was deleted this moment. Your next message begins another one."
        raise UserError(words, title="Deleted meanwhile") from error


async def _close(do: Services, session: ChatSession, *, rolled_over: bool = False) -> ChatSession:
    now = as_utc(do.clock.now())

    def rule(stored: ChatSession) -> ChatSession:
        if not stored.is_active:
            return stored
        ended = {"is_active": False, "ended_at": now, "rolled_over": rolled_over}
        return stored.model_copy(update=ended)

    try:
        return await do.chats.change(session.id, rule)
    except LookupError:
        # It was forgotten this moment, which ends it as well.
        return session.model_copy(update={"is_active": False, "ended_at": now})


async def end(do: Services, user: User) -> ChatSession | None:
    """Ends the conversation that is going on; None where there is none."""
    session = await do.chats.active_of(user.id)
    return None if session is None else await _close(do, session)


async def end_quiet(do: Services, session_id: str) -> bool:
    """Ends a conversation in which nothing was said for too long; whether this was the one that did."""
    mine, now = [False], as_utc(do.clock.now())

    def rule(stored: ChatSession) -> ChatSession:
        mine[0] = stored.is_active and _is_quiet(do, stored)
        return stored.model_copy(update={"is_active": False, "ended_at": now}) if mine[0] else stored

    try:
        await do.chats.change(session_id, rule)
    except LookupError:
        return False
    return mine[0]


async def forget(do: Services, forgotten: ChatSession) -> None:
    """Deletes a conversation, and what the one that goes on with it has of it; harmless if repeated."""

    def rule(stored: ChatSession) -> ChatSession:
        if stored.continues != forgotten.id:
            return stored
        return stored.model_copy(update={"continues": "", "carried": (), "summary": "", "summarised": 0})

    later = await do.chats.of(forgotten.user_id, EVER) if forgotten.rolled_over else []
    for other in later:
        if other.continues == forgotten.id:
            await do.chats.change(other.id, rule)
    session: ChatSession | None = forgotten
    while session is not None and not await do.chats.remove(session):
        session = await do.chats.get(session.id)
