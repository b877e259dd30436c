"""Holds every roadmap to its rules: levels in a row, stable sources, and quizzes that test understanding."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.model.roadmap import QuizItem, Roadmap, StageTemplate

FEWEST_STAGES, MOST_STAGES = 4, 6
FEWEST_RESOURCES = 3
QUIZ_ITEMS = 15
ITEMS_A_TOPIC = 2
# A student who always takes the longest option should not pass: it may be right half of the time.
LONGEST_IS_RIGHT = 7


def ids(roadmaps: Sequence[Roadmap]) -> Iterator[str]:
    """All that must be unique in the project: names, resources and quiz items."""
    for roadmap in roadmaps:
        yield from roadmap.names
        for stage in roadmap.stages:
            yield from (material.id for material in stage.resources)
            yield from (item.id for item in stage.quiz)


def roadmap_faults(roadmap: Roadmap) -> Iterator[str]:
    """What is wrong with one roadmap, as sentences that say what to mend."""
    if not FEWEST_STAGES <= len(roadmap.stages) <= MOST_STAGES:
        yield f"has {len(roadmap.stages)} stages; {FEWEST_STAGES} to {MOST_STAGES} make a path"
    yield from _levels(roadmap.stages)
    slugs = [stage.slug for stage in roadmap.stages]
    yield from (f"has two stages {slug!r}" for slug, count in Counter(slugs).items() if count > 1)
    prompts = Counter(item.prompt.casefold() for stage in roadmap.stages for item in stage.quiz)
    yield from (f"asks twice: {prompt[:60]!r}" for prompt, count in prompts.items() if count > 1)
    for stage in roadmap.stages:
        yield from (f"stage {stage.slug}: {fault}" for fault in _stage(stage, roadmap.slug))


def _levels(stages: Sequence[StageTemplate]) -> Iterator[str]:
    if stages[0].level_from != 0 or stages[-1].level_to != 100:
        yield "begins at another level than 0, or ends at another than 100"
    for before, after in pairwise(stages):
        if before.level_to != after.level_from:
            yield f"stage {after.slug} begins at {after.level_from}, the one before ends at {before.level_to}"


def _stage(stage: StageTemplate, skill: str) -> Iterator[str]:
    if len(stage.resources) < FEWEST_RESOURCES or len({m.type for m in stage.resources}) < 2:
        yield f"needs {FEWEST_RESOURCES} resources of two types"
    minutes = sum(material.minutes for material in stage.resources)
    if minutes > stage.hours * 60:
        yield f"has {minutes} minutes of resources in {stage.hours} hours"
    if len(stage.quiz) != QUIZ_ITEMS:
        yield f"has {len(stage.quiz)} quiz items; {QUIZ_ITEMS} are needed"
    if stage.assessment.questions_count * 2 > len(stage.quiz):
        yield "asks so many questions that a second quiz could not have others"
    for entry_id in (*(m.id for m in stage.resources), *(item.id for item in stage.quiz)):
        if not entry_id.startswith(f"{skill}-"):
            yield f"{entry_id} does not begin with {skill!r}"
    topics = Counter(item.topic for item in stage.quiz)
    yield from (f"asks too little about {t!r}" for t in stage.topics if topics[t] < ITEMS_A_TOPIC)
    for item in stage.quiz:
        yield from (f"{item.id}: {fault}" for fault in _item(item, stage))
    longest = sum(len(item.right) > max(len(wrong.text) for wrong in item.wrong) for item in stage.quiz)
    if longest > LONGEST_IS_RIGHT:
        yield f"the right option is the longest of its four in {longest} items, which gives it away"


def _item(item: QuizItem, stage: StageTemplate) -> Iterator[str]:
    if item.topic not in stage.topics:
        yield f"is about {item.topic!r}, which is no topic of its stage"
    if stage.material(item.resource) is None:
        yield f"sends its reader to {item.resource!r}, which is no resource of its stage"
    if len({" ".join(option.casefold().split()) for option in item.options}) < len(item.options):
        yield "has two options that read the same"
    if len(set(item.words)) < len(item.words):
        yield "says the same about two options"
