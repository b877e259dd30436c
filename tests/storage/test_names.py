"""Names of many accounts come by one look, and for what has ended they are those that `get` gives."""

from pathlib import Path

from domain.model.account import Tombstone
from domain.model.user import User
from storage.repositories import UserRepository
from storage.sqlite import open_sqlite
from tests.fakes import NOON, ManualClock


def an_account(user_id: str, **more: object) -> User:
    fields = {"created_at": NOON, "updated_at": NOON, "registered_at": NOON, "name": user_id.title(), **more}
    return User.model_validate({"_id": user_id, **fields})


async def test_of_joined_accounts_the_one_that_is_left_is_named_and_of_deleted_ones_none(
    tmp_path: Path,
) -> None:
    async with open_sqlite(tmp_path / "mockingbird.db") as documents:
        users = UserRepository(documents, ManualClock())
        for user in (
            an_account("ana"),
            an_account("ben", joined_into="ana"),
            an_account("cleo"),
            an_account("dan", joined_into="gone"),
        ):
            await users.add(user)
        tombstone = Tombstone(id="eva", created_at=NOON, updated_at=NOON, into="cleo")
        await documents.insert("tombstones", tombstone.model_dump(by_alias=True, exclude_none=True))
        asked = ("cleo", "ben", "dan", "eva", "nobody", "ana")
        assert await users.names(asked) == {
            "ana": "Ana",
            "ben": "Ana",
            "cleo": "Cleo",
            "dan": "Dan",
            "eva": "Cleo",
        }
        for user_id in asked:
            found = await users.get(user_id)
            assert (await users.names((user_id,))).get(user_id) == (found.name if found else None)
