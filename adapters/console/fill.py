"""A form at a terminal, asked field by field: typed, hidden or picked from a list."""

from adapters.console.compose import ended, is_end, whole
from adapters.console.keyboard import Interrupted, Keyboard
from adapters.console.pick import listed, picked
from adapters.console.screen import Screen
from domain.replies import Form, Input

PROMPT = "> "
WHICH = "Type the number or the beginning of one of these. Ctrl-C cancels the form."


async def fill(form: Form, keyboard: Keyboard, screen: Screen) -> dict[str, str] | None:
    """Its values by name; None where it was cancelled. Raises Ended."""
    try:
        return {item.name: await _field(item, keyboard, screen) for item in form.inputs}
    except Interrupted as stop:
        await screen.note(f"Cancelled; nothing was sent.{way_back(stop)}")
        return None


def way_back(stop: Interrupted) -> str:
    """Where a text that was dropped is."""
    return " Up brings back what you typed." if stop.kept else ""


async def _field(item: Input, keyboard: Keyboard, screen: Screen) -> str:
    """One value; a long one ends with a line of `.`, an optional one may be empty."""
    hints = [*_ending(item), *_left_empty(item)]
    await screen.note(item.label + (f" ({'; '.join(hints)})" if hints else ""))
    if item.choices:
        return await _choice(item, keyboard, screen)
    if item.value:
        await screen.quote(item.value)
    while True:
        value = await _value(item, keyboard)
        if value.strip() or not (item.required or item.value):
            return value
        if item.value:
            return item.value
        await screen.note("This one is needed. Ctrl-C cancels the form.")


def _left_empty(item: Input) -> list[str]:
    if item.value:
        return ["Enter keeps what is there"]
    return [] if item.required else ["may be left empty"]


async def _choice(item: Input, keyboard: Keyboard, screen: Screen) -> str:
    for line in listed(item):
        await screen.note(line)
    while True:
        choice = picked(item, await keyboard.read(PROMPT, lambda _text, _pasted: False))
        if choice is not None:
            return choice.value
        await screen.note(WHICH)


async def _value(item: Input, keyboard: Keyboard) -> str:
    if item.secret:
        return await keyboard.read_secret(PROMPT)
    text = await keyboard.read(PROMPT, lambda t, _: item.long and not _done(item, t))
    return "" if is_end(text) else whole(text)


def _ending(item: Input) -> list[str]:
    if item.secret:
        return ["hidden while you type"]
    return ["end with a line of `.`"] if item.long else []


def _done(item: Input, text: str) -> bool:
    return ended(text) or (not text and (not item.required or bool(item.value)))
