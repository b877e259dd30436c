"""A round of system design, from its first question to the report."""

import pytest

from tests.world import LIBRARY, World, data, text_of

TOLD_IN_WORDS = "A design is told in words"


def model_answer(slug: str) -> str:
    question = LIBRARY.question(slug)
    assert question is not None
    return question.model_answer


async def test_a_design_is_asked_graded_probed_and_reported(world: World) -> None:
    started = await world.say("/interview start system design questions:2")
    assert TOLD_IN_WORDS in text_of(started)
    first = data(started)["question"]
    assert (first["round"], first["number"], first["of"]) == ("system_design", 1, 2)
    half = ". ".join(model_answer(first["id"]).split(". ")[:5])
    graded = data(await world.say(f"/answer {half}"))
    assert 30 < graded["score"] < 90
    probe = graded["question"]
    assert probe["follow_up_of"] == first["id"]
    second = data(await world.say("/interview skip"))["question"]
    assert (second["round"], second["follow_up_of"]) == ("system_design", None)
    done = data(await world.say(f"/answer {model_answer(second['id'])}"))
    assert done["score"] >= 90
    assert list(done["by_round"]) == ["system_design"]


@pytest.mark.parametrize("rounds", ["technical_qa", "behavioral"])
async def test_others_are_not_told_how_to_tell_a_design(world: World, rounds: str) -> None:
    assert TOLD_IN_WORDS not in text_of(await world.say(f"/interview start rounds:{rounds} questions:1"))
