"""/mentor withhold: a single answer that no mentor is shown, and the way back."""

from domain.actions.kinds import Call
from domain.actions.located import Answered, answered
from domain.mentoring.seen import is_withheld, withheld
from domain.model.attempt import Attempt
from domain.replies import Button, Reply, Text, say
from domain.tokens import encode


async def withhold(call: Call) -> Reply:
    """Every try at that question is hidden from all mentors, and its follow-ups with it."""
    found = await answered(call)
    for attempt in found.tries:
        await call.do.attempts.change(attempt.id, lambda a: _marked(a, kept_back=True))
    return say(
        "Withheld",
        Text(
            f"No mentor is shown your answer to question {found.number}, its score, your retries or its "
            "follow-ups, and no total that they see holds any of it. What they have seen before cannot be "
            "taken back."
        ),
        buttons=(_button("Show it again", "mentor share", found),),
        data=_data(found, hidden=True),
    )


async def share(call: Call) -> Reply:
    """Mentors with that scope are shown the answer again."""
    found = await answered(call)
    for attempt in found.tries:
        await call.do.attempts.change(attempt.id, lambda a: _marked(a, kept_back=False))
    tries = await call.do.attempts.tries_of_session(found.interview.id)
    still = is_withheld(found.asked.question_id, withheld(tries))
    said = (
        "It stays hidden with the question that it follows up: show that one again too."
        if still
        else f"Mentors who may see your answers see question {found.number} again."
    )
    return say(
        "Not withheld by itself" if still else "Shown again",
        Text(said),
        buttons=(_button("Withhold", "mentor withhold", found),),
        data=_data(found, hidden=still),
    )


def _marked(attempt: Attempt, *, kept_back: bool) -> Attempt:
    return attempt.model_copy(update={"withheld": kept_back})


def _data(found: Answered, *, hidden: bool) -> dict[str, object]:
    return {
        "session_id": found.interview.id,
        "question_id": found.asked.question_id,
        "withheld": hidden,
    }


def _button(label: str, action: str, found: Answered) -> Button:
    here = {"session": found.interview.id, "question": str(found.number)}
    return Button(label, encode(action, here))


async def buttons(call: Call, found: Answered) -> tuple[Button, ...]:
    """Withhold, or the way back, for somebody whom a mentor sees or is to see."""
    now = call.do.clock.now()
    if not any(one.live(now) for one in await call.do.mentorships.of_student(call.user.id)):
        return ()
    if any(attempt.withheld for attempt in found.tries):
        return (_button("Show to mentors", "mentor share", found),)
    return (_button("Withhold", "mentor withhold", found),)
