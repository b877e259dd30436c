"""A group's round as several people hold it: in a thread of a world, with what all of them see there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.console.request import Line
from domain.content.load import Library
from domain.grouping import live
from domain.model.attempt import Attempt
from domain.model.group import GroupRound
from domain.replies import Form, Reply
from domain.requests import Place
from domain.sweeps import Due
from domain.tokens import encode
from tests.domain import known
from tests.domain.known import CACHE, INDEX
from tests.domain.nudged import known as account
from tests.world import World, actor, button, open_world

RACE = "/group start mode:race round:technical_qa"
BANK = Library((INDEX, CACHE), ())
HALF, SPLIT, WHOLE = known.HALF, known.SPLIT, known.WHOLE


@dataclass
class Table:
    """People around one place. What is posted there is in `posts`, the oldest first."""

    world: World
    place: str = "thread:t1"

    async def say(self, user: str, text: str, *, event: str = "", place: str | None = None) -> Reply:
        said = await self.world.say(text, user, event=event, place=place or self.place)
        await self._settle()
        return said

    async def press(self, user: str, reply: Reply, label: str, *, event: str = "") -> Reply:
        """A button of that reply, pressed where the group is."""
        line = Line(actor(user), Place.of(self.place), press=button(reply, label).token, event=event)
        found = await self.world.maybe(line)
        assert found is not None, f"no reply to {label}"
        await self._settle()
        return found

    async def submit(self, user: str, reply: Reply, *, event: str = "", **values: str) -> Reply:
        assert reply.form is not None
        line = Line(actor(user), Place.of(self.place), form=reply.form.token, values=values, event=event)
        found = await self.world.maybe(line)
        assert found is not None
        await self._settle()
        return found

    async def _settle(self) -> None:
        """Has shown what else would be a moment later, with what changes meanwhile."""
        for held in (await self._rounds())[:1]:
            await live.refresh(self.world.do, held.id)
        await self.world.queue.drained()

    async def act(self, user: str, action: str, *, event: str = "") -> Reply:
        """A button of the card that all see, pressed: `Join`, `Next`, `Answer`."""
        return await self.press(user, self.card, action, event=event)

    async def event(self, user: str, action: str, event: str = "", **args: str) -> Reply:
        """What nobody types: an action of a button, a form or a platform, with its arguments."""
        return await self.submit(user, Reply(form=Form(encode(action), "", ())), event=event, **args)

    async def begin(self, *users: str, start: str = RACE) -> Reply:
        """The first of them starts a round, the others join; the card that gathers them."""
        started = await self.say(users[0], start)
        assert not started.failed, started
        place = started.data["place"]
        self.place = place
        for user in users[1:]:
            joined = await self.say(user, "/group join")
            assert not joined.failed, joined
        return self.card

    async def ask(self, *users: str, start: str = RACE) -> Reply:
        """The same with the first question put; its card."""
        await self.begin(*users, start=start)
        asked = await self.say(users[0], "/group next")
        assert not asked.failed, asked
        return self.card

    @property
    def posts(self) -> list[Reply]:
        return [reply for place, reply in self.world.outbox.posted if str(place) == self.place]

    @property
    def card(self) -> Reply:
        """The newest card of the place, as it reads after the edits so far; files come beside it."""
        posted = enumerate(self.world.outbox.posted, 1)
        here = [(str(n), one) for n, (place, one) in posted if str(place) == self.place and not one.files]
        stands_in, reply = here[-1]
        edits = [one for _, shown_in, one in self.world.outbox.edited if shown_in == stands_in]
        return edits[-1] if edits else reply

    async def round(self) -> GroupRound:
        """The newest round of this place or begun here, over or not."""
        room = f"console::{self.place}"
        rounds = [one for one in await self._rounds() if room in (one.room, one.home)]
        return rounds[0]

    async def _rounds(self) -> list[GroupRound]:
        documents = await self.world.documents.find(
            "interview_sessions", {"kind": "group"}, sort=[("started_at", -1), ("_id", -1)]
        )
        return [GroupRound.model_validate(one) for one in documents]

    async def id_of(self, user: str) -> str:
        return (await account(self.world, user)).id

    async def answer_of(self, user: str, number: int = 0) -> Attempt | None:
        """Their answer to the question of that number, else to the current one."""
        group, me = await self.round(), await self.id_of(user)
        asked = group.questions[(number or group.number) - 1]
        given = await self.world.do.groups.answers(group.id, asked.question_id)
        return next((one for one in given if one.student_id == me), None)

    async def later(self, **by: float) -> list[Due]:
        """What is due after that time."""
        self.world.clock.forward(**by)
        return await self.world.sweep()


@asynccontextmanager
async def table(folder: Path, place: str = "thread:t1", **options: Any) -> AsyncIterator[Table]:
    """A world of two questions about the cost of writes, whose rubric tests know by heart."""
    async with open_world(folder, library=BANK, **options) as world:
        yield Table(world, place)
