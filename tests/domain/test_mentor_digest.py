"""A mentor's week in one message: what is granted and no more, each Monday once, whatever dies."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.mentorship import Scope
from domain.nudging import rounds
from domain.replies import Reply
from tests.domain.dying import Crash, Fleet, fleet
from tests.domain.known import HALF, ONE, WHOLE, known_world
from tests.domain.mentored import SECRET, interviewed, mentorship, stored, talked, titles, whats
from tests.domain.nudged import at, known, labels, nudges, path_due, set_user
from tests.examples import tried
from tests.world import World, data, text_of

NEEDS = "who of the students needs a look"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        await opened.say("/mentor digest on", "mia")
        yield opened


def digests(world: World) -> list[Reply]:
    return [reply for to, _, reply in world.outbox.sent if to.user_id == "mia" and "students" in reply.data]


async def monday(world: World, moment: str = "2026-11-30T08:00") -> list[Reply]:
    """The digests sent by then, and not before the call."""
    before = len(digests(world))
    at(world, moment)
    await world.sweep()
    return digests(world)[before:]


async def test_it_is_off_until_it_is_wanted_and_says_when_it_comes(world: World) -> None:
    assert not data(await world.say("/mentor digest", "bob"))["on"]
    reply = await world.say("/mentor digest", "mia")
    assert "30 Nov 2026, 08:00 (UTC)" not in text_of(reply), "the next Monday is tomorrow"
    assert data(reply)["next"] == "2026-11-23T08:00:00+00:00"
    off = await world.press(reply, "Turn off", "mia")
    assert not data(off)["on"]
    await mentorship(world)
    assert await monday(world) == []
    assert data(await world.press(off, "Turn on", "mia"))["on"]
    assert len(await monday(world, "2026-12-07T08:00")) == 1


async def test_each_student_has_a_line_who_needs_a_look_first(world: World) -> None:
    await mentorship(world)
    await interviewed(world, HALF, start=ONE)
    at(world, "2026-11-25T12:00")
    await interviewed(world, WHOLE, HALF)
    await known(world, "bob")
    await mentorship(world, student="bob")
    await world.say("/mentor assign bob mock 2026-11-26", "mia")
    (reply,) = await monday(world)
    assert reply.cards[0].title == "Your students, 23 Nov to 29 Nov"
    lines = [f"{one['name']}: {one['did']}" for one in data(reply)["students"]]
    assert lines[0].startswith("ana: ")
    assert "on average, up " in lines[0]
    assert "bob: nothing new. 4 days overdue: a mock interview, which you set" in text_of(reply)
    assert labels(reply) == ["My students", "Stop these"]
    assert not data(await world.press(reply, "Stop these", "mia"))["on"]


async def test_it_is_a_look_as_the_list_is(world: World) -> None:
    one = await mentorship(world)
    await monday(world)
    assert whats(await stored(world, one)) == [(NEEDS, 1)]
    await world.say("/mentor list", "mia")
    assert whats(await stored(world, one)) == [(NEEDS, 2)]
    assert "Your mentor looked" not in titles(world, "ana")


async def test_without_students_nothing_comes_and_of_a_quiet_week_one_sentence(world: World) -> None:
    assert await monday(world) == []
    one = await mentorship(world)
    (reply,) = await monday(world, "2026-12-07T08:00")
    assert text_of(reply).count("Nothing happened, and nothing is pressing.") == 1
    await world.do.mentorships.change(one.id, lambda m: m.revoked(world.clock.now()))
    assert await monday(world, "2026-12-14T08:00") == []


@pytest.mark.parametrize("scope", ["reports", "attempts", "roadmap", "chat"])
async def test_it_holds_what_is_granted_and_nothing_else(world: World, scope: Scope) -> None:
    one = await mentorship(world, scopes=(scope,))
    at(world, "2026-11-25T12:00")
    await interviewed(world, f"{SECRET} {HALF}", HALF)
    await world.say("/mentor withhold 1")
    await talked(world)
    await path_due(world, -2)
    found = await monday(world)
    if scope == "chat":
        assert found == []
        assert (await stored(world, one)).looks == ()
        return
    said = text_of(found[0])
    assert SECRET not in said
    assert ("interview" in said) is (scope == "reports")
    assert ("answer" in said) is (scope == "attempts")
    assert ("Joins and sets" in said) is (scope == "roadmap")


async def test_it_comes_in_the_mentors_morning_and_not_into_their_quiet_hours(world: World) -> None:
    await mentorship(world)
    await world.say("/profile timezone Asia/Kolkata", "mia")
    await world.say("/nudges time 20:00 quiet:22:00-09:30", "mia")
    await world.say("/mentor digest off", "mia")
    on = await world.say("/mentor digest on", "mia")
    assert data(on)["next"] == "2026-11-23T04:00:00+00:00"
    assert await monday(world, "2026-11-23T03:59") == []
    assert len(await monday(world, "2026-11-23T04:00")) == 1
    assert await monday(world, "2026-11-24T04:00") == []


async def test_after_wednesday_it_is_too_late_for_this_week(world: World) -> None:
    await mentorship(world)
    assert await monday(world, "2026-11-26T08:00") == []
    assert len(await monday(world, "2026-12-02T20:00")) == 1


async def test_a_snooze_holds_and_switched_off_reminders_do_not(world: World) -> None:
    await mentorship(world)
    at(world, "2026-11-29T12:00")
    await world.say("/nudges snooze 3", "mia")
    assert await monday(world) == []
    await world.say("/nudges off", "mia")
    assert len(await monday(world, "2026-12-07T08:00")) == 1


async def test_it_takes_nothing_from_a_mentors_own_reminders(world: World) -> None:
    """A digest is no reminder: it neither stands in for the day's nor counts as unanswered."""
    await mentorship(world)
    at(world, "2026-11-29T12:00")
    await path_due(world, 1, "mia")
    await world.say("/help", "mia")
    assert len(await monday(world)) == 1
    at(world, "2026-11-30T09:00")
    await world.sweep()
    assert len([reply for reply in nudges(world) if "students" not in reply.data]) == 1
    assert (await known(world, "mia")).unanswered == 1
    assert len(await monday(world, "2026-12-07T08:00")) == 1


async def sweep(ships: Fleet, number: int, dies_after: int | None) -> None:
    """One process looks and sends; or dies on the way."""
    do, fate = ships.processes[number]
    fate.steps = dies_after
    with suppress(Crash):
        try:
            await rounds.nudge_all(do)
        except* Crash:
            pass
    fate.steps = None


async def weeks(folder: Path, deaths: list[int | None], *, together: bool) -> None:
    """In each week one process may die at any step, alone or while others do the same."""
    async with fleet(folder) as ships:
        world = ships.world
        await world.say("/mentor digest on", "mia")
        one = await mentorship(world)
        for week, dies_after in enumerate(deaths):
            at(world, "2026-11-23T08:00")
            world.clock.forward(days=7 * week)
            others = [sweep(ships, number, None) for number in (1, 2)] if together else []
            await asyncio.gather(sweep(ships, 0, dies_after), *others)
            for _ in range(3):
                world.clock.forward(minutes=20)
                await sweep(ships, 1, None)
        keys = Counter(message.key for message in ships.platform.shown)
        assert sorted(key.rsplit(":", 1)[1] for key in keys) == [
            f"2026-W{48 + n}" for n in range(len(deaths))
        ]
        assert set(keys.values()) == {1}
        assert sum(times for _, times in whats(await stored(world, one))) >= len(deaths)


@tried(12)
@given(st.lists(st.none() | st.integers(0, 24), min_size=1, max_size=4), st.booleans())
def test_it_comes_once_a_week_whatever_dies(deaths: list[int | None], together: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(weeks(Path(folder), deaths, together=together))


async def test_a_mentor_who_takes_no_messages_is_looked_at_again_next_week(world: World) -> None:
    await mentorship(world)
    mia = await known(world, "mia")
    shut = tuple(i.model_copy(update={"unreachable_since": world.clock.now()}) for i in mia.identities)
    await set_user(world, "mia", identities=shut)
    assert await monday(world) == []
    assert (await known(world, "mia")).digest_at == world.clock.now().replace(month=12, day=7)


async def test_who_only_answers_again_has_done_something(world: World) -> None:
    await mentorship(world)
    await interviewed(world, HALF, start=ONE)
    at(world, "2026-12-08T12:00")
    await world.say("/interview retry 1")
    await world.say(f"/answer {WHOLE}")
    assert data(await world.say("/mentor list", "mia"))["students"][0]["needs"] == []
    (reply,) = await monday(world, "2026-12-14T08:00")
    (told,) = data(reply)["students"]
    assert told["did"] == "1 retry, 100/100"
    assert told["needs"] == []
