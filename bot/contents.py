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
    return {**counts, "companies": len(library.companies), "roadmaps": 0, "quiz_items": 0}


def items(library: Library) -> Iterator[dict[str, Any]]:
    """Every item as one object with its `kind`."""
    for question in library.questions:
        fields = question.model_dump(mode="json", exclude={"slug"}, exclude_none=True)
        yield {"kind": "question", "_id": question.slug, **fields}
    for company in library.companies:
        fields = company.model_dump(mode="json", exclude={"slug"})
        yield {"kind": "company", "_id": company.slug, **fields}
