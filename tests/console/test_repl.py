"""The dialogue at a console: what typed lines ask for, and what a person is told."""

from pathlib import Path

import pytest

from adapters.console.keyboard import Interrupted, More
from domain.replies import Button, Card, Form, Input, Reply, say
from domain.requests import Place, Request
from tests.console.desk import ANA, Desk, TypedLines, desk, held

HINT, SKIP = Button("Hint", "interview+hint?n=1"), Button("Skip", "interview+skip?n=1")
CODE = say(
    "Question 1", buttons=(HINT, SKIP), data={"status": "in_progress", "question": {"language": "python"}}
)
PROSE = say(
    "Question 2", buttons=(HINT, SKIP), data={"status": "in_progress", "question": {"language": None}}
)
FORM = Reply(
    (Card("Your answer"),),
    form=Form(
        "answer",
        "Your answer",
        (Input("text", "Your answer", long=True), Input("predict", "Your guess", required=False)),
    ),
)
SECRET = Input("password", "Password", secret=True)
OPEN = say(
    "Google · SDE Intern",
    data={
        "session_id": "ab12",
        "status": "in_progress",
        "question": {"number": 2, "of": 6, "language": None},
    },
)


def only(held_: Desk) -> Request:
    assert len(held_.asked) == 1, held_.asked
    return held_.asked[0]


async def test_a_newcomer_is_told_who_speaks_and_how_to_begin() -> None:
    lines = (await held([])).text.splitlines()
    assert lines[0].startswith("I am Mockingbird")
    assert lines[1].startswith("`/interview start company:Google role:SDE Intern`")
    assert lines[2].startswith("`/help`")
    assert lines[3:] == ["Goodbye."]


async def test_an_open_interview_can_be_resumed_with_one_press() -> None:
    dialogue = await held(["!1"], first=OPEN)
    assert "You have an open interview (Google · SDE Intern, question 2 of 6). `!1` Resume" in dialogue.text
    assert only(dialogue).action == "interview resume"
    assert only(dialogue).args == {"session": "ab12"}


async def test_a_look_at_the_start_that_fails_is_shown_and_the_dialogue_goes_on() -> None:
    dialogue = await held(["/help"], first=say("Slow down", "Come back in 3 s.", failed=True))
    assert "Come back in 3 s." in dialogue.text
    assert only(dialogue).action == "help"


async def test_an_interview_that_the_look_at_the_start_has_finished_is_shown() -> None:
    over = say("Interview completed", buttons=(Button("Why", "interview+why"),), data={"finished": True})
    dialogue = await held(["!1"], first=over)
    assert "Interview completed" in dialogue.text
    assert only(dialogue).action == "interview why"


async def test_commands_carry_their_options_and_other_text_is_a_message() -> None:
    dialogue = await held(["/interview start company:Google role:SDE Intern", "An index is sorted."])
    start, message = dialogue.asked
    assert (start.action, start.args) == ("interview start", {"company": "Google", "role": "SDE Intern"})
    assert (message.action, message.args) == ("say", {"text": "An index is sorted."})
    assert start.actor == ANA
    assert start.place == Place()


async def test_a_slip_in_a_command_is_answered_and_nothing_is_sent() -> None:
    dialogue = await held(["/intervew start", "/quit"])
    assert "Did you mean `/interview start`?" in dialogue.text
    assert not dialogue.asked


@pytest.mark.parametrize("line", ["", "   ", "\t"])
async def test_an_empty_line_does_nothing(line: str) -> None:
    assert not (await held([line])).asked


@pytest.mark.parametrize("typed", ["!2", "!skip", "!SK", "  !Skip"])
async def test_a_button_of_the_last_reply_is_pressed(typed: str) -> None:
    dialogue = await held(["/interview status", typed], [PROSE])
    assert dialogue.asked[1].action == "interview skip"
    assert dialogue.asked[1].args == {"n": "1"}


async def test_an_unknown_button_is_answered_with_the_list() -> None:
    dialogue = await held(["/interview status", "!save", "!"], [PROSE])
    assert dialogue.text.count("There is no button “save”. Buttons: `!1 Hint`, `!2 Skip`.") == 1
    assert len(dialogue.asked) == 1


async def test_a_reply_without_buttons_leaves_the_earlier_ones() -> None:
    dialogue = await held(["/interview status", "/help", "!1"], [PROSE, say("Help")])
    assert dialogue.asked[2].action == "interview hint"


@pytest.mark.parametrize(("word", "meant"), [("hint", "!hint"), ("Quit", "/quit"), ("help", "/help")])
async def test_the_bare_name_of_a_command_is_not_taken_as_an_answer(word: str, meant: str) -> None:
    dialogue = await held(["/interview status", word], [PROSE])
    assert f"Nothing was sent. Did you mean `{meant}`?" in dialogue.text
    assert len(dialogue.asked) == 1


async def test_that_word_can_still_be_the_answer() -> None:
    dialogue = await held(["/interview status", "/answer hint"], [PROSE])
    assert dialogue.asked[1].args == {"text": "hint"}


async def test_typed_code_is_one_answer_up_to_its_dot() -> None:
    code = ["def f(x):", "    if x:", "", "        return 1", "    return 2"]
    dialogue = await held(["/interview status", *code, ".", "O(1) time"], [CODE, PROSE])
    assert dialogue.asked[1].args == {"text": "\n".join(code)}
    assert dialogue.asked[2].args == {"text": "O(1) time"}


class PastedLines(TypedLines):
    """A keyboard into which each text is pasted whole."""

    async def read(self, prompt: str, more: More) -> str:
        text = self._next("")
        assert not more(text, True)
        return text


async def test_pasted_code_is_one_message_without_a_dot() -> None:
    dialogue = desk([], [CODE])
    dialogue.repl.keyboard = PastedLines(["/interview status", "def f(x):\n    return x"])
    await dialogue.repl.run()
    assert dialogue.asked[1].args == {"text": "def f(x):\n    return x"}


async def test_code_like_prose_is_a_line_where_no_code_is_wanted() -> None:
    dialogue = await held(["/interview status", "import duties are taxes:"], [PROSE])
    assert dialogue.asked[1].args == {"text": "import duties are taxes:"}


async def test_a_fenced_answer_is_one_message() -> None:
    dialogue = await held(["```python", "x = 1", "```", "/help"])
    assert dialogue.asked[0].args == {"text": "```python\nx = 1\n```"}
    assert dialogue.asked[1].action == "help"


async def test_a_stray_dot_is_never_an_answer() -> None:
    dialogue = await held(["/interview status", "."], [PROSE])
    assert "nothing was sent" in dialogue.text
    assert len(dialogue.asked) == 1


async def test_the_end_within_several_lines_sends_nothing_and_says_so() -> None:
    dialogue = await held(["/interview status", "def f():", "    return 1"], [CODE])
    assert "Not sent: the input ended before a line of `.` did." in dialogue.text
    assert len(dialogue.asked) == 1


async def test_leaving_an_open_interview_says_that_the_place_is_kept() -> None:
    for way in (["/quit"], ["/EXIT "], []):
        assert "Your place is kept" in (await held(["/interview status", *way], [PROSE])).text
    over = say("Interview ended", data={"status": "completed", "question": None})
    assert "Your place is kept" not in (await held(["/interview end"], [over])).text


async def test_a_form_is_asked_field_by_field() -> None:
    dialogue = await held(["/answer", "An index is sorted.", "It is a tree.", ".", "70"], [FORM])
    submitted = dialogue.asked[1]
    assert submitted.action == "answer"
    assert submitted.args == {"text": "An index is sorted.\nIt is a tree.", "predict": "70"}
    assert "Your answer (end with a line of `.`)" in dialogue.text
    assert "Your guess (may be left empty)" in dialogue.text


async def test_a_needed_field_is_asked_again_and_an_optional_one_may_stay_empty() -> None:
    dialogue = await held(["/answer", ".", "A tree.", ".", ""], [FORM])
    assert dialogue.text.count("This one is needed.") == 1
    assert dialogue.asked[1].args == {"text": "A tree.", "predict": ""}


async def test_a_secret_is_read_unseen_and_taken_as_it_is() -> None:
    form = Form("account register", "Register", (Input("email", "E-mail"), SECRET))
    dialogue = await held(["/answer", "ana@a.example", "", ".", "/help"], [Reply(form=form)])
    assert dialogue.keyboard.secrets == 2
    assert dialogue.asked[1].args == {"email": "ana@a.example", "password": "."}
    assert "Password (hidden while you type)" in dialogue.text
    assert dialogue.text.count("This one is needed.") == 1


async def test_a_cancelled_form_sends_nothing_and_says_where_the_text_is() -> None:
    dialogue = await held(["/answer", "A tree.", Interrupted(kept=True), "/help"], [FORM])
    assert "Cancelled; nothing was sent. Up brings back what you typed." in dialogue.text
    assert [r.action for r in dialogue.asked] == ["answer", "help"]


async def test_the_end_within_a_form_sends_nothing_and_says_so() -> None:
    dialogue = await held(["/answer", "A tree.", "."], [FORM])
    assert "The form was not sent" in dialogue.text
    assert [r.action for r in dialogue.asked] == ["answer"]


async def test_two_interrupts_in_a_row_leave() -> None:
    dialogue = await held([Interrupted(), Interrupted(), "/help"])
    assert dialogue.text.count("Ctrl-C again leaves.") == 1
    assert not dialogue.asked


async def test_an_interrupt_that_clears_a_line_never_leaves() -> None:
    dropped = Interrupted(kept=True)
    dialogue = await held([dropped, dropped, "/help", Interrupted(), "/help"])
    assert [r.action for r in dialogue.asked] == ["help", "help"]
    assert "Up brings back what you typed." in dialogue.text


async def test_a_named_file_goes_with_the_text(tmp_path: Path) -> None:
    path = tmp_path / "my sol.py"
    path.write_text("def f(): pass\n")
    dialogue = await held([f'@"{path}" O(n) time', f"/answer @'{path}'", f"/company show @'{path}'"])
    message, answer, other = dialogue.asked
    assert message.args == {"text": "O(n) time"}
    assert [(f.name, f.path) for f in message.files] == [("my sol.py", str(path))]
    assert (answer.action, answer.args, len(answer.files)) == ("answer", {}, 1)
    assert not other.files


async def test_a_missing_file_sends_nothing() -> None:
    dialogue = await held(["@/nowhere/sol.py look"])
    assert "“/nowhere/sol.py” does not exist" in dialogue.text
    assert not dialogue.asked


async def test_background_work_ends_before_the_dialogue_does() -> None:
    assert (await held(["/help", "/help"])).drained == [3]


async def test_in_step_every_request_waits_for_its_background_work() -> None:
    dialogue = desk(["/help", "/help"])
    dialogue.repl.in_step = True
    await dialogue.repl.run()
    assert dialogue.drained == [2, 3, 3]


async def test_a_dropped_repeat_shows_nothing() -> None:
    dialogue = await held(["/help"], [None])
    assert dialogue.text.splitlines()[3:] == ["Goodbye."]
