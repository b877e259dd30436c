"""Dialogues about more than one interview, and what is left of an ended one."""

from tests.domain.test_interview_transcripts import START, answer_well
from tests.world import World, data


async def test_history_lists_the_newest_first_with_the_way_back(world: World) -> None:
    await world.say("/interview start rounds:behavioral")
    await answer_well(world)
    await world.say("/interview end")
    world.clock.forward(days=1)
    await world.say(START)
    history = await world.say("/interview history")
    sessions = data(history)["sessions"]
    assert [s["status"] for s in sessions] == ["in_progress", "completed"]
    assert {b.label for b in history.buttons} == {"Resume", "Report, 22 Nov"}


async def test_the_same_seed_asks_the_same_questions(world: World) -> None:
    ana = data(await world.say(START, "ana"))["question"]["id"]
    bob = data(await world.say(START, "bob"))["question"]["id"]
    assert ana == bob


async def test_a_second_interview_asks_what_was_not_seen(world: World) -> None:
    asked: list[str] = []
    for _ in range(3):
        await world.say("/interview start rounds:technical_qa questions:4")
        while (await world.session()).open:
            await world.say("/interview skip")
        asked += [q.question_id for q in (await world.session()).questions]
        world.clock.forward(days=1)
    assert len(set(asked)) == 12


async def test_a_lost_report_file_is_drawn_again(world: World) -> None:
    await world.say("/interview start rounds:behavioral questions:1")
    await answer_well(world)
    while (await world.session()).open:
        await world.say("/interview skip")
    first = data(await world.say("/report session"))
    world.files.kept.clear()
    again = await world.say("/report session")
    assert data(again) == first
    assert again.files[0].path in world.files.kept
    assert "Writing your report…" in world.progress


async def test_skipping_while_paused_takes_the_interview_up_and_the_clock_is_right(world: World) -> None:
    await world.say(START)
    world.clock.forward(minutes=1)
    await world.say("/interview pause")
    world.clock.forward(hours=1)
    assert data(await world.say("/interview skip"))["interrupted"] is False
    world.clock.forward(seconds=50)
    session = data(await world.say("I do not have much to say about it."))["session_id"]
    assert (await world.do.attempts.of_session(session))[0].time_taken_seconds == 50


async def test_a_round_that_runs_out_of_questions_gives_way_to_the_next(world: World) -> None:
    await world.say("/interview start rounds:dsa,technical_qa questions:2")
    for document in await world.do.questions.candidates("dsa"):
        if document.slug != (await world.session()).questions[0].question_id:
            await world.retire(document.slug)
    skipped = data(await world.say("/interview skip"))
    assert skipped["question"]["round"] == "technical_qa"
    assert skipped["question"]["of"] == 3


async def test_status_has_every_key_even_with_nothing_to_show(world: World) -> None:
    nothing = data(await world.say("/interview status"))
    await world.say(START)
    assert set(nothing) == set(data(await world.say("/interview status")))
