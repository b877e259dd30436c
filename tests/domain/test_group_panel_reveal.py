"""What a group is shown of a panel: the answer while it is scored, and all of it once the scores are open."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.grouping import panel
from domain.replies import Card
from tests.domain.known import INDEX, LIBRARY, known_world
from tests.domain.paneled import cards, held, members, scored, shown, submitted
from tests.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


async def test_the_group_is_shown_the_answer_the_rows_and_a_count(world: World) -> None:
    group = await held(world, answer="On every insert the engine updates the index. *bold* `x` <b>")
    await scored(world, "cem", "1 1 1")
    found = await cards(world, group, "scoring")
    assert found[0].title == "Question 1 · ana answered"
    assert "*bold* `x` <b>" in shown(found[:1])
    assert "Quote(" in shown(found[:1])
    assert "2. A full page is split in two (25%)" in shown(found[1:2])
    assert "ana scores bob as interviewer." in shown(found[1:2])
    assert found[2].title == "1 of 4 have scored"
    assert "Still to score: ana, bob and dia." in shown(found[2:])
    assert [(f.name, f.value) for f in found[2].fields] == [("Open until", "12:03 UTC")]


async def test_the_reveal_shows_every_scorer_beside_the_bot(world: World) -> None:
    group = await held(world)
    for name, values in {"bob": "1 0.5 0", "cem": "1 1 0.5", "dia": "0 0 0", "ana": "1 0.5 0.75"}.items():
        await scored(world, name, values)
    found = await cards(world, group, "reveal")
    head, who, rows, led, model, following = found
    assert head.title == "Question 1 · ana: 25/100 (12–38) by the bot"
    assert [(f.name, f.value) for f in head.fields] == [
        ("The panel's median", "38/100"),
        ("Its spread", "75 points, from 0 to 75"),
    ]
    text = shown((who,))
    assert "bob: 38/100 · 0 points from the median, 17 from the bot" in text
    assert "cem: 75/100 · 33 points from the median, 50 from the bot" in text
    assert "dia: 0/100 · 50 points from the median, 33 from the bot" in text
    assert "1. Each write updates the index as well — panel 67, bot 100" in shown((rows,))
    assert led.title == "bob as interviewer, scored by ana"
    assert [(f.name, f.value) for f in led.fields] == [
        ("Clarity", "100/100"),
        ("Hints", "50/100"),
        ("Listening", "75/100"),
    ]
    assert "Every insert also updates the index" in shown((model,))
    assert shown((following,)) == shown((Card("The next turn", following.body),))
    assert "bob answers, ana interviews." in shown((following,))


async def test_the_grade_stays_the_bots(world: World) -> None:
    group = await held(world)
    before = (await world.do.groups.answers(group.id, INDEX.slug))[0]
    for name in ("bob", "cem", "dia"):
        await scored(world, name, "1 1 1")
    assert (await world.do.groups.answers(group.id, INDEX.slug))[0].grade() == before.grade()


async def test_who_did_not_finish_is_named_and_does_not_count(world: World) -> None:
    group = await held(world)
    await scored(world, "bob", "1 1 1")
    await submitted(world, "cem", await scored(world, "cem"), r1="0")
    await submitted(world, "ana", await scored(world, "ana"), r1="0")
    found = shown(await cards(world, group, "reveal"))
    assert "as interviewer" not in found
    assert "Not finished, so not counted: cem and dia." in found
    assert "Its spread" not in found
    assert "bob: 100/100 · 67 points from the bot" in found
    assert "from the median" not in found
    assert (await panel.reveal_data(world.do, group, group.questions[0]))["scorers"][0]["to_median"] is None


async def test_where_nobody_scored_the_bots_grade_stands_alone(world: World) -> None:
    group = await held(world)
    found = await cards(world, group, "reveal")
    assert found[1].title == "Nobody scored it"
    assert "the bot's grade stands alone" in shown(found)
    assert "bot 100" in shown(found)


async def test_of_an_answer_that_was_deleted_what_the_panel_gave_is_kept(world: World) -> None:
    group = await held(world)
    await scored(world, "cem", "1 1 1")
    await world.documents.delete("interview_attempts", {"session_id": group.id})
    found = shown(await cards(world, group, "reveal"))
    assert "The answer was deleted" in found
    assert "cem: 100/100'" in found


async def test_the_score_of_a_member_who_left_counts(world: World) -> None:
    group = await held(world)
    await scored(world, "cem", "1 1 1")
    _, _, cem, dia = await members(world)
    now = world.clock.now()
    for one in (cem, dia):
        await world.do.groups.change(group.id, lambda g, one=one: g.left(one, now))  # type: ignore[misc]
    found = shown(await cards(world, group, "reveal"))
    assert "cem: 100/100" in found
    assert "not counted: bob." in found


async def test_code_is_shown_as_code(world: World) -> None:
    add = LIBRARY.question("add-two")
    assert add is not None
    code = "def add(a, b):\n    return a + b"
    group = await held(world, question=add, answer=f"It is constant.\n```python\n{code}\n```")
    said = (await cards(world, group, "scoring"))[0]
    assert shown((said,)).count("Code(") == 1
    assert repr(code) in shown((said,))
    found = shown(await cards(world, group, "reveal"))
    assert "It counts 1 more row, which the panel does not score." in found
