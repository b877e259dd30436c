"""/nudges and its buttons: on, off, the hour, quiet hours, a snooze, and what all of that comes to."""

import pytest

from tests.domain.nudged import MONDAY, cards_due, labels, nudges, told
from tests.world import World, data, text_of


async def test_off_means_nothing_and_on_again_undoes_it(world: World) -> None:
    await cards_due(world, 1)
    await told(world, MONDAY)
    (reply,) = nudges(world)
    stopped = await world.press(reply, "Stop these")
    assert data(stopped)["on"] is False
    assert await told(world, "2026-11-24T09:00") == []
    again = await world.press(stopped, "Turn on again")
    assert data(again)["on"] is True
    assert len(await told(world, "2026-11-25T09:00")) == 1


async def test_snoozing_takes_a_day_and_offers_three_and_seven(world: World) -> None:
    await cards_due(world, 1)
    await told(world, MONDAY)
    snoozed = await world.press(nudges(world)[0], "Snooze")
    assert text_of(snoozed).count("Quiet until Tue 24 Nov, 09:00") == 1
    assert labels(snoozed) == ["Snooze 3 days", "Snooze 7 days", "Wake me now"]
    longer = await world.press(snoozed, "Snooze 3 days")
    assert data(longer)["snoozed_until"] == "2026-11-26"
    assert labels(longer) == ["Snooze 7 days", "Wake me now"]
    await world.say("/profile timezone new york")
    assert await told(world, "2026-11-25T20:00") == []
    assert await told(world, "2026-11-26T13:59") == []
    assert len(await told(world, "2026-11-26T14:00")) == 1


async def test_show_says_all_that_is_set_and_what_would_be_said(world: World) -> None:
    await cards_due(world, 2)
    await world.say("/profile timezone berlin")
    await world.say("/nudges time 7 am quiet:22:00-06:30")
    shown = await world.say("/nudges show")
    assert data(shown) | {"streak": None} == {
        "on": True,
        "at": "07:00",
        "timezone": "Europe/Berlin",
        "local_time": "13:00",
        "quiet": ["22:00", "06:30"],
        "snoozed_until": None,
        "next_look": "2026-11-23T06:00:00+00:00",
        "streak": None,
        "would_say": ["review:2026-11-22"],
    }
    for words in (
        "07:00",
        "Europe/Berlin, 13:00 now",
        "22:00 to 06:30",
        "Mon 23 Nov, 07:00",
        "2 cards to review",
    ):
        assert words in text_of(shown)


@pytest.mark.parametrize(
    ("typed", "at_", "quiet"),
    [
        ("8", "08:00", ["22:00", "08:00"]),
        ("6 pm", "18:00", ["22:00", "08:00"]),
        ("6pm", "18:00", ["22:00", "08:00"]),
        ("12am quiet:off", "00:00", None),
        ("07:00", "08:00", ["22:00", "08:00"]),
        ("21.15 quiet:23-7", "21:15", ["23:00", "07:00"]),
        ("25:00", None, None),
        ("8:60", None, None),
        ("noon", None, None),
        ("8 quiet:22", None, None),
    ],
)
async def test_times_are_read_as_people_write_them(
    world: World, typed: str, at_: str | None, quiet: list[str] | None
) -> None:
    reply = await world.say(f"/nudges time {typed}")
    if at_ is None:
        assert reply.failed
        assert "like" in text_of(reply)
    else:
        assert (data(reply)["at"], data(reply)["quiet"]) == (at_, quiet)
