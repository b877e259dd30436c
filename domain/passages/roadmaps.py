"""What a roadmap teaches, stage by stage, and what to read for it. No answer of a quiz is told."""

import re
from collections.abc import Iterator

from domain.model.passage import Passage
from domain.model.roadmap import Material, QuizItem, Roadmap, StageTemplate
from domain.passages.wording import listed, spoken

_CODE = re.compile(r"```.*?```", re.DOTALL)


def of_roadmap(roadmap: Roadmap) -> Iterator[Passage]:
    """The whole, then each stage with its topics and resources; stages count from 1."""
    yield _whole(roadmap)
    for number, stage in enumerate(roadmap.stages, 1):
        place = f"Roadmap {roadmap.name}, stage {number}: {stage.name}"
        yield _stage(roadmap, number, stage, place)
        for topic in stage.topics:
            if asked := _asked(stage, topic):
                yield _topic(roadmap, number, topic, place, _told(stage, topic, asked))
        for material in stage.resources:
            yield _resource(roadmap, number, material, place)


def _whole(roadmap: Roadmap) -> Passage:
    stages = listed(f"{s.name}: {s.goal}" for s in roadmap.stages)
    hours = sum(s.hours for s in roadmap.stages)
    return Passage(
        id=f"roadmap:{roadmap.slug}",
        kind="roadmap",
        title=f"Roadmap {roadmap.name}",
        text=f"{roadmap.about} It takes some {hours} hours, in {len(roadmap.stages)} stages:\n{stages}",
        source=f"Roadmap {roadmap.name}",
        subject=roadmap.slug,
        tags=("learn from scratch", "beginner", "basics", "study plan", *roadmap.aliases),
    )


def _stage(roadmap: Roadmap, number: int, stage: StageTemplate, place: str) -> Passage:
    first = stage.resources[0]
    quiz = stage.assessment
    return Passage(
        id=f"roadmap:{roadmap.slug}:{number}",
        kind="roadmap",
        title=f"{roadmap.name}: {stage.name}",
        text=(
            f"{stage.goal} Topics: {', '.join(spoken(stage.topics))}. It takes about {stage.hours} hours. "
            f"Begin with “{first.title}” ({first.source}). "
            f"A quiz of {quiz.questions_count} questions ends it, passed with {quiz.passing_score}%."
        ),
        source=place,
        subject=roadmap.slug,
        stage=number,
        url=first.url,
        tags=spoken(stage.topics),
    )


def _asked(stage: StageTemplate, topic: str) -> list[QuizItem]:
    return [item for item in stage.quiz if item.topic == topic and _words(item)]


def _words(item: QuizItem) -> str:
    """The question without its code, which says little when it is cut to one line."""
    return " ".join(_CODE.sub(" ", item.prompt).split())


def _told(stage: StageTemplate, topic: str, asked: list[QuizItem]) -> str:
    about = topic.replace("-", " ")
    ids = dict.fromkeys(item.resource for item in asked)
    found = [m for resource in ids if (m := stage.material(resource))]
    read = ", ".join(f"“{m.title}” ({m.source})" for m in found)
    where = f"\nRead it up in {read}." if read else ""
    return f"What you should be able to say about {about}:\n{listed(map(_words, asked))}{where}"


def _topic(roadmap: Roadmap, number: int, topic: str, place: str, text: str) -> Passage:
    about = topic.replace("-", " ")
    return Passage(
        id=f"roadmap:{roadmap.slug}:{number}:{topic}",
        kind="roadmap",
        title=f"{roadmap.name}: {about}",
        text=text,
        source=place,
        subject=roadmap.slug,
        stage=number,
        tags=(about,),
    )


def _resource(roadmap: Roadmap, number: int, material: Material, place: str) -> Passage:
    return Passage(
        id=f"resource:{material.id}",
        kind="resource",
        title=material.title,
        text=(
            f"“{material.title}” ({_KINDS[material.type]}, {material.source}) "
            f"takes about {material.minutes} minutes."
        ),
        source=place,
        subject=roadmap.slug,
        stage=number,
        url=material.url,
        tags=(roadmap.name,),
    )


_KINDS = {
    "docs": "documentation",
    "article": "to read",
    "video": "video",
    "book": "book",
    "course": "course",
    "practice": "exercises",
}
