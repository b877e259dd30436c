"""A bank of a few questions whose rubrics a test knows by heart, and a world that asks them alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from domain.content.load import Library
from domain.model.question import Case, FollowUp, Question, RubricPoint
from tests.world import World, data, open_world

INDEX = Question(
    slug="index-cost",
    round="technical_qa",
    difficulty=2,
    prompt="Why does a database index slow down writes?",
    rubric=(
        RubricPoint(id="update", point="Each write updates the index as well", accept=("updates the index",)),
        RubricPoint(id="split", point="A full page is split in two", accept=("split a page", "page splits")),
        RubricPoint(id="log", point="The change is logged first", accept=("written to the log",), weight=2),
    ),
    model_answer=(
        "Every insert also updates the index, so one statement causes several random accesses. When a leaf "
        "is full its page splits and half of the entries move to a fresh page on disk. All of that is "
        "written to the log before the transaction commits, which doubles the amount of sequential traffic."
    ),
    follow_ups=(FollowUp(point="log", prompt="What happens before the transaction commits?"),),
    hints=("Think of an insert.",),
    time_limit_seconds=300,
)
CACHE = INDEX.model_copy(
    update={"slug": "cache-cost", "prompt": "What does a secondary structure cost writes?"}
)
ADD = Question(
    slug="add-two",
    round="dsa",
    difficulty=1,
    prompt="Write a function that adds two numbers, and name its complexity.",
    rubric=(
        RubricPoint(id="time", point="States constant time", accept=("constant time",)),
        RubricPoint(id="edge", point="Handles overflow", accept=("overflow cannot happen",)),
    ),
    model_answer="Python integers have no bound, so overflow cannot happen and the sum takes constant time.",
    signature="def add(a: int, b: int) -> int",
    public_tests=(Case(args=(1, 2), expected=3),),
    hidden_tests=(Case(args=(5, 5), expected=10),),
    time_limit_seconds=600,
)
LIBRARY = Library((INDEX, CACHE, ADD), ())

HALF = "On every insert the engine updates the index."
SPLIT = "While inserting, the engine sometimes has to make page splits."
WHOLE = f"{HALF} {SPLIT} And before it commits, all is written to the log."
ONE = "/interview start rounds:technical_qa questions:1"


@asynccontextmanager
async def known_world(folder: Path, **options: Any) -> AsyncIterator[World]:
    async with open_world(folder, library=LIBRARY, **options) as world:
        yield world


async def ended_with(world: World, text: str, start: str = ONE) -> str:
    """Sits an interview of one question with that answer, skips what follows; returns the interview's id."""
    session: str = data(await world.say(start))["session_id"]
    await world.say(f"/answer {text}")
    while (await world.session()).open:
        await world.say("/interview skip")
    return session
