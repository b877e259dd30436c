"""The options of a command asked for in a modal."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chat.text import safe
from adapters.slack.command_forms import command_form
from adapters.slack.forms import submitted
from adapters.slack.who import Spot
from domain.actions import TABLE
from domain.actions.kinds import Action, Opens, Option
from domain.actions.parse import checked
from domain.errors import UserError
from domain.replies import Reply
from domain.suggest import Suggestion
from domain.tokens import decode
from tests.chat.any_reply import short
from tests.examples import tried
from tests.slack.legal import length, text_of
from tests.slack.views import asked, check_view, choice, sent

SPOT = Spot("C1", "171.5", own_dm=False, response_url="https://hooks.slack.example/x")
START = TABLE["interview start"]
suggested = st.lists(st.builds(Suggestion, short, short | st.integers().map(str)), max_size=8)


def test_a_bare_command_asks_for_its_options() -> None:
    shown = command_form(START, {"companies": [Suggestion("AT&T", "AT&T")], "streams": ()})
    check_view(shown)
    kinds = {name: block["element"]["type"] for name, block in asked(shown).items()}
    assert kinds == {
        "company": "static_select",
        "role": "plain_text_input",
        "rounds": "multi_static_select",
        "stream": "plain_text_input",
        "difficulty": "number_input",
        "questions": "number_input",
    }
    assert (shown["title"]["text"], shown["submit"]["text"]) == ("Start a mock interview", "Start")
    difficulty = asked(shown)["difficulty"]
    assert (difficulty["element"]["min_value"], difficulty["element"]["max_value"]) == ("1", "5")
    assert difficulty["hint"]["text"] == "Where to begin (1 to 5)."
    rounds = asked(shown)["rounds"]["element"]["options"]
    assert [one["text"]["text"] for one in rounds] == ["DSA", "Technical", "System design", "Behavioral"]
    assert "/interview start company:" in asked(shown)["company"]["hint"]["text"]


def test_of_a_single_choice_one_is_picked() -> None:
    found = asked(command_form(TABLE["group start"], {}))
    assert found["mode"]["element"]["type"] == "static_select"
    assert found["mode"]["hint"]["text"] == "Race: all answer; panel: one answers, the others score."
    with pytest.raises(UserError, match="one of race, panel"):
        checked(TABLE["group start"], {"mode": "race,panel"})


def test_a_sent_command_form_is_the_command() -> None:
    shown = command_form(START, {"companies": [Suggestion("Google", "Google")]}, SPOT)
    found = submitted(
        sent(
            shown,
            company={"selected_option": choice("Google")},
            rounds={"selected_options": [choice("dsa"), choice("behavioral")]},
            questions={"value": "2"},
        )
    )
    name, args = decode(found.token)
    assert (name, args, found.spot) == (START.name, {}, SPOT)
    assert checked(START, found.values) == {"company": "Google", "rounds": "dsa,behavioral", "questions": 2}


@pytest.mark.parametrize("action", [a for a in TABLE.values() if not a.hidden], ids=lambda a: a.name)
def test_every_command_has_a_form(action: Action) -> None:
    known = {"sessions": [Suggestion(f"Interview {n}", f"ab{n}") for n in range(150)]}
    shown = command_form(action, known)
    check_view(shown)
    assert asked(shown).keys() == {o.name for o in action.options if not o.internal} | (
        {"file"} if action.takes_file else set()
    )


@given(suggested)
@tried(8)
def test_slack_takes_whatever_is_known(some: list[Suggestion]) -> None:
    shown = command_form(TABLE["company show"], {"companies": some})
    check_view(shown)
    offered = asked(shown)["name"]["element"].get("options", [])
    fitting = {
        one.value for one in some if one.value and safe(one.value) == one.value and length(one.value) <= 150
    }
    assert {one["value"] for one in offered} == fitting


def test_a_long_text_and_a_file_of_a_command_have_room() -> None:
    async def run(_: Any) -> Reply:
        return Reply()

    action = Action(
        "profile resume",
        "read your resume and say what it shows of you",
        run,
        (Option("text", "the resume's text", kind="rest", required=True),),
        Opens.SLOW,
        takes_file=True,
    )
    shown = command_form(action, {})
    check_view(shown)
    assert shown["title"]["text"] == "Profile resume"
    assert text_of(shown["blocks"][:1]) == "Read your resume and say what it shows of you."
    assert asked(shown)["text"]["element"]["multiline"] is True
    assert asked(shown)["text"]["optional"] is True
    assert asked(shown)["file"]["element"]["type"] == "file_input"
