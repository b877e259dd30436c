"""What both stores promise, example by example: times, texts, refusals and questions."""

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest

from domain.ports import Document, Documents
from storage.codec import MARK
from tests.storage.conftest import Open
from tests.storage.sample import NOON, thing


class Colour(StrEnum):
    RED = "red"


async def test_what_was_inserted_is_there_when_the_store_is_opened_again(open_store: Open) -> None:
    document = thing("1", a={"b": [1, 2.5, None, True, {"due": NOON}]}, tags=["x", "é", "\0"])
    async with open_store() as before:
        await before.insert("things", document)
    async with open_store() as after:
        assert await after.get("things", "1") == document
        assert await after.get("things", "2") is None


async def test_a_time_comes_back_in_utc_cut_to_milliseconds(documents: Documents) -> None:
    told = datetime(2026, 11, 22, 14, 0, 0, 123_999, tzinfo=timezone(timedelta(hours=2)))
    await documents.insert("things", thing("1", due_at=told))
    found = await documents.get("things", "1")
    assert found is not None
    assert found["due_at"] == NOON
    assert found["due_at"].tzinfo == UTC
    assert await documents.count("things", {"due_at": told}) == 1


@pytest.mark.parametrize("text", ["2026-11-22T12:00:00.123", MARK + "d2026-11-22T12:00:00.123", MARK + "b1"])
async def test_no_text_is_taken_for_a_time_or_a_boolean(documents: Documents, text: str) -> None:
    await documents.insert("things", thing("1", a=text, b=NOON, tags=[text]))
    found = await documents.get("things", "1")
    assert found == thing("1", a=text, b=NOON, tags=[text])
    assert await documents.count("things", {"a": NOON}) == 0
    assert await documents.count("things", {"a": {"$gte": NOON}}) == 0
    assert await documents.count("things", {"a": True}) == 0
    assert await documents.count("things", {"b": {"$lte": text}}) == 0


async def test_tuples_and_members_of_text_enumerations_are_stored_as_lists_and_texts(
    documents: Documents,
) -> None:
    await documents.insert(
        "things", thing("1", tags=(Colour.RED, "blue"), state=Colour.RED, a={"b": ({"c": ()},)})
    )
    found = await documents.find("things", {"state": Colour.RED, "tags": {"$in": [Colour.RED]}})
    assert found == [thing("1", tags=["red", "blue"], state="red", a={"b": [{"c": []}]})]
    assert await documents.count("things", {"state": {"$gte": Colour.RED, "$lt": "ree"}}) == 1


REFUSED_VALUES = {
    "half a surrogate pair": "\ud800",
    "more than 64 bits": 2**63,
    "less than 64 bits": -(2**63) - 1,
    "NaN": float("nan"),
    "infinity": float("-inf"),
    "a time without a zone": datetime(2026, 1, 1),  # noqa: DTZ001 - that is the point
    "a time before the year 1 in UTC": datetime.min.replace(tzinfo=timezone(timedelta(hours=1))),
    "bytes": b"x",
    "a set": {1},
    "a key like an operator": {"$set": 1},
    "a dotted key": {"a.b": 1},
    "a key with NUL": {"a\0": 1},
    "a key of half a pair": {"\udfff": 1},
    "a key that is a number": {1: 1},
}


@pytest.mark.parametrize("value", REFUSED_VALUES.values(), ids=REFUSED_VALUES.keys())
async def test_what_one_store_could_not_hold_both_refuse(documents: Documents, value: Any) -> None:
    await documents.insert("things", thing("1", a="kept"))
    bad = thing("1", a={"deep": [{"er": value}]})
    for write in (
        documents.insert("things", {**bad, "_id": "2"}),
        documents.upsert("things", bad),
        documents.replace("things", bad, version=1),
        documents.claim("things", {}, {"a": value}),
    ):
        with pytest.raises(ValueError, match=r"stored|field's name"):
            await write
    assert await documents.find("things", {}) == [thing("1", a="kept")]


REFUSED_DOCUMENTS: dict[str, Document] = {
    "no _id": {"version": 1},
    "an _id that is a number": {"_id": 1},
    "a version that is a text": {"_id": "1", "version": "1"},
    "a version that is a boolean": {"_id": "1", "version": True},
    "a list in a field not declared as an array": {"_id": "1", "a": [1]},
    "a value in a field declared as an array": {"_id": "1", "tags": "x"},
}


@pytest.mark.parametrize("document", REFUSED_DOCUMENTS.values(), ids=REFUSED_DOCUMENTS.keys())
async def test_a_document_keeps_to_the_schema(documents: Documents, document: Document) -> None:
    with pytest.raises(ValueError, match="things"):
        await documents.insert("things", document)
    assert await documents.count("things", {}) == 0


async def test_nothing_can_be_nested_without_end(documents: Documents) -> None:
    value: Any = "x"
    for _ in range(50):
        value = {"a": value}
    await documents.insert("things", thing("1", a=value))
    with pytest.raises(ValueError, match="nested"):
        await documents.insert(
            "things", thing("2", a={"a": [[value] * 2] * 10, "b": {"c": {"d": [[[[[[[[value]]]]]]]]}}})
        )


REFUSED_QUESTIONS: list[dict[str, Any]] = [
    {"a": {"$regex": "x"}},
    {"a": {"$where": "1"}},
    {"a": {}},
    {"a": [1]},
    {"a": {"b": 1}},
    {"a": {"$in": "text"}},
    {"a": {"$in": [[1]]}},
    {"a": {"$lt": None}},
    {"a": {"$exists": 1}},
    {"a": float("nan")},
    {"$or": []},
    {"a.": 1},
    {"a b": 1},
    {"tags.0": 1},
    {"a'": 1},
    {"a\n": 1},
    {"people.p": None},
    {"people.p": {"$ne": 1}},
]


@pytest.mark.parametrize("where", REFUSED_QUESTIONS, ids=str)
async def test_nothing_else_is_understood(documents: Documents, where: dict[str, Any]) -> None:
    for ask in (
        documents.find("things", where),
        documents.count("things", where),
        documents.delete("things", where),
        documents.claim("things", where, {"a": 1}),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            await ask


async def test_other_arguments_are_checked_too(documents: Documents) -> None:
    for ask in (
        documents.find("nothings", {}),
        documents.insert("things; DROP TABLE things", thing("1")),
        documents.find("things", {}, sort=[("a", 2)]),
        documents.find("things", {}, sort=[("tags", 1)]),
        documents.find("things", {}, sort=[("a desc", 1)]),
        documents.find("things", {}, fields=["a.b"]),
        documents.find("things", {}, limit=-1),
        documents.claim("things", {}, {}),
        documents.claim("things", {}, {"_id": "2"}),
        documents.claim("things", {}, {"version": 2}),
        documents.claim("things", {}, {"a.b": 2}),
        documents.claim("things", {}, {"a": [2]}),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            await ask


async def test_a_number_is_not_its_text(documents: Documents) -> None:
    await documents.insert("things", thing("5", a="5", tags=["5"], marks=["5"]))
    for field in ("_id", "a", "tags", "marks"):
        assert await documents.count("things", {field: "5"}) == 1
        assert await documents.count("things", {field: 5}) == 0
        assert await documents.count("things", {field: {"$lt": 6}}) == 0
    assert await documents.count("things", {"version": "1"}) == 0


async def test_fields_of_one_array_are_looked_for_in_one_element(documents: Documents) -> None:
    for places in ("people", "places"):
        await documents.insert("things", thing(places, **{places: [{"p": "x", "q": 1}, {"p": "y", "q": 2}]}))
        assert await documents.count("things", {f"{places}.p": "x", f"{places}.q": 1}) == 1
        assert await documents.count("things", {f"{places}.p": "x", f"{places}.q": 2}) == 0
        assert await documents.count("things", {f"{places}.p": "y", f"{places}.q": {"$gt": 1, "$lt": 3}}) == 1


async def test_expire_deletes_what_is_older_than_is_kept(documents: Any) -> None:
    for day in range(1, 10):
        await documents.insert(
            "things", thing(str(day), seen_at=datetime.now(UTC) - timedelta(days=day, minutes=-1))
        )
    await documents.insert("things", thing("always"))
    assert await documents.expire(datetime.now(UTC)) == 2
    assert await documents.count("things", {"seen_at": {"$exists": True}}) == 7
    assert await documents.expire(datetime.now(UTC)) == 0
