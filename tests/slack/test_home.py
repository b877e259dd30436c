"""The Home tab: legal whatever is on it, and what can be gone on with on top."""

from pathlib import Path

import pytest
from hypothesis import given
from slack_sdk.models.views import View as SdkView

from adapters.slack.forms import View
from adapters.slack.home import published
from domain.replies import Button, Card, Reply, Text, say
from tests.chat.any_reply import replies
from tests.examples import tried
from tests.slack.legal import check_blocks, judge, nested, text_of
from tests.world import open_world


def check_home(shown: View) -> None:
    assert shown.keys() == {"type", "blocks"}
    check_blocks(shown["blocks"], 100)
    parsed = SdkView(**shown)
    parsed.validate_json()
    assert parsed.to_dict() == shown


@given(replies(3))
@tried(12)
def test_every_reply_is_a_legal_tab_with_its_buttons(reply: Reply) -> None:
    shown = published(reply)
    check_home(shown)
    pressed = [part["value"] for part in nested(shown["blocks"]) if part["type"] == "button"]
    assert pressed == list(dict.fromkeys(button.token for button in reply.buttons))


@given(replies(3))
@tried(4)
def test_slacks_own_types_take_every_tab(reply: Reply) -> None:
    for block in published(reply)["blocks"]:
        judge("Blocks").validate([block])


def test_the_buttons_stand_below_the_first_card() -> None:
    cards = (Card("Google", (Text("Question 2 of 6."),)), Card("Last results", (Text("74/100"),)))
    shown = published(Reply(cards, (Button("Resume", "interview+resume", "primary"),)))
    kinds = [block["type"] for block in shown["blocks"]]
    assert kinds == ["header", "rich_text", "actions", "divider", "header", "rich_text"]
    assert shown["blocks"][2]["elements"][0]["value"] == "interview+resume"


def test_a_tab_that_is_too_long_says_so() -> None:
    shown = published(Reply(tuple(Card(f"Interview {n}", (Text("word " * 90),)) for n in range(200))))
    assert text_of(shown["blocks"][:1]).startswith("Interview 0")
    assert text_of(shown["blocks"][-1:]) == "This is not all of it."
    assert len(published(say("One", "word " * 900))["blocks"]) == 2


@pytest.mark.parametrize("reply", [Reply(), say("", " ")])
def test_a_tab_is_never_empty(reply: Reply) -> None:
    assert text_of(published(reply)["blocks"]) == "Nothing to show."


async def test_a_real_tab_reads_well(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.say("/interview start company:Google questions:1")
        await world.say("/interview pause")
        said = [await world.say("/interview status"), await world.say("/interview history")]
    status, history = map(published, said)
    for shown in (status, history):
        check_home(shown)
        judge("Blocks").validate(shown["blocks"])
    assert [block["type"] for block in status["blocks"]][:3] == ["header", "rich_text", "actions"]
    assert status["blocks"][2]["elements"][0]["text"]["text"] == "Resume"
    assert text_of(history["blocks"][:1]) == "Your interviews"
