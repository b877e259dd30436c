"""Gradings gone wrong in the content of an answer: what a model says in place of a good one."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.llm.double.errors import JSON
from tests.llm.double.faults import Fault
from tests.llm.double.recorded import HIGHEST, ROWS, in_prose
from tests.llm.double.turns import Turn

SENTENCE = "The candidate did well on most of the points, I would say."
ABSENT = "These words stand in no answer of any candidate."
UNASKED = {"id": "no-such-row", "quote": "", "missing": "", "level": HIGHEST}
DEPTH = 100_000
DIGITS = 6_000


def _half(good: JSON) -> str:
    text = json.dumps(good)
    return text[: len(text) // 2]


def _each(good: JSON, **changed: Any) -> JSON:
    return good | {ROWS: [row | changed for row in good[ROWS]]}


def _with_rows(good: JSON, rows: list[JSON]) -> JSON:
    return good | {ROWS: rows}


def _other_keys(good: JSON) -> JSON:
    rows = [{f"the_{key}": value for key, value in row.items()} for row in good[ROWS]]
    return {"assessment": rows, "overall": 7}


def _wrong_types(good: JSON) -> JSON:
    rows = [{key: _swapped(value) for key, value in row.items()} for row in good[ROWS]]
    return _with_rows(good, rows)


def _swapped(value: Any) -> Any:
    return str(value) if isinstance(value, int) else len(str(value))


def _missing(good: JSON) -> JSON:
    return _with_rows(good, good[ROWS][: len(good[ROWS]) // 2])


def _extra(good: JSON) -> JSON:
    return _with_rows(good, [*good[ROWS], UNASKED])


def _duplicates(good: JSON) -> JSON:
    return _with_rows(good, [*good[ROWS], *_each(good, level=HIGHEST)[ROWS]])


def _huge_number(good: JSON) -> str:
    return json.dumps(_each(good, level="HUGE")).replace('"HUGE"', "9" * DIGITS)


def _half_surrogates(good: JSON) -> JSON:
    return _with_rows(good, [row | {"quote": f"{row['quote']}\ud83d"} for row in good[ROWS]])


SAID: Mapping[Fault, Callable[[JSON], JSON | str]] = {
    Fault.EMPTY_CONTENT: lambda _: "",
    Fault.TRUNCATED_JSON: _half,
    Fault.NOT_JSON: lambda _: SENTENCE,
    Fault.WRAPPED_JSON: lambda good: in_prose(json.dumps(good)),
    Fault.DEEP_JSON: lambda _: '{"rows": ' + "[" * DEPTH + "]" * DEPTH + "}",
    Fault.HUGE_NUMBER: _huge_number,
    Fault.OTHER_KEYS: _other_keys,
    Fault.WRONG_TYPES: _wrong_types,
    Fault.MISSING_ROWS: _missing,
    Fault.EXTRA_ROWS: _extra,
    Fault.DUPLICATE_ROWS: _duplicates,
    Fault.LEVEL_900: lambda good: _each(good, level=900),
    Fault.LEVEL_NEGATIVE: lambda good: _each(good, level=-1),
    Fault.LEVEL_NAN: lambda good: _each(good, level=float("nan")),
    Fault.FOREIGN_QUOTES: lambda good: _each(good, level=HIGHEST, quote=ABSENT),
    Fault.HALF_SURROGATES: _half_surrogates,
}


ENDED: Mapping[Fault, Callable[[JSON], Turn]] = {
    Fault.LENGTH: lambda good: Turn(_half(good), ended="length"),
    Fault.CONTENT_FILTER: lambda good: Turn(_half(good), ended="content_filter"),
    Fault.REFUSAL: lambda _: Turn(None, refusal="I'm sorry, but I can't help with that."),
    Fault.NULL_CONTENT: lambda _: Turn(None),
}
SPOILED = SAID.keys() | ENDED.keys()


def spoiled(fault: Fault, good: JSON) -> Turn:
    """What is said in place of the grading `good`; the fault is one of SPOILED."""
    if fault in ENDED:
        return ENDED[fault](good)
    said = SAID[fault](good)
    return Turn(said if isinstance(said, str) else json.dumps(said))
