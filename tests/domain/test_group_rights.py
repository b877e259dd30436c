"""Who may do what in a group's round: every action, by every role, by command, button and forged token."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal

import pytest

from adapters.console.request import Line
from domain.actions import TABLE
from domain.grouping.finding import room_of
from domain.model.group import GroupRound, Phase
from domain.replies import Reply
from domain.requests import Actor, Place, Request
from domain.tokens import encode
from tests.domain.known import known_world
from tests.domain.mentored import all_of
from tests.domain.nudged import known
from tests.domain.paneled import held
from tests.world import World, actor

Told = Literal["does", "hidden", "join", "host", "over"]

THERE = "thread:t1"
GONE = "0123456789abcdef"
ELSEWHERE = ("dm", "channel:other", "thread:t2")
ACTIONS = tuple(name for name, action in TABLE.items() if action.among)
ARGS: dict[str, dict[str, str]] = {
    "group score": {"rows": "1 1 1"},
    "group answer": {"text": "Every write updates the index."},
}
PHASES: dict[str, Phase] = {"group score": "scoring", "group next": "revealed", "group mine": "revealed"}
"""In which phase of the round there is something to do; else while a question is open."""
ROLES: dict[str, dict[str, Told]] = {
    "stranger elsewhere": {"seen": "hidden", "member": "hidden", "host": "hidden"},
    "admin elsewhere": {"seen": "hidden", "member": "hidden", "host": "hidden"},
    "member of another round": {"seen": "hidden", "member": "hidden", "host": "hidden"},
    "stranger in the thread": {"seen": "does", "member": "join", "host": "join"},
    "stranger in its channel": {"seen": "does", "member": "join", "host": "join"},
    "admin in the thread": {"seen": "does", "member": "join", "host": "join"},
    "former member": {"seen": "does", "member": "join", "host": "join"},
    "former member elsewhere": {"seen": "does", "member": "join", "host": "join"},
    "member": {"seen": "does", "member": "does", "host": "host"},
    "member elsewhere": {"seen": "does", "member": "does", "host": "host"},
    "host": {"seen": "does", "member": "does", "host": "does"},
}
HOSTS_WORD = ("group reveal",)
"""What any member may ask for and only the host gets, as long as others are waited for."""
WHO: dict[str, tuple[str, str]] = {
    "stranger elsewhere": ("eve", "dm"),
    "admin elsewhere": ("root", "channel:other"),
    "member of another round": ("olga", "thread:t2"),
    "stranger in the thread": ("eve", THERE),
    "stranger in its channel": ("eve", "channel:study"),
    "admin in the thread": ("root", THERE),
    "former member": ("dia", THERE),
    "former member elsewhere": ("dia", "dm"),
    "member": ("cem", THERE),
    "member elsewhere": ("cem", "dm"),
    "host": ("ana", THERE),
}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


async def a_round(world: World, phase: Phase = "asking", place: str = THERE) -> GroupRound:
    """Ana's, with Bob and Cem; Dia has left. Olga sits in a round of her own, in another thread."""
    group = await held(world, ("ana", "bob", "cem", "dia"), phase=phase, place=place)
    dia, now = await known(world, "dia"), world.clock.now()
    if await world.do.groups.open_in("console::thread:t2") is None:
        await held(world, ("olga", "pia"), phase="asking", place="thread:t2")
    return await world.do.groups.change(group.id, lambda g: g.left(dia.id, now))


async def tokened(world: World, by: Actor, place: str, name: str, round_id: str, **args: str) -> Reply:
    """What is said to a button of that round, shown to that person or forged."""
    token = encode(name, {**args, "group": round_id})
    found = await world.maybe(Line(by, Place.of(place), press=token))
    assert found is not None
    return found


async def typed(world: World, by: Actor, place: str, name: str) -> Reply:
    words = " ".join([f"/{name}", *ARGS.get(name, {}).values()])
    found = await world.maybe(Line(by, Place.of(place), text=words))
    assert found is not None
    return found


async def stored(world: World) -> list[Any]:
    """All that a round, its answers and its scores are."""
    kept = ("interview_sessions", "interview_attempts", "panel_scores")
    return [await world.documents.find(name, {}, sort=[("_id", 1)]) for name in kept]


def told(reply: Reply, nothing: str) -> Told:
    """How the reply reads to whoever asked."""
    title = reply.cards[0].title if reply.cards else ""
    if all_of(reply) == nothing:
        return "hidden"
    kinds: dict[str, Told] = {"Join first": "join", "Not yours to do": "host", "Over": "over"}
    return kinds.get(title, "does") if reply.failed else "does"


@pytest.mark.parametrize("name", ACTIONS)
async def test_every_role_by_the_rounds_own_button(world: World, name: str) -> None:
    """Or one that was forged: it names a round that whoever presses it may not know of."""
    args = ARGS.get(name, {})
    for role, rights in ROLES.items():
        there = f"thread:{role}"
        group = await a_round(world, PHASES.get(name, "asking"), there)
        user, place = WHO[role]
        place = there if place == THERE else place
        await known(world, user)
        nothing = all_of(await tokened(world, actor(user), place, name, GONE, **args))
        before = await stored(world)
        reply = await tokened(world, actor(user), place, name, group.id, **args)
        expected = rights["host" if name in HOSTS_WORD else TABLE[name].among]
        assert told(reply, nothing) == expected, (role, all_of(reply))
        if expected != "does":
            assert await stored(world) == before, f"{role} is refused and changes something"
        if expected == "hidden":
            assert group.id not in all_of(reply), role
        if expected == "join":
            assert [one.label for one in reply.buttons] == ["Join"], role


@pytest.mark.parametrize("name", [name for name in ACTIONS if not TABLE[name].hidden])
async def test_a_command_elsewhere_knows_of_no_round(world: World, name: str) -> None:
    """It is answered as where there never was a round."""
    nothing = {
        place: all_of(await typed(world, actor("eve"), place, name)) for place in ("dm", "channel:other")
    }
    await a_round(world, PHASES.get(name, "asking"))
    before = await stored(world)
    for user in ("eve", "root"):
        for place, said in nothing.items():
            assert all_of(await typed(world, actor(user), place, name)) == said, (user, place)
    assert await stored(world) == before


@pytest.mark.parametrize("name", ACTIONS)
async def test_the_same_thread_of_another_workspace_is_another_place(world: World, name: str) -> None:
    group = await a_round(world, PHASES.get(name, "asking"))
    here = Actor("slack", "U1", "T1", "ana")
    room = room_of(here, Place.of(THERE))
    await world.do.groups.change(group.id, lambda g: g.moved(THERE, room))
    for other in (
        Actor("slack", "U1", "T2", "ana"),
        Actor("slack", "cem", "T2", "cem"),
        Actor("discord", "cem"),
    ):
        args = ARGS.get(name, {})
        nothing = all_of(await tokened(world, other, THERE, name, GONE, **args))
        assert all_of(await tokened(world, other, THERE, name, group.id, **args)) == nothing, other
    near = await tokened(world, here, THERE, name, group.id, **ARGS.get(name, {}))
    assert told(near, "") == ROLES["stranger in the thread"][TABLE[name].among], all_of(near)


@pytest.mark.parametrize("name", ACTIONS)
async def test_a_round_that_is_over_is_over_for_all_and_hidden_from_strangers(
    world: World, name: str
) -> None:
    group = await a_round(world, "revealed")
    now, args = world.clock.now(), ARGS.get(name, {})
    await world.do.groups.change(group.id, lambda g: g.ended("completed", now))
    before = await stored(world)
    nothing = all_of(await tokened(world, actor("eve"), "dm", name, GONE, **args))
    assert all_of(await tokened(world, actor("eve"), "dm", name, group.id, **args)) == nothing
    for role in ("stranger in the thread", "former member", "member", "host"):
        user, place = WHO[role]
        reply = await tokened(world, actor(user), place, name, group.id, **args)
        assert all_of(reply) != nothing, role
        if TABLE[name].among != "seen":
            assert reply.failed or reply.data["status"] == "completed", role
    assert await stored(world) == before, "what is over stays as it is"


@pytest.mark.parametrize(
    ("name", "phase"),
    [
        ("group next", "asking"),
        ("group reveal", "asking"),
        ("group score", "scoring"),
        ("group answer", "asking"),
    ],
)
async def test_a_button_of_an_old_message_does_nothing_to_what_is_open(
    world: World, name: str, phase: Phase
) -> None:
    """The button belongs to the question before the open one."""
    group = await a_round(world, phase)
    again = group.questions[0].model_copy(update={"question_id": "cache-cost"})
    now = world.clock.now()
    first = group.questions[0].model_copy(update={"outcome": "answered", "revealed_at": now})
    await world.do.groups.change(group.id, lambda g: g.model_copy(update={"questions": (first, again)}))
    before = await stored(world)
    number = "0" if name == "group next" else "1"
    await tokened(world, actor("ana"), THERE, name, group.id, **ARGS.get(name, {}), n=number)
    assert await stored(world) == before


@pytest.mark.parametrize("name", ["group board", "group gaps"])
async def test_a_board_is_for_those_who_took_part(world: World, name: str) -> None:
    group = await a_round(world, "revealed")
    nothing = all_of(await tokened(world, actor("eve"), "dm", name, GONE))
    for user, place in (
        ("eve", "dm"),
        ("eve", THERE),
        ("root", THERE),
        ("olga", "dm"),
        ("olga", "thread:t2"),
    ):
        there = all_of(await tokened(world, actor(user), place, name, GONE))
        assert all_of(await tokened(world, actor(user), place, name, group.id)) == there, (user, place)
    for user in ("ana", "dia"):
        assert all_of(await tokened(world, actor(user), "dm", name, group.id)) != nothing


async def test_what_a_stranger_writes_in_the_thread_is_not_taken(world: World) -> None:
    """What is meant for the bot is told how to join; what is overheard gets no word."""
    await a_round(world)
    text = "Every write updates the index."
    for user in ("eve", "root", "dia", "olga"):
        await known(world, user)
    before = await stored(world)
    for user in ("eve", "root", "dia", "olga"):
        said = await world.maybe(Line(actor(user), Place.of(THERE), text=text))
        heard = Request(actor(user), "group heard", Place.of(THERE), {"text": text})
        assert said is not None
        assert told(said, "") == "join", all_of(said)
        assert await world.dispatcher.handle(heard, world.note) == Reply(data={"silent": True})
    assert await stored(world) == before


async def test_a_round_is_no_interview(world: World) -> None:
    """What is for interviews does not find it, by its host or anybody else."""
    group = await a_round(world, "revealed")
    before = await stored(world)
    for name in (name for name, action in TABLE.items() if "session" in action.owns):
        for user in ("ana", "cem", "eve"):
            found = [
                await world.maybe(Line(actor(user), press=encode(name, {"session": session})))
                for session in (GONE, group.id)
            ]
            gone, forged = (all_of(reply) for reply in found if reply is not None)
            assert forged == gone, (name, user)
    assert await stored(world) == before
