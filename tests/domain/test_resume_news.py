"""A student is told, once, that a resume too long to be read while they waited is read."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from domain import resume_news, resumes
from tests.domain.dying import Crash, Fate, Mortal
from tests.domain.profiles import LONG, RESUME, account
from tests.world import World, actor, button, data, text_of


class Idle:
    """A queue whose process died before it did anything."""

    async def add(self, name: str, payload: Mapping[str, str], after: timedelta = timedelta()) -> None: ...

    async def depth(self) -> int | None: ...

    async def forget(self, of: Callable[[Mapping[str, str]], bool]) -> None: ...


async def test_who_sent_a_long_resume_is_told_once_when_it_is_read(world: World) -> None:
    first = await world.say(f"/profile resume {LONG}", place="channel:general")
    ((to, place, news),) = world.outbox.sent
    assert (to.key, str(place)) == (actor("ana").key, "dm")
    assert news.private
    assert news.data["understood"]
    assert "I tell you when" in text_of(first)
    assert button(news, "Correct")
    world.clock.forward(minutes=3)
    assert await world.sweep() == []
    await world.say(f"/profile resume {RESUME}")
    assert len(world.outbox.sent) == 1


async def test_somebody_who_looks_first_is_not_told(world: World) -> None:
    await world.say("/profile resume")
    idle = replace(world.do, jobs=Idle())
    await resumes.keep(idle, await account(world), LONG, "cv.pdf", asker="console::ana")
    assert data(await world.say("/profile resume"))["understood"]
    await resume_news.read(world.do, (await account(world)).id)
    await world.queue.drained()
    world.clock.forward(minutes=3)
    assert await world.sweep() == []
    assert world.outbox.sent == []


@pytest.mark.parametrize("steps", range(12))
async def test_news_of_a_resume_outlive_a_crash_and_come_once(world: World, steps: int) -> None:
    """The job dies before its nth call of the store, the queue or the platform."""
    await world.say("/profile resume")
    idle = replace(world.do, jobs=Idle())
    await resumes.keep(idle, await account(world), LONG, "cv.pdf", asker="console::ana")
    fate = Fate(steps)
    frail = replace(
        world.do,
        users=Mortal(world.do.users, fate),
        jobs=Mortal(world.queue, fate),
        messenger=Mortal(world.outbox, fate),
    )
    user = await account(world)
    assert user.resume is not None
    with suppress(Crash):
        await resume_news.read(frail, user.id)
        await resume_news.tell_of(frail, user.id, user.resume.id)
    await world.queue.drained()
    world.clock.forward(minutes=3)
    await world.sweep()
    assert [reply.cards[0].title for _, _, reply in world.outbox.sent] == ["Your resume is read"]
    assert (await account(world)).analysis_due_at is None


async def test_news_of_an_earlier_resume_are_none(world: World) -> None:
    await world.say("/profile resume")
    idle = replace(world.do, jobs=Idle())
    user = await resumes.keep(idle, await account(world), LONG, "cv.pdf", asker="console::ana")
    assert user.resume is not None
    await world.say(f"/profile resume {RESUME}")
    await resume_news.tell_of(world.do, user.id, user.resume.id)
    assert world.outbox.sent == []
