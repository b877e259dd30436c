"""A Form as a modal, and a submitted modal as texts, with no state kept between the two."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui

from adapters.chat.secret import NOTE, input_id, is_secret, name_of
from adapters.chat.text import label, units
from domain.replies import Form, Input

TITLE = LABEL = 45
LONGEST = 4_000
CHOICE = DESCRIPTION = 100
MOST = 5
FILE = "file"
FILE_LABEL = "Or a file instead"
UPLOAD = 19


def modal(form: Form, *, takes_file: bool) -> ui.Modal:
    """The form; where a file may stand for the long text, that text is not required.

    Made inside a running event loop it counts as stopped, so that discord.py keeps no copy. Raises ValueError
    above 5 inputs, with 5 there is no room for a file; and above 25 choices of an input.
    """
    with_file = takes_file and len(form.inputs) < MOST
    shown = ui.Modal(title=label(form.title, TITLE), custom_id=form.token)
    for one in form.inputs:
        required = one.required and not (with_file and one.long)
        field = _select(one, required=required) if one.choices else _text(one, required=required)
        shown.add_item(_labelled(one.label, field, NOTE if one.secret else None))
    if with_file:
        upload: ui.FileUpload[Any] = ui.FileUpload(custom_id=FILE, required=False, min_values=0, max_values=1)
        shown.add_item(_labelled(FILE_LABEL, upload))
    shown.stop()
    return shown


def _labelled(text: str, component: ui.Item[Any], note: str | None = None) -> ui.Label[Any]:
    """A label that has to be cut stands below once more, with as much of it as fits there."""
    short = label(text, LABEL)
    if short.endswith("…"):
        note = note or label(text, DESCRIPTION)
    return ui.Label(text=short, component=component, description=note)


def _text(one: Input, *, required: bool) -> ui.TextInput[Any]:
    """With the text that stands there to begin with, if it fits: sent back cut, its end would be lost."""
    style = discord.TextStyle.paragraph if one.long else discord.TextStyle.short
    known = one.value if units(one.value) <= LONGEST else ""
    return ui.TextInput(
        custom_id=input_id(one), style=style, required=required, max_length=LONGEST, default=known or None
    )


def _select(one: Input, *, required: bool) -> ui.Select[Any]:
    select: ui.Select[Any] = ui.Select(custom_id=input_id(one), min_values=int(required), required=required)
    for choice in one.choices:
        chosen = choice.value == one.chosen
        select.add_option(label=label(choice.label, CHOICE), value=choice.value, default=chosen)
    return select


def values(data: Mapping[str, Any]) -> dict[str, str]:
    """A modal_submit interaction's texts by input name; several choices are joined by commas."""
    return {name_of(custom_id): text for custom_id, text in _given(data)}


def returnable(data: Mapping[str, Any]) -> dict[str, str]:
    """The same without secrets: what may be handed back to its writer."""
    return {custom_id: text for custom_id, text in _given(data) if not is_secret(custom_id)}


def _given(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for component in _answered(data.get("components", ())):
        if component["type"] == UPLOAD:
            continue
        if "values" in component:
            yield component["custom_id"], ",".join(component["values"])
        elif isinstance(component.get("value"), str):
            yield component["custom_id"], component["value"]


def uploads(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The attachments of a submitted modal as Discord describes them, in the order they were given."""
    attachments = data.get("resolved", {}).get("attachments", {})
    components = [c for c in _answered(data.get("components", ())) if c["type"] == UPLOAD]
    ids = [str(one) for component in components for one in component.get("values", ())]
    return [attachments[one] for one in ids if one in attachments]


def _answered(components: Any) -> Iterator[Mapping[str, Any]]:
    """The components that hold an answer, out of labels and action rows."""
    for component in components:
        if "component" in component:
            yield from _answered([component["component"]])
        elif "components" in component:
            yield from _answered(component["components"])
        elif "custom_id" in component:
            yield component
