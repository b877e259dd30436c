"""The roadmaps pass their own rules, the rules find what they are for, and publishing keeps names unique."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.contents import items, stats
from domain.content.check import faults
from domain.content.load import Library
from domain.content.roadmap_rules import roadmap_faults
from domain.model.roadmap import Assessment, Material, QuizItem, Roadmap, StageTemplate, WrongOption
from storage.learning import RoadmapRepository
from storage.publish import publish
from storage.sqlite import open_sqlite
from tests.fakes import ManualClock
from tests.world import LIBRARY

TOPICS = ("knots", "sails", "winds")


def an_item(number: int, **more: Any) -> QuizItem:
    given = {
        "id": f"sailing-item-{number}",
        "topic": TOPICS[number % 3],
        "prompt": f"What holds in case {number}?",
        "right": "The sheet",
        "why": "It is what trims the sail.",
        "resource": "sailing-book",
        "wrong": tuple(
            WrongOption(text=f"The longer {word}", why=f"A {word} does something else.")
            for word in ("anchor", "rudder", "mast")
        ),
    }
    return QuizItem(**{**given, **more})


def material(name: str, kind: str) -> Material:
    given = {"url": f"https://example.org/{name}", "source": "A home", "minutes": 30}
    return Material.model_validate({"id": f"sailing-{name}", "type": kind, "title": name * 3, **given})


def a_stage(number: int, **more: Any) -> StageTemplate:
    given = {
        "slug": f"leg-{number}",
        "name": f"Leg {number}",
        "level_from": 25 * number,
        "level_to": 25 * number + 25,
        "hours": 10,
        "topics": TOPICS,
        "goal": "You can sail that leg.",
        "resources": (material("book", "book"), material("notes", "docs"), material("trip", "practice")),
        "assessment": Assessment(questions_count=7, passing_score=70),
        "quiz": tuple(
            an_item(n, prompt=f"What holds in case {n} of leg {number}?") for n in range(15)
        ),
    }  # fmt: skip
    return StageTemplate(**{**given, **more})


def a_roadmap(*stages: StageTemplate) -> Roadmap:
    kept = stages or tuple(a_stage(n) for n in range(4))
    return Roadmap(slug="sailing", name="Sailing", about="You can sail.", stages=kept)


def test_what_ships_is_without_fault() -> None:
    assert [fault for fault in faults(LIBRARY) if fault.item in {r.slug for r in LIBRARY.roadmaps}] == []
    assert {r.slug for r in LIBRARY.roadmaps} == {"aws", "python", "sql", "system-design"}


def test_a_sound_one_has_no_fault() -> None:
    assert list(roadmap_faults(a_roadmap())) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hours": 1}, "90 minutes of resources in 1 hours"),
        ({"resources": (material("book", "book"),) * 3}, "resources of two types"),
        ({"quiz": tuple(an_item(n) for n in range(14))}, "has 14 quiz items"),
        ({"assessment": Assessment(questions_count=8, passing_score=70)}, "could not have others"),
        ({"topics": (*TOPICS, "tides")}, "asks too little about 'tides'"),
        ({"topics": TOPICS[:2]}, "is no topic of its stage"),
        ({"quiz": tuple(an_item(n, resource="sailing-film") for n in range(15))}, "no resource of its stage"),
        ({"quiz": tuple(an_item(n, right="The very longest one") for n in range(15))}, "gives it away"),
        ({"quiz": tuple(an_item(n, right="the longer  MAST") for n in range(15))}, "two options that read"),
        ({"quiz": tuple(an_item(n, why="A mast does something else.") for n in range(15))}, "says the same"),
        ({"quiz": tuple(an_item(n, id=f"rowing-{n}") for n in range(15))}, "does not begin with"),
        ({"quiz": tuple(an_item(n, prompt="Is it asked twice?") for n in range(15))}, "asks twice"),
        ({"level_to": 30}, "the one before ends at 30"),
        ({"slug": "leg-1"}, "two stages 'leg-1'"),
        ({"level_from": 5}, "begins at another level"),
    ],
)  # fmt: skip
def test_each_rule_finds_its_fault(change: dict[str, Any], words: str) -> None:
    broken = a_roadmap(a_stage(0, **change), *(a_stage(n) for n in range(1, 4)))
    assert any(words in fault for fault in roadmap_faults(broken)), list(roadmap_faults(broken))


def test_a_short_path_and_a_doubled_id_are_found() -> None:
    short = a_roadmap(a_stage(0), a_stage(3))
    found = [fault.message for fault in faults(Library((), (), (short,)))]
    assert any("has 2 stages" in message for message in found)
    assert any("it must be unique" in message for message in found)


@pytest.mark.parametrize(
    "change",
    [
        {"wrong": an_item(1).wrong[:2]},
        {"wrong": (*an_item(1).wrong, WrongOption(text="A fourth one", why="It is one too many."))},
        {"id": "Sailing Item"},
    ],
)
def test_an_item_of_another_form_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        an_item(1, **change)


def test_counts_and_export_tell_every_item() -> None:
    library = Library((), (), (a_roadmap(),))
    assert (stats(library)["roadmaps"], stats(library)["quiz_items"]) == (1, 60)
    first, *quiz = items(library)
    assert first["kind"] == "roadmap"
    assert [stage["stage_number"] for stage in first["stages"]] == [1, 2, 3, 4]
    assert first["stages"][0]["resources"][0]["resource_id"] == "sailing-book"
    assert len(quiz) == 60
    assert quiz[0]["options"][quiz[0]["answer"]] == "The sheet"
    assert len(quiz[0]["options"]) == len(quiz[0]["explanations"]) == 4


async def test_a_name_can_pass_from_one_roadmap_to_another(tmp_path: Path) -> None:
    clock = ManualClock()
    old = a_roadmap().model_copy(update={"aliases": ("boats",)})
    new = a_roadmap().model_copy(update={"slug": "rowing", "name": "Rowing", "aliases": ("boats",)})
    async with open_sqlite(tmp_path / "db") as documents:
        await publish(documents, clock, "1", lambda: Library((), (), (old,)))
        roadmaps = RoadmapRepository(documents, clock)
        found = await roadmaps.find("Boats ")
        assert found is not None
        assert found == old
        await publish(documents, clock, "2", lambda: Library((), (), (new,)))
        clock.forward(minutes=2)
        found = await roadmaps.find("BOATS")
        assert found is not None
        assert found.slug == "rowing"
        assert [(r.slug, r.stages[0].quiz) for r in await roadmaps.all()] == [("rowing", ())]
        assert await roadmaps.get("sailing") == old


def test_the_fingerprint_tells_of_what_a_path_is_made_from() -> None:
    before = a_roadmap()
    other_quiz = a_roadmap(a_stage(0, quiz=()), *before.stages[1:])
    other_hours = a_roadmap(a_stage(0, hours=12), *before.stages[1:])
    assert before.fingerprint == other_quiz.fingerprint
    assert before.fingerprint != other_hours.fingerprint
