"""Messages as discord.py sends them: Components V2, with nothing that the library would have to remember."""

import io
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Any

import discord
from discord import ui

from adapters.chat.text import label
from adapters.discord import markdown
from adapters.discord.message import Attached, Box, Message
from adapters.discord.once import component_id
from domain.replies import Button

ROW = 5
NOTICE = 200


def layout(message: Message, button: Callable[[Button], ui.Item[Any]]) -> ui.LayoutView:
    """The view of a message; `button` makes the items to press, which must be dynamic.

    Made inside a running event loop it counts as stopped, so that discord.py keeps no copy: a view it keeps
    takes the dynamic items out of its store when that view goes.
    """
    items = [
        *map(_box, message.boxes),
        *(_file(file.name) for file in message.files),
        *_rows(message.buttons, button),
    ]
    if message.nonce is not None:
        items[0].id = component_id(message.nonce)
    return _stopped(items)


def notice(text: str) -> ui.LayoutView:
    """A small line that says what goes on; `text` is the project's own words, backticks being code."""
    return _stopped([ui.TextDisplay(f"-# {markdown.words(label(text, NOTICE))}")])


def files_of(message: Message) -> list[discord.File]:
    """The files of a message, opened. Raises OSError where one is gone, and leaves none open then."""
    with ExitStack() as opened:
        files = [opened.enter_context(closing(discord.File(_source(f), f.name))) for f in message.files]
        opened.pop_all()
    return files


def _stopped(items: list[ui.Item[Any]]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


def _box(box: Box) -> ui.Item[Any]:
    text: ui.TextDisplay[Any] = ui.TextDisplay(box.text)
    return ui.Container(text, accent_colour=box.accent) if box.framed else text


def _file(name: str) -> ui.Item[Any]:
    """A picture is looked at, anything else is downloaded."""
    address = f"attachment://{name}"
    if name.endswith(".png"):
        return ui.MediaGallery[ui.LayoutView](discord.MediaGalleryItem(address))
    return ui.File[ui.LayoutView](address)


def _rows(buttons: tuple[Button, ...], button: Callable[[Button], ui.Item[Any]]) -> list[ui.Item[Any]]:
    return [ui.ActionRow(*map(button, buttons[n : n + ROW])) for n in range(0, len(buttons), ROW)]


def _source(file: Attached) -> str | io.BytesIO:
    return io.BytesIO(file.content or b"") if file.path is None else file.path
