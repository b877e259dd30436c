"""/admin: how things stand, and another try for jobs that failed; for others there is no such thing."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.actions import TABLE
from domain.suggest import known
from tests.world import World, actor, data, open_world, text_of

ROOT = "root"


async def undrawn_report(world: World, user: str = "ana") -> str:
    """The id of a report whose pages could not be drawn though that was tried five times."""
    world.renderer.fault = OSError("the disk is full")
    await world.say("/interview start rounds:technical_qa questions:1", user)
    await world.say("Something about it.", user)
    if (await world.session(user)).open:
        await world.say("/interview end", user)
    report_id = (await world.session(user)).report_id
    assert report_id is not None
    world.clock.forward(minutes=5)
    for _ in range(5):
        await world.sweep()
    world.renderer.fault = None
    return report_id


async def test_figures(world: World) -> None:
    before = data(await world.say("/admin stats", ROOT))
    await world.say("/interview start rounds:technical_qa questions:2")
    await world.say("Something about it.")
    after = data(await world.say("/admin stats", ROOT))
    assert (after["users"], after["open_interviews"]) == (before["users"] + 1, 1)
    assert (after["graded_today"], after["owed"], after["undrawn"], after["waiting"]) == (1, 0, 0, 0)
    assert (after["set_aside"], after["set_aside_count"]) == ([], 0)
    world.clock.forward(days=1)
    assert data(await world.say("/admin stats", ROOT))["graded_today"] == 0


async def test_a_job_that_keeps_failing_is_shown_and_tried_again_by_a_button(world: World) -> None:
    report_id = await undrawn_report(world)
    world.clock.forward(minutes=7)
    reply = await world.say("/admin stats", ROOT)
    (job,) = data(reply)["set_aside"]
    assert (job["name"], job["tries"]) == ("render_report", 5)
    assert job["error"] == "OSError: the disk is full"
    assert "render_report: 1. The last" in text_of(reply)
    assert "failed 7 min ago: OSError: the disk is full" in text_of(reply)
    assert data(reply)["undrawn"] == 1
    assert data(await world.press(reply, "Retry", ROOT))["retried"] == [job["id"]]
    report = await world.do.reports.get(report_id)
    assert report is not None
    assert report.pdf_path is not None
    assert data(await world.say("/admin stats", ROOT))["set_aside"] == []


async def test_some_jobs_are_chosen_by_id_or_name(world: World) -> None:
    aside = world.do.aside
    for name, report in (("render_report", "a"), ("render_report", "b"), ("submit_draft", "c")):
        await aside.put(name, {"report_id": report, "session_id": report}, "X", 5)
        world.clock.forward(seconds=1)
    drafts, second, first = data(await world.say("/admin stats", ROOT))["set_aside"]
    refused = await world.say("/admin retry job:nonsense", ROOT)
    assert refused.failed
    assert await aside.count() == {"render_report": 2, "submit_draft": 1}
    assert data(await world.say(f"/admin retry job:{first['id']}", ROOT))["retried"] == [first["id"]]
    assert data(await world.say("/admin retry job:render_report", ROOT))["retried"] == [second["id"]]
    assert data(await world.say("/admin retry", ROOT))["retried"] == [drafts["id"]]
    assert data(await world.say("/admin retry", ROOT))["retried"] == []


@pytest.mark.parametrize("line", ["/admin stats", "/admin retry", "/admin retry job:x wrong:option"])
async def test_for_others_there_is_no_such_thing(world: World, line: str) -> None:
    await world.do.aside.put("render_report", {"report_id": "a"}, "X", 5)
    reply = await world.say(line)
    assert (reply.failed, reply.data) == (True, {})
    assert "nothing of that kind here for you" in text_of(reply)
    assert await world.do.aside.count() == {"render_report": 1}


async def test_help_shows_it_to_admins_alone(world: World) -> None:
    for user, shown in (("ana", False), (ROOT, True)):
        everything = await world.say("/help", user)
        assert ("admin stats" in data(everything)["commands"]) is shown
        assert ("/admin" in text_of(everything)) is shown
        assert (await world.say("/help admin stats", user)).failed is not shown
        assert (await world.say("/help admin", user)).failed is not shown
        suggested = [s.value for s in await known(world.do, TABLE, actor(user), "commands")]
        assert ("admin retry" in suggested) is shown
        assert "interview start" in suggested


async def test_the_role_of_an_account_counts_too(world: World) -> None:
    assert (await world.say("/admin stats")).failed
    ana = await world.do.users.of(actor("ana"))
    assert ana is not None
    await world.do.users.change(ana.id, lambda user: user.model_copy(update={"role": "admin"}))
    assert data(await world.say("/admin stats"))["users"] == 1


async def test_of_two_operators_one_takes_a_job(world_folder: Path) -> None:
    async with open_world(world_folder) as one, open_world(world_folder, clock=one.clock, owner="two") as two:
        await one.do.aside.put("submit_draft", {"session_id": "gone", "question_id": "x"}, "X", 5)
        (job,) = await two.do.aside.all(5)
        assert data(await one.say("/admin retry", ROOT))["retried"] == [job.id]
        assert await two.do.aside.take(job.id) is None


async def test_a_job_that_fails_again_adds_to_its_tries(world: World) -> None:
    payload = {"report_id": "a", "platform": "console"}
    await world.do.aside.put("render_report", payload, "OSError: one", 5)
    world.clock.forward(hours=1)
    await world.do.aside.put("render_report", dict(reversed(payload.items())), "OSError: two", 3)
    (job,) = await world.do.aside.all(5)
    assert (job.error, job.tries, job.failed_at) == ("OSError: two", 8, world.clock.now())
    assert job.created_at == world.clock.now() - timedelta(hours=1)
    assert await world.do.aside.has("render_report", payload)
    assert not await world.do.aside.has("submit_draft", payload)
