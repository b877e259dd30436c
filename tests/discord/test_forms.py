"""Forms as modals and back, without anything remembered in between."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chat.secret import NOTE
from adapters.discord.forms import LONGEST, modal, returnable, uploads, values
from domain.replies import Choice, Form, Input
from tests.discord.legal import judge
from tests.examples import tried

ANSWER = Form(
    "answer?session=ab12&n=3",
    "Your answer",
    (Input("text", "Your answer", long=True), Input("predict", "Your guess of the score", required=False)),
)
choices = st.lists(st.builds(Choice, st.text(), st.uuids().map(str)), max_size=25).map(tuple)
inputs = st.lists(
    st.builds(Input, st.uuids().map(str), st.text(), st.booleans(), st.booleans(), choices=choices),
    min_size=1,
)


def labels(form: Form, *, takes_file: bool) -> list[dict[str, Any]]:
    shown = modal(form, takes_file=takes_file).to_dict()["components"]
    assert all(label["type"] == 18 for label in shown)
    return list(shown)


def test_a_form_asks_what_it_lists() -> None:
    text, predict = (label["component"] for label in labels(ANSWER, takes_file=False))
    assert (text["custom_id"], text["style"], text["max_length"], text["required"]) == ("text", 2, 4000, True)
    assert (predict["custom_id"], predict["style"], predict["required"]) == ("predict", 1, False)


def test_a_file_may_stand_for_the_long_text() -> None:
    text, _, file = (label["component"] for label in labels(ANSWER, takes_file=True))
    assert text["required"] is False
    assert (file["type"], file["custom_id"], file["required"]) == (19, "file", False)


def test_a_full_form_has_no_room_for_a_file() -> None:
    full = Form("t", "T", tuple(Input(f"i{n}", "I", long=True) for n in range(5)))
    shown = labels(full, takes_file=True)
    assert [label["component"]["type"] for label in shown] == [4] * 5
    assert all(label["component"]["required"] for label in shown)


def test_a_sixth_input_is_refused() -> None:
    with pytest.raises(ValueError, match="5"):
        modal(Form("t", "T", tuple(Input(f"i{n}", "I") for n in range(6))), takes_file=False)


async def test_discord_py_has_nothing_to_remember_of_a_modal() -> None:
    shown = modal(ANSWER, takes_file=True)
    assert shown.is_finished()
    assert shown.timeout is None
    assert shown.custom_id == ANSWER.token


@given(st.text(), inputs.map(lambda some: tuple(some[:5])), st.booleans())
@tried(15)
def test_every_modal_is_within_the_limits(title: str, asked: tuple[Input, ...], takes_file: bool) -> None:
    shown = modal(Form("answer", title, asked), takes_file=takes_file).to_dict()
    assert 1 <= len(shown["components"]) <= 5
    for text in (shown["title"], *(label["label"] for label in shown["components"])):
        assert 0 < len(text.strip().encode("utf-16-le")) // 2 <= 45
    for text in (label["description"] for label in shown["components"] if "description" in label):
        assert 0 < len(text.strip().encode("utf-16-le")) // 2 <= 100
    for select in (label["component"] for label in shown["components"] if "options" in label["component"]):
        assert all(0 < len(o["label"].strip().encode("utf-16-le")) // 2 <= 100 for o in select["options"])


def test_discord_takes_the_answer_form() -> None:
    judge("ModalInteractionCallbackRequestData").validate(modal(ANSWER, takes_file=True).to_dict())


QUOTES = Input("quotes", "May they see it?", choices=(Choice("No", "no"), Choice("Yes", "yes")), chosen="no")
SCORES = Form(
    "group+score?group=ab12&n=1&part=1",
    "Score ana",
    tuple(
        Input(f"r{n}", "A row " * 20, choices=(Choice("Met " * 40, "1"), Choice("Not met", "0")))
        for n in range(1, 6)
    ),
)


def test_an_input_with_choices_is_a_select_that_begins_with_the_chosen_one() -> None:
    form = Form("group+answer?group=ab12&n=1", "Your answer", (Input("text", "Answer", long=True), QUOTES))
    text, select, file = (label["component"] for label in labels(form, takes_file=True))
    assert [text["type"], select["type"], file["type"]] == [4, 3, 19]
    assert (select["custom_id"], select["required"]) == ("quotes", True)
    assert (select["min_values"], select["max_values"]) == (1, 1)
    offered = [(one["label"], one["value"], one["default"]) for one in select["options"]]
    assert offered == [("No", "no", True), ("Yes", "yes", False)]
    judge("ModalInteractionCallbackRequestData").validate(modal(form, takes_file=True).to_dict())


def test_a_text_begins_with_what_is_there_unless_it_would_be_cut() -> None:
    there, long = Input("text", "Other words", long=True, value="As *it* was"), "x" * (LONGEST + 1)
    form = Form("mentor+comment", "Other words", (there, Input("more", "More", long=True, value=long)))
    first, second = (label["component"] for label in labels(form, takes_file=False))
    assert (first["value"], second.get("value")) == ("As *it* was", None)
    judge("ModalInteractionCallbackRequestData").validate(modal(form, takes_file=False).to_dict())


def test_five_rows_to_score_fit_and_come_back_by_name() -> None:
    shown = labels(SCORES, takes_file=False)
    assert [len(label["component"]["options"]) for label in shown] == [2] * 5
    assert not any(one["default"] for label in shown for one in label["component"]["options"])
    assert [len(label["label"]) < 46 and "A row " * 10 in label["description"] for label in shown] == [
        True
    ] * 5
    judge("ModalInteractionCallbackRequestData").validate(modal(SCORES, takes_file=False).to_dict())
    given = [labelled(type=3, custom_id=label["component"]["custom_id"], values=["1"]) for label in shown]
    assert values({"components": given}) == {f"r{n}": "1" for n in range(1, 6)}


def test_what_need_not_be_picked_may_be_left() -> None:
    form = Form("t", "T", (Input("lead", "Who?", required=False, choices=QUOTES.choices),))
    (select,) = (label["component"] for label in labels(form, takes_file=False))
    assert (select["required"], select["min_values"]) == (False, 0)


def test_a_twenty_sixth_choice_is_refused() -> None:
    many = Input("i", "I", choices=tuple(Choice(str(n), str(n)) for n in range(26)))
    with pytest.raises(ValueError, match="maximum"):
        modal(Form("t", "T", (many,)), takes_file=False)


def labelled(**component: Any) -> dict[str, Any]:
    return {"type": 18, "id": 1, "component": {"id": 2, **component}}


SUBMITTED = {
    "custom_id": ANSWER.token,
    "components": [
        labelled(type=4, custom_id="text", value="def f(): ..."),
        labelled(type=3, custom_id="rounds", values=["dsa", "behavioral"]),
        labelled(type=19, custom_id="file", values=["2", "1"]),
        labelled(type=21, custom_id="mode", value=None),
        {"type": 10, "id": 3},
        {"type": 1, "components": [{"type": 4, "custom_id": "predict", "value": ""}]},
    ],
    "resolved": {"attachments": {"1": {"id": "1", "filename": "a.py"}, "2": {"id": "2", "filename": "b.py"}}},
}


def test_what_was_submitted_is_read_as_it_was_typed() -> None:
    assert values(SUBMITTED) == {"text": "def f(): ...", "rounds": "dsa,behavioral", "predict": ""}


def test_uploads_come_in_the_order_they_were_given() -> None:
    assert [one["filename"] for one in uploads(SUBMITTED)] == ["b.py", "a.py"]


def test_a_form_without_a_file_has_no_uploads() -> None:
    bare = {"custom_id": "t", "components": [labelled(type=19, custom_id="file", values=[])]}
    assert uploads(bare) == []
    assert values(bare) == {}


SECRET = Form(
    "account+register", "Register", (Input("email", "E-mail"), Input("password", "Password", secret=True))
)


def test_a_secret_is_told_apart_in_what_comes_back_and_its_form_says_that_it_shows() -> None:
    email, password = labels(SECRET, takes_file=False)
    assert "description" not in email
    assert password["description"] == NOTE
    assert len(NOTE) <= 100
    judge("ModalInteractionCallbackRequestData").validate(modal(SECRET, takes_file=False).to_dict())
    data = {
        "components": [
            {**shown, "component": {**shown["component"], "value": text}}
            for shown, text in zip((email, password), ("ana@a.example", "hunter2"), strict=True)
        ]
    }
    assert values(data) == {"email": "ana@a.example", "password": "hunter2"}
    assert returnable(data) == {"email": "ana@a.example"}
