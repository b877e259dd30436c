"""Typing on a real terminal: history, completion, several lines, pasting, and messages above the prompt."""

from collections.abc import Callable

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.completion import Completer
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import Condition, has_focus
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import Output
from prompt_toolkit.styles import Style

from adapters.console.compose import MORE
from adapters.console.keyboard import CONTINUATION, Ended, Interrupted, More

PASTED = "… several lines; Enter sends them as one message"
INDENT = "    "
MENU_ROWS = 6
STYLE = Style.from_dict(
    {
        "prompt": "bold ansicyan",
        "continuation": "ansibrightblack",
        "bottom-toolbar": "noreverse ansibrightblack",
    }
)


async def above_prompt(write: Callable[[], None]) -> None:
    """Prints above the prompt that is open, which is drawn anew below."""
    await run_in_terminal(write)


def _never(text: str, pasted: bool) -> bool:
    return False


class PromptKeyboard:
    """Reads with prompt_toolkit. The history lives as long as the process, since answers are private."""

    def __init__(
        self, completer: Completer, input: Input | None = None, output: Output | None = None
    ) -> None:
        self._more: More = _never
        self._pasted = False
        self._stopped = False
        self._session: PromptSession[str] = PromptSession(
            multiline=True,
            completer=completer,
            complete_while_typing=Condition(self._completes),
            key_bindings=self._keys(),
            prompt_continuation=FormattedText([("class:continuation", CONTINUATION)]),
            reserve_space_for_menu=MENU_ROWS,
            style=STYLE,
            interrupt_exception=Interrupted,
            eof_exception=Ended,
            input=input,
            output=output,
        )
        self._ends = (input, output)
        self._hidden: PromptSession[str] | None = None

    async def read(self, prompt: str, more: More) -> str:
        self._more, self._pasted = more, False
        self._session.bottom_toolbar = None
        try:
            return await self._prompted(self._session, prompt)
        except EOFError as error:
            raise Ended(self._session.default_buffer.text) from error

    async def read_secret(self, prompt: str) -> str:
        session = self._hidden = self._hidden or self._starred()
        try:
            text = await self._prompted(session, prompt)
        except EOFError as error:
            raise Ended from error
        finally:
            session.default_buffer.reset()
        return text.strip("\r\n")

    def _starred(self) -> PromptSession[str]:
        """Made when it is needed first: few type a password, and the first prompt must not wait for it."""
        input, output = self._ends
        return PromptSession(
            is_password=True,
            history=DummyHistory(),
            style=STYLE,
            interrupt_exception=Interrupted,
            eof_exception=Ended,
            input=input,
            output=output,
        )

    async def _prompted(self, session: PromptSession[str], prompt: str) -> str:
        if self._stopped:
            self._stopped = False
            raise Interrupted
        message = FormattedText([("class:prompt", prompt)])
        # Signals are the caller's: one handler for Ctrl-C, whether or not a prompt is open.
        return await session.prompt_async(message, handle_sigint=False, set_exception_handler=False)

    def interrupt(self) -> None:
        for session in (self._session, self._hidden):
            if session is not None and session.app.is_running:
                session.app.exit(exception=Interrupted(), style="class:aborting")
                return
        self._stopped = True

    def _completes(self) -> bool:
        """Whether the menu opens by itself: for commands, buttons and files, never over prose."""
        text = self._session.default_buffer.text
        return text.startswith(("/", "!", "@")) and "\n" not in text

    def _in_lines(self) -> bool:
        return "\n" in self._session.default_buffer.text

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        typing = has_focus(DEFAULT_BUFFER)
        keys.add(Keys.Enter, filter=typing)(self._enter)
        keys.add(Keys.Escape, Keys.Enter, filter=typing)(lambda event: self._new_line(event))
        keys.add(Keys.BracketedPaste, filter=typing)(self._paste)
        keys.add(Keys.ControlC, filter=typing)(self._drop)
        keys.add(Keys.Tab, filter=typing & Condition(self._in_lines))(
            lambda event: event.current_buffer.insert_text(INDENT)
        )
        return keys

    def _enter(self, event: KeyPressEvent) -> None:
        """Takes a chosen completion, or goes on in a further line, or sends."""
        buffer = event.current_buffer
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.complete_state = None
        elif self._more(buffer.text, self._pasted):
            self._new_line(event)
        else:
            self._session.bottom_toolbar = None
            buffer.validate_and_handle()

    def _new_line(self, event: KeyPressEvent) -> None:
        # Never indented by itself: a paste that comes as single keys would be indented twice.
        event.current_buffer.newline(copy_margin=False)
        if self._more(event.current_buffer.text, self._pasted):
            self._session.bottom_toolbar = MORE

    def _paste(self, event: KeyPressEvent) -> None:
        """A paste of several lines into an empty prompt is one message, sent by the next Enter."""
        text = event.data.replace("\r\n", "\n").replace("\r", "\n")
        if "\n" in text.strip("\n") and not event.current_buffer.text.strip():
            self._pasted = True
            text = text.strip("\n")
        event.current_buffer.insert_text(text)
        if self._pasted:
            self._session.bottom_toolbar = MORE if self._more(event.current_buffer.text, True) else PASTED

    def _drop(self, event: KeyPressEvent) -> None:
        """Ctrl-C: the text goes to the history, where Up finds it."""
        kept = bool(event.current_buffer.text.strip())
        if kept:
            event.current_buffer.append_to_history()
        event.app.exit(exception=Interrupted(kept), style="class:aborting")
