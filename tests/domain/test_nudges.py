"""What students are reminded of, in which words, and how they have it otherwise."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.model.user import Identity, User
from domain.nudging import ledger
from domain.services import Services
from tests.domain.nudged import (
    DAY,
    MONDAY,
    a_card,
    at,
    cards_due,
    keys,
    known,
    labels,
    nudges,
    path_due,
    set_user,
    titles,
    told,
)
from tests.world import World, actor, data, text_of


async def test_a_stage_is_told_of_a_week_a_day_before_on_the_day_and_once_after(world: World) -> None:
    await path_due(world, 8)
    found = {}
    for day in range(1, 14):
        at(world, MONDAY)
        world.clock.forward(days=day - 1)
        before = len(nudges(world))
        await world.say("/help")
        await world.sweep()
        for reply in nudges(world)[before:]:
            found[day] = titles(reply)[0].split(":")[0]
    assert found == {
        1: "Due Mon 30 Nov, in 7 days",
        7: "Due tomorrow",
        8: "Due today",
        9: "Was due yesterday",
    }


async def test_one_message_holds_all_of_a_day_the_most_urgent_first(world: World) -> None:
    await path_due(world, 2)
    await cards_due(world, 7)
    await world.say("/interview start company:Google rounds:technical_qa")
    await world.say("/interview pause")
    assert await told(world, MONDAY) == [
        [
            "Due tomorrow: SQL, Joins and sets",
            "7 cards to review",
            "Your interview waits: Google",
        ]
    ]
    (reply,) = nudges(world)
    assert labels(reply) == ["Done", "Start quiz", "Review", "Resume", "Snooze", "Stop these"]
    assert reply.buttons[0].token == "roadmap+done?resource=sql-2"
    assert reply.buttons[1].token == "roadmap+quiz?skill=sql"
    student = await known(world)
    assert reply.data["nudge"] == f"{student.id}:2026-11-23"
    assert [key.split(":")[0] for key in reply.data["reasons"]] == ["stage", "review", "paused"]
    assert "2 resources are left, about 60 minutes, and the quiz. Next: Reading 2." in text_of(reply)


async def test_what_was_missed_while_nobody_was_there_is_told_once_as_it_stands(world: World) -> None:
    await path_due(world, 3)
    assert await told(world, "2026-11-29T12:00") == [["Was due Wed 25 Nov: SQL, Joins and sets"]]
    assert await told(world, "2026-12-01T12:00") == []


async def test_nothing_is_said_of_what_was_done_in_time(world: World) -> None:
    path = await path_due(world, 1)
    done = path.stages[0].model_copy(update={"status": "completed"})
    await world.do.paths.change(path.id, lambda p: p.model_copy(update={"stages": (done,)}))
    assert await told(world, MONDAY) == []


async def test_a_dropped_path_is_not_told_of(world: World) -> None:
    await path_due(world, 1, dropped_at=world.clock.now())
    assert await told(world, MONDAY) == []


async def test_where_only_the_quiz_is_left_the_nudge_offers_that(world: World) -> None:
    path = await path_due(world, 1)
    all_done = tuple(r.model_copy(update={"completed": True}) for r in path.stages[0].resources)
    stage = path.stages[0].model_copy(update={"resources": all_done})
    await world.do.paths.change(path.id, lambda p: p.model_copy(update={"stages": (stage,)}))
    await told(world, MONDAY)
    (reply,) = nudges(world)
    assert labels(reply)[:1] == ["Start quiz"]
    assert "Only the quiz is left" in text_of(reply)


async def test_an_interview_is_told_of_after_a_day_and_after_five_and_not_once_it_is_closed(
    world: World,
) -> None:
    await world.say("/interview start rounds:technical_qa")
    found = []
    for day in range(10):
        at(world, MONDAY)
        world.clock.forward(days=day)
        found += [day for item in await world.sweep() if item.kind == "nudge"]
    assert found == [0, 4]


async def test_the_week_is_summed_up_on_its_monday(world: World) -> None:
    at(world, "2026-11-24T10:00")
    await world.say("/interview start rounds:technical_qa questions:2")
    await world.say("An index is a sorted copy of a column.")
    world.clock.forward(days=1)
    await world.say("It makes reading faster and writing slower.")
    while (await world.session()).open:
        await world.say("/interview skip")
    world.clock.forward(days=4)
    await world.sweep()
    world.outbox.sent.clear()
    assert (await told(world, "2026-11-30T09:00"))[0][-1] == "Last week: you practised on 2 days"
    assert "week:2026-W48" in keys(nudges(world))
    assert "2 answers, " in text_of(nudges(world)[-1])
    assert not any("week:2026-W48" in keys([reply]) for reply in nudges(world)[:-1])


async def practise(world: World, first: str, count: int) -> None:
    """Answers something on each of so many days, at noon."""
    at(world, first)
    await world.say("/interview start rounds:technical_qa questions:1")
    await world.say("An index is a sorted copy of a column.")
    while (await world.session()).open:
        await world.say("/interview skip")
    for _ in range(count - 1):
        world.clock.forward(days=1)
        await world.say("/interview retry 1 An index is a tree beside the table.")


async def test_a_freeze_is_told_of_kindly(world: World) -> None:
    await practise(world, "2026-11-10T12:00", 12)
    (found,) = await told(world, "2026-11-23T09:00")
    assert "Your 12 days are safe" in found
    assert "A freeze day stood in for Sunday. None is left." in text_of(nudges(world)[-1])
    assert "streak:2026-11-22:safe" in keys(nudges(world))


async def test_a_streak_without_a_freeze_is_told_of_on_its_last_day(world: World) -> None:
    await practise(world, "2026-11-18T12:00", 4)
    found = await told(world, "2026-11-22T09:00")
    assert found[0][-1] == "Today keeps your 4 days in a row"
    await world.say("/interview retry 1 Once more.")
    await world.sweep()
    assert data(await world.say("/nudges show"))["streak"] == {
        "days": 5, "best": 5, "freezes": 0, "today": True
    }  # fmt: skip


async def test_nobody_without_anything_is_written_to_or_looked_at_again(world: World) -> None:
    await known(world)
    for day in range(3):
        at(world, MONDAY)
        world.clock.forward(days=day)
        assert await world.sweep() == []
    assert (await known(world)).look_at is None
    await path_due(world, 4)
    world.clock.forward(days=1)
    await world.say("/help")
    world.clock.forward(days=1)
    assert [item.kind for item in await world.sweep()] == ["nudge"]


async def test_unanswered_nudges_space_out_and_stop_after_the_fourth(world: World) -> None:
    student, found = await known(world), {}
    for number in range(30):
        await world.do.cards.add(a_card(student.id, number, world.clock.now() + number * DAY))
    for day in range(30):
        at(world, MONDAY)
        world.clock.forward(days=day)
        before = len(nudges(world))
        await world.sweep()
        for reply in nudges(world)[before:]:
            found[day] = "last reminder" in text_of(reply)
    assert found == {0: False, 1: False, 3: False, 7: True}
    assert (await known(world)).look_at is None
    await world.say("/help")
    world.clock.forward(days=1)
    await world.sweep()
    assert len(nudges(world)) == 5
    assert (await known(world)).unanswered == 1


async def test_any_sign_of_life_counts_as_an_answer_and_is_written_once_a_day(world: World) -> None:
    await cards_due(world, 1)
    await told(world, MONDAY)
    assert (await known(world)).unanswered == 1
    await world.say("/help")
    first = await known(world)
    assert (first.unanswered, first.seen_on) == (0, world.clock.now().date())
    await world.say("/help")
    await world.say("/usage")
    assert (await known(world)).version == first.version


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kolkata"])
async def test_the_hour_is_the_students_own(world: World, zone: str) -> None:
    await cards_due(world, 1)
    data(await world.say(f"/profile timezone {zone}"))
    data(await world.say("/nudges time 18:30"))
    due = (await known(world)).look_at
    assert due is not None
    world.clock.moment = due - timedelta(minutes=1)
    assert await world.sweep() == []
    world.clock.moment = due
    assert [item.kind for item in await world.sweep()] == ["nudge"]
    assert f"{due.astimezone(ZoneInfo(zone)):%H:%M}" == "18:30"


async def test_nothing_is_sent_in_quiet_hours_however_late_a_start_was(world: World) -> None:
    await cards_due(world, 1)
    assert await told(world, "2026-11-23T23:15") == []
    assert await told(world, "2026-11-24T07:59") == []
    assert await told(world, "2026-11-24T08:00") == [["1 card to review"]]
    assert await told(world, "2026-11-24T09:00") == []


async def test_a_retry_waits_for_the_end_of_quiet_hours_and_says_what_matters_then(world: World) -> None:
    path = await path_due(world, 2)
    await world.say("/nudges time 21:58")
    world.outbox.fault = RuntimeError("down")
    assert await told(world, "2026-11-23T21:58") == []
    world.outbox.fault = None
    assert await told(world, "2026-11-23T22:10") == []
    assert await told(world, "2026-11-24T08:00") == []
    assert await told(world, "2026-11-24T21:58") == [["Due today: SQL, Joins and sets"]]
    assert keys(nudges(world)) == [f"stage:{path.id}:stage-1:2026-11-24:today"]


async def test_a_platform_that_is_closed_gives_way_to_another(world: World) -> None:
    await cards_due(world, 1)
    student = await known(world)
    second = Identity(platform="discord", user_id="7")
    closed = student.identities[0].model_copy(update={"unreachable_since": world.clock.now()})
    await set_user(world, identities=(closed, second))
    await told(world, MONDAY)
    ((to, _, _),) = world.outbox.sent
    assert to.platform == "discord"


async def test_turned_on_somewhere_reminders_go_there(world: World) -> None:
    await cards_due(world, 1)
    student = await known(world)
    first = Identity(platform="discord", user_id="7")
    await set_user(world, identities=(first, *student.identities))
    assert "here, on Console" in text_of(await world.say("/nudges on"))
    await told(world, MONDAY)
    ((to, _, _),) = world.outbox.sent
    assert to.key == actor("ana").key


async def test_a_clock_that_was_a_day_ahead_costs_no_second_message_when_it_is_right_again(
    world: World,
) -> None:
    await cards_due(world, 1)
    assert len(await told(world, "2026-11-24T09:00")) == 1
    at(world, MONDAY)
    await world.say("/help")
    assert await told(world, "2026-11-23T20:00") == []
    assert await told(world, "2026-11-24T12:00") == []
    assert len(await told(world, "2026-11-25T12:00")) == 1


async def test_somebody_whose_look_fails_does_not_stand_before_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await path_due(world, 1)
    look, failing = ledger.look, (await known(world)).id

    async def fails_for_one(do: Services, user: User) -> None:
        if user.id == failing:
            raise ValueError("a fault of ours")
        await look(do, user)

    monkeypatch.setattr(ledger, "look", fails_for_one)
    at(world, MONDAY)
    assert failing in [user.id for user in await world.do.users.to_look_at(world.clock.now(), 10)]
    await world.sweep()
    assert await world.do.users.to_look_at(world.clock.now(), 10) == []
    monkeypatch.undo()
    world.clock.forward(hours=1)
    await world.sweep()
    assert len(nudges(world)) == 1
