"""Documents as SQLite's JSON: every scalar becomes a number or a text whose order is that of MongoDB.

SQLite compares any number as less than any text, and texts by code point. So numbers stay numbers, texts
stay texts, and what JSON lacks or SQLite cannot tell apart becomes a text that begins with the last code
point there is: MARK "b" 0 or 1 is a boolean, MARK "d" 2026-11-22T09:30:00.000 a time in UTC, and MARK "a"
stands before a text that begins with MARK itself. One JSON path is thus indexed, compared and sorted
whatever it holds, and nothing that a person writes can be taken for a time. NUL, at which SQLite would
cut a JSON text short, becomes two characters that sort where it did.
"""

import json
import re
from datetime import datetime
from typing import Any

from domain.ports import Document
from storage.schema import Collection
from storage.values import checked_document, checked_scalar

MARK = "\U0010ffff"
BOOLEANS = MARK + "b"
TIMES = MARK + "d"

json_text = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")
).encode

_TEXT = MARK + "a"
_ZONE = "+00:00"
_ESCAPES = str.maketrans({"\0": "\1\1", "\1": "\1\2"})
_ESCAPED = re.compile("\1([\1\2])")


def encode(value: Any) -> str | int | float | None:
    """A scalar as it stands in the JSON text, and in a parameter compared with it. Raises ValueError."""
    if type(value) is str and value.isascii() and "\0" not in value and "\1" not in value:
        return value  # as all but a few are
    scalar = checked_scalar(value)
    if isinstance(scalar, str):
        if "\0" in scalar or "\1" in scalar:
            scalar = scalar.translate(_ESCAPES)
        return _TEXT + scalar if scalar.startswith(MARK) else scalar
    if isinstance(scalar, bool):
        return BOOLEANS + str(int(scalar))
    if isinstance(scalar, datetime):
        return TIMES + scalar.isoformat(timespec="milliseconds").removesuffix(_ZONE)
    return scalar


def row(collection: Collection, document: Document) -> tuple[str, int | None, str]:
    """The columns _id, version and doc. Raises ValueError for what cannot be stored."""
    body = checked_document(collection, document, encode)
    return body.pop("_id"), body.pop("version", None), json_text(body)


def load(columns: tuple[str, int | None, str], fields: frozenset[str] | None = None) -> Document:
    """The document of a row; with `fields`, only its _id and those."""
    document_id, version, text = columns
    body = json.loads(text)
    if version is not None:
        body["version"] = version
    kept = body if fields is None else body.keys() & fields
    return {"_id": _decode(document_id)} | {name: _decode(body[name]) for name in kept if name != "_id"}


def _decode(value: Any) -> Any:
    kind = type(value)  # exactly, which is all that json makes: this is done for every value that is read
    if kind is str:
        return _decode_text(value) if value[:1] == MARK or "\1" in value else value
    if kind is dict:
        return {name: _decode(item) for name, item in value.items()}
    return [_decode(item) for item in value] if kind is list else value


def _decode_text(text: str) -> str | bool | datetime:
    if text.startswith(MARK):
        if text.startswith(TIMES):
            return datetime.fromisoformat(text[len(TIMES) :] + _ZONE)
        if text.startswith(BOOLEANS):
            return text == BOOLEANS + "1"
        text = text.removeprefix(_TEXT)
    return _ESCAPED.sub(_unescape, text) if "\1" in text else text


def _unescape(pair: re.Match[str]) -> str:
    return "\0" if pair[1] == "\1" else "\1"
