"""Two accounts become one, and nothing is lost to what both hold, or to a process that dies."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts import joining
from domain.ports import Documents
from domain.requests import Actor
from domain.services import Services
from storage.sqlite import open_sqlite
from tests.domain.dying import Crash, Fate, Mortal, _hasty
from tests.domain.known import known_world
from tests.domain.two_accounts import (
    OLDER,
    YOUNGER,
    Held,
    check_whole,
    inventory,
    services_over,
    two,
)
from tests.examples import tried

STEPS = 200
"""Awaits of the joining of those two, two of each call of the store."""


SKILLS = st.lists(
    st.tuples(
        st.sampled_from(["sql", "git", "go"]),
        st.sets(st.integers(1, 3)).map(lambda numbers: tuple(sorted(numbers))),
        st.integers(0, 40),
    ),
    max_size=2,
    unique_by=lambda skill: skill[0],
).map(tuple)
HELD = st.builds(
    Held,
    interviews=st.integers(0, 2),
    open=st.booleans(),
    skills=SKILLS,
    cards=st.lists(
        st.tuples(st.integers(1, 3), st.integers(0, 5)), max_size=3, unique_by=lambda card: card[0]
    ).map(tuple),
    chats=st.integers(0, 2),
    calls=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    sittings=st.integers(0, 2),
    login=st.booleans(),
)


@tried(6)
@given(HELD, HELD, st.booleans())
def test_whatever_two_accounts_hold_is_held_by_the_one(older: Held, younger: Held, login: bool) -> None:
    async def story(folder: Path) -> None:
        async with known_world(folder) as world:
            await _hasty(world.documents)
            one, other = await two(world.do, older, younger)
            before = await inventory(world.documents)
            joined = await joining.join(world.do, one, other, login=other if login else one)
            assert joined.id == OLDER
            await check_whole(world.do, world.documents, before)
            assert (joined.email is not None) == (older.login or younger.login)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(story(Path(folder)))


class Cut:
    """The store of a process that dies before its first call of that method for that collection."""

    def __init__(self, inner: Documents, method: str, collection: str) -> None:
        self._inner = inner
        self._cut = (method, collection)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)

        async def call(collection: str, *args: Any, **more: Any) -> Any:
            if (name, collection) == self._cut:
                raise Crash
            return await method(collection, *args, **more)

        return call


@pytest.mark.parametrize(
    ("method", "collection"),
    [
        ("insert", "tombstones"),
        ("delete", "learning_paths"),
        ("delete", "learning_progress"),
        ("delete", "review_cards"),
        ("delete", "ai_usage"),
        ("claim", "interview_attempts"),
        ("claim", "users"),
        ("delete", "users"),
    ],
)
async def test_a_process_that_dies_between_a_sum_and_what_went_into_it_counts_nothing_twice(
    tmp_path: Path, method: str, collection: str
) -> None:
    assert await dies(tmp_path, lambda store: Cut(store, method, collection))


@tried(12)
@given(st.integers(0, STEPS))
def test_a_process_that_dies_at_any_step_leaves_what_the_sweep_finishes(step: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(dies(Path(folder), lambda store: Mortal(store, Fate(step))))


async def dies(folder: Path, mortal: Callable[[Documents], Any]) -> bool:
    """Whether a joining over that store died; in any case another process has nothing to miss after it."""
    async with known_world(folder) as world, open_sqlite(folder / "world.db") as store:
        await _hasty(world.documents)
        await _hasty(store)
        one, other = await two(world.do)
        before, died = await inventory(world.documents), False
        try:
            await joining.join(services_over(world.do, mortal(store), world.clock), one, other, login=other)
        except Crash:
            died = True
        await check_nobody_is_a_newcomer(world.do)
        world.clock.forward(minutes=2)
        for half in await joining.half_done(world.do):
            assert await joining.finish(world.do, half.id)
        if await world.do.joins.itself(YOUNGER) is not None:
            await joining.join(world.do, one, other, login=other)
        await check_whole(world.do, world.documents, before)
        return died


async def check_nobody_is_a_newcomer(do: Services) -> None:
    """Each identity is somebody at any moment, so that no account is made for it anew."""
    for one in (OLDER, YOUNGER):
        for platform in ("console", "slack"):
            assert await do.users.of(Actor(platform, one)) is not None
