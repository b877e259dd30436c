"""Two made-up roadmaps that a test knows by heart, paths made of them, and a world that has them alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from domain import planning
from domain.model.learning import LearningPath
from domain.model.roadmap import (
    OPTIONS,
    Assessment,
    Kind,
    Material,
    QuizItem,
    Roadmap,
    StageTemplate,
    WrongOption,
)
from domain.model.user import User
from domain.planning import Today
from domain.replies import Reply
from domain.wishes import Wish, begun, wished
from storage.publish import publish
from tests.domain.known import LIBRARY as KNOWN
from tests.world import World, actor, open_world

ITEMS = 6


def a_material(resource_id: str, title: str, minutes: int = 60, kind: Kind = "docs") -> Material:
    return Material(
        id=resource_id,
        type=kind,
        title=title,
        url=f"https://example.org/{resource_id}",
        source="The circus school",
        minutes=minutes,
    )


def an_item(item_id: str, topic: str, resource: str) -> QuizItem:
    """Its right option reads `Right: ITEM`, the others `Wrong N: ITEM`."""
    wrong = tuple(
        WrongOption(text=f"Wrong {n}: {item_id}", why=f"Option {n} confuses two things.")
        for n in range(1, OPTIONS)
    )
    return QuizItem(
        id=item_id,
        topic=topic,
        prompt=f"What holds in the case of {item_id}?",
        right=f"Right: {item_id}",
        why="That is what the pattern asks for.",
        resource=resource,
        wrong=wrong,
    )


def a_stage(slug: str, name: str, levels: tuple[int, int], hours: int, *resources: Material) -> StageTemplate:
    """Two topics, `SLUG-timing` and `SLUG-height`; a quiz takes 3 of its 6 items, and 2 of them pass it."""
    topics = (f"{slug}-timing", f"{slug}-height")
    return StageTemplate(
        slug=slug,
        name=name,
        level_from=levels[0],
        level_to=levels[1],
        hours=hours,
        topics=topics,
        goal=f"You can do {name.lower()} for a minute.",
        resources=resources,
        assessment=Assessment(questions_count=3, passing_score=60),
        quiz=tuple(an_item(f"{slug}-q{n}", topics[n % 2], resources[0].id) for n in range(1, ITEMS + 1)),
    )


CASCADE = a_stage(
    "cascade", "The cascade", (0, 30), 10,
    a_material("juggling-throws", "Throws and catches", 120),
    a_material("juggling-rhythm", "Keeping a rhythm", 60, "video"),
    a_material("juggling-first-drill", "First drill", 60, "practice"),
)  # fmt: skip
COLUMNS = a_stage(
    "columns", "Columns and showers", (30, 60), 14,
    a_material("juggling-columns", "Columns", 200),
    a_material("juggling-showers", "Showers", 100, "video"),
)  # fmt: skip
CLUBS = a_stage(
    "clubs", "Clubs", (60, 100), 16,
    a_material("juggling-grips", "Grips and spins", 90),
    a_material("juggling-passing", "Passing with a partner", 150, "course"),
)  # fmt: skip
JUGGLING = Roadmap(
    slug="juggling",
    name="Juggling",
    aliases=("three balls", "toss juggling"),
    about="You can keep three clubs in the air and pass them.",
    stages=(CASCADE, COLUMNS, CLUBS),
)
"""40 hours in all: 10, 14 and 16."""

UNICYCLE = Roadmap(
    slug="unicycle",
    name="Unicycle",
    aliases=("one wheel",),
    about="You can ride a unicycle across a yard.",
    stages=(
        a_stage("mounting", "Mounting", (0, 50), 8, a_material("unicycle-wall", "Along a wall", 60)),
        a_stage("riding", "Riding", (50, 100), 12, a_material("unicycle-yard", "Across the yard", 90)),
    ),
)
LIBRARY = replace(KNOWN, roadmaps=(JUGGLING, UNICYCLE))


EDITED = JUGGLING.model_copy(
    update={
        "stages": (
            CASCADE.model_copy(update={"resources": CASCADE.resources[1:], "hours": 12, "level_to": 20}),
            CASCADE.model_copy(
                update={
                    "slug": "multiplex",
                    "level_from": 20,
                    "level_to": 60,
                    "resources": (COLUMNS.resources[0], a_material("juggling-multiplex", "Multiplexes")),
                }
            ),
            CLUBS,
        )
    }
)
"""Without the stage of columns, one of whose resources is in a new stage, and without the first resource."""

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = Today(date(2026, 11, 22), BERLIN, 5)


@asynccontextmanager
async def learning_world(folder: Path, **options: Any) -> AsyncIterator[World]:
    """A world with the two roadmaps and the bank of tests.domain.known."""
    async with open_world(folder, library=LIBRARY, **options) as world:
        yield world


async def republish(world: World, *roadmaps: Roadmap) -> None:
    """What a new release with these roadmaps does; a minute later everybody has read them."""
    library = replace(LIBRARY, roadmaps=roadmaps)
    mark = " ".join(roadmap.fingerprint for roadmap in roadmaps)
    await publish(world.documents, world.clock, f"edited {mark}", lambda: library)
    world.clock.forward(minutes=1)


async def student(world: World, user: str = "ana") -> User:
    """Somebody who has written before."""
    found = await world.do.users.of(actor(user))
    assert found is not None
    return found


def labels(reply: Reply) -> list[str]:
    return [one.label for one in reply.buttons]


def a_path(wish: Wish | None = None) -> LearningPath:
    """Begun today, of all 40 hours unless the wish says otherwise."""
    return ask(begun("path", "student", "juggling", NOW, TODAY.day, TODAY.usual), wish or Wish())[0]


def ask(
    path: LearningPath, wish: Wish, on: Today = TODAY, roadmap: Roadmap = JUGGLING
) -> tuple[LearningPath, planning.Pace]:
    asked = wished(path, wish, on.day, weak=False)
    return planning.planned(asked, roadmap, on, told=True)


def later(days: int, on: Today = TODAY) -> Today:
    return replace(on, day=on.day + timedelta(days=days))
