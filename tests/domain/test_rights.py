"""Who may do what: every action of the table, by everybody, by every way in, judged at the one door."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from adapters.console.request import Line, ask_for
from domain.actions import TABLE
from domain.actions.kinds import Action, Call, Option
from domain.dispatch import Dispatcher
from domain.limits import RateLimit
from domain.replies import Reply
from domain.requests import Actor, Request
from domain.tokens import encode
from storage.inbox import InboxRepository
from tests.domain.nudged import set_user
from tests.world import World, actor, text_of

PEOPLE = {"stranger": False, "student": False, "former": False, "promoted": True, "root": True}
"""Whether each may use what is for admins; root is named in the config."""
LONE = {"who": "all", "days": "30"}
"""With these, `/usage` is for admins as well."""


def value(option: Option) -> str:
    """Something that this option takes."""
    if option.choices:
        return option.choices[0]
    return str(max(option.low, 1)) if option.kind == "int" else "x1"


def arguments(action: Action) -> dict[str, str]:
    """What an action cannot do without; nothing that is owned, which is another question."""
    return {o.name: value(o) for o in action.options if o.required and o.name not in action.owns}


@dataclass
class Door:
    """A dispatcher over the whole table, whose actions do nothing but say who they ran for."""

    world: World
    dispatcher: Dispatcher

    async def ask(self, who: Actor, action: str, args: dict[str, str], by: str) -> Reply:
        """The reply to a command, a button, or a token that somebody else was shown."""
        request = Request(who, action, args=args)
        if by == "button":
            request = ask_for(Line(who, press=encode(action, args)))
        if by == "forged":
            request = replace(ask_for(Line(actor("root"), press=encode(action, args))), actor=who)
        reply = await self.dispatcher.handle(request, self.world.note)
        assert reply is not None
        return reply


async def ran(call: Call) -> Reply:
    return Reply(data={"ran": call.request.actor.user_id, "watched": call.trail is not None})


@pytest.fixture
def door(world: World) -> Door:
    table = {name: replace(row, run=ran) for name, row in TABLE.items()}
    inbox = InboxRepository(world.documents, world.clock, "this", lambda _: False)
    return Door(world, Dispatcher(world.do, table, inbox, RateLimit(10_000, timedelta(minutes=1))))


async def people(world: World) -> None:
    """Everybody as they are to be: the stranger without an account, the former admin an admin no more."""
    await set_user(world, "student")
    await set_user(world, "promoted", role="admin")
    await set_user(world, "former", role="admin")
    await set_user(world, "former", role="user")


async def made_strange(world: World) -> Actor:
    await world.documents.delete("users", {"name": "stranger"})
    return actor("stranger")


async def test_an_action_runs_for_those_who_may(door: Door) -> None:
    await people(door.world)
    wrong = []
    for action in TABLE.values():
        for by in ("command", "button", "forged"):
            for who, is_admin in PEOPLE.items():
                person = await made_strange(door.world) if who == "stranger" else actor(who)
                reply = await door.ask(person, action.name, arguments(action), by)
                if not is_right(action, who, is_admin, reply):
                    wrong.append((action.name, by, who, text_of(reply), reply.data))
    assert wrong == []


def is_right(action: Action, who: str, is_admin: bool, reply: Reply) -> bool:
    if who == "stranger" and action.newcomers == "refused":
        return "nothing is kept of you" in text_of(reply)
    if who == "stranger" and action.newcomers == "ignored":
        return reply.data == {"silent": True}
    if action.among:
        return "No round is open here" in text_of(reply)
    if action.rights == "anyone" or is_admin:
        return reply.data == {"ran": who, "watched": action.rights == "admin"}
    return "nothing of that kind here for you" in text_of(reply)


@pytest.mark.parametrize("who", sorted(PEOPLE))
async def test_usage_of_others_is_for_admins(door: Door, who: str) -> None:
    await people(door.world)
    for args, private in (({}, True), ({"who": "30"}, True), ({"who": "all"}, False), (LONE, False)):
        reply = await door.ask(actor(who), "usage", args, "command")
        may = private or PEOPLE[who]
        assert reply.failed is not may, args
        if may:
            assert reply.data == {"ran": who, "watched": not private}


async def test_what_admins_alone_may_do_is_what_is_named_so() -> None:
    assert {name for name, row in TABLE.items() if row.rights == "admin"} == {
        name for name in TABLE if name.startswith("admin ")
    }
