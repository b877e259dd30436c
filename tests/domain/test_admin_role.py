"""/admin role: whoever is named, however they are named; told to them; never taken from the last one."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.actions import TABLE
from domain.dispatch import Dispatcher
from domain.errors import Unreachable
from domain.identifying import identity, mentioned
from domain.limits import RateLimit
from domain.model.user import Identity, User
from domain.requests import Actor, Request
from storage.inbox import InboxRepository
from tests.domain.nudged import known, set_user
from tests.world import World, actor, data, open_world, text_of

ROOT = "root"


async def on_slack(world: World, user: str = "ana") -> User:
    """Known on Slack and Discord too."""
    student = await known(world, user)
    more = (
        Identity(platform="slack", workspace_id="T1", user_id="U2"),
        Identity(platform="discord", user_id="123"),
    )
    return await set_user(world, user, identities=(*student.identities, *more))


async def test_a_role_is_given_and_told(world: World) -> None:
    ana = await known(world)
    reply = await world.say("/admin role ana admin", ROOT)
    assert data(reply) == {"user_id": ana.id, "role": "admin"}
    assert data(await world.say("/admin stats"))["users"] == 2
    ((to, _, told),) = world.outbox.sent
    assert (to, told.cards[0].title) == (replace(actor("ana"), display_name="ana"), "You are an admin now")
    again = await world.say("/admin role ana admin", ROOT)
    assert "already" in text_of(again)
    assert len(world.outbox.sent) == 1


async def test_and_taken(world: World) -> None:
    await set_user(world, "ana", role="admin")
    assert data(await world.say("/admin role ana user", ROOT))["role"] == "user"
    assert (await world.say("/admin stats")).failed
    assert world.outbox.sent[-1][2].cards[0].title == "You are no admin any more"


async def test_somebody_who_takes_no_messages_is_not_told(world: World) -> None:
    await known(world)
    world.outbox.fault = Unreachable("closed")
    reply = await world.say("/admin role ana admin", ROOT)
    assert "could not tell them" in text_of(reply)
    assert (await known(world)).role == "admin"


@pytest.mark.parametrize("who", ["ana", "console:ana", "slack:T1:U2", "discord:123"])
async def test_ways_to_name_somebody(world: World, who: str) -> None:
    ana = await on_slack(world)
    await set_user(world, "ana", name="Ana")
    assert data(await world.say(f"/admin role who:{who} role:admin", ROOT))["user_id"] == ana.id


async def test_nobody_becomes_an_admin_by_a_name_that_they_chose(world: World) -> None:
    ana = await known(world)
    await set_user(world, "ana", name="The Dean")
    asked = await world.say("/admin role who:The Dean role:admin", ROOT)
    assert asked.failed
    assert "`console:ana`" in text_of(asked)
    assert (await known(world)).role == "user"
    assert data(await world.press(asked, "Make admin", ROOT)) == {"user_id": ana.id, "role": "admin"}
    assert data(await world.say("/admin role who:The Dean role:user", ROOT))["role"] == "user"


async def test_an_id_names_somebody(world: World) -> None:
    ana = await known(world)
    assert data(await world.say(f"/admin role {ana.id} admin", ROOT))["user_id"] == ana.id


@pytest.mark.parametrize("mention", ["<@U2>", "<@U2|ana>"])
async def test_a_mention_names_somebody_of_the_same_workspace(world: World, mention: str) -> None:
    ana = await on_slack(world)
    for workspace, found in (("T2", False), ("T1", True)):
        await set_user(
            world,
            ROOT,
            identities=(Identity(platform="slack", workspace_id=workspace, user_id="U1"),),
            role="admin",
        )
        args = {"who": mention, "role": "admin"}
        request = Request(Actor("slack", "U1", workspace), "admin role", args=args)
        reply = await world.dispatcher.handle(request, world.note)
        assert reply is not None
        assert (not reply.failed) is found
        await world.documents.delete("users", {"name": ROOT})
    assert (await world.do.users.get(ana.id) or ana).role == "admin"


async def test_a_name_of_several_is_refused(world: World) -> None:
    for user in ("ana", "ben"):
        await set_user(world, user, name="Kim")
    reply = await world.say("/admin role Kim admin", ROOT)
    assert "Several people" in text_of(reply)
    assert [(await known(world, user)).role for user in ("ana", "ben")] == ["user", "user"]


@pytest.mark.parametrize("who", ["nobody", "console:nobody", "slack:T1:U2", "<@U2>", "a:b:c:d"])
async def test_nobody_is_found(world: World, who: str) -> None:
    reply = await world.say(f"/admin role who:{who} role:admin", ROOT)
    assert "I know nobody" in text_of(reply)


async def test_the_config_outlives_a_role(world: World) -> None:
    await set_user(world, ROOT, role="admin")
    reply = await world.say("/admin role root user", ROOT)
    assert "still names them" in text_of(reply)
    assert not (await world.say("/admin stats", ROOT)).failed
    assert world.outbox.sent == []


@pytest.fixture
async def unlisted(world_folder: Path) -> AsyncIterator[World]:
    """A world whose config names no admin; ana has the role."""
    async with open_world(world_folder) as world:
        do = replace(world.do, admins=frozenset())
        inbox = InboxRepository(world.documents, world.clock, "this", lambda _: False)
        limit = RateLimit(1000, world.clock.now() - world.clock.now())
        alone = replace(world, do=do, dispatcher=Dispatcher(do, TABLE, inbox, limit))
        await set_user(alone, "ana", role="admin")
        yield alone


async def test_the_last_admin_stays(unlisted: World) -> None:
    reply = await unlisted.say("/admin role ana user")
    assert "Make somebody else an admin first" in text_of(reply)
    await unlisted.say("/help", "ben")
    assert data(await unlisted.say("/admin role ben admin"))["role"] == "admin"
    assert data(await unlisted.say("/admin role ana user"))["role"] == "user"
    assert (await unlisted.say("/admin role ben user", "ben")).failed


async def test_two_who_take_it_from_each_other_do_not_both_lose_it(unlisted: World) -> None:
    await set_user(unlisted, "ben", role="admin")
    await asyncio.gather(
        unlisted.say("/admin role ben user", "ana"), unlisted.say("/admin role ana user", "ben")
    )
    assert await unlisted.do.desk.admins() >= 1


def test_what_a_text_names() -> None:
    assert identity("slack:T1:U2") == Actor("slack", "U2", "T1")
    assert identity("console:a:b") == Actor("console", "a:b")
    assert [identity(text) for text in ("", "ana", "slack:U2", "discord:", "email:a")] == [None] * 5
    by = Actor("discord", "1")
    assert mentioned("<@!80>", by) == mentioned("<@80>", by) == Actor("discord", "80")
    assert [mentioned(text, by) for text in ("<@U8>", "<@80", "80", "<@&80>")] == [None] * 4
    assert mentioned("<@80>", actor("ana")) is None
