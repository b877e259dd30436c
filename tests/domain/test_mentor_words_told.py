"""How a mentor's words reach their student: in messages, on the pages of the report, and no further."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.domain.known import HALF, known_world
from tests.domain.mentored import interviewed, mentorship, sent_to, titles
from tests.domain.test_mentor_remarks import first, overridden, quotes
from tests.world import World, text_of


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        await opened.say("/help", "mia")
        await interviewed(opened, HALF)
        yield opened


async def test_comments_reach_a_student_once_an_hour_the_later_ones_together(world: World) -> None:
    await mentorship(world)
    await interviewed(world, HALF)
    for number in range(4):
        made = await world.say(f"/mentor comment ana 1 Words {number}", "mia")
        await world.press(made, "Delete", "mia")
    await world.say("/mentor comment ana 1 And these stay.", "mia")
    await world.say(f"/mentor comment ana {(await first(world)).id} So do these.", "mia")
    world.clock.forward(minutes=50)
    await world.sweep()
    assert titles(world, "ana").count("Your mentor wrote to you") == 1
    world.clock.forward(minutes=11)
    await world.sweep()
    told = [reply for reply in sent_to(world, "ana") if reply.cards[0].title == "Your mentor wrote to you"]
    assert [sorted(quotes(reply)) for reply in told] == [["Words 0"], ["And these stay.", "So do these."]]
    world.clock.forward(hours=2)
    await world.sweep()
    assert titles(world, "ana").count("Your mentor wrote to you") == 2


async def test_an_override_does_not_wait_for_the_comments(world: World) -> None:
    await mentorship(world)
    await world.say("/mentor comment ana 1 One.", "mia")
    await world.say("/mentor comment ana 1 Two.", "mia")
    await overridden(world)
    assert sum("judged" in title for title in titles(world, "ana")) == 1
    assert titles(world, "ana").count("Your mentor wrote to you") == 1


async def test_an_override_leads_to_the_new_report_which_is_not_sent_unasked(world: World) -> None:
    await mentorship(world)
    assert titles(world, "ana").count("Your report") == 1
    await overridden(world)
    world.clock.forward(minutes=30)
    await world.sweep()
    assert titles(world, "ana").count("Your report") == 1
    await world.say("/mentor comment ana 1 And begin with the cost.", "mia")
    world.clock.forward(minutes=30)
    await world.sweep()
    assert titles(world, "ana").count("Your report") == 1
    told = next(reply for reply in sent_to(world, "ana") if "judged" in reply.cards[0].title)
    shown = await world.press(told, "New report")
    assert "25/100" in text_of(shown), "50 and a question skipped; it was 12 before"
    assert shown.files


async def test_comments_stand_on_the_students_pages_and_go_with_their_mentors_account(world: World) -> None:
    await mentorship(world)
    await mentorship(world, "mio")
    await world.say("/mentor comment ana 1 Begin with the cost.", "mia")
    await world.say("/report session")
    (said,) = world.renderer.sheets[-1].sections[0].comments
    assert (said.name, said.at, said.text) == ("mia", world.clock.now(), "Begin with the cost.")
    await world.say("/report student ana", "mio")
    assert world.renderer.sheets[-1].sections[0].comments == (), "they are not for another mentor"
    asked = await world.press(await world.say("/account delete", "mia"), "Delete …", "mia")
    assert not (await world.press(asked, "Delete everything", "mia")).failed
    world.clock.forward(minutes=30)
    await world.sweep()
    await world.say("/report session")
    assert world.renderer.sheets[-1].sections[0].comments == ()
