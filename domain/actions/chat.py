"""/chat ask, topic and end: a conversation with the coach, which a plain direct message goes on with too."""

from domain.actions import chat_shown
from domain.actions.kinds import Call
from domain.actions.texts import blank
from domain.coaching import conversation, known, looking, replying, secrecy, summing, tags
from domain.coaching.conversation import Heard
from domain.errors import NotYours, UserError
from domain.model.chat import ChatMessage, ChatSession
from domain.replies import Bullets, Button, Reply, Text, say
from domain.tokens import encode

LONGEST = 4_000
NO_FILES = "I read no files here. `/profile resume` takes a resume, and `/profile jd` a job description."


async def ask(call: Call) -> Reply:
    """Answers a message that a command brought."""
    return await _answered(call, call.text("message"))


async def plain(call: Call) -> Reply:
    """Answers a message that came without a command."""
    return await _answered(call, call.text("text"))


async def _answered(call: Call, text: str | None) -> Reply:
    """The message is stored first, then its answer; where a crash came between, that is made now."""
    do, event = call.do, call.request.event_id
    message = _readable(call, text)
    heard = await conversation.hear(do, call.user, message, event, again=call.again)
    if heard.answer is not None:
        return await _reply(call, heard.session, heard.answer)
    return await _made(call, heard, instead=False)


async def _made(call: Call, heard: Heard, *, instead: bool) -> Reply:
    do = call.do
    made = await replying.answer(do, call.user, heard, call.progress)
    answer = made.message(do, heard)
    session = await conversation.answered(do, heard, answer, made.tags, instead=instead)
    if made.by == "model":
        await summing.have_made(do, session)
    said = session.answer_to(heard.message.id) or answer
    new_tags = session.context_tags != heard.session.context_tags
    return await _reply(call, session, said, made.why, new_tags=new_tags)


async def _reply(
    call: Call, session: ChatSession, answer: ChatMessage, why: str = "", *, new_tags: bool = False
) -> Reply:
    note = NO_FILES if call.request.files else ""
    return await chat_shown.answer(call, session, answer, why, note, new_tags=new_tags)


def _readable(call: Call, text: str | None) -> str:
    """The message within its bounds. Raises UserError."""
    if text is None or blank(text):
        words = NO_FILES if call.request.files else "There is no text in that message."
        buttons = (Button("Upload", encode("profile upload")),) if call.request.files else ()
        raise UserError(words, title="Nothing to read", buttons=buttons)
    if len(text) > LONGEST:
        raise UserError(
            f"That message has {len(text):,} characters; {LONGEST:,} are the most I read at once. Nothing "
            "of it was kept. Send the part that your question is about. A whole resume goes to "
            "`/profile resume`, a job description to `/profile jd`.",
            title="Too long",
        )
    return text.strip()


async def again(call: Call) -> Reply:
    """Asks the model once more for a message that was looked up instead."""
    heard = await _heard(call)
    if heard.answer is not None and heard.answer.by == "model":
        return await _reply(call, heard.session, heard.answer)
    return await _made(call, heard, instead=True)


async def more(call: Call) -> Reply:
    """Another passage that was found for a message."""
    heard, n = await _heard(call), call.number("n") or 0
    grounds = heard.answer.grounds if heard.answer else ()
    opened = await secrecy.open_question(call.do, call.user.id)
    student = await known.of(call.do, call.user, call.user.sharing)
    wanted = grounds[n].id if n < len(grounds) else ""
    found = await looking.passage(call.do, heard, student, wanted)
    if found is None:
        raise UserError("That is not there any more. Ask once more.", title="Not found")
    if opened is not None and (opened.has(found) or await secrecy.telling(opened, [found])):
        raise chat_shown.held(call, opened)
    return await chat_shown.passage(call, heard.session, found, busy=opened is not None)


async def _heard(call: Call) -> Heard:
    """The message that a button belongs to. Raises UserError where it is not there, or not the caller's."""
    session = await own_session(call)
    message = session.message(call.text("message") or "")
    if message is None:
        raise gone()
    return Heard(session, message)


async def own_session(call: Call) -> ChatSession:
    """The conversation that a button names. Raises UserError where it is not there, or not the caller's."""
    session = await call.do.chats.get(call.text("session") or "")
    if session is None:
        raise gone()
    if session.user_id != call.user.id:
        raise NotYours
    return session


def gone() -> UserError:
    """For a conversation or a message that was deleted."""
    return UserError(
        "That conversation was deleted. Just write to begin another.",
        title="Deleted",
        buttons=(chat_shown.history_button(),),
    )


async def topic(call: Call) -> Reply:
    """Sets or removes a tag of the conversation that is going on; with none, says what it is about."""
    typed, dropped = call.text("tag"), call.text("drop")
    session = await call.do.chats.active_of(call.user.id)
    if dropped is not None and session is not None:
        typed = next((one for one in session.given if tags.digest(one) == dropped), None)
    if typed is None:
        return _topics(session)
    tag = _tag(typed)
    session = await conversation.going_on(call.do, call.user)
    return _topics(await conversation.tag(call.do, session, tag))


def _tag(typed: str) -> str:
    """Raises UserError."""
    tag = tags.called(typed)
    if not tag or len(tag) > tags.LONGEST:
        raise UserError(
            f"A topic is 1 to {tags.LONGEST} characters, such as `SQL` or `Career`. Nothing was changed.",
            title="Out of range",
        )
    return tag


def _topics(session: ChatSession | None) -> Reply:
    """A press sets a tag, or removes it where it is set."""
    about = session.context_tags if session else ()
    given = session.given if session else ()
    shown = (*given, *(tag for tag in tags.KNOWN if tag not in given))
    lines = tuple(f"{tag}{' (yours)' if tag in given else ''}" for tag in about)
    how = "your own word" if given else "told by what we talk about, until you name it"
    return say(
        "What we talk about",
        Bullets(lines) if lines else Text("Nothing yet."),
        f"This is {how}. Press one to set it or take it away; `/chat topic` takes your own word too.",
        buttons=tuple(_tag_button(tag, is_set=tag in given) for tag in shown),
        data={"session_id": session.id if session else None, "tags": list(about), "given": list(given)},
    )


def _tag_button(tag: str, *, is_set: bool) -> Button:
    if not is_set:
        return Button(tag, encode("chat topic", {"tag": tag}))
    return Button(f"Not {tag}", encode("chat topic", {"drop": tags.digest(tag)}))


async def end(call: Call) -> Reply:
    """Ends the conversation; the next message begins another."""
    session = await conversation.end(call.do, call.user)
    if session is None:
        raise UserError(
            "No conversation is going on. Just write to begin one.",
            title="Nothing to end",
            buttons=(chat_shown.history_button(),),
        )
    return say(
        "Conversation ended",
        "Your next message begins a new one. This one is kept in your history until you delete it.",
        buttons=(chat_shown.history_button(), chat_shown.forget_button(session)),
        data={"session_id": session.id, "messages": len(session.messages)},
    )
