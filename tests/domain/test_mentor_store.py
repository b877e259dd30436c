"""What is stored of a mentorship: every look counted, one document for two people, nothing for the dead."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import AccountGone
from domain.mentoring import news
from domain.model.account import Tombstone
from domain.model.mentorship import KEPT_LOOKS, SCOPES, Mentorship
from tests.domain.known import known_world
from tests.domain.mentored import mentorship, stored
from tests.domain.nudged import known
from tests.fakes import NOON
from tests.world import World, data

BLANK = Mentorship(
    id="m", created_at=NOON, updated_at=NOON, mentor_id="mia", student_id="ana", scopes=SCOPES, days=90,
    expires_at=NOON + timedelta(days=14), asked_at=NOON,
)  # fmt: skip


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        await known(opened, "mia")
        yield opened


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40)), max_size=40))
def test_every_look_is_counted_once_and_in_order(looks: list[tuple[str, int]]) -> None:
    one, now = BLANK, NOON
    for what, hours in looks:
        now += timedelta(hours=hours)
        one = one.looked(what, now)
    assert "".join(look.what * look.times for look in one.looks) == "".join(what for what, _ in looks)
    for look in one.looks:
        assert look.at <= look.last_at < look.at + timedelta(days=1)


def test_on_new_terms_the_last_looks_go_along() -> None:
    one, later = BLANK.accepted(NOON), NOON + timedelta(days=89)
    for number in range(KEPT_LOOKS + 5):
        one = one.looked(str(number), NOON)
    renewed = one.renewed(("reports",), 5, later)
    assert [look.what for look in renewed.looks] == [str(n) for n in range(5, KEPT_LOOKS + 5)]
    assert renewed.grants("reports", later)
    assert not renewed.grants("attempts", later)
    assert not renewed.live(later + timedelta(days=5))


async def test_two_invitations_at_once_are_one(world: World) -> None:
    preview = await world.say("/mentor invite mia")
    both = await asyncio.gather(*(world.press(preview, "Invite") for _ in range(2)))
    assert data(both[0])["mentorship_id"] == data(both[1])["mentorship_id"]
    assert len(await world.documents.find("mentorships", {})) == 1
    assert [to.user_id for to, _, _ in world.outbox.sent] == ["mia"]


async def test_who_is_revoked_while_accepting_is_revoked(world: World) -> None:
    one = await mentorship(world, state="pending")
    await asyncio.gather(world.say("/mentor accept ana", "mia"), world.say("/mentor revoke mia"))
    assert (await stored(world, one)).state == "revoked"


@pytest.mark.parametrize("action", ["accept", "decline"])
async def test_an_invitation_ended_since_it_was_read_stays_ended(
    world: World, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    one = await mentorship(world, state="pending")
    whole = type(world.do.mentorships).of_mentor

    async def then_ended(self: Any, mentor_id: str) -> Any:
        found = await whole(self, mentor_id)
        await self.change(one.id, lambda m: m.revoked(NOON))
        return found

    monkeypatch.setattr(type(world.do.mentorships), "of_mentor", then_ended)
    reply = await world.event(f"mentor {action}", "mia", student="console:ana")
    assert reply.failed
    assert (await stored(world, one)).state == "revoked"


async def test_a_late_invitation_is_not_sent_once_it_ended(world: World) -> None:
    one = await mentorship(world, state="revoked")
    await news.tell(world.do, one, "invited")
    await world.queue.drained()
    assert world.outbox.sent == []


async def test_nothing_is_stored_for_a_mentor_who_is_gone(world: World) -> None:
    preview, mia = await world.say("/mentor invite mia"), await known(world, "mia")
    stone = Tombstone(id=mia.id, created_at=NOON, updated_at=NOON, salt="")
    await world.do.tombstones.add(stone)
    with pytest.raises(AccountGone):
        await mentorship(world)
    await world.documents.delete("users", {"_id": mia.id})
    reply = await world.press(preview, "Invite")
    assert reply.failed
    assert await world.documents.find("mentorships", {}) == []


async def test_an_invitation_follows_a_mentor_into_another_account(world: World) -> None:
    mia, moved = await known(world, "mia"), await known(world, "moved")
    await world.do.tombstones.add(
        Tombstone(id=mia.id, created_at=NOON, updated_at=NOON, into=moved.id, salt="")
    )
    one = await mentorship(world)
    assert (await stored(world, one)).mentor_id == moved.id
