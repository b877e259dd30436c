"""Where to read about a topic: in the student's own paths first, else in any roadmap that treats it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.model.learning import LearningPath, PathResource, PathStage
from domain.model.roadmap import Roadmap
from domain.services import Services

OPEN, OWN, ANYWHERE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Reading:
    """One resource. `stage` names skill and stage, such as "SQL: Joins"."""

    stage: str
    title: str
    url: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one stage has to read. `rank` is how near it is to the student: OPEN, OWN or ANYWHERE."""

    rank: int
    topics: frozenset[str]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Library:
    """Shelves in the order in which they are studied."""

    shelves: tuple[Shelf, ...]

    def about(self, topics: Sequence[str]) -> Reading | None:
        """What to read about a question of these topics, its main one first; None where nothing is near.

        A stage treats it that has two of them, or, in the student's own paths, the main one: "security" alone
        stands for too much to send somebody to a place that they never chose. The student's own come first,
        then those with most in common.
        """
        wanted = _folded(topics)
        main = _folded(topics[:1])
        found = [shelf for shelf in self.shelves if _treats(shelf, wanted, main)]
        best = min(found, key=lambda s: (s.rank, -len(s.topics & wanted)), default=None)
        return best.reading if best else None


def _treats(shelf: Shelf, wanted: frozenset[str], main: frozenset[str]) -> bool:
    enough = min(2, len(wanted)) or 1
    return len(shelf.topics & wanted) >= enough or bool(shelf.rank < ANYWHERE and shelf.topics & main)


async def library(do: Services, student_id: str) -> Library:
    """All that there is to read, seen from where the student stands."""
    roadmaps = await do.roadmaps.all()
    paths = [path for path in await do.paths.of(student_id) if path.dropped_at is None]
    return Library(tuple(_shelves(paths, roadmaps)))


def _shelves(paths: Sequence[LearningPath], roadmaps: Sequence[Roadmap]) -> Iterator[Shelf]:
    names = {roadmap.slug: roadmap.name for roadmap in roadmaps}
    for path in paths:
        for stage in path.stages:
            resource = _next(stage)
            if resource is not None and not stage.retired:
                title, minutes = resource.title, resource.duration_minutes
                name = f"{names.get(path.skill, path.skill)}: {stage.stage_name}"
                rank = OPEN if stage.status == "in_progress" else OWN
                yield Shelf(rank, _folded(stage.topics), Reading(name, title, resource.url, minutes))
    for roadmap in roadmaps:
        for template in roadmap.stages:
            first = template.resources[0]
            reading = Reading(f"{roadmap.name}: {template.name}", first.title, first.url, first.minutes)
            yield Shelf(ANYWHERE, _folded(template.topics), reading)


def _next(stage: PathStage) -> PathResource | None:
    """The first that is still to be done, or the first of all to read it again."""
    kept = [resource for resource in stage.resources if not resource.retired]
    return next((r for r in kept if not r.completed), next(iter(kept), None))


def _folded(topics: Sequence[str]) -> frozenset[str]:
    return frozenset(topic.casefold() for topic in topics)
