"""What students ask is found, and what has nothing to do with interviews mostly is not."""

import pytest

from domain.actions import TABLE
from domain.passages import passages_of
from tests.retrieval.evaluation import Asked, asked, judged, names
from tests.world import LIBRARY, RETRIEVAL

TUNED, HELD = asked()


@pytest.mark.parametrize(
    ("questions", "first", "third", "false"), [(TUNED, 0.8, 0.95, 0.1), (HELD, 0.9, 0.93, 0.15)]
)
async def test_floors(questions: list[Asked], first: float, third: float, false: float) -> None:
    found = await judged(RETRIEVAL, questions)
    assert found.first >= first
    assert found.third >= third
    assert found.false <= false


def test_every_right_answer_is_there_to_be_found() -> None:
    there = {name for passage in passages_of(LIBRARY, TABLE) for name in names(passage)}
    wanted = {name for question in (*TUNED, *HELD) for name in question.right}
    assert wanted - there == set()
    assert len(TUNED) + len(HELD) >= 80


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("deadlok", "cs-deadlock"),
        ("deadlcok", "cs-deadlock"),
        ("ddeadlock", "cs-deadlock"),
        ("hasj table", "cs-hash-table"),
        ("linkedlist", "cs-array-vs-linked-list"),
        ("kuberne", "cloud-probes"),
        ("k8s", "cloud-probes"),
        ("oop", "python#3"),
        ("What's a DEADLOCK?!", "cs-deadlock"),
        ("un déadlock", "cs-deadlock"),
    ],
)
async def test_slips_beginnings_and_abbreviations(typed: str, name: str) -> None:
    found = await RETRIEVAL.find(typed, 5)
    assert name in {n for f in found for n in names(f.passage)}


async def test_words_are_told_as_they_were_typed_and_the_best_comes_first() -> None:
    found = await RETRIEVAL.find("Pls explain DEADLOKS in dbms", 5)
    assert "deadloks" in found[0].words
    assert [f.rank for f in found] == sorted((f.rank for f in found), reverse=True)
    assert all(f.rank > 0 for f in found)


async def test_a_long_story_is_found_by_the_few_words_in_it_that_tell() -> None:
    story = (
        "Hello sir, I am a third year student from Pune and my placement season starts in august, I have "
        "done some problems but I always struggle with recursion and trees and get confused when somebody "
        "interrupts me. My parents are worried too. Please guide me how to improve, thanking you in advance"
    )
    assert (await RETRIEVAL.find(story, 1))[0].passage.subject == "volunteer-tree"
