"""Filling in a view as Slack's client does, and the state that it sends of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.slack.double import payloads
from tests.slack.double.blocks import DATES, MANY_OPTIONS, ONE_OPTION, TEXT_INPUTS, options_of, pressables
from tests.slack.double.places import File
from tests.slack.double.reading import text_of
from tests.slack.double.views import View
from tests.slack.double.wire import JSON

Upload = tuple[str, bytes]
Keep = Callable[[Upload], File]
NAMED = {"users_select": "user", "channels_select": "channel", "conversations_select": "conversation"}


class Form:
    """What a person puts in; names are action_ids, block_ids or labels. Raises AssertionError.

    A text field takes a text, a select the value or text of an option (or a list of them), a date its text.
    """

    def __init__(
        self, view: View, values: Mapping[str, Any], files: Mapping[str, Sequence[Upload]], keep: Keep
    ) -> None:
        self._view = view
        self._given = {**values, **files}
        self._keep = keep
        self._used: set[str] = set()

    def state(self, *, complete: bool) -> JSON:
        """The `state.values`; with `complete`, nothing that is required may be missing."""
        values: JSON = {}
        for block, element in self._inputs():
            given = self._of(block, element)
            value = self._value(element, given)
            if complete and block.get("type") == "input" and not block.get("optional"):
                assert _filled(value), f"{element['action_id']!r} is required in: {text_of(self._view)}"
            values.setdefault(block["block_id"], {})[element["action_id"]] = value
        unknown = set(self._given) - self._used
        assert not unknown, f"no input {sorted(unknown)} in: {text_of(self._view)}"
        return values

    def _inputs(self) -> Iterator[tuple[JSON, JSON]]:
        for block in self._view.blocks:
            for _, element in pressables([block]):
                if element["type"] not in ("button", "overflow"):
                    yield block, element

    def _of(self, block: JSON, element: JSON) -> Any:
        label = (block.get("label") or {}).get("text", "")
        for name in (element["action_id"], block["block_id"], label):
            if name in self._given:
                self._used.add(name)
                return self._given[name]
        return None

    def _value(self, element: JSON, given: Any) -> JSON:
        kind = element["type"]
        if kind in TEXT_INPUTS:
            return {"type": kind, "value": _typed(element, given)}
        if kind == "file_input":
            return {"type": kind, "files": [payloads.file(self._keep(one)) for one in given or ()]}
        if kind in ONE_OPTION:
            return {"type": kind, "selected_option": self._option(element, given)}
        if kind in MANY_OPTIONS:
            return {"type": kind, "selected_options": self._options(element, given)}
        return {"type": kind} | _named(element, given)

    def _option(self, element: JSON, given: Any) -> JSON | None:
        initial: JSON | None = element.get("initial_option")
        return initial if given is None else option(element, given)

    def _options(self, element: JSON, given: Any) -> list[JSON]:
        initial: list[JSON] = element.get("initial_options") or []
        chosen = initial if given is None else [option(element, one) for one in given]
        most = element.get("max_selected_items")
        assert most is None or len(chosen) <= most, f"{element['action_id']!r} takes at most {most}"
        return chosen


def option(element: Mapping[str, Any], wanted: str) -> JSON:
    """The option of a value or text; an external select takes what its source offered, as it is."""
    if "external" in element["type"] and isinstance(wanted, dict):
        return wanted
    every = options_of(element)
    for one in every:
        if wanted in (one.get("value"), one["text"]["text"]):
            return one
    offered = [one["text"]["text"] for one in every]
    raise AssertionError(f"{element['action_id']!r} offers {offered}, not {wanted!r}")


def _typed(element: JSON, given: Any) -> str | None:
    text = element.get("initial_value") if given is None else str(given)
    if not text:
        return None
    low, high = element.get("min_length", 0), element.get("max_length", 3000)
    name = element["action_id"]
    if element["type"] == "number_input":
        number = float(text)
        assert element["is_decimal_allowed"] or number.is_integer(), f"{name!r} takes whole numbers"
        low, high = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
        assert low <= number <= high, f"{name!r} takes {low:g} to {high:g}, not {text}"
    else:
        assert low <= len(text) <= high, f"{name!r} takes {low} to {high} characters, not {len(text)}"
    return str(text)


def _named(element: JSON, given: Any) -> JSON:
    """Dates, and selects of people and places."""
    kind = element["type"]
    name = DATES.get(kind) or NAMED.get(kind.removeprefix("multi_"))
    assert name, f"the double fills in no {kind}"
    if kind.startswith("multi_"):
        return {f"selected_{name}s": list(given or element.get(f"initial_{name}s") or ())}
    return {f"selected_{name}": given if given is not None else element.get(f"initial_{name}")}


def _filled(value: JSON) -> bool:
    return any(content for name, content in value.items() if name != "type")
