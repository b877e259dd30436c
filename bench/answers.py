"""An answer from request to reply on SQLite, beside a bare aiosqlite insert of the same bytes."""

import tempfile
import time
from pathlib import Path

import aiosqlite

from adapters.console.request import Line, ask_for
from bench.table import Figure, percentile
from domain.replies import Reply
from domain.requests import Actor, Place
from tests.world import LIBRARY, World, open_world

ANSWERS = 400
WARM_UP = 20


async def measure() -> list[Figure]:
    """Medians and tails over answers of many students, alternating with bare inserts."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(Path(folder)) as world, aiosqlite.connect(Path(folder) / "bare.db") as bare:
            await bare.execute("PRAGMA journal_mode=WAL")
            await bare.execute("PRAGMA synchronous=FULL")
            await bare.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, doc TEXT)")
            ours, theirs = await _alternate(world, bare)
    return [
        Figure("answer, request to reply, p50", percentile(ours, 0.5), "ms", 15, percentile(theirs, 0.5)),
        Figure("answer, request to reply, p99", percentile(ours, 0.99), "ms", 50, percentile(theirs, 0.99)),
    ]


async def _alternate(world: World, bare: aiosqlite.Connection) -> tuple[list[float], list[float]]:
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(ANSWERS + WARM_UP):
        student = Actor("console", f"student-{number // 10}")
        text = await _open_question(world, student)
        began = time.perf_counter()
        reply = await _say(world, student, text)
        ended = time.perf_counter()
        assert reply.data["score"] is not None
        attempt = (await world.do.attempts.of_session(reply.data["session_id"]))[-1]
        document = attempt.model_dump_json()
        bare_began = time.perf_counter()
        await bare.execute("INSERT INTO answers (doc) VALUES (?)", (document,))
        await bare.commit()
        theirs.append(1000 * (time.perf_counter() - bare_began))
        ours.append(1000 * (ended - began))
    return ours[WARM_UP:], theirs[WARM_UP:]


async def _open_question(world: World, student: Actor) -> str:
    """Sees to it that a text question is open; returns its model answer."""
    known = await world.do.users.of(student)
    interview = await world.do.interviews.open_of(known.id) if known else None
    if interview is None:
        await _say(world, student, "/interview start rounds:technical_qa,behavioral questions:5")
        return await _open_question(world, student)
    asked = interview.open_question
    question = LIBRARY.question(asked.slug) if asked else None
    assert question is not None
    return question.model_answer


async def _say(world: World, student: Actor, text: str) -> Reply:
    async def silently(_: str) -> None:
        return None

    reply = await world.dispatcher.handle(ask_for(Line(student, Place(), text=text)), silently)
    assert reply is not None
    return reply
