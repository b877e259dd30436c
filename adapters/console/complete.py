"""What could stand at the cursor: commands, their options and values, buttons."""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from adapters.console.seat import GO, TYPE
from domain.actions.kinds import Action, Option
from domain.replies import Button

MOST_NUMBERS = 10
OWN = {
    GO: ("places", "be in a channel, such as channel:study; dm leads back"),
    TYPE: ("people", "let somebody else at this terminal type"),
    "/quit": ("", "leave; your place is kept"),
}
"""The terminal's own commands: from which source what follows is completed, and what they are for."""
_VALUE = re.compile(r"(?:^|\s)([a-z_]+):([^:]*)$")
_PATH = re.compile(r"(?:^|\s)@([^\s\"']*)$")

Names = Callable[[str], Awaitable[Sequence[str]]]
"""The values of a source of `Option.source`, such as every company's name."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that would replace the `length` characters before the cursor."""

    text: str
    length: int
    about: str = ""


async def suggestions(
    line: str, table: Mapping[str, Action], names: Names, buttons: Sequence[Button]
) -> list[Suggestion]:
    """What fits behind the text before the cursor, in the order of the table; nothing for prose."""
    if line.startswith("!"):
        return list(_buttons(line, buttons))
    if not line.startswith("/") or "\n" in line:
        return []
    own = next((name for name in OWN if line.casefold().startswith(f"{name} ")), None)
    if own is not None:
        return await _own(own, line, names)
    visible = [action for action in table.values() if not action.hidden]
    action = _named(line, visible)
    if action is None:
        return list(_commands(line, visible))
    return await _options(action, line[len(action.name) + 1 :].lstrip(), names)


def _buttons(line: str, buttons: Sequence[Button]) -> Iterator[Suggestion]:
    for number, button in enumerate(buttons, 1):
        if button.label.casefold().startswith(line[1:].casefold()):
            yield Suggestion(f"!{button.label.casefold()}", len(line), f"!{number}")


def _commands(line: str, actions: Iterable[Action]) -> Iterator[Suggestion]:
    typed = " ".join(line.casefold().split()) + (" " if line.endswith(" ") else "")
    for action in actions:
        if f"/{action.name}".startswith(typed.rstrip() if typed == "/ " else typed):
            ending = " " if _shown(action) else ""
            yield Suggestion(f"/{action.name}{ending}", len(line), action.about)
    for name, (source, about) in OWN.items():
        if name.startswith(typed):
            yield Suggestion(f"{name} " if source else name, len(line), about)


async def _own(name: str, line: str, names: Names) -> list[Suggestion]:
    typed, source = line[len(name) + 1 :].lstrip(), OWN[name][0]
    known = await names(source) if source else ()
    return [Suggestion(one, len(typed)) for one in known if one.casefold().startswith(typed.casefold())]


def _named(line: str, actions: Sequence[Action]) -> Action | None:
    """The action whose whole name, and a space, stands at the start of the line."""
    folded = line.casefold()
    return next((a for a in actions if folded.startswith(f"/{a.name} ")), None)


def _shown(action: Action) -> list[Option]:
    return [option for option in action.options if not option.internal]


async def _options(action: Action, rest: str, names: Names) -> list[Suggestion]:
    """Values of the option at the cursor, then the names of the others."""
    options = _shown(action)
    by_name = {option.name: option for option in options}
    named = _VALUE.search(rest)
    found: list[Suggestion] = []
    if named is not None and named[1] in by_name:
        found = await _values(by_name[named[1]], named[2], names)
    elif ":" not in rest and (len(options) == 1 or (options and rest)):
        found = await _values(options[0], rest, names)
    if found and (len(options) == 1 or " " in rest[-found[0].length :]):
        return found
    return found + list(_option_names(options, rest))


def _option_names(options: Sequence[Option], rest: str) -> Iterator[Suggestion]:
    """Names not used yet; none inside a text that swallows whatever follows."""
    word = re.split(r"\s", rest)[-1]
    before = rest[: len(rest) - len(word)]
    if ":" in word or (before.strip() and any(o.kind == "rest" for o in options)):
        return
    for option in options:
        if option.name.startswith(word.casefold()) and f"{option.name}:" not in rest:
            yield Suggestion(f"{option.name}:", len(word), option.about)


async def _values(option: Option, typed: str, names: Names) -> list[Suggestion]:
    """Values that begin as typed, in any case; behind a comma, the next of several choices."""
    taken: list[str] = []
    if option.choices:
        *taken, typed = typed.split(",")
        known: Sequence[str] = [c for c in option.choices if c not in taken]
    elif option.kind == "int" and option.high - option.low < MOST_NUMBERS:
        known = [str(n) for n in range(option.low, option.high + 1)]
    else:
        known = await names(option.source) if option.source else ()
    return [Suggestion(n, len(typed)) for n in known if n.casefold().startswith(typed.casefold())]


class ConsoleCompleter(Completer):
    """Completes for prompt_toolkit; `buttons` tells which are on the screen now."""

    def __init__(
        self, table: Mapping[str, Action], names: Names, buttons: Callable[[], Sequence[Button]]
    ) -> None:
        self._table = table
        self._names = names
        self._buttons = buttons
        self._paths = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Paths only; all else has to be waited for."""
        path = _PATH.search(document.text_before_cursor)
        if path is not None:
            yield from self._paths.get_completions(Document(path[1]), complete_event)

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        line = document.text_before_cursor
        for completion in self.get_completions(document, complete_event):
            yield completion
        for s in await suggestions(line, self._table, self._names, self._buttons()):
            yield Completion(s.text, -s.length, display_meta=s.about)
