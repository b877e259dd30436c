"""Two people at one terminal: who types, where, and what each is shown."""

import io

import pytest

from adapters.console.app import Doorbell, Shown
from adapters.console.seat import Seat
from domain.errors import UserError
from domain.replies import say
from domain.requests import Actor, Place
from tests.console.desk import ANA, held, screen_to

STUDY = Place("channel", "study")
NO_CHANNEL = say("Not in a direct message", data={"needs": "channel"}, failed=True)


async def test_what_is_typed_comes_from_whoever_sits_there_and_where() -> None:
    dialogue = await held(
        ["one", "/in channel:study", "two", "/as ben", "three", "/in dm", "/AS  ana", "four"]
    )
    asked = [(one.actor.user_id, str(one.place), one.args["text"]) for one in dialogue.asked]
    assert asked == [
        ("ana", "dm", "one"),
        ("ana", "channel:study", "two"),
        ("ben", "channel:study", "three"),
        ("ana", "dm", "four"),
    ]
    assert dialogue.keyboard.prompts == [
        *("> ", "> ", "ana in channel:study> ", "ana in channel:study> "),
        *("ben in channel:study> ", "ben in channel:study> ", "ben> ", "ana> ", "ana> "),
    ]
    assert "You are in channel:study" in dialogue.text


async def test_where_a_channel_is_needed_the_way_to_one_is_said() -> None:
    dialogue = await held(["/group start"], [NO_CHANNEL])
    assert "`/in channel:study` goes to a channel, and `/as ben` lets somebody else" in dialogue.text


@pytest.mark.parametrize("line", ["/in", "/in nowhere", "/in channel:", "/as", "/as " + "x" * 41])
async def test_what_names_no_place_and_nobody_changes_nothing(line: str) -> None:
    dialogue = await held([line, "hello"])
    (request,) = dialogue.asked
    assert (request.actor, request.place) == (ANA, Place())
    with pytest.raises(UserError):
        Seat(ANA).moved(line)


async def test_each_is_told_what_is_theirs_and_all_what_is_said_to_all() -> None:
    out, seat = io.StringIO(), Seat(ANA)
    doorbell, ben = Doorbell(seat, screen_to(out), Shown()), Actor("console", "ben")
    assert not doorbell.serves(ben)
    seat.moved("/as ben")
    seat.moved("/in channel:study")
    assert doorbell.serves(ben)
    assert doorbell.serves(ANA)
    await doorbell.post(ANA, STUDY, say("Question 1"))
    await doorbell.post(ANA, Place("channel", "other"), say("Question 9"))
    await doorbell.send(ben, Place(), say("A word to Ben"))
    await doorbell.send(ANA, Place(), say("A word to Ana"))
    said = out.getvalue()
    marks = ["Question 1", "In channel:other:", "Question 9", "A word to Ben", "For ana:", "A word to Ana"]
    assert sorted(marks, key=said.index) == marks
    assert "For ben:" not in said
    assert "In channel:study" not in said
