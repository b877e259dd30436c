"""What a student types behind a slash command is understood, or refused in words that help."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.mrkdwn import escape
from adapters.slack.typed import (
    HARDNESS,
    IN_GROUP,
    ROUND_WORDS,
    Known,
    Understood,
    command_in,
    free_start,
    plain_text,
    spelled_out,
    understood,
)
from domain.actions import TABLE
from domain.actions.parse import checked
from domain.errors import UserError
from domain.model.question import ROUNDS

KNOWN = Known(
    ("Amazon", "Google", "Meta", "Tata Consultancy Services", "Tata"),
    ("backend", "cs-fundamentals", "data"),
)
VISIBLE = [name for name, action in TABLE.items() if not action.hidden]
COMMANDS = sorted({name.split()[0] for name in VISIBLE})


def said(command: str, text: str = "") -> Understood:
    return understood(command, text, TABLE, KNOWN)


def refused(command: str, text: str = "") -> str:
    with pytest.raises(UserError) as caught:
        said(command, text)
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("google sde intern", {"company": "Google", "role": "sde intern"}),
        ("SDE intern at GOOGLE", {"company": "Google", "role": "SDE intern"}),
        ("start google sde intern", {"company": "Google", "role": "sde intern"}),
        ("google, sde; intern", {"company": "Google", "role": "sde intern"}),
        ("as an sde at amazon please", {"company": "Amazon", "role": "sde"}),
        ("tata consultancy  services", {"company": "Tata Consultancy Services"}),
        ("metal worker", {"role": "metal worker"}),
        ("gogle sde", {"company": "gogle", "role": "sde"}),
        ("sde at zomato.", {"company": "zomato", "role": "sde"}),
        ("sde at hard", {"role": "sde", "difficulty": "5"}),
        ("backend", {"stream": "backend"}),
        ("google backend engineer", {"company": "Google", "stream": "backend", "role": "backend engineer"}),
        ("cs fundamentals", {"stream": "cs-fundamentals"}),
        ("dsa and behavioral", {"rounds": "dsa,behavioral"}),
        ("hr, coding, dsa", {"rounds": "behavioral,dsa"}),
        ("system design and data structures & algorithms", {"rounds": "system_design,dsa", "stream": ""}),
        ("technical google", {"rounds": "technical_qa", "company": "Google"}),
        ("technical writer", {"role": "technical writer"}),
        ("2 questions a round, easy", {"questions": "2", "difficulty": "1"}),
        ("questions 3 hard hard", {"questions": "3", "difficulty": "5", "role": "hard"}),
        ("“data engineer”", {"stream": "data", "role": "data engineer"}),
        ("a mock interview please", {}),
    ],
)
def test_free_words_start_an_interview_in_any_order(text: str, args: dict[str, str]) -> None:
    expected = {name: value for name, value in args.items() if value}
    assert said("/interview", text) == Understood("interview start", expected)


@pytest.mark.parametrize(
    ("command", "text", "action", "args"),
    [
        ("/interview", "start company:Meta role:SDE 1", "interview start", "company=Meta role=SDE 1"),
        ("/interview", "google sde questions:1", "interview start", "company=Google questions=1 role=sde"),
        ("/interview", 'start role:"SDE Intern"', "interview start", "role=SDE Intern"),
        ("/interview", "start role:“SDE 2” difficulty:2", "interview start", "role=SDE 2 difficulty=2"),
        ("/interview", "amazon company:Google", "interview start", "company=Google"),
        ("/INTERVIEW", "  Why 2 ", "interview why", "question=2"),
        ("/company", "google", "company show", "name=google"),
        ("/company", "show google", "company show", "name=google"),
        ("/company", "list", "company list", ""),
        ("/report", "ab12", "report session", "session=ab12"),
        ("/help", "interview start", "help", "command=interview start"),
        ("/answer", "predict:70 a hash map", "answer", "predict=70 text=a hash map"),
    ],
)  # fmt: skip
def test_options_and_names_are_told_apart(command: str, text: str, action: str, args: str) -> None:
    meant = said(command, text)
    assert meant.action == action
    assert sorted(f"{name}={value.strip()}" for name, value in meant.args.items()) == sorted(_pairs(args)), (
        "each option with its value"
    )
    assert not meant.form


def _pairs(args: str) -> list[str]:
    """`role=SDE Intern difficulty=2` as its pairs."""
    pairs: list[str] = []
    for word in args.split():
        if "=" in word:
            pairs.append(word)
        else:
            pairs[-1] += f" {word}"
    return pairs


@pytest.mark.parametrize(
    ("command", "text", "action", "form"),
    [
        ("/interview", "", "interview start", True),
        ("/interview", "start ", "interview start", True),
        ("/interview", "status", "interview status", False),
        ("/company", "  ", "company show", True),
        ("/group", "", "group start", True),
        ("/group", "start", "group start", False),
        ("/company", "show", "company show", True),
        ("/report", "", "report session", False),
        ("/help", "", "help", False),
        ("/answer", "", "answer", False),
    ],
)
def test_a_bare_command_asks_for_what_it_needs(command: str, text: str, action: str, form: bool) -> None:
    assert said(command, text) == Understood(action, {}, form)


@pytest.mark.parametrize("action", [name for name in VISIBLE if " " in name])
def test_every_command_of_two_words_needs_no_slash_behind_a_mention(action: str) -> None:
    found = spelled_out(f"{action.title()} 1 0.5", TABLE)
    assert found is not None
    assert found[0].casefold() == f"/{action.split()[0]}"
    assert found[1].casefold() == f" {action.split()[1]} 1 0.5"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("group join", ("/group", " join")),
        ("group  score 1 0.5", ("/group", "  score 1 0.5")),
        ("group scoer 1 0.5", ("/group", " scoer 1 0.5")),
        ("group by sorts the rows of a table first", None),
        ("Group scores are what a table is folded into, so that each group has one row of its own.", None),
        ("group", None),
        ("answer it is a sorted copy", None),
        ("group answer it is hidden", None),
        ("", None),
    ],
)
def test_an_answer_behind_a_mention_is_told_from_a_command(text: str, said: tuple[str, str] | None) -> None:
    assert spelled_out(text, TABLE) == said


def test_a_command_of_one_word_keeps_its_slash() -> None:
    assert command_in("/help me", TABLE) == ("/help", " me")
    assert command_in("help me", TABLE) is None


@pytest.mark.parametrize(
    ("command", "text", "hint"),
    [
        ("/interview", "histroy", "Did you mean `/interview history`?"),
        ("/interview", "strat google", "Did you mean `/interview start`?"),
        ("/interview", "google rols:x", "Did you mean `role:`?"),
        ("/interview", "start Company:Google", "Did you mean `company:`?"),
        ("/company", "lst", "Did you mean `/company list`?"),
        ("/report", "sesion", "Did you mean `/report session`?"),
        ("/interview", "status now", "It is used as `/interview status`."),
        ("/zap", "", "`/help` lists every command."),
        ("/say", "hidden from commands", "`/help` lists every command."),
    ],
)
def test_a_slip_is_answered_with_the_nearest(command: str, text: str, hint: str) -> None:
    assert hint in refused(command, text)


def test_a_known_name_is_no_slip() -> None:
    known = Known(("State Street",))
    assert understood("/interview", "state street", TABLE, known).args == {"company": "State Street"}
    assert "`/interview start`" in refused("/interview", "state street")


def test_code_behind_a_command_keeps_its_indentation_and_its_signs() -> None:
    code = "    if a < b && c:\n        return [<int>, '&amp;']"
    meant = said("/answer", plain_text(escape(f"\n{code}\n")))
    assert meant.args["text"].rstrip("\n") == code


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("&lt;b&gt; &amp;amp; &amp;lt;", "<b> &amp; &lt;"),
        ("<http://node.next|node.next> = node", "node.next = node"),
        ("<https://a.example/?x=1&amp;y=2>", "https://a.example/?x=1&y=2"),
        ("<https://a.example/|https://a.example>", "https://a.example"),
        ("<https://a.example|the article>", "the article (https://a.example)"),
        ("<mailto:ana@a.example|ana@a.example>", "ana@a.example"),
        ("<tel:+15550100|555-0100>", "555-0100"),
        ("ask <@U1|ana> in <#C1|general>", "ask @ana in #general"),
        ("ask <@U1>", "ask @U1"),
        ("<!here> <!subteam^S1|@mentors> <!date^1^{date}|today>", "@here @mentors today"),
        ("<@U1|ana> is a student", "@ana is a student"),
        ("a < b > c <> <x", "a < b > c <> <x"),
    ],
)
def test_what_slack_marks_is_what_was_typed(text: str, typed: str) -> None:
    assert plain_text(text) == typed


@given(st.text())
def test_escapes_are_undone_once(text: str) -> None:
    assert plain_text(escape(text)) == text
    assert plain_text(escape(escape(text))) == escape(text)


WORDS = st.sampled_from(
    [*COMMANDS, *VISIBLE, *KNOWN.companies, *KNOWN.streams, *ROUND_WORDS, *HARDNESS, "at", "and",
     "2 questions", "company:", "role:", "questions:3", "text:", "predict:5", "<@U1>",
     "&lt;", '"', "“", ",", "\n", ":"]
)  # fmt: skip
TEXTS = st.lists(WORDS | st.text(max_size=12), max_size=12).map(" ".join) | st.text(max_size=3000)


@given(st.sampled_from([f"/{word}" for word in (*COMMANDS, "say", "zap")]) | st.text(), TEXTS)
def test_any_text_is_understood_or_refused_in_words(command: str, text: str) -> None:
    with suppress(UserError):
        meant = said(command, text)
        action = TABLE[meant.action]
        assert not action.hidden
        assert meant.args.keys() <= {option.name for option in action.options if not option.internal}


@given(TEXTS)
def test_what_free_words_give_has_a_place_in_the_action(text: str) -> None:
    args = free_start(text, KNOWN)
    checked(
        TABLE["interview start"], {name: value[:200] for name, value in args.items() if name != "questions"}
    )
    assert all(args.values())


def test_the_words_lead_to_rounds_and_actions_that_exist() -> None:
    assert set(ROUND_WORDS.values()) == set(ROUNDS)
    assert all(TABLE[name].name.startswith(f"{group} ") for group, name in IN_GROUP.items())
