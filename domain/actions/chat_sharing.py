"""What the coach may know of a student: shown with all that it holds, and switched part by part."""

from domain.actions.kinds import Call
from domain.coaching import known
from domain.coaching.replying import model_of
from domain.errors import UserError
from domain.model.chat import Sharing
from domain.model.user import User
from domain.replies import Bullets, Button, Card, Reply, Text
from domain.tokens import encode

NAMES = {
    "weaknesses": "Weak points",
    "roadmap": "Roadmap",
    "report": "Last report",
    "resume": "Resume",
}
OFF = "It was off until you said otherwise, since a model would have it leave this bot."
LOCAL = (
    "No language model is set up, so all of it stays here: what is on is only looked things up in, and the "
    "resume not even that. Were an operator to set one up (`OPENAI_API_KEY`, or `OPENAI_BASE_URL` for a "
    "server of their own), what is on would go to it with each message."
)
SENT = (
    "What is on goes with each of your messages to the language model `{model}`, at the provider that the "
    "operator's `OPENAI_BASE_URL` names (OpenAI, if that is not set). So do the message, its conversation "
    "and the passages found for it."
)
EMPTY = "There is nothing of it yet."


async def sharing(call: Call) -> Reply:
    """Each part as on or off, with what it holds now, and a button that switches it."""
    return await _shown(call, call.user)


async def switch(call: Call) -> Reply:
    """Has one part shared or not, however often it is pressed."""
    part, on = call.text("part") or "", call.text("on") == "1"
    if part not in NAMES:
        raise UserError("There is no such part. Nothing was changed.")

    def rule(stored: User) -> User:
        return stored.model_copy(update={"sharing": stored.sharing.model_copy(update={part: on})})

    return await _shown(call, await call.do.users.change(call.user.id, rule))


async def _shown(call: Call, user: User) -> Reply:
    everything = await known.of(call.do, user, Sharing(**dict.fromkeys(known.PARTS, True)))
    held = {section.part: section.text for section in everything.sections}
    on = {part: bool(getattr(user.sharing, part)) for part in known.PARTS}
    model = model_of(call.do)
    told = LOCAL if model is None else SENT.format(model=model.name)
    cards = (_card(part, held.get(part, ""), is_on=on[part]) for part in known.PARTS)
    return Reply(
        (Card("What I may know of you", (Text(told, markup=True),)), *cards),
        tuple(_button(part, is_on=on[part]) for part in known.PARTS),
        data={"sharing": on, "holds": held},
    )


def _card(part: str, text: str, *, is_on: bool) -> Card:
    lines = Bullets(tuple(text.splitlines())) if text else Text(EMPTY)
    off = (Text(OFF),) if part == "resume" and not is_on else ()
    return Card(f"{NAMES[part]}: {'on' if is_on else 'off'}", (*off, lines))


def _button(part: str, *, is_on: bool) -> Button:
    verb = "Keep back" if is_on else "Share"
    return Button(f"{verb}: {NAMES[part]}", encode("chat share", {"part": part, "on": "0" if is_on else "1"}))
