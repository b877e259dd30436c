"""Installations as slack_sdk asks for them: replaced, removed, revoked, and never a token in the clear."""

import logging
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.oauth.installation_store import Installation

from adapters.slack.crypto import VARIABLE, Cipher
from adapters.slack.installs import InstallationStore, StateStore
from domain.errors import PlatformRefused, UserError
from storage.installs import InstallationRepository, InstallStateRepository
from storage.sqlite import SqliteDocuments, open_sqlite
from tests.fakes import ManualClock

OLD, NEW, OTHER = (urlsafe_b64encode(bytes([number]) * 32).decode() for number in (1, 2, 3))
CIPHER = Cipher.from_environment(NEW)
TOKEN = "xoxb-1234-the-secret"


@pytest.fixture
async def documents(tmp_path: Path) -> AsyncIterator[SqliteDocuments]:
    async with open_sqlite(tmp_path / "store.db") as opened:
        yield opened


@pytest.fixture
def store(documents: SqliteDocuments) -> InstallationStore:
    return store_over(documents, CIPHER)


def store_over(documents: SqliteDocuments, cipher: Cipher) -> InstallationStore:
    return InstallationStore(InstallationRepository(documents, ManualClock()), cipher)


def granted(team_id: str | None = "T1", bot_token: str | None = TOKEN, **more: Any) -> Installation:
    return Installation(
        **{
            "app_id": "A1", "team_id": team_id, "team_name": "Acme", "bot_token": bot_token, "bot_id": "B1",
            "bot_user_id": "U0", "bot_scopes": "commands,chat:write", "user_id": "U1", **more,
        }
    )  # fmt: skip


async def token_of(
    store: InstallationStore, team_id: str | None, enterprise_id: str | None = None
) -> str | None:
    bot = await store.async_find_bot(enterprise_id=enterprise_id, team_id=team_id)
    return None if bot is None else bot.bot_token


@given(st.text())
def test_what_is_encrypted_can_be_read_with_the_key_alone(text: str) -> None:
    ciphertext = CIPHER.encrypt(text)
    assert CIPHER.decrypt(ciphertext) == text
    assert CIPHER.encrypt(text) != ciphertext
    with pytest.raises(PlatformRefused, match=VARIABLE):
        Cipher.from_environment(OTHER).decrypt(ciphertext)


def test_the_first_key_encrypts_and_all_decrypt() -> None:
    before, both = Cipher.from_environment(OLD), Cipher.from_environment(f" {NEW}, {OLD},")
    assert both.decrypt(before.encrypt("x")) == "x"
    assert Cipher.from_environment(NEW).decrypt(both.encrypt("x")) == "x"
    renewed = both.renewed(before.encrypt("x"))
    assert renewed is not None
    assert Cipher.from_environment(NEW).decrypt(renewed) == "x"
    assert both.renewed(renewed) is None


@pytest.mark.parametrize("value", [None, "", " , "])
def test_a_missing_key_is_a_sentence_that_says_how_to_make_one(value: str | None) -> None:
    with pytest.raises(PlatformRefused, match=r"not set.*Fernet\.generate_key"):
        Cipher.from_environment(value)


@pytest.mark.parametrize("wrong", ["hunter2", NEW[:-2], NEW + "A", "schlüssel", "\0"])
def test_a_key_that_is_none_is_refused_and_not_repeated(wrong: str) -> None:
    with pytest.raises(PlatformRefused, match=f"Key 2 of {VARIABLE}") as refused:
        Cipher.from_environment(f"{NEW},{wrong}")
    assert wrong not in refused.value.message
    assert refused.value.__context__ is None


async def test_an_installation_comes_back_whole(store: InstallationStore) -> None:
    await store.async_save(saved := granted(installed_at=1_790_000_000.0))
    found = await store.async_find_installation(enterprise_id=None, team_id="T1", user_id="U1")
    assert found is not None
    assert found.to_bot().to_dict() == saved.to_bot().to_dict()
    assert found.user_id == "U1"
    assert await store.async_find_installation(enterprise_id=None, team_id="T1", user_id="U2") is None
    bot = await store.async_find_bot(enterprise_id=None, team_id="T1")
    assert bot is not None
    assert bot.to_dict() == saved.to_bot().to_dict()


async def test_no_token_is_on_disk_or_in_a_log(
    store: InstallationStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await store.async_save(granted(user_token="xoxp-a-person's", incoming_webhook_url="https://hooks/secret"))
    await store.mark_gone("T1", "another")
    await store.mark_gone("T1", TOKEN)
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Acme" in written
    for secret in (TOKEN, "xoxp-", "hooks/secret", NEW):
        assert secret.encode() not in written
        assert secret not in caplog.text
    assert "T1" in caplog.text


async def test_workspaces_have_their_own_tokens(store: InstallationStore) -> None:
    await store.async_save(granted("T1", "xoxb-1"))
    await store.async_save(granted("T2", "xoxb-2", enterprise_id="E1"))
    await store.async_save(granted(None, "xoxb-3", enterprise_id="E1", is_enterprise_install=True))
    assert await token_of(store, "T1") == "xoxb-1"
    assert await token_of(store, "T2", "E1") == "xoxb-2"
    assert await token_of(store, "T9", "E1") is None
    whole = await store.async_find_bot(enterprise_id="E1", team_id="T9", is_enterprise_install=True)
    assert whole is not None
    assert whole.bot_token == "xoxb-3"
    assert whole.is_enterprise_install
    assert [await store.bot_token(id_) for id_ in ("T1", "T2", "E1", "T9", "")] == [
        "xoxb-1", "xoxb-2", "xoxb-3", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["bot", "installation", "all"])
async def test_a_removed_workspace_is_forgotten(store: InstallationStore, how: str) -> None:
    await store.async_save(granted("T1"))
    await store.async_save(granted("T2"))
    await store.async_delete_installation(enterprise_id=None, team_id="T1", user_id="U1")
    assert await token_of(store, "T1") == TOKEN, "a person's own token was never kept"
    await getattr(store, f"async_delete_{how}")(enterprise_id=None, team_id="T1")
    assert await token_of(store, "T1") is None
    assert await token_of(store, "T2") == TOKEN


async def test_a_revoked_token_is_used_no_more(store: InstallationStore) -> None:
    await store.async_save(granted(bot_token="xoxb-old"))
    await store.mark_gone("T1", "xoxb-old")
    assert await store.bot_token("T1") is None
    assert await token_of(store, "T1") is None
    await store.async_save_bot(granted(bot_token="xoxb-new").to_bot())
    await store.mark_gone("T1", "xoxb-old")
    assert await store.bot_token("T1") == "xoxb-new", "only the old one was revoked"


@pytest.mark.parametrize(
    ("grant", "says"),
    [
        (granted(bot_token=None), "no token"),
        (granted(team_id=None), "which workspace"),
        (granted(bot_refresh_token="xoxe-1", bot_token_expires_in=43200), "token rotation"),
    ],
)
async def test_what_the_bot_cannot_work_with_is_refused(
    store: InstallationStore, grant: Installation, says: str
) -> None:
    with pytest.raises(UserError, match=says):
        await store.async_save(grant)
    assert await store.check_keys() == 0


async def test_what_another_replica_does_is_known_within_seconds(documents: SqliteDocuments) -> None:
    moment = [0.0]
    here = InstallationStore(InstallationRepository(documents, ManualClock()), CIPHER, lambda: moment[0])
    elsewhere = store_over(documents, CIPHER)
    assert await token_of(here, "T1") is None
    await elsewhere.async_save(granted(bot_token="xoxb-1"))
    assert await token_of(here, "T1") == "xoxb-1", "an absence is not remembered"
    await elsewhere.async_delete_all(enterprise_id=None, team_id="T1")
    moment[0] = 4.9
    assert await token_of(here, "T1") == "xoxb-1"
    moment[0] = 5.0
    assert await token_of(here, "T1") is None
    moment[0] = 6.0
    await elsewhere.async_save(granted(bot_token="xoxb-2"))
    assert await token_of(here, "T1") == "xoxb-2"
    await here.async_save(granted(bot_token="xoxb-3"))
    assert await token_of(here, "T1") == "xoxb-3", "what is done here is known at once"
    await here.mark_gone("T1", "xoxb-3")
    assert await token_of(here, "T1") is None


async def test_a_key_can_be_replaced(documents: SqliteDocuments) -> None:
    await store_over(documents, Cipher.from_environment(OLD)).async_save(granted("T1"))
    await store_over(documents, Cipher.from_environment(f"{NEW},{OLD}")).async_save(granted("T2"))
    with pytest.raises(PlatformRefused, match="No key"):
        await store_over(documents, CIPHER).check_keys()
    assert await store_over(documents, Cipher.from_environment(f"{NEW},{OLD}")).check_keys() == 2
    anew = store_over(documents, CIPHER)
    assert await anew.check_keys() == 2
    assert [await token_of(anew, team) for team in ("T1", "T2")] == [TOKEN, TOKEN]


async def test_a_removal_delivered_late_spares_a_newer_installation(store: InstallationStore) -> None:
    installed = datetime(2026, 11, 22, 12, tzinfo=UTC)
    await store.async_save(granted(installed_at=installed.timestamp()))
    await store.removed(None, "T1", installed - timedelta(hours=1))
    assert await token_of(store, "T1") == TOKEN
    await store.removed(None, "T1", installed + timedelta(hours=1))
    assert await token_of(store, "T1") is None


async def test_a_state_is_long_unlike_any_other_and_good_once(documents: SqliteDocuments) -> None:
    states = StateStore(InstallStateRepository(documents, ManualClock()))
    one, two = await states.async_issue(), await states.async_issue()
    assert one != two
    assert len(one) == 43
    assert await states.async_consume(one)
    assert not await states.async_consume(one)
    for nonsense in ("", "x" * 43, one + "x", "\ud800" * 43, "\0"):
        assert not await states.async_consume(nonsense)
    assert await states.async_consume(two)
