"""Dialogues of a whole interview: lines in, replies out, over a real store."""

from typing import Any

import pytest

from domain.model.question import Question
from tests.world import World, button, data, text_of

START = "/interview start company:Google role:SDE Intern"


def good_answer(question: Question) -> str:
    return question.reference_solution or question.model_answer


async def answer_well(world: World) -> dict[str, Any]:
    question = await world.question()
    asked = (await world.session()).open_question
    assert asked is not None
    text = question.model_answer if asked.follow_up_of else good_answer(question)
    return data(await world.say(text))


async def test_a_whole_interview_from_start_to_report(world: World) -> None:
    started = data(await world.say(START))
    assert started["rounds"] == ["dsa", "technical_qa", "behavioral"]
    assert (started["answered"], started["remaining"]) == (0, 6)
    assert started["question"]["number"] == 1
    assert started["question"]["of"] == 6
    seen, rounds = [started["question"]["id"]], [started["question"]["round"]]
    while True:
        after = await answer_well(world)
        assert after["question_id"] == seen[-1]
        assert isinstance(after["score"], int)
        if after["finished"]:
            break
        question = after["question"]
        seen.append(question["id"])
        rounds.append(question["round"])
    assert len(set(seen)) == len(seen), "a question was put twice"
    assert sorted(rounds, key=["dsa", "technical_qa", "behavioral"].index) == rounds
    assert after["report_id"] == (await world.session()).report_id
    assert after["overall"] >= 80
    assert set(after["by_round"]) == {"dsa", "technical_qa", "behavioral"}
    _, place, report = world.outbox.sent[-1]
    assert str(place) == "dm"
    assert report.data["report_id"] == after["report_id"]
    assert report.files[0].name.endswith(".pdf")
    sheet = world.renderer.sheets[-1]
    assert [s.number for s in sheet.sections] == list(range(1, len(seen) + 1))
    assert sheet.completed
    assert sheet.student_name == "ana"


async def test_every_answer_is_graded_with_rows_and_verbatim_quotes(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:3")
    question = await world.question()
    graded = data(await world.say(question.model_answer))
    assert {"point", "weight", "met", "quote"} <= set(graded["rows"][0])
    quotes = [row["quote"] for row in graded["rows"] if row["quote"]]
    assert quotes
    assert all(quote in question.model_answer for quote in quotes)
    assert graded["low"] <= graded["score"] <= graded["high"]
    assert graded["score"] >= 90


async def test_pause_keeps_the_place_and_the_clock_stands_still(world: World) -> None:
    before = data(await world.say(START))
    paused = data(await world.say("/interview pause"))
    assert paused["interrupted"] is True
    assert paused["status"] == "in_progress"
    world.clock.forward(hours=20)
    refused = await world.say("thanks, see you tomorrow")
    assert refused.failed
    assert "paused" in text_of(refused)
    resumed = data(await world.press(refused, "Resume"))
    assert resumed["question"] == before["question"]
    assert resumed["interrupted"] is False
    world.clock.forward(seconds=30)
    await world.say("I would sort it and scan once, which takes O(n log n) time.")
    attempt = (await world.do.attempts.of_session(before["session_id"]))[0]
    assert attempt.time_taken_seconds == 30
    assert not attempt.over_time


async def test_an_explicit_answer_while_paused_takes_the_interview_up(world: World) -> None:
    await world.say(START)
    await world.say("/interview pause")
    taken = data(await world.say("/answer I would use a hash map."))
    assert taken["answered"] == 1
    assert taken["interrupted"] is False


async def test_a_hint_costs_points_and_says_so(world: World) -> None:
    await world.say("/interview start rounds:technical_qa")
    question = await world.question()
    hint = await world.say("/interview hint")
    assert data(hint)["hint"] == question.hints[0]
    assert "5 points" in text_of(hint)
    graded = await world.say(question.model_answer)
    attempt = (await world.do.attempts.of_session(data(graded)["session_id"]))[0]
    assert attempt.hints_used == 1
    assert attempt.score is not None
    assert attempt.score <= 95
    assert "5 points off" in text_of(graded)


async def test_hints_run_out_with_a_sentence(world: World) -> None:
    await world.say("/interview start rounds:technical_qa")
    question = await world.question()
    for _ in question.hints:
        assert not (await world.say("/interview hint")).failed
    none_left = await world.say("/interview hint")
    assert none_left.failed
    assert "no further hint" in text_of(none_left)
    asked = (await world.session()).open_question
    assert asked is not None
    assert asked.hints_used == len(question.hints)


async def test_skip_counts_nothing_and_goes_on(world: World) -> None:
    first = data(await world.say(START))["question"]
    skipped = data(await world.say("/interview skip"))
    assert skipped["question_id"] == first["id"]
    assert skipped["attempt_id"] is None
    assert skipped["score"] is None
    assert skipped["question"]["number"] == 2
    assert skipped["answered"] == 0
    assert skipped["remaining"] == 5


async def test_skipping_everything_ends_without_a_score(world: World) -> None:
    await world.say("/interview start rounds:behavioral questions:2")
    await world.say("/interview skip")
    ended = data(await world.say("/interview skip"))
    assert ended["finished"] is True
    assert ended["report_id"] is None
    assert ended["overall"] is None
    assert (await world.session()).status == "abandoned"


async def test_ending_early_reports_what_was_answered(world: World) -> None:
    await world.say(START)
    await answer_well(world)
    ended = data(await world.say("/interview end"))
    assert ended["status"] == "completed"
    assert ended["overall"] > 0
    assert list(ended["by_round"]) == ["dsa"]
    report = data(await world.say("/report session"))
    assert report["report_id"] == ended["report_id"]
    assert report["pages"] == len(world.renderer.sheets[-1].sections) + 1


async def test_the_end_button_asks_first(world: World) -> None:
    started = await world.say(START)
    asked = await world.press(started, "End")
    assert "6 questions are left" in text_of(asked)
    assert (await world.session()).open
    await world.press(asked, "End")
    assert not (await world.session()).open


async def test_a_second_start_offers_to_resume_the_first(world: World) -> None:
    first = data(await world.say(START))
    second = await world.say("/interview start company:Amazon")
    assert second.failed
    assert {b.label for b in second.buttons} == {"Resume", "End"}
    resumed = data(await world.press(second, "Resume"))
    assert resumed["session_id"] == first["session_id"]
    assert resumed["question"] == first["question"]


async def test_two_students_do_not_meet(world: World) -> None:
    ana, bob = await world.say(START, "ana"), await world.say(START, "bob")
    assert data(ana)["session_id"] != data(bob)["session_id"]
    stolen = await world.press(ana, "Skip", user="bob")
    assert stolen.failed
    assert (await world.session("ana")).number == 1
    assert (await world.session("bob")).number == 1


@pytest.mark.parametrize("label", ["Hint", "Skip"])
async def test_a_button_of_a_past_question_changes_nothing(world: World, label: str) -> None:
    old = await world.say(START)
    await world.press(old, "Skip")
    before = await world.session()
    again = await world.press(old, label)
    assert again.failed
    assert "dealt with already" in text_of(again)
    assert await world.session() == before


async def test_buttons_of_an_ended_interview_answer_kindly(world: World) -> None:
    old = await world.say(START)
    await world.say("/interview end")
    for label in ("Hint", "Skip", "Pause", "End"):
        reply = await world.press(old, label)
        assert reply.failed
        assert button(reply, "Start")
    await world.say(START)
    assert "has ended" in text_of(await world.press(old, "Pause"))


async def test_a_form_answers_too(world: World) -> None:
    await world.say("/interview start rounds:technical_qa")
    question = await world.question()
    form = await world.say("/answer")
    assert form.form is not None
    assert [i.name for i in form.form.inputs] == ["text", "predict"]
    graded = await world.submit(form, text=question.model_answer, predict="60")
    attempt = (await world.do.attempts.of_session(data(graded)["session_id"]))[0]
    assert attempt.predicted == 60
    assert "You predicted 60" in text_of(graded)


async def test_why_shows_each_row_and_keeps_the_model_answer_until_the_end(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:1")
    question = await world.question()
    await world.say(question.model_answer)
    while (await world.session()).open:
        await world.say("/interview skip")
    why = await world.say("/interview why 1")
    assert data(why)["question_id"] == question.slug
    assert len(data(why)["rows"]) == len(question.rubric)
    assert "A model answer" in text_of(why)


async def test_why_does_not_leak_the_model_answer_of_an_open_interview(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:2")
    question = await world.question()
    await world.say("It depends on many things, I think.")
    why = text_of(await world.say("/interview why"))
    assert question.model_answer not in why


async def test_a_typed_company_name_is_taken_as_the_nearest(world: World) -> None:
    started = await world.say("/interview start company:Gogle")
    assert "I took “Gogle” as Google" in text_of(started)
    assert (await world.session()).company == "Google"


async def test_an_unknown_company_is_queued_and_practised_all_the_same(world: World) -> None:
    started = await world.say("/interview start company:Initech")
    assert data(started)["question"]
    assert "noted for research" in text_of(started)
    assert "2 times" in text_of(await world.say("/company show Initech"))
