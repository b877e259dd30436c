"""Mentorships over MongoDB's wire protocol: found from both sides, every look counted, gone with a person."""

import asyncio
from pathlib import Path

from tests.domain.known import HALF, known_world
from tests.domain.mentored import interviewed, sent_to, whats
from tests.domain.nudged import known
from tests.world import data


async def test_consent_looks_and_end_on_mongodb(tmp_path: Path, mongo_url: str) -> None:
    async with known_world(tmp_path, url=mongo_url) as world:
        mia = await known(world, "mia")
        await interviewed(world, HALF)
        preview = await world.say("/mentor invite mia")
        await asyncio.gather(*(world.press(preview, "Invite") for _ in range(2)))
        (asked,) = sent_to(world, "mia")
        accepted = data(await world.press(asked, "Accept", "mia"))
        looks = await asyncio.gather(*(world.say("/mentor look ana attempts", "mia") for _ in range(3)))
        assert not [look for look in looks if look.failed]
        (one,) = await world.do.mentorships.of_mentor(mia.id)
        assert (one.id, whats(one)) == (accepted["mentorship_id"], [("your newest answers", 3)])
        assert await world.do.mentorships.of_student(one.student_id) == [one]
        await world.press(
            await world.press(await world.say("/account delete"), "Delete …"), "Delete everything"
        )
        assert await world.do.mentorships.of_mentor(mia.id) == []
