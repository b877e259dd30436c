"""Unique indexes of every kind, on every way to write."""

from typing import Any

import pytest

from domain.errors import Duplicate
from domain.ports import Document, Documents
from tests.storage.sample import account


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("_id", "1"),
        ("email", "a@example.org"),
        ("names", ["other", "same"]),
        ("identities", [{"user": "u2", "platform": "p"}, {"user": "u1", "platform": "p"}]),
    ],
)
async def test_a_unique_index_speaks_by_its_name(documents: Documents, field: str, value: Any) -> None:
    first = account("1", email="a@example.org", names=["same"], identities=[{"user": "u1", "platform": "p"}])
    await documents.insert("accounts", first)
    index = {"identities": "identity"}.get(field, field)
    with pytest.raises(Duplicate) as refused:
        await documents.insert("accounts", account("2") | {field: value})
    assert (refused.value.collection, refused.value.index) == ("accounts", index)
    assert await documents.find("accounts", {}) == [first]


async def test_only_whole_elements_collide(documents: Documents, request: pytest.FixtureRequest) -> None:
    if "mongo-wire" in request.node.name:
        pytest.skip("the test server pairs one element's user with another's platform; MongoDB does not")
    crossed = [{"user": "u1", "platform": "p1"}, {"user": "u2", "platform": "p2"}]
    await documents.insert("accounts", account("1", identities=crossed))
    await documents.insert("accounts", account("2", identities=[{"user": "u1", "platform": "p2"}]))
    assert await documents.count("accounts", {"identities.user": "u1", "identities.platform": "p2"}) == 1


async def test_every_write_respects_a_unique_index(documents: Documents) -> None:
    await documents.insert("accounts", account("1", names=["a"], email="e"))
    await documents.insert("accounts", account("2", names=["b"]))
    for write, index in (
        (documents.replace("accounts", account("2", names=["b", "a"]), version=1), "names"),
        (documents.upsert("accounts", account("2", email="e")), "email"),
        (documents.claim("accounts", {"_id": "2"}, {"names": ["a"]}), "names"),
        (documents.claim("accounts", {"_id": "2"}, {"email": "e"}), "email"),
    ):
        with pytest.raises(Duplicate) as refused:
            await write
        assert refused.value.index == index
    assert await documents.get("accounts", "2") == account("2", names=["b"])


async def test_a_value_given_up_is_free_again(documents: Documents) -> None:
    await documents.insert("accounts", account("1", names=["a"], state="open", active=True))
    await documents.replace("accounts", account("1", names=["b"], state="done", active=True), version=1)
    await documents.insert("accounts", account("2", names=["a"]))
    await documents.delete("accounts", {"_id": "1"})
    await documents.insert("accounts", account("3", names=["b"]))
    assert await documents.count("accounts", {"names": {"$in": ["a", "b"]}}) == 2


async def test_a_partial_index_lets_the_others_be(documents: Documents) -> None:
    opened = {"owner": "o", "state": "open", "active": True}
    await documents.insert("accounts", account("1", **opened))
    await documents.insert("accounts", account("2", **opened | {"state": "done"}))
    await documents.insert("accounts", account("3", **opened | {"active": False}))
    with pytest.raises(Duplicate) as refused:
        await documents.insert("accounts", account("4", **opened))
    assert refused.value.index == "open"
    with pytest.raises(Duplicate):
        await documents.claim("accounts", {"_id": "2"}, {"state": "open"})


@pytest.mark.parametrize(
    "fields",
    [
        {"key": None},
        {"email": 5},
        {"names": ["a", None]},
        {"identities": [{"user": "u"}]},
        {"identities": ["u"]},
    ],
    ids=str,
)
async def test_what_is_unique_must_be_there(documents: Documents, fields: Document) -> None:
    with pytest.raises(ValueError, match="unique"):
        await documents.insert("accounts", account("1") | fields)
    await documents.insert("accounts", account("1"))
    with pytest.raises(ValueError, match="unique"):
        await documents.claim("accounts", {}, fields)


async def test_accounts_without_unique_values_do_not_collide(documents: Documents) -> None:
    await documents.insert("accounts", account("1"))
    await documents.insert("accounts", account("2", email=None, names=[], identities=[]))
    await documents.insert("accounts", account("3", email=None, names=None, identities=None))
    assert await documents.count("accounts", {"email": None}) == 3
