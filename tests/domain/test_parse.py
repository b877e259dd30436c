"""Typed lines become actions and options; nothing of an answer is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actions import TABLE
from domain.actions.parse import checked, find_action, typed_options
from domain.errors import UserError
from domain.tokens import BadToken, decode, encode


def parsed(line: str) -> tuple[str, dict[str, str]]:
    action, rest = find_action(line, TABLE)
    return action.name, typed_options(action, rest)


@pytest.mark.parametrize(
    ("line", "name", "options"),
    [
        (
            "/interview start company:Google role:SDE Intern",
            "interview start",
            {"company": "Google", "role": "SDE Intern"},
        ),
        (
            "/interview start role:SDE Intern rounds:dsa, behavioral",
            "interview start",
            {"role": "SDE Intern", "rounds": "dsa, behavioral"},
        ),
        ("/Interview  START", "interview start", {}),
        ("/interview start Google", "interview start", {"company": "Google"}),
        ("/interview start Google SDE Intern", "interview start", None),
        ("/interview why 2", "interview why", {"question": "2"}),
        ("/interview resume abc", "interview resume", {"session": "abc"}),
        ("/company show Goldman Sachs", "company show", {"name": "Goldman Sachs"}),
        (
            "/answer predict:70 def f(text: str):\n    return 1",
            "answer",
            {"predict": "70", "text": "def f(text: str):\n    return 1"},
        ),
        ("/answer an index is sorted predict: 70", "answer", {"text": "an index is sorted", "predict": "70"}),
        ("/answer text:predict: is a word", "answer", {"text": "predict: is a word"}),
        ("/answer I predict: it grows", "answer", {"text": "I predict: it grows"}),
        ("/help interview start", "help", {"command": "interview start"}),
        ("/answer", "answer", {}),
    ],
)
def test_lines(line: str, name: str, options: dict[str, str] | None) -> None:
    found, typed = parsed(line)
    assert found == name
    if options is not None:
        assert typed == options


@given(
    st.text(min_size=1).filter(
        lambda t: t.strip() and "predict:" not in t and not t.lstrip().startswith("text:")
    )
)
def test_an_answers_text_arrives_whole(text: str) -> None:
    name, options = parsed(f"/answer {text}")
    assert name == "answer"
    assert options["text"].strip() == text.strip()


@given(st.text())
def test_no_line_ends_in_anything_but_a_sentence(line: str) -> None:
    try:
        action, rest = find_action("/" + line, TABLE)
        checked(action, typed_options(action, rest))
    except UserError:
        return


@given(st.integers(-(10**12), 10**12))
def test_numbers_are_held_to_their_range(number: int) -> None:
    start = TABLE["interview start"]
    if 1 <= number <= 5:
        assert checked(start, {"difficulty": str(number)}) == {"difficulty": number}
    else:
        with pytest.raises(UserError, match="from 1 to 5"):
            checked(start, {"difficulty": str(number)})


@given(
    st.sampled_from(sorted(TABLE)),
    st.dictionaries(st.sampled_from(["session", "n"]), st.text(max_size=12), max_size=2),
)
def test_tokens_come_back_as_they_went(action: str, args: dict[str, str]) -> None:
    try:
        token = encode(action, args)
    except (BadToken, UnicodeEncodeError):
        return
    assert len(token) <= 100
    assert decode(token) == (action, args)


@given(st.text())
def test_any_text_is_a_token_or_refused(text: str) -> None:
    try:
        action, args = decode(text)
    except BadToken:
        return
    assert isinstance(action, str)
    assert all(isinstance(value, str) for value in args.values())


def test_every_row_of_the_table_can_be_shown_on_every_platform() -> None:
    for action in TABLE.values():
        assert len(action.name.split()) <= 2
        assert all(len(word) <= 32 for word in action.name.split())
        assert 1 <= len(action.about) <= 100
        assert len(action.options) <= 25
        assert all(len(option.about) <= 100 for option in action.options)
