"""Several messages become one answer: each is stored as it comes, and a pause or Submit hands them in."""

from datetime import datetime, timedelta

from domain.errors import UserError
from domain.model.draft import Draft, Part
from domain.model.interview import AskedQuestion, Interview
from domain.requests import Actor, Request
from domain.services import Services

HANDING_IN = timedelta(minutes=2)
TYPING_LASTS = timedelta(seconds=10)


async def add(do: Services, interview: Interview, question_id: str, part: Part, by: Request) -> Interview:
    """The interview with the message in its draft, on disk, and held where that was written.

    Raises UserError where it came too late.
    """
    now = do.clock.now()

    def step(stored: Interview) -> Interview:
        asked = stored.open_question
        draft = stored.draft or Draft()
        if asked is None or asked.question_id != question_id or draft.taken:
            raise came_late()
        return _checked(do, stored, draft.with_part(part), now).held_in(str(by.place), by.actor.key)

    return await do.interviews.change(interview.id, step)


def _checked(do: Services, stored: Interview, draft: Draft, now: datetime) -> Interview:
    limit, length = do.rules.longest_answer, len(draft.text)
    if length > limit:
        raise UserError(
            f"With this message your answer has {length:,} characters; {limit:,} are the most I can grade. "
            "This message was left out; those before it are kept. Press Submit to send them as they are.",
            title="Too long",
        )
    due = None if stored.interrupted else now + do.rules.pause
    return stored.drafted(draft, due).touched(now)


def came_late() -> UserError:
    """For a message that would have belonged to an answer already handed in."""
    return UserError(
        "This came after I had taken your answer, so it is not part of it. "
        "If it answers the next question, please send it again below that question.",
        title="Just too late",
    )


async def amend(do: Services, interview: Interview, part: Part) -> Interview:
    """The interview with an edited message; as it was where that message is in no draft of it."""
    now = do.clock.now()

    def step(stored: Interview) -> Interview:
        draft = stored.draft
        if draft is None or not draft.has(part.message_id):
            return stored
        if draft.taken:
            raise came_late()
        return _checked(do, stored, draft.with_part(part), now)

    return await do.interviews.change(interview.id, step)


async def withdraw(do: Services, interview: Interview, message_id: str) -> Interview:
    """The interview without a deleted message, where its answer was not handed in yet."""

    def step(stored: Interview) -> Interview:
        draft = stored.draft
        if draft is None or draft.taken or not draft.has(message_id):
            return stored
        left = draft.without(message_id)
        return stored.drafted(left, stored.draft_due_at) if left.parts else stored.drafted(None, None)

    return await do.interviews.change(interview.id, step)


async def wait_for_typing(do: Services, interview: Interview) -> Interview:
    """The interview with its draft due no earlier than somebody who types needs."""
    until = do.clock.now() + TYPING_LASTS

    def step(stored: Interview) -> Interview:
        due = stored.draft_due_at
        if stored.draft is None or stored.draft.taken or due is None or due >= until:
            return stored
        return stored.drafted(stored.draft, until)

    return await do.interviews.change(interview.id, step)


def job(interview: Interview, asked: AskedQuestion, to: Actor) -> dict[str, str]:
    """The payload of `submit_draft`: which answer is on its way, and who is told of its grade."""
    return {
        "session_id": interview.id,
        "question_id": asked.question_id,
        "platform": to.platform,
        "workspace_id": to.workspace_id,
        "user_id": to.user_id,
    }


def being_handed_in(do: Services, interview: Interview) -> bool:
    """Whether its draft was taken and is graded now, as far as is known: whoever took it may have died."""
    draft, due = interview.draft, interview.draft_due_at
    return draft is not None and draft.taken and due is not None and due > do.clock.now()


async def take(do: Services, interview: Interview, *, by_hand: bool, again: bool = False) -> Draft | None:
    """The draft, for the one caller who may hand it in; None for all others.

    By hand it is taken before it is due. One that was taken is free again after `HANDING_IN`, when whoever
    took it must have died; `again` says that this is known, since the same event came once more.
    """
    now = do.clock.now()
    mine: list[Draft] = []

    def step(stored: Interview) -> Interview:
        mine.clear()
        draft, due = stored.draft, stored.draft_due_at
        early = due is None or due > now
        if draft is None or not draft.parts or (early and ((draft.taken and not again) or not by_hand)):
            return stored
        mine.append(draft)
        return stored.drafted(draft.model_copy(update={"taken": True}), now + HANDING_IN)

    await do.interviews.change(interview.id, step)
    return mine[0] if mine else None
