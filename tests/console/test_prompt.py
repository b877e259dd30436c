"""Typing on a terminal: real key presses into the real prompt, without a screen."""

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from prompt_toolkit.completion import DummyCompleter, WordCompleter
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from adapters.console.compose import ended, waits
from adapters.console.keyboard import Ended, Interrupted
from adapters.console.prompt import PromptKeyboard, above_prompt

ENTER, ALT_ENTER, TAB, UP, CTRL_C, CTRL_D = "\r", "\x1b\r", "\t", "\x1b[A", "\x03", "\x04"


class Hands:
    """Types on a keyboard that reads messages while code is wanted."""

    def __init__(self, keys: PipeInput) -> None:
        self._keys = keys
        self.keyboard = PromptKeyboard(DummyCompleter(), keys, DummyOutput())

    async def type(self, *keys: str) -> str:
        """The text that these keys send."""
        self._keys.send_text("".join(keys))
        return await asyncio.wait_for(self.keyboard.read("> ", code), 20)


def code(text: str, pasted: bool) -> bool:
    return waits(text, wants_code=not pasted)


def paste(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


@pytest.fixture
async def hands() -> AsyncIterator[Hands]:
    with create_pipe_input() as keys:
        yield Hands(keys)


async def test_a_line_is_sent_by_enter(hands: Hands) -> None:
    assert await hands.type("An index is sorted.", ENTER) == "An index is sorted."


async def test_typed_code_goes_on_to_its_dot_and_is_never_indented_by_itself(hands: Hands) -> None:
    lines = ["def f(x):", "    if x:", "        return 1", "    return 2", "."]
    assert await hands.type(*(line + ENTER for line in lines)) == "\n".join(lines)


async def test_tab_indents_within_several_lines(hands: Hands) -> None:
    text = await hands.type("def f(x):", ENTER, TAB, "return x", ENTER, ".", ENTER)
    assert text == "def f(x):\n    return x\n."


async def test_a_paste_of_several_lines_is_one_message(hands: Hands) -> None:
    text = "def f(x):\r\n    return x\r\n\r\n# done\r\n"
    assert await hands.type(paste(text), ENTER) == "def f(x):\n    return x\n\n# done"


async def test_a_pasted_open_fence_waits_for_its_end(hands: Hands) -> None:
    text = await hands.type(paste("```python\nx = 1"), ENTER, "```", ENTER)
    assert text == "```python\nx = 1\n```"


async def test_a_paste_into_code_does_not_send_it(hands: Hands) -> None:
    text = await hands.type("def f(x):", ENTER, paste("    y = x\n    return y"), ENTER, ".", ENTER)
    assert text == "def f(x):\n    y = x\n    return y\n."


async def test_a_pasted_line_waits_for_enter(hands: Hands) -> None:
    assert await hands.type(paste("one line"), " and more", ENTER) == "one line and more"


async def test_alt_enter_begins_a_new_line_of_prose(hands: Hands) -> None:
    assert await hands.type("First.", ALT_ENTER, "Second.", ENTER) == "First.\nSecond."


async def test_ctrl_c_drops_the_line_and_up_brings_it_back(hands: Hands) -> None:
    with pytest.raises(Interrupted) as stop:
        await hands.type("def f(x):", ENTER, "    return x", CTRL_C)
    assert stop.value.kept
    assert await hands.type(UP, ENTER, ".", ENTER) == "def f(x):\n    return x\n."


async def test_ctrl_c_on_an_empty_line_drops_nothing(hands: Hands) -> None:
    with pytest.raises(Interrupted) as stop:
        await hands.type(CTRL_C)
    assert not stop.value.kept


async def test_ctrl_d_on_an_empty_line_is_the_end(hands: Hands) -> None:
    with pytest.raises(Ended):
        await hands.type(CTRL_D)


async def test_ctrl_d_within_a_text_is_not_the_end(hands: Hands) -> None:
    assert await hands.type("still here", CTRL_D, ENTER) == "still here"


async def test_each_read_has_its_own_rule(hands: Hands) -> None:
    assert await hands.type("def f(x):", ENTER, ".", ENTER) == "def f(x):\n."
    hands._keys.send_text("one" + ENTER + "two" + ENTER + "." + ENTER)
    assert await hands.keyboard.read("> ", lambda text, _: not ended(text)) == "one\ntwo\n."


async def test_enter_takes_a_chosen_completion_before_it_sends() -> None:
    with create_pipe_input() as keys:
        keyboard = PromptKeyboard(WordCompleter(["hello", "help"]), keys, DummyOutput())
        keys.send_text("he" + TAB)
        reading = asyncio.create_task(keyboard.read("> ", code))
        buffer = keyboard._session.default_buffer
        while buffer.complete_state is None:
            await asyncio.sleep(0.01)
        buffer.complete_next()
        keys.send_text(ENTER + " world" + ENTER)
        assert await asyncio.wait_for(reading, 20) == "hello world"


async def test_a_signal_interrupts_an_open_prompt(hands: Hands) -> None:
    reading = asyncio.create_task(hands.keyboard.read("> ", code))
    while not hands.keyboard._session.app.is_running:
        await asyncio.sleep(0.01)
    hands.keyboard.interrupt()
    with pytest.raises(Interrupted):
        await reading


async def test_a_signal_between_two_prompts_interrupts_the_next(hands: Hands) -> None:
    hands.keyboard.interrupt()
    with pytest.raises(Interrupted):
        await hands.type()
    assert await hands.type("An answer.", ENTER) == "An answer."


async def test_a_message_leaves_what_is_being_typed(hands: Hands) -> None:
    printed: list[str] = []
    reading = asyncio.create_task(hands.type("half a"))
    while hands.keyboard._session.default_buffer.text != "half a":
        await asyncio.sleep(0.01)
    await above_prompt(lambda: printed.append("Your report"))
    assert printed == ["Your report"]
    hands._keys.send_text(" line" + ENTER)
    assert await reading == "half a line"


async def test_without_a_prompt_a_message_is_just_printed() -> None:
    printed: list[str] = []
    await above_prompt(lambda: printed.append("Your report"))
    assert printed == ["Your report"]


async def test_a_secret_is_starred_and_found_by_no_key_afterwards() -> None:
    seen = io.StringIO()
    with create_pipe_input() as keys:
        keyboard = PromptKeyboard(DummyCompleter(), keys, Vt100_Output(seen, lambda: Size(24, 80)))
        keys.send_text("before" + ENTER)
        assert await asyncio.wait_for(keyboard.read("> ", code), 20) == "before"
        keys.send_text(paste("/hunter2 x\n") + ENTER)
        assert await asyncio.wait_for(keyboard.read_secret("> "), 20) == "/hunter2 x"
        keys.send_text(UP + ENTER)
        assert await asyncio.wait_for(keyboard.read_secret("> "), 20) == ""
        keys.send_text(UP + ENTER)
        assert await asyncio.wait_for(keyboard.read("> ", code), 20) == "before"
    assert "*" * len("/hunter2 x") in seen.getvalue()
    assert "hunter2" not in seen.getvalue()


@pytest.mark.parametrize(("key", "raised"), [(CTRL_C, Interrupted), (CTRL_D, Ended)])
async def test_a_secret_that_is_broken_off_is_kept_nowhere(
    hands: Hands, key: str, raised: type[Exception]
) -> None:
    hands._keys.send_text(("hunter2" if key == CTRL_C else "") + key)
    with pytest.raises(raised) as stop:
        await asyncio.wait_for(hands.keyboard.read_secret("> "), 20)
    assert not getattr(stop.value, "kept", False)
    assert not getattr(stop.value, "unsent", "")
    assert await hands.type(UP, "x", ENTER) == "x"


async def test_a_signal_interrupts_the_reading_of_a_secret(hands: Hands) -> None:
    reading = asyncio.create_task(hands.keyboard.read_secret("> "))
    while hands.keyboard._hidden is None or not hands.keyboard._hidden.app.is_running:
        await asyncio.sleep(0.01)
    hands.keyboard.interrupt()
    with pytest.raises(Interrupted):
        await reading
