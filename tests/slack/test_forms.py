"""Forms as modals and back, without anything remembered in between."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chat.secret import NOTE
from adapters.slack.command_forms import command_form
from adapters.slack.forms import (
    CALLBACK,
    CHOSEN,
    LONGEST,
    NOWHERE,
    PRESSED,
    loading,
    problem,
    submitted,
    uploads,
    values,
    view,
)
from adapters.slack.who import Spot
from domain.actions import TABLE
from domain.dispatch import apology
from domain.replies import Choice, Form, Input, Reply, say
from domain.suggest import Suggestion
from tests.chat.any_reply import replies
from tests.examples import tried
from tests.slack.legal import nested, text_of
from tests.slack.views import asked, check_view, choice, sent

ANSWER = Form(
    "answer?session=ab12&n=3",
    "Your answer",
    (Input("text", "Your answer", long=True), Input("predict", "Your guess of the score", required=False)),
)
SPOT = Spot("C1", "171.5", own_dm=False, response_url="https://hooks.slack.example/x")
some_choices = st.lists(
    st.builds(Choice, st.text(), st.text(st.characters(codec="ascii"), min_size=1, max_size=150)), max_size=25
).map(tuple)
inputs = st.lists(
    st.builds(Input, st.uuids().map(str), st.text(), st.booleans(), st.booleans(), choices=some_choices),
    min_size=1,
    max_size=10,
)


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


MET = (Choice("Met fully", "1"), Choice("half " * 20, "0.5"), Choice("", "0"))
SCORES = Form(
    "group+score?group=ab12&n=1",
    "Score ana",
    (
        Input("r1", "Names the index", choices=MET, chosen="0.5"),
        Input("r2", "Says what it costs", choices=MET),
    ),
)


def test_a_text_begins_with_what_is_there_unless_it_would_be_cut() -> None:
    there, long = Input("text", "Other words", long=True, value="As *it* was"), "x" * (LONGEST + 1)
    form = Form("mentor+comment", "Other words", (there, Input("more", "More", long=True, value=long)))
    shown = view(form, takes_file=False)
    check_view(shown)
    first, second = (block["element"] for block in asked(shown).values())
    assert (first["initial_value"], "initial_value" in second) == ("As *it* was", False)


def test_one_of_several_is_picked_and_read_back_as_its_value() -> None:
    shown = view(SCORES, takes_file=False, spot=SPOT)
    check_view(shown)
    first, second = (block["element"] for block in asked(shown).values())
    assert first["type"] == second["type"] == "static_select"
    assert [one["value"] for one in first["options"]] == ["1", "0.5", "0"]
    assert (first["initial_option"]["value"], "initial_option" in second) == ("0.5", False)
    picked = [{"selected_option": element["options"][0]} for element in (first, second)]
    assert submitted(sent(shown, r1=picked[0], r2=picked[1])).values == {"r1": "1", "r2": "1"}


def test_what_was_picked_before_and_is_no_more_is_not_picked() -> None:
    shown = view(Form("x", "Row", (Input("r1", "Row", choices=MET, chosen="0.7"),)), takes_file=False)
    assert "initial_option" not in asked(shown)["r1"]["element"]


def test_a_choice_that_slack_could_not_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="150"):
        view(Form("x", "Row", (Input("r1", "Row", choices=(Choice("a", "x" * 151),)),)), takes_file=False)


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
    shown = command_form(TABLE["interview start"], {"companies": [Suggestion("Google", "Google")]}, SPOT)
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


def test_buttons_and_choices_are_told_apart_by_their_ids() -> None:
    assert PRESSED.match("press0")
    assert not CHOSEN.match("press0")
    assert CHOSEN.match("company")
    assert not PRESSED.match("company")
    assert not [part for part in nested(view(ANSWER, takes_file=True)) if part["type"] == "mrkdwn"]
