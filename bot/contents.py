"""python -m bot content: what ships, counted, exported and checked."""

import sys
from collections.abc import Iterator
from typing import Any

from bot.app import cache_folder
from bot.config import ConfigError, Settings
from bot.lazy import LazyJudge
from domain.content.check import faults, judged_faults
from domain.content.load import ContentError, Library, load
from domain.model.question import ROUNDS
from domain.model.roadmap import Material, QuizItem, Roadmap


def loaded() -> Library:
    """All content. Raises ConfigError with the file, the item and the field of the first fault."""
    try:
        return load()
    except ContentError as error:
        raise ConfigError(str(error)) from error


async def check(settings: Settings, *, with_judge: bool) -> int:
    """Prints each fault and returns the exit code: 1 where there is one."""
    library = loaded()
    found = faults(library)
    if with_judge:
        judge = LazyJudge(cache_folder(settings), settings.judge)
        try:
            found += await judged_faults(library, judge, _say)
        finally:
            await judge.close()
    for fault in found:
        sys.stdout.write(f"{fault.item}: {fault.message}\n")
    counts = ", ".join(f"{count} {name}" for name, count in stats(library).items())
    sys.stdout.write(f"{counts}: {len(found) or 'no'} fault{'' if len(found) == 1 else 's'}\n")
    return 1 if found else 0


async def _say(progress: str) -> None:
    sys.stderr.write(f"{progress}\n")


def stats(library: Library) -> dict[str, int]:
    """How many of each there are."""
    counts: dict[str, int] = {round_: sum(q.round == round_ for q in library.questions) for round_ in ROUNDS}
    stages = [stage for roadmap in library.roadmaps for stage in roadmap.stages]
    return {
        **counts,
        "companies": len(library.companies),
        "roadmaps": len(library.roadmaps),
        "quiz_items": sum(len(stage.quiz) for stage in stages),
    }


def items(library: Library) -> Iterator[dict[str, Any]]:
    """Every item as one object with its `kind`."""
    for question in library.questions:
        fields = question.model_dump(mode="json", exclude={"slug"}, exclude_none=True)
        yield {"kind": "question", "_id": question.slug, **fields}
    for company in library.companies:
        fields = company.model_dump(mode="json", exclude={"slug"})
        yield {"kind": "company", "_id": company.slug, **fields}
    for roadmap in library.roadmaps:
        yield from _roadmap(roadmap)


def _roadmap(roadmap: Roadmap) -> Iterator[dict[str, Any]]:
    """A roadmap with the fields that a student's path has, then each of its quiz items."""
    stages = [
        {
            "stage_number": number,
            "stage_name": stage.name,
            **stage.model_dump(mode="json", exclude={"name", "quiz", "resources"}),
            "resources": [_material(material) for material in stage.resources],
        }
        for number, stage in enumerate(roadmap.stages, 1)
    ]
    fields = roadmap.model_dump(mode="json", exclude={"slug", "stages"})
    yield {"kind": "roadmap", "_id": roadmap.slug, "skill": roadmap.slug, **fields, "stages": stages}
    for number, stage in enumerate(roadmap.stages, 1):
        for item in stage.quiz:
            yield {"skill": roadmap.slug, "stage_number": number, "stage": stage.slug, **_quiz_item(item)}


def _material(material: Material) -> dict[str, Any]:
    fields = material.model_dump(mode="json", exclude={"id", "minutes"})
    return {"resource_id": material.id, **fields, "duration_minutes": material.minutes}


def _quiz_item(item: QuizItem) -> dict[str, Any]:
    """`answer` is the index of the right one of `options`, each with its word in `explanations`."""
    return {
        "kind": "quiz_item",
        "_id": item.id,
        "topic": item.topic,
        "question": item.prompt,
        "options": list(item.options),
        "answer": 0,
        "explanations": list(item.words),
        "resource_id": item.resource,
    }
