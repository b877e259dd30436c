"""Typed lines become actions and options; nothing of an answer is lost on the way."""

import re
import time

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
        ("/answer\n    def g():\n        pass", "answer", {"text": "    def g():\n        pass"}),
        ("/answer \t\r\n    def g(): pass", "answer", {"text": "    def g(): pass"}),
        ("/answer\n\n  a\n  b", "answer", {"text": "\n  a\n  b"}),
        (
            "/answer predict:70  \n    def g():\n        pass",
            "answer",
            {"predict": "70", "text": "    def g():\n        pass"},
        ),
        ("/answer so it is predict:70\n  a\n  b", "answer", {"predict": "70", "text": "so it is\n  a\n  b"}),
        ("/answer\nit grows predict:70", "answer", {"predict": "70", "text": "it grows"}),
        ("/answer a model\npredict:9", "answer", {"text": "a model\npredict:9"}),
        ("/answer\na model\npredict:9", "answer", {"text": "a model\npredict:9"}),
        ("/answer\npredict:9", "answer", {"text": "predict:9"}),
        ("/answer predict:70 predict:80", "answer", {"predict": "70", "text": "predict:80"}),
        ('/answer "quoted"', "answer", {"text": '"quoted"'}),
        (
            "/interview start company:\"Goldman Sachs\" role:'SDE Intern' stream:“backend”",
            "interview start",
            {"company": "Goldman Sachs", "role": "SDE Intern", "stream": "backend"},
        ),
        (
            "/profile jd title:Backend Developer company:Acme We need Go",
            "profile jd",
            {"title": "Backend Developer", "company": "Acme", "text": "We need Go"},
        ),
        (
            "/profile jd title: Backend Developer company: Acme We need Go",
            "profile jd",
            {"title": "Backend Developer", "company": "Acme", "text": "We need Go"},
        ),
        (
            '/profile jd company:"Acme Corp" title:“Backend Developer” We need "Go"',
            "profile jd",
            {"title": "Backend Developer", "company": "Acme Corp", "text": 'We need "Go"'},
        ),
        (
            "/profile jd company:Acme Corp text: title:Go",
            "profile jd",
            {"company": "Acme Corp", "text": "title:Go"},
        ),
        (
            '/profile jd title:"Go company:Acme x',
            "profile jd",
            {"title": '"Go', "company": "Acme", "text": "x"},
        ),
        (
            '/profile jd title:"Backend Developer"\n We need "Go"',
            "profile jd",
            {"title": "Backend Developer", "text": ' We need "Go"'},
        ),
        ("/profile jd title:Engineer We need Go", "profile jd", {"title": "Engineer", "text": "We need Go"}),
        (
            f"/profile jd title:Engineer {'We need Go ' * 20}company:Acme",
            "profile jd",
            {"title": "Engineer", "text": f"{'We need Go ' * 20}company:Acme"},
        ),
        ('/interview start role:"SDE', "interview start", {"role": '"SDE'}),
        ("/admin role discord:1 admin", "admin role", {"who": "discord:1", "role": "admin"}),
        ("/admin role slack:T1:U2 role:user", "admin role", {"who": "slack:T1:U2", "role": "user"}),
        ("/interview start role:SDE: Backend", "interview start", {"role": "SDE: Backend"}),
        (
            "/interview start company:https://example.com/a role:SDE",
            "interview start",
            {"company": "https://example.com/a", "role": "SDE"},
        ),
    ],
)
def test_lines(line: str, name: str, options: dict[str, str] | None) -> None:
    found, typed = parsed(line)
    assert found == name
    if options is not None:
        assert typed == options


@pytest.mark.parametrize(
    "line",
    [
        "/interview start company:Google dificulty:3",
        "/interview start dificulty:3 company:Google",
        "/interview start company:Google role:SDE Difficulty:3",
    ],
)
def test_a_misspelt_option_is_not_swallowed(line: str) -> None:
    with pytest.raises(UserError, match="Did you mean `difficulty:`"):
        parsed(line)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/account login", "Did you mean `/account link`?"),
        ("/acount link", "Did you mean `/account link`?"),
        ("/account password", "There is `/account register`, `/account link`,"),
        ("/frobnicate", "`/help` lists every command"),
    ],
)
def test_an_unknown_command_is_answered_with_what_was_meant_or_what_there_is(line: str, told: str) -> None:
    with pytest.raises(UserError, match=re.escape(told)):
        find_action(line, TABLE)


@pytest.mark.parametrize("filling", ["x", "x ", " x:", "é", " ", "\n", "predict:1 ", "name:"])
def test_a_megabyte_is_handled_at_once_and_never_echoed(filling: str) -> None:
    for command in ("", *(f"{name} " for name in list(TABLE)[::5]), "interview start role:", "help x"):
        line = f"/{command}{filling * (1_000_000 // len(filling))}"
        began = time.process_time()
        kept, told = outcome(line)
        assert time.process_time() - began < 0.1, command
        assert kept <= 200, command
        assert told < 400, command


def outcome(line: str) -> tuple[int, int]:
    """The length of the longest value that a line gives, but for texts that their action bounds, or of the
    sentence that refuses it."""
    try:
        action, rest = find_action(line, TABLE)
        values = checked(action, typed_options(action, rest))
    except UserError as error:
        return 0, len(error.message)
    texts = {"text", *(option.name for option in action.options if option.whole)}
    return max((len(str(value)) for name, value in values.items() if name not in texts), default=0), 0


@pytest.mark.parametrize(
    ("command", "option"), [("interview start", "role"), ("company show", "name"), ("help", "command")]
)
def test_a_value_has_a_longest_length(command: str, option: str) -> None:
    assert checked(TABLE[command], {option: " " + "x" * 200}) == {option: "x" * 200}
    with pytest.raises(UserError, match=r"at most 200 characters, not 201: “x{59}…”"):
        checked(TABLE[command], {option: "x" * 201})


def test_a_form_with_an_endless_name_is_refused_briefly() -> None:
    with pytest.raises(UserError) as caught:
        checked(TABLE["answer"], {"x" * 1_000_000: "y"})
    assert len(caught.value.message) < 200


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


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("system design", {"skill": "system design"}),
        ("system design 10 80", {"skill": "system design", "level": "10", "target": "80"}),
        ("sql  10", {"skill": "sql", "level": "10"}),
        ("sql 10 level of mine", {"skill": "sql", "level": "10 level of mine"}),
        ("system design target:80", {"skill": "system design", "target": "80"}),
    ],
)
def test_a_name_of_two_words_does_not_run_into_a_number(line: str, options: dict[str, str]) -> None:
    assert typed_options(TABLE["roadmap create"], line) == options


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("/interview start system design", {"rounds": "system_design"}),
        ("/interview start DSA, system-design questions:1", {"rounds": "dsa,system_design", "questions": 1}),
        ("/interview start design", {"company": "design"}),
        ("/group start System design", {"round": "system_design"}),
        ("/roadmap create high", {"skill": "high"}),
    ],
)
def test_words_that_are_choices_find_their_option(line: str, values: dict[str, object]) -> None:
    name, options = parsed(line)
    assert checked(TABLE[name], options) == values


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("/nudges snooze 3 days", {"days": 3}),
        ("/nudges snooze 1 day", {"days": 1}),
        ("/roadmap log 45 min", {"minutes": 45}),
        ("/roadmap log 45 mins sql", {"minutes": 45, "skill": "sql"}),
        ("/roadmap log 45 sql", {"minutes": 45, "skill": "sql"}),
    ],
)
def test_a_number_takes_along_what_it_counts(line: str, values: dict[str, object]) -> None:
    name, options = parsed(line)
    assert checked(TABLE[name], options) == values


def test_another_unit_is_refused() -> None:
    name, options = parsed("/nudges snooze 3 weeks")
    with pytest.raises(UserError, match="not “3 weeks”"):
        checked(TABLE[name], options)
