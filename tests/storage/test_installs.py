"""Slack's installations and the states of those under way: one at a time wins, and what is old stays out."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.model.installation import Installation, installation_id
from domain.ports import Documents
from storage.installs import InstallationRepository, InstallStateRepository
from storage.mongo import open_mongo
from storage.schema import COLLECTIONS
from storage.sqlite import open_sqlite
from tests.fakes import NOON, ManualClock

SLACK = [declared for declared in COLLECTIONS if declared.name.startswith("slack_")]


@dataclass
class Kept:
    documents: Documents
    clock: ManualClock
    installs: InstallationRepository
    states: InstallStateRepository


@pytest.fixture(params=["sqlite", "mongo-wire"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kept]:
    if request.param == "sqlite":
        opening = open_sqlite(tmp_path / "store.db", collections=SLACK)
    else:
        opening = open_mongo(request.getfixturevalue("mongo_url"), collections=SLACK)  # type: ignore[assignment]
    clock = ManualClock()
    async with opening as documents:
        installs, states = InstallationRepository(documents, clock), InstallStateRepository(documents, clock)
        yield Kept(documents, clock, installs, states)


def installed(team: str, token: str = "cipher", enterprise: str = "", at: datetime = NOON) -> Installation:
    return Installation(
        id=installation_id(enterprise, team),
        created_at=at,
        updated_at=at,
        enterprise_id=enterprise,
        team_id=team,
        team_name="Acme",
        bot_token=token,
        scopes=("chat:write", "commands"),
        installed_at=at,
    )


def test_what_an_installation_stores_is_declared() -> None:
    declared = next(c for c in SLACK if c.name == "slack_installs")
    stored = set(Installation.model_fields) - {"id", "version", "created_at", "updated_at"}
    assert stored == set(declared.fields)


async def test_a_workspace_has_its_newest_installation(kept: Kept) -> None:
    first, second = installed("T1", "one"), installed("T1", "two", at=NOON + timedelta(days=1))
    await kept.installs.save(first)
    assert await kept.installs.find("", "T1") == first
    await kept.installs.save(second)
    assert await kept.installs.find("", "T1") == second
    assert await kept.installs.all() == [second]


async def test_workspaces_and_organisations_are_kept_apart(kept: Kept) -> None:
    one, other, whole = installed("T1", "1"), installed("T2", "2", "E1"), installed("", "3", "E1")
    for installation in (one, other, whole):
        await kept.installs.save(installation)
    assert await kept.installs.find("", "T1") == one
    assert await kept.installs.find("E1", "T2") == other
    assert await kept.installs.find("E1", "") == whole
    assert await kept.installs.find("", "") is None
    assert await kept.installs.find("E1", "T3") is None


async def test_a_workspace_that_joins_an_organisation_is_still_found(kept: Kept) -> None:
    await kept.installs.save(installed("T1", "before"))
    found = await kept.installs.find("E1", "T1")
    assert found is not None
    assert found.bot_token == "before"
    await kept.installs.save(installed("T1", "after", "E1", at=NOON + timedelta(days=1)))
    for enterprise in ("", "E1"):
        found = await kept.installs.find(enterprise, "T1")
        assert found is not None
        assert found.bot_token == "after"
    await kept.installs.delete("E1", "T1")
    assert await kept.installs.all() == [], "the one of before is the same workspace's"


async def test_what_is_gone_is_not_found_until_it_is_installed_anew(kept: Kept) -> None:
    await kept.installs.save(known := installed("T1", "old"))
    assert await kept.installs.mark_gone(known)
    assert await kept.installs.find("", "T1") is None
    assert await kept.installs.all() == []
    await kept.installs.save(anew := installed("T1", "new"))
    assert not await kept.installs.mark_gone(known), "what was read is not what stands there now"
    assert not await kept.installs.encrypt_anew(known, "other")
    assert await kept.installs.find("", "T1") == anew
    assert await kept.installs.encrypt_anew(anew, "other")
    found = await kept.installs.find("", "T1")
    assert found is not None
    assert found.bot_token == "other"


async def test_a_late_removal_spares_what_was_installed_since(kept: Kept) -> None:
    await kept.installs.save(installed("T1", at=NOON))
    await kept.installs.delete("", "T1", before=NOON)
    assert await kept.installs.find("", "T1") is not None
    await kept.installs.delete("", "T2")
    assert await kept.installs.find("", "T1") is not None
    await kept.installs.delete("", "T1", before=NOON + timedelta(seconds=1))
    assert await kept.installs.find("", "T1") is None


async def test_a_state_is_good_for_one(kept: Kept) -> None:
    await kept.states.issue("s")
    taken = await asyncio.gather(*(kept.states.consume("s") for _ in range(8)))
    assert sorted(taken) == [False] * 7 + [True]
    assert not await kept.states.consume("never issued")


async def test_a_state_is_good_for_ten_minutes_and_does_not_pile_up(kept: Kept) -> None:
    await kept.states.issue("early")
    kept.clock.forward(minutes=9, seconds=59)
    await kept.states.issue("late")
    kept.clock.forward(seconds=1)
    assert not await kept.states.consume("early")
    assert await kept.documents.count("slack_states", {}) == 2
    await kept.states.issue("later")
    assert await kept.documents.count("slack_states", {}) == 2, "the expired is swept out in passing"
    assert await kept.states.consume("late")
