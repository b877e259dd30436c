"""A time zone by the name of a place, however it is written."""

import pytest

from domain.actions.timezone import zone_named
from domain.errors import UserError
from tests.domain.nudged import known, labels
from tests.fakes import NOON
from tests.world import World, data, text_of


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("  EUROPE / BERLIN ", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("america/new york", "America/New_York"),
        ("buenos aires", "America/Buenos_Aires"),
        ("Mumbai", "Asia/Kolkata"),
        ("utc", "UTC"),
        ("Japan", "Japan"),
    ],
)
def test_a_place_is_found(typed: str, zone: str) -> None:
    assert zone_named(typed, NOON) == zone


@pytest.mark.parametrize(
    ("typed", "title", "offered"),
    [
        ("+5:30", "A place, please", "Asia/Kolkata"),
        ("UTC+1", "A place, please", "Europe/Berlin"),
        ("gmt-0500", "A place, please", "America/New_York"),
        ("Etc/GMT+5", "Unknown time zone", ""),
        ("Berln", "Unknown time zone", "Europe/Berlin"),
        ("bangalor", "Unknown time zone", "Asia/Kolkata"),
        ("x" * 190, "Unknown time zone", ""),
        ("localtime", "Unknown time zone", ""),
    ],
)
def test_what_is_no_place_is_answered_with_some_that_are(typed: str, title: str, offered: str) -> None:
    with pytest.raises(UserError) as refused:
        zone_named(typed, NOON)
    assert refused.value.title == title
    assert len(refused.value.buttons) <= 3
    assert offered in [button.label for button in refused.value.buttons] or not offered


async def test_setting_it_shows_the_time_there_and_moves_the_next_look(world: World) -> None:
    reply = await world.say("/profile timezone kolkata")
    assert data(reply) == {"timezone": "Asia/Kolkata", "local_time": "2026-11-22T17:30+05:30"}
    assert "It is Sunday, 22 November, 17:30 there now." in text_of(reply)
    student = await known(world)
    assert student.look_at is not None
    assert student.look_at.isoformat() == "2026-11-23T03:30:00+00:00"


async def test_a_slip_can_be_put_right_with_a_button(world: World) -> None:
    refused = await world.say("/profile timezone berln")
    assert refused.failed
    assert len(labels(refused)) == 3
    assert data(await world.press(refused, "Europe/Berlin"))["timezone"] == "Europe/Berlin"
