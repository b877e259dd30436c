"""A Form as a modal, and a submitted modal as texts, with no state kept between the two."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from adapters.chat.secret import NOTE, input_id, is_secret, name_of
from adapters.chat.text import label, units
from adapters.slack.blocks import PRESS, blocks, paragraph, plain_text
from adapters.slack.message import Block
from adapters.slack.pack import pages
from adapters.slack.render import EMPTY, sections
from adapters.slack.who import Spot
from domain.replies import Form, Input, Reply

View = dict[str, Any]

CALLBACK = "form"
PRESSED = re.compile(f"^{PRESS}")
"""The `action_id` of a button."""
CHOSEN = re.compile(f"^(?!{PRESS})")
"""That of an input, should Slack report what is chosen before the form is sent."""
NOTICE = "notice"
SHORT, LABEL = 24, 200
OPTION_TEXT, OPTION_VALUE = 75, 150
LONGEST = 3_000
METADATA = 3_000
FILE = "file"
FILE_LABEL = "Or a file instead"
FILE_HINT = f"What is longer than {LONGEST:,} characters fits into a file only."
WAIT = "One moment …"
REPLY_BLOCKS, REPLY_ROOM = 20, 4_000
NOWHERE = Spot("")


@dataclass(frozen=True, slots=True)
class Submitted:
    """What came with a submitted form. `token` is empty where the view is none of ours.

    `returnable` are the values that may be handed back to their writer: all but secrets.
    """

    token: str
    spot: Spot
    values: dict[str, str]
    returnable: dict[str, str]
    files: list[dict[str, Any]]


def view(form: Form, *, takes_file: bool, spot: Spot = NOWHERE) -> View:
    """The form; where a file may stand for the long text, that text is not required.

    The token and the spot it was asked for at go along in it. Raises ValueError where they are too long.
    """
    inputs = [_input(one, required=one.required and not (takes_file and one.long)) for one in form.inputs]
    return filled(form.title, form.token, [*inputs, *([file_input()] if takes_file else [])], spot)


def filled(title: str, token: str, asked: Sequence[Block], spot: Spot, submit: str = "Send") -> View:
    """A modal of those blocks."""
    metadata = json.dumps({"token": token, "spot": asdict(spot)})
    if len(metadata) > METADATA:
        raise ValueError(f"{len(metadata)} characters of metadata, more than {METADATA}")
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": metadata,
        "title": plain_text(label(title, SHORT)),
        "submit": plain_text(label(submit, SHORT)),
        "close": plain_text("Cancel"),
        "blocks": list(asked),
    }


def loading(title: str = WAIT) -> View:
    """What is opened at once, to be updated when it is known what to ask."""
    return _notice(title, [paragraph(WAIT)])


def problem(reply: Reply, sent: Mapping[str, Any] | None = None) -> View:
    """A reply inside the modal; above the same inputs, with what was typed, where a submitted view is given.

    The blocks keep their ids, by which Slack knows that what stands in them is to stay.
    """
    shown = next(pages(sections(reply), REPLY_BLOCKS, REPLY_ROOM), ())
    said = blocks(shown) or [paragraph(EMPTY)]
    if sent is None:
        return _notice("Not done" if reply.failed else "Done", said)
    inputs = [block for block in sent["blocks"] if block["type"] == "input"]
    kept = ("type", "callback_id", "private_metadata", "title", "submit", "close")
    return {**{name: sent[name] for name in kept}, "blocks": [*said, *_kept(inputs, sent["state"])]}


def _notice(title: str, shown: list[Block]) -> View:
    return {
        "type": "modal",
        "callback_id": NOTICE,
        "title": plain_text(label(title, SHORT)),
        "close": plain_text("Close"),
        "blocks": shown,
    }


def _kept(inputs: Sequence[Block], state: Mapping[str, Any]) -> Iterator[Block]:
    """The inputs with what was given in them but secrets; a file stays by its id alone."""
    given = {e["action_id"]: e for e in _answered(state) if not is_secret(e["action_id"])}
    for block in inputs:
        element = block["element"]
        yield {**block, "element": {**element, **_initial(given.get(element["action_id"], {}))}}


def _initial(given: Mapping[str, Any]) -> dict[str, Any]:
    names = {
        "value": "initial_value",
        "selected_option": "initial_option",
        "selected_options": "initial_options",
    }
    return {initial: given[name] for name, initial in names.items() if given.get(name)}


def _input(one: Input, *, required: bool) -> Block:
    name, hint = input_id(one), NOTE if one.secret else ""
    element = select(name, one) if one.choices else {**text_input(name, long=one.long), **_begun(one)}
    return labelled(name, one.label, element, required=required, hint=hint)


def _begun(one: Input) -> Block:
    """The text that stands there to begin with, if it fits: sent back cut, its end would be lost."""
    return {"initial_value": one.value} if 0 < units(one.value) <= LONGEST else {}


def select(name: str, one: Input) -> Block:
    """One of the input's choices, with its `chosen` one picked."""
    options = {choice.value: option(choice.label, choice.value) for choice in one.choices}
    picked = {"initial_option": options[one.chosen]} if one.chosen in options else {}
    return {"type": "static_select", "action_id": name, "options": list(options.values()), **picked}


def option(shown: str, value: str) -> Block:
    """Raises ValueError for a value that Slack would not carry."""
    if not 0 < units(value) <= OPTION_VALUE:
        raise ValueError(f"an option's value has {units(value)} characters, not 1 to {OPTION_VALUE}")
    return {"text": plain_text(label(shown, OPTION_TEXT)), "value": value}


def labelled(name: str, text: str, element: Block, *, required: bool, hint: str = "") -> Block:
    """An input under its label; its block and its action have its name as their id."""
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(label(text, LABEL)),
        "element": element,
        "optional": not required,
        **({"hint": plain_text(label(hint, LABEL))} if hint else {}),
    }


def text_input(name: str, *, long: bool, most: int = LONGEST) -> Block:
    return {"type": "plain_text_input", "action_id": name, "multiline": long, "max_length": most}


def file_input() -> Block:
    element = {"type": "file_input", "action_id": FILE, "max_files": 1}
    return labelled(FILE, FILE_LABEL, element, required=False, hint=FILE_HINT)


def submitted(view: Mapping[str, Any]) -> Submitted:
    """A view as Slack sends it back."""
    metadata = json.loads(view.get("private_metadata") or "{}")
    spot = Spot(**metadata["spot"]) if "spot" in metadata else NOWHERE
    state = view["state"]
    return Submitted(metadata.get("token", ""), spot, values(state), returnable(state), uploads(state))


def values(state: Mapping[str, Any]) -> dict[str, str]:
    """The `state` of a submitted view as texts by input name; several choices are joined by commas."""
    return {name_of(action_id): text for action_id, text in _given(state)}


def returnable(state: Mapping[str, Any]) -> dict[str, str]:
    """The same without secrets."""
    return {action_id: text for action_id, text in _given(state) if not is_secret(action_id)}


def _given(state: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for element in _answered(state):
        if element["type"] == "file_input":
            continue
        if element.get("selected_options"):
            yield element["action_id"], ",".join(one["value"] for one in element["selected_options"])
        elif element.get("selected_option"):
            yield element["action_id"], element["selected_option"]["value"]
        elif isinstance(element.get("value"), str):
            yield element["action_id"], element["value"]


def uploads(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The files of a submitted view as Slack describes them, in the order they were given."""
    answered = _answered(state)
    return [file for one in answered if one["type"] == "file_input" for file in one.get("files") or ()]


def _answered(state: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for elements in (state.get("values") or {}).values():
        for action_id, element in elements.items():
            yield {**element, "action_id": action_id}
