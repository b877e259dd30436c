"""In the place of the dispatcher: what a test has it say on the way to a reply, held wherever it likes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.actions.kinds import Action, Call, Opens, Option
from domain.ports import Progress
from domain.replies import Button, Form, Input, Reply, Text, Words, say
from domain.requests import Request

SAID = "An index is a sorted copy of a column, kept with the table."
BUTTONS = (Button("Ask on", "coach+ask"), Button("End", "coach+end"))
SPOKEN = say("", Text(SAID), "Ask me more, or end it here.", buttons=BUTTONS)
INSTEAD = say("Not now", "The model broke off. `/help` lists what works.", buttons=BUTTONS[1:], failed=True)


async def _never(_: Call) -> Reply:
    raise AssertionError("the speech stands in the place of every action")


TABLE = {
    action.name: action
    for action in (
        Action("coach ask", "ask the coach", _never, (Option("text", "what", kind="rest"),), Opens.SLOW),
        Action("coach end", "end it", _never),
        Action(
            "account register",
            "keep an e-mail and a password",
            _never,
            (Option("email", "yours", kind="rest", secret=True),),
            Opens.FORM,
        ),
    )
}
PASSWORD = "hunter2 " * 30
"""As long as what is handed back where it is refused."""
REGISTER = Reply(
    form=Form(
        "account+register",
        "Register",
        (Input("about", "About you", long=True), Input("password", "Password", secret=True)),
    )
)


@dataclass
class Speech:
    """Tells `steps`, each with a pause of seconds behind it, waits for `may_end`, and gives `reply`.

    `told` is set while it waits.
    """

    steps: Sequence[str] = (Words("An index"), Words("An index is a sorted copy"))
    reply: Reply | None = SPOKEN
    pause: float = 0.0
    told: asyncio.Event = field(default_factory=asyncio.Event)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)
    requests: list[Request] = field(default_factory=list)

    async def handle(self, request: Request, progress: Progress) -> Reply | None:
        self.requests.append(request)
        for step in self.steps:
            await progress(step)
            await asyncio.sleep(self.pause)
        self.told.set()
        await self.may_end.wait()
        return self.reply

    async def shown(self, attempt_id: str, shown_in: str) -> None:
        raise AssertionError(f"no reply here is about {attempt_id}")
