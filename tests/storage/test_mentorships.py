"""Mentorships over MongoDB's wire protocol: found from both sides, looks, words and tasks kept."""

import asyncio
from pathlib import Path

from tests.domain.known import HALF, known_world
from tests.domain.mentored import interviewed, mentorship, sent_to, whats
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


async def test_words_and_tasks_on_mongodb(tmp_path: Path, mongo_url: str) -> None:
    async with known_world(tmp_path, url=mongo_url) as world:
        await known(world, "mia")
        await interviewed(world, HALF)
        await mentorship(world)
        lines = ("/mentor override ana 1 row:2 met:100 Because.", "/mentor assign ana mock 2026-12-01")
        for line in lines:
            both = await asyncio.gather(*(world.say(line, "mia") for _ in range(2)))
            assert not [reply for reply in both if reply.failed]
        (attempt, *_) = await world.do.attempts.of_session((await world.session()).id)
        assert (len(attempt.remarks), len(attempt.grades), attempt.remark_due_at) == (1, 1, None)
        assert len(await world.do.assignments.of_student(attempt.student_id, 9)) == 1
        asked = await world.press(await world.say("/account delete", "mia"), "Delete …", "mia")
        await world.press(asked, "Delete everything", "mia")
        assert await world.do.assignments.of_student(attempt.student_id, 9) == []
        left = await world.do.attempts.get(attempt.id)
        assert left is not None
        assert [(one.mentor_id, one.text, one.stands) for one in left.remarks] == [("", "", True)]
