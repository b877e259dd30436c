"""Fields of a form that are picked from a list: by number, by label, by Enter."""

import io

from adapters.console.app import Doorbell, Shown
from adapters.console.keyboard import Interrupted
from adapters.console.seat import Seat
from domain.grouping.panel_rows import LEVELS
from domain.replies import Choice, Form, Input, Reply, say
from domain.requests import Actor, Place
from tests.console.desk import ANA, Desk, held, screen_to
from tests.console.test_repl import HINT

ROW = Input("r1", "1. States constant time", choices=LEVELS)
AGAIN = Input("r2", "2. Handles overflow", choices=LEVELS, chosen="0.25")
LEAVE = Input(
    "quotes", "May the group see it?", required=False, choices=(Choice("No", "no"), Choice("Yes", "yes"))
)


async def filled(lines: list[str | Interrupted], *inputs: Input) -> Desk:
    form = Form("group+score?group=ab12&n=1&part=1", "Score Ana", inputs)
    return await held(["/group score", *lines], [Reply(form=form)])


async def test_the_list_is_shown_and_a_number_picks() -> None:
    dialogue = await filled(["2"], ROW)
    assert "1. States constant time\n1 Met fully\n2 Mostly\n3 Half\n4 A little\n5 Not at all" in dialogue.text
    assert dialogue.asked[1].args == {"group": "ab12", "n": "1", "part": "1", "r1": "0.75"}


async def test_a_label_or_its_beginning_picks_in_any_case() -> None:
    dialogue = await filled(["not AT all", "ha", "MET  fully"], ROW, AGAIN, ROW)
    assert dialogue.asked[1].args["r2"] == "0.5"
    assert dialogue.asked[1].args["r1"] == "1"


async def test_a_whole_label_is_meant_though_another_begins_with_it() -> None:
    sure = Input(
        "sure", "Sure?", choices=(Choice("Not sure", "maybe"), Choice("No", "no"), Choice("Not", "x"))
    )
    assert (await filled(["no"], sure)).asked[1].args["sure"] == "no"


async def test_enter_keeps_the_text_that_is_there_and_another_takes_its_place() -> None:
    there = Input("text", "Your comment", long=True, value="Name *the* cost.")
    dialogue = await filled([""], there)
    assert (
        "Your comment (end with a line of `.`; Enter keeps what is there)\n│ Name *the* cost."
        in dialogue.text
    )
    assert dialogue.asked[1].args["text"] == "Name *the* cost."
    assert (await filled(["Say why.", "."], there)).asked[1].args["text"] == "Say why."


async def test_what_is_none_of_them_is_asked_again() -> None:
    dialogue = await filled(["7", "m", "", "0", "-1", "perhaps", "3"], ROW)
    assert dialogue.text.count("Type the number or the beginning of one of these.") == 6
    assert dialogue.asked[1].args["r1"] == "0.5"


async def test_enter_takes_what_was_picked_before() -> None:
    dialogue = await filled([""], AGAIN)
    assert "4 A little (Enter)" in dialogue.text
    assert dialogue.asked[1].args["r2"] == "0.25"


async def test_an_optional_one_may_be_left_open() -> None:
    dialogue = await filled([""], LEAVE)
    assert "May the group see it? (may be left empty)" in dialogue.text
    assert dialogue.asked[1].args["quotes"] == ""


async def test_ctrl_c_in_a_list_sends_nothing() -> None:
    dialogue = await filled([Interrupted()], ROW)
    assert "Cancelled; nothing was sent." in dialogue.text
    assert [r.action for r in dialogue.asked] == ["group score"]


async def test_a_round_of_the_person_here_is_shown_and_can_be_pressed() -> None:
    out, shown = io.StringIO(), Shown()
    doorbell = Doorbell(Seat(ANA), screen_to(out), shown)
    place = Place("thread", "t1")
    assert await doorbell.post(Actor("console", "ben"), place, say("Another round")) == ""
    assert out.getvalue() == ""
    await doorbell.post(ANA, place, say("Question 1 of the group", buttons=(HINT,)))
    assert "Question 1 of the group" in out.getvalue()
    assert shown.buttons == (HINT,)
