"""Logins beside answers: what other students wait for while twenty log in, and while nobody does."""

import asyncio
import tempfile
import time
from functools import partial
from pathlib import Path

from adapters.passwords import BcryptPasswords
from bench.answers import _open_question, _say
from bench.table import Figure, percentile
from domain.model.user import User
from domain.requests import Actor, Place, Request
from tests.world import World, open_world

LOGINS, COST = 20, 12
ROUNDS, ANSWERS = 6, 80
WARM_UP = 20
PASSWORD = "violin+harbour+4"


async def measure() -> list[Figure]:
    """Rounds with and without logins take turns, so that both meet the same machine."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(Path(folder)) as world:
            await _register(world)
            await _answers(world, WARM_UP)
            alone, beside, took = [], [], []
            for _ in range(ROUNDS):
                alone += await _answers(world, ANSWERS)
                logins = asyncio.create_task(_log_in(world))
                beside += await _answers(world, ANSWERS)
                took += await logins
    bare = percentile(alone, 0.99)
    return [
        Figure(
            f"answer beside {LOGINS} logins, p50", percentile(beside, 0.5), "ms", None, percentile(alone, 0.5)
        ),
        Figure(f"answer beside {LOGINS} logins, p99", percentile(beside, 0.99), "ms", 1.5 * bare, bare),
        Figure(f"the last of {LOGINS} logins", max(took), "ms"),
    ]


def _student(number: int) -> Actor:
    return Actor("console", f"login-{number}")


async def _register(world: World) -> None:
    hashed = await BcryptPasswords(COST).hashed(PASSWORD)
    for number in range(LOGINS):
        await _say(world, _student(number), "/help")
        user = await world.do.users.of(_student(number))
        assert user is not None
        address = f"login-{number}@example.org"
        login = {"email": address, "email_typed": address, "password_hash": hashed}
        await world.do.users.change(user.id, partial(User.model_copy, update=login))


async def _log_in(world: World) -> list[float]:
    """All at once; milliseconds of each."""
    return await asyncio.gather(*(_one_login(world, number) for number in range(LOGINS)))


async def _one_login(world: World, number: int) -> float:
    args = {"email": f"login-{number}@example.org", "password": PASSWORD}
    began = time.perf_counter()
    reply = await world.dispatcher.handle(
        Request(_student(number), "account login", Place(), args), world.note
    )
    assert reply is not None
    assert not reply.failed
    return 1000 * (time.perf_counter() - began)


async def _answers(world: World, count: int) -> list[float]:
    """Milliseconds of that many answers, one after another."""
    took = []
    for number in range(count):
        student = Actor("console", f"student-{number // 10}")
        text = await _open_question(world, student)
        began = time.perf_counter()
        reply = await _say(world, student, text)
        took.append(1000 * (time.perf_counter() - began))
        assert reply.data["score"] is not None
    return took
