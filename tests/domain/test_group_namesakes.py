"""Two members of one name, and what is said to each of their own answer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.request import Line
from domain.grouping.people import told_apart
from domain.replies import Reply
from domain.requests import Actor, Place
from tests.domain.grouped import HALF, RACE, Table, table
from tests.examples import tried
from tests.world import text_of

PANEL = "/group start mode:panel round:technical_qa"


@pytest.fixture
async def group(tmp_path: Path) -> AsyncIterator[Table]:
    async with table(tmp_path) as opened:
        yield opened


async def says(group: Table, number: int, text: str) -> Reply:
    """What the person of that number is told; each of them is called Ana."""
    who = Actor("console", f"a{number}", display_name="Ana")
    reply = await group.world.maybe(Line(who, Place.of(group.place), text=text))
    assert reply is not None
    await group._settle()
    return reply


async def begun(group: Table, start: str) -> None:
    await says(group, 1, start)
    for number in (2, 3):
        await says(group, number, "/group join")
    await says(group, 1, "/group next")


async def test_namesakes_of_a_race_are_told_apart_on_every_card(group: Table) -> None:
    await begun(group, RACE)
    assert "Waiting for Ana, Ana (2) and Ana (3)." in text_of(group.card)
    await says(group, 3, f"/answer {HALF}")
    assert "Waiting for Ana and Ana (2)." in text_of(group.card)
    assert (await says(group, 1, "/group status")).data["answered"] == ["Ana (3)"]
    await says(group, 1, "/group reveal")
    assert "Ana (3): " in text_of(group.card)
    assert "Without an answer: Ana and Ana (2)." in text_of(group.card)
    assert [row["name"] for row in (await says(group, 2, "/group status")).data["board"]] == ["Ana (3)"]
    assert "Ana (3)" in text_of(await says(group, 2, "/group board"))


async def test_namesakes_of_a_panel_are_told_apart_where_they_score(group: Table) -> None:
    await begun(group, PANEL)
    assert "Ana answers in the open. Ana (2) interviews." in text_of(group.card)
    await says(group, 1, f"/answer {HALF}")
    form = (await says(group, 1, "/group score")).form
    assert form is not None
    assert form.title == "Score Ana (2)"
    await says(group, 3, "/group score 1 1 1")
    await says(group, 1, "/group reveal")
    assert "Ana (3): 100/100" in text_of(group.card)
    assert "Not finished, so not counted: Ana (2)." in text_of(group.card)


async def test_the_summary_tells_them_apart_too(group: Table) -> None:
    await begun(group, RACE)
    await says(group, 2, f"/answer {HALF}")
    await says(group, 1, "/group end")
    (sheet,) = group.world.renderer.grouped
    assert sheet.names == ("Ana", "Ana (2)", "Ana (3)")
    assert [row.name for row in sheet.board] == ["Ana (2)"]


@given(st.lists(st.sampled_from(("Ana", "ana", "Ana (2)", "Ben")), max_size=8))
@tried(40)
def test_no_two_are_called_the_same_and_who_comes_later_changes_nobody(names: list[str]) -> None:
    marked = told_apart(dict(enumerate(names)))
    assert len({name.casefold() for name in marked.values()}) == len(names)
    later = told_apart(dict(enumerate([*names, "Ana"])))
    assert {number: later[number] for number in marked} == marked


async def test_the_advice_on_a_weak_answer_can_be_followed_in_a_group(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.say("ana", "/answer The sea is blue and birds are fond of quiet mornings by the shore.")
    await group.act("ana", "Reveal")
    own = text_of(await group.act("ana", "Mine"))
    assert "read the model answer" in own
    assert "hints" not in own
    assert "answer again" not in own


@pytest.mark.parametrize("start", [RACE, PANEL])
async def test_a_question_taken_out_of_use_meanwhile_is_revealed_all_the_same(
    group: Table, start: str
) -> None:
    await group.ask("ana", "ben", "cem", start=start)
    slug = (await group.round()).questions[0].slug
    await group.say("ana", f"/answer {HALF}")
    await group.world.press(await group.world.say(f"/admin question {slug}", "root"), "Retire", "root")
    await group.world.retire(slug)
    group.world.clock.forward(minutes=2)
    if start == PANEL:
        await group.say("cem", "/group score 1 0.5 0")
    await group.say("ana", "/group reveal")
    assert "A model answer" in [card.title for card in group.card.cards]
    assert (await group.round()).phase == "revealed"
