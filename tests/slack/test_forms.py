"""Forms as modals and back, without anything remembered in between."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.views import View as SdkView

from adapters.chat.secret import NOTE
from adapters.chat.text import safe
from adapters.slack.command_forms import command_form
from adapters.slack.forms import (
    CALLBACK,
    CHOSEN,
    NOWHERE,
    PRESSED,
    View,
    loading,
    problem,
    submitted,
    uploads,
    values,
    view,
)
from adapters.slack.who import Spot
from domain.actions import TABLE
from domain.actions.kinds import Action, Opens, Option
from domain.actions.parse import checked
from domain.dispatch import apology
from domain.replies import Form, Input, Reply, say
from domain.suggest import Suggestion
from domain.tokens import decode
from tests.chat.any_reply import replies, short
from tests.examples import tried
from tests.slack.legal import judge, length, nested, text_of, visible

ANSWER = Form(
    "answer?session=ab12&n=3",
    "Your answer",
    (Input("text", "Your answer", long=True), Input("predict", "Your guess of the score", required=False)),
)
SPOT = Spot("C1", "171.5", own_dm=False, response_url="https://hooks.slack.example/x")
START = TABLE["interview start"]
inputs = st.lists(
    st.builds(Input, st.uuids().map(str), st.text(), st.booleans(), st.booleans()), min_size=1, max_size=10
)
suggested = st.lists(st.builds(Suggestion, short, short | st.integers().map(str)), max_size=8)


def asked(shown: View) -> dict[str, dict[str, Any]]:
    """The input blocks by the name of what they ask for."""
    return {block["block_id"]: block for block in shown["blocks"] if block["type"] == "input"}


def check_view(shown: View) -> None:
    """Slack's limits on a modal."""
    parsed = SdkView(**shown)
    parsed.validate_json()
    assert parsed.to_dict() == shown
    judge("Modal").validate(shown)
    assert 1 <= len(shown["blocks"]) <= 100
    assert len(shown.get("private_metadata", "")) <= 3000
    for name in {"title", "submit", "close"} & shown.keys():
        assert visible(shown[name]["text"])
        assert length(shown[name]["text"]) <= 24
    for name, block in asked(shown).items():
        assert name == block["element"]["action_id"]
        assert 0 < length(block["label"]["text"]) <= 2000
        assert 0 < length(block.get("hint", {"text": "x"})["text"]) <= 2000
        check_choices(block["element"])


def check_choices(element: dict[str, Any]) -> None:
    options = element.get("options", [{"text": {"text": "x"}, "value": "x"}])
    assert 1 <= len(options) <= 100
    assert all(0 < length(one["text"]["text"]) <= 75 and 0 < length(one["value"]) <= 150 for one in options)
    assert len({one["value"] for one in options}) == len(options)


def sent(shown: View, **given: dict[str, Any]) -> View:
    """The view as it comes back, with what a person put into it; the other inputs are there with nothing."""
    state = {
        name: {name: {"type": block["element"]["type"], **given.get(name, {"value": None})}}
        for name, block in asked(shown).items()
    }
    return {**shown, "id": "V1", "state": {"values": state}}


def choice(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value, "emoji": False}, "value": value}


def test_a_form_asks_what_it_lists() -> None:
    shown = view(ANSWER, takes_file=False)
    check_view(shown)
    text, predict = asked(shown).values()
    assert (shown["callback_id"], shown["title"]["text"]) == (CALLBACK, "Your answer")
    assert (text["element"]["multiline"], text["element"]["max_length"], text["optional"]) == (
        True,
        3000,
        False,
    )
    assert (predict["element"]["multiline"], predict["optional"]) == (False, True)


def test_a_file_may_stand_for_the_long_text() -> None:
    shown = view(ANSWER, takes_file=True)
    check_view(shown)
    text, _, file = asked(shown).values()
    assert text["optional"] is True
    assert (file["element"]["type"], file["element"]["max_files"], file["optional"]) == (
        "file_input",
        1,
        True,
    )


@given(st.text(), inputs.map(tuple), st.booleans())
@tried(10)
def test_slack_takes_every_form(title: str, some: tuple[Input, ...], takes_file: bool) -> None:
    check_view(view(Form("answer", title, some), takes_file=takes_file, spot=SPOT))


def test_any_process_can_read_what_was_sent() -> None:
    file = {"id": "F1", "name": "a.py"}
    shown = sent(
        json.loads(json.dumps(view(ANSWER, takes_file=True, spot=SPOT))),
        text={"value": "def f(): <b>&"},
        file={"files": [file]},
    )
    found = submitted(shown)
    assert (found.token, found.spot) == (ANSWER.token, SPOT)
    assert (found.values, found.files) == ({"text": "def f(): <b>&"}, [file])


SECRET = Form(
    "account+register", "Register", (Input("email", "E-mail"), Input("password", "Password", secret=True))
)


def test_a_secret_is_told_apart_in_what_comes_back_and_its_form_says_that_it_shows() -> None:
    shown = view(SECRET, takes_file=False, spot=SPOT)
    check_view(shown)
    email, password = shown["blocks"]
    assert "hint" not in email
    assert password["hint"]["text"] == NOTE
    given = {
        block["block_id"]: {"value": text}
        for block, text in ((email, "ana@a.example"), (password, "hunter2"))
    }
    found = submitted(sent(shown, **given))
    assert found.values == {"email": "ana@a.example", "password": "hunter2"}
    assert found.returnable == {"email": "ana@a.example"}


def test_a_problem_shows_no_secret_again() -> None:
    shown = view(SECRET, takes_file=False)
    given = {block["block_id"]: {"value": f"{block['block_id']} given"} for block in shown["blocks"]}
    again = json.dumps(problem(say("Taken", "That address is taken.", failed=True), sent(shown, **given)))
    assert "email given" in again
    assert "password given" not in again


def test_a_view_of_somebody_else_has_no_token() -> None:
    found = submitted({"private_metadata": "", "state": {"values": {}}})
    assert (found.token, found.spot, found.values) == ("", NOWHERE, {})


def test_what_slack_could_not_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="3000"):
        view(ANSWER, takes_file=False, spot=Spot("C1", response_url="x" * 3000))


STATE = {
    "values": {
        "text": {"text": {"type": "plain_text_input", "value": "x = 1"}},
        "rounds": {
            "rounds": {
                "type": "multi_static_select",
                "selected_options": [choice("dsa"), choice("behavioral")],
            }
        },
        "company": {"company": {"type": "static_select", "selected_option": choice("Google")}},
        "stream": {"stream": {"type": "static_select", "selected_option": None}},
        "modes": {"modes": {"type": "multi_static_select", "selected_options": []}},
        "questions": {"questions": {"type": "number_input", "value": "2"}},
        "role": {"role": {"type": "plain_text_input", "value": None}},
        "file": {"file": {"type": "file_input", "files": [{"id": "F2"}, {"id": "F1"}]}},
        "other": {"other": {"type": "file_input"}},
    }
}


def test_what_was_submitted_is_read_as_it_was_given() -> None:
    assert values(STATE) == {
        "text": "x = 1",
        "rounds": "dsa,behavioral",
        "company": "Google",
        "questions": "2",
    }


def test_uploads_come_in_the_order_they_were_given() -> None:
    assert [one["id"] for one in uploads(STATE)] == ["F2", "F1"]
    assert uploads({"values": {}}) == []


def test_a_loading_modal_has_nothing_to_send() -> None:
    check_view(loading())
    assert "submit" not in loading("Interview")
    assert loading("Interview")["title"]["text"] == "Interview"
    assert loading()["callback_id"] != CALLBACK


@given(replies(3))
@tried(8)
def test_every_reply_fits_into_a_modal(reply: Reply) -> None:
    check_view(problem(reply))


def test_a_problem_is_shown_above_what_was_typed() -> None:
    shown = command_form(START, {"companies": [Suggestion("Google", "Google")]}, SPOT)
    back = sent(
        shown,
        role={"value": "SDE"},
        company={"selected_option": choice("Google")},
        rounds={"selected_options": [choice("dsa")]},
    )
    again = problem(say("Out of range", "From 1 to 5.", failed=True), back)
    check_view(again)
    assert text_of(again["blocks"][:2]) == "⚠️ Out of rangeFrom 1 to 5."
    elements = {name: block["element"] for name, block in asked(again).items()}
    assert elements["role"]["initial_value"] == "SDE"
    assert elements["company"]["initial_option"] == choice("Google")
    assert elements["rounds"]["initial_options"] == [choice("dsa")]
    assert "initial_value" not in elements["difficulty"]
    assert submitted({**again, "state": back["state"]}).token == "interview+start"


def test_a_problem_without_a_form_can_only_be_closed() -> None:
    shown = problem(apology("ab12"))
    assert "submit" not in shown
    assert "ab12" in text_of(shown["blocks"])


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


def test_buttons_and_choices_are_told_apart_by_their_ids() -> None:
    assert PRESSED.match("press0")
    assert not CHOSEN.match("press0")
    assert CHOSEN.match("company")
    assert not PRESSED.match("company")
    assert not [part for part in nested(view(ANSWER, takes_file=True)) if part["type"] == "mrkdwn"]
