"""Whatever is asked of a store, in whatever order, it answers as the model does."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, given

from domain.errors import Conflict, Duplicate
from domain.ports import Documents
from storage.schema import Collection
from tests.examples import tried
from tests.storage import generated
from tests.storage.model import Model
from tests.storage.sample import ACCOUNTS, THINGS

generating = tried(15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
OPERATORS = ("$lt", "$lte", "$gt", "$gte")


async def test_every_comparison_of_two_values_is_the_models(documents: Documents) -> None:
    """Each value stands in a field, an object, arrays and documents of arrays, with an index and without."""
    model = Model(THINGS)
    for number, value in enumerate([*generated.SCALARS, {"b": "a"}, {}]):
        document = {
            "_id": f"{number:03}", "a": value, "b": {"c": value}, "tags": [value], "marks": [value, "last"],
            "people": [{"p": value}, {"q": value}], "places": [{"p": value}, value],
        }  # fmt: skip
        await documents.insert("things", document)
        model.insert(document)
    for absent in ({"_id": "none"}, {"_id": "empty", "b": {}, "tags": [], "marks": [], "people": []}):
        await documents.insert("things", absent)
        model.insert(absent)
    for where in _comparisons():
        found = await documents.find("things", where, fields=[])
        assert [d["_id"] for d in found] == [d["_id"] for d in model.find(where)], where


def _comparisons() -> Iterator[dict[str, Any]]:
    for path in ("a", "b.c", "tags", "marks", "people.p", "places.p"):
        for value in generated.SCALARS if path == "a" else generated.FEW:
            if value is not None:
                yield {path: value}
                yield from ({path: {operator: value}} for operator in OPERATORS)
        if "p" not in path:
            yield from ({path: {"$ne": value}} for value in generated.FEW)
            yield from ({path: {"$in": [value, None]}} for value in generated.FEW)
            yield from ({path: {"$exists": there}} for there in (True, False))
            yield {path: None}


async def test_every_two_values_sort_as_the_model_sorts_them(documents: Documents) -> None:
    model = Model(THINGS)
    for number, value in enumerate([*generated.SCALARS, *generated.SCALARS[::-1]]):
        document = {"_id": f"{number:03}", "a": value, "n": number % 3}
        await documents.insert("things", document)
        model.insert(document)
    for sort in ([("a", 1)], [("a", -1)], [("n", -1), ("a", 1)], [("n", 1), ("_id", -1)], [("_id", -1)], []):
        found = await documents.find("things", {}, sort=sort, fields=["a"])
        assert [d["_id"] for d in found] == [d["_id"] for d in model.find({}, sort)], sort


@generating
@given(operations=generated.operations(generated.things, generated.questions, generated.changes))
async def test_a_store_answers_as_the_model_does(
    documents: Documents, operations: list[generated.Operation]
) -> None:
    await _follow(documents, THINGS, operations)


@generating
@given(
    operations=generated.operations(
        generated.accounts, generated.account_questions, generated.account_changes
    )
)
async def test_unique_indexes_refuse_what_the_model_refuses(
    documents: Documents, operations: list[generated.Operation]
) -> None:
    await _follow(documents, ACCOUNTS, operations)


async def _follow(
    documents: Documents, collection: Collection, operations: list[generated.Operation]
) -> None:
    await documents.delete(collection.name, {})
    model = Model(collection)
    for name, arguments, named in operations:
        expected = asked(getattr(model, name), *arguments, **named)
        got = await _awaited(getattr(documents, name)(collection.name, *arguments, **named))
        assert agree(got, expected), f"{name}: {got!r}, not {expected!r}"
    assert typed(await documents.find(collection.name, {})) == typed(model.find({}))


def asked(method: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """What a method returns, or how it refuses."""
    try:
        return method(*arguments, **named)
    except (Conflict, Duplicate) as refusal:
        return refusal


async def _awaited(call: Awaitable[Any]) -> Any:
    try:
        return await call
    except (Conflict, Duplicate) as refusal:
        return refusal


def agree(got: Any, expected: Any) -> bool:
    if isinstance(expected, Duplicate):
        return isinstance(got, Duplicate) and got.index in expected.index.split(",")
    if isinstance(expected, Conflict):
        return isinstance(got, Conflict)
    return bool(typed(got) == typed(expected))


def typed(value: Any) -> Any:
    """A value in which 1, 1.0 and True differ, and a time is known to be in UTC."""
    if isinstance(value, dict):
        return {name: typed(item) for name, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, datetime):
        assert value.utcoffset() is not None
        return (value.replace(tzinfo=None), value.utcoffset())
    kind = next((kind for kind in (bool, int, float, str) if isinstance(value, kind)), type(value))
    return (kind, value)
