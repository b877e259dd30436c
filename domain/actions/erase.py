"""/account delete: asked twice, then everything of the person is gone."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from domain import erasure
from domain.actions.kinds import Call
from domain.errors import UserError
from domain.export_readme import counted
from domain.model.user import User
from domain.replies import Bullets, Button, Card, Reply, Text, say
from domain.requests import Actor
from domain.tokens import encode

PROOF_LASTS = timedelta(minutes=10)
UNTOLD = frozenset(
    (
        "users",
        "exports",
        "tombstones",
        "link_codes",
        "set_aside_jobs",
        "audit_log",
        "ai_usage",
        "slack_installs",
    )
)
KEEP = Button("Keep it", encode("account delete", {"keep": "1"}))
ASKED = "This would go, here and on every platform:"
STAYS = (
    "Scores in rounds that you held with a group stay for the others, and what a language model cost "
    "stays as a figure: both without your name and your words. Nothing can be brought back, so you may "
    "want a copy first."
)
WHERE = {
    "discord": "Messages that stand in this chat are Discord's; you can close the chat there.",
    "slack": "Messages that stand in this chat are Slack's; your workspace decides how long they are kept.",
}


async def delete(call: Call) -> Reply:
    """Asks, asks once more, and deletes; a button counts for some minutes and for this very account."""
    once, twice = call.text("once"), call.text("twice")
    if call.text("keep") is not None:
        return say("Your account stays", "Nothing was deleted.", data={"deleted": False})
    if twice is not None:
        _check(call.user, "twice", twice, call.do.clock.now())
        await erasure.erase(call.do, call.user)
        return _gone(call.request.actor)
    if once is not None:
        _check(call.user, "once", once, call.do.clock.now())
        return _last_question(call)
    return _first_question(call, await call.do.holdings.counts(call.user))


def _first_question(call: Call, counts: Mapping[str, int]) -> Reply:
    lines = [_capital(counted(count, name)) for name, count in counts.items() if name not in UNTOLD]
    lines += [f"Your name, settings and how you are known here: {_names(call.user)}"]
    if call.user.resume:
        lines += ["Your resume"]
    if call.user.job_descriptions:
        count = len(call.user.job_descriptions)
        lines += [f"{count} job description{'s' if count != 1 else ''}"]
    return Reply(
        (Card("Delete your account?", (Text(ASKED), Bullets(tuple(lines)), Text(STAYS))),),
        (
            Button("Export first", encode("account export"), "primary"),
            Button("Delete …", encode("account delete", {"once": _proof(call, "once")}), "danger"),
            KEEP,
        ),
        data={"deleted": False, "held": dict(counts)},
    )


def _last_question(call: Call) -> Reply:
    return say(
        "Delete everything for good?",
        "This is the last question. What you did here is gone the moment you press the button.",
        buttons=(
            KEEP,
            Button("Delete everything", encode("account delete", {"twice": _proof(call, "twice")}), "danger"),
        ),
        data={"deleted": False},
    )


def _gone(actor: Actor) -> Reply:
    more = WHERE.get(actor.platform)
    return say(
        "Your account is deleted",
        "Nothing of you is kept here any more. If you write again, you begin anew.",
        *((more,) if more else ()),
        data={"deleted": True},
    )


def _proof(call: Call, step: str) -> str:
    moment = f"{int(call.do.clock.now().timestamp()):x}"
    return f"{moment}.{_seal(call.user, step, moment)}"


def _check(user: User, step: str, proof: str, now: datetime) -> None:
    """Raises UserError for a button of another time, account or question."""
    moment, _, seal = proof.partition(".")
    if seal != _seal(user, step, moment) or not _is_fresh(int(moment, 16), now):
        raise UserError(
            "Nothing was deleted: the button counts for ten minutes, and for the account that asked. If you "
            "still want it, ask again.",
            title="Nothing was deleted",
            buttons=(Button("Ask again", encode("account delete")),),
        )


def _is_fresh(moment: int, now: datetime) -> bool:
    return abs(now.timestamp() - moment) <= PROOF_LASTS.total_seconds()


def _seal(user: User, step: str, moment: str) -> str:
    return hashlib.sha256(f"{user.id}\n{step}\n{moment}".encode()).hexdigest()[:16]


def _names(user: User) -> str:
    return ", ".join(sorted({identity.platform.capitalize() for identity in user.identities}))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
