"""What a client sends when a modal has been filled in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tests.discord.double import payloads
from tests.discord.double.places import Attachment
from tests.discord.double.reading import CHECK, CHECKS, INPUT, LABEL, RADIO, ROW, SELECTS, TEXT, UPLOAD
from tests.discord.double.wire import JSON

File = tuple[str, bytes]
Keep = Callable[[File], Attachment]


class Form:
    """One filling-in: `values` and `files` are by an input's custom_id or its label."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Sequence[File]], keep: Keep) -> None:
        self._given: dict[str, Any] = {**values, **files}
        self._keep = keep
        self._resolved: dict[str, JSON] = {}
        self._ids = iter(range(1, 1000))

    def data(self, modal: JSON) -> JSON:
        """`data` of the event. Raises AssertionError for what a client does not let through."""
        components = self._all(modal["components"])
        assert not self._given, f"the modal {modal['title']!r} has no input {sorted(self._given)}"
        data = {"custom_id": modal["custom_id"], "components": components}
        return {**data, "resolved": {"attachments": self._resolved}} if self._resolved else data

    def _all(self, components: Iterable[JSON]) -> list[JSON]:
        return [self._one(part) for part in components]

    def _one(self, part: JSON, label: str = "") -> JSON:
        kind = part["type"]
        sent = {"type": kind, "id": part.get("id") or next(self._ids)}
        if kind == ROW:
            return {**sent, "components": self._all(part["components"])}
        if kind == LABEL:
            return {**sent, "component": self._one(part["component"], part["label"])}
        if kind == TEXT:
            return sent
        sent["custom_id"] = part["custom_id"]
        return {**sent, **self._filled(kind, part, label or part.get("label") or "")}

    def _filled(self, kind: int, part: JSON, label: str) -> JSON:
        given = self._given.pop(part["custom_id"], None)
        given = self._given.pop(label, None) if given is None else given
        if given is None and kind in SELECTS:
            given = _chosen(part)
        assert given or not part.get("required", True) or part.get("value"), f"{label!r} must be filled in"
        if kind == INPUT:
            return {"value": _text(part, label, part.get("value") or "" if given is None else given)}
        if kind == UPLOAD:
            return {"values": [self._upload(file) for file in _bounded(part, label, given)]}
        if kind in (*SELECTS, CHECKS):
            return {"values": _offered(part, label, _bounded(part, label, given))}
        assert kind in (RADIO, CHECK), f"a component of type {kind} is no input"
        return {"value": given if kind == RADIO else bool(given)}

    def _upload(self, file: File) -> str:
        kept = self._keep(file)
        self._resolved[str(kept.id)] = payloads.attachment(kept, private=True)
        return str(kept.id)


def _text(part: JSON, label: str, text: str) -> str:
    low, high = part.get("min_length") or 0, part.get("max_length") or 4000
    assert not text or low <= len(text) <= high, f"{label!r} takes {low} to {high} characters"
    return text


def _chosen(part: JSON) -> list[str] | None:
    """What is chosen from the beginning."""
    return [one["value"] for one in part.get("options") or () if one.get("default")] or None


def _offered(part: JSON, label: str, values: Sequence[Any]) -> list[Any]:
    offered = [one["value"] for one in part.get("options") or ()]
    assert not offered or set(values) <= set(offered), f"{label!r} offers {offered}, not {values}"
    return list(values)


def _bounded(part: JSON, label: str, given: Sequence[Any] | None) -> Sequence[Any]:
    values = given or ()
    assert len(values) <= (part.get("max_values") or 1), f"{label!r} takes {part.get('max_values') or 1}"
    return values
