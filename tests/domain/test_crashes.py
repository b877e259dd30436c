"""What a crash, a repeat or a race may leave behind, and how the next request finds it whole."""

import asyncio
from pathlib import Path

import pytest

from adapters.console.request import Line, ask_for
from domain import conduct, marking
from domain.conduct import Given
from domain.errors import StoreUnavailable
from domain.model.attempt import Attempt
from tests.world import World, actor, data, open_world, text_of

START = "/interview start rounds:technical_qa questions:3"


async def _silently(_: str) -> None:
    return None


async def store_only(world: World, text: str, event: str = "") -> None:
    """Stores an answer and dies before it is graded."""
    interview = await world.session()
    asked = interview.open_question
    assert asked is not None
    attempt = conduct.new_attempt(world.do, interview, asked, Given(text, None, event))
    await world.do.attempts.add(attempt)


async def test_an_answer_stored_but_not_graded_is_graded_at_the_next_sign_of_life(world: World) -> None:
    first = data(await world.say(START))["question"]
    await store_only(world, "An answer that was saved.")
    resumed = data(await world.say("/interview resume"))
    assert resumed["answered"] == 1
    assert resumed["question"]["id"] != first["id"]
    attempts = await world.do.attempts.of_session(resumed["session_id"])
    assert [a.graded for a in attempts] == [True]


async def test_an_answer_graded_but_not_moved_on_is_graded_once(world: World) -> None:
    await world.say(START)
    await store_only(world, "An answer that was saved.")
    session = await world.session()
    stored = (await world.do.attempts.of_session(session.id))[0]
    graded = await marking.grade(world.do, stored, _silently)
    after = data(await world.say("/interview status"))
    assert after["answered"] == 1
    assert (await world.do.attempts.of_session(session.id))[0] == graded.model_copy(
        update={"followed_up": (await world.do.attempts.of_session(session.id))[0].followed_up,
                "cards_due_at": None,
                "version": (await world.do.attempts.of_session(session.id))[0].version,
                "updated_at": (await world.do.attempts.of_session(session.id))[0].updated_at}
    )  # fmt: skip


async def test_text_sent_after_a_crash_never_goes_to_a_question_unseen(world: World) -> None:
    await world.say(START)
    await store_only(world, "The first answer, saved before the crash.")
    reply = await world.say("The same answer, sent again.")
    assert reply.failed
    assert "earlier answer was kept" in text_of(reply)
    attempts = await world.do.attempts.of_session((await world.session()).id)
    assert len(attempts) == 1
    assert reply.data["attempt_id"] == attempts[0].id
    assert reply.data["question"]["number"] == 2


async def test_an_event_that_comes_twice_is_handled_once(world: World) -> None:
    await world.say(START)
    line = Line(actor("ana"), text="One answer.", event="e1")
    assert await world.maybe(line) is not None
    assert await world.maybe(line) is None
    assert len(await world.do.attempts.of_session((await world.session()).id)) == 1


async def test_an_event_delivered_twice_at_once_is_handled_once(world: World) -> None:
    await world.say(START)
    line = Line(actor("ana"), text="One answer.", event="e1")
    replies = await asyncio.gather(*(world.dispatcher.handle(ask_for(line), _silently) for _ in range(5)))
    assert sum(reply is not None for reply in replies) == 1
    assert len(await world.do.attempts.of_session((await world.session()).id)) == 1


async def test_an_event_whose_process_died_before_storing_is_done_again(world_folder: Path) -> None:
    async with open_world(world_folder, owner="first") as world:
        await world.say(START)
        await world.dispatcher._inbox.begin("console::ana:e1")
    async with open_world(world_folder, owner="second") as world:
        assert data(await world.say("The answer.", event="e1"))["answered"] == 1


async def test_an_event_whose_process_died_after_storing_is_finished_not_doubled(world_folder: Path) -> None:
    async with open_world(world_folder, owner="first") as world:
        first = data(await world.say(START))["question"]
        await world.dispatcher._inbox.begin("console::ana:e1")
        await store_only(world, "The answer.", "e1")
    async with open_world(world_folder, owner="second") as world:
        reply = data(await world.say("The answer.", event="e1"))
        assert reply["question_id"] == first["id"]
        assert reply["answered"] == 1
        assert len(await world.do.attempts.of_session(reply["session_id"])) == 1
        assert await world.maybe(Line(actor("ana"), text="The answer.", event="e1")) is None


async def test_two_answers_at_once_do_not_fill_two_questions(world: World) -> None:
    await world.say(START)
    lines = [Line(actor("ana"), text=f"Answer number {n}.") for n in range(2)]
    replies = await asyncio.gather(*(world.dispatcher.handle(ask_for(li), _silently) for li in lines))
    attempts = await world.do.attempts.of_session((await world.session()).id)
    assert len(attempts) == 1
    assert sorted(reply is not None and reply.failed for reply in replies) == [False, True]


async def test_two_starts_at_once_open_one_interview(world: World) -> None:
    await world.say("/help")
    lines = [Line(actor("ana"), text=START) for _ in range(4)]
    replies = await asyncio.gather(*(world.dispatcher.handle(ask_for(li), _silently) for li in lines))
    assert sum(reply is not None and not reply.failed for reply in replies) == 1


async def test_first_requests_at_once_make_one_account(world: World) -> None:
    lines = [Line(actor("new"), text="/help") for _ in range(5)]
    replies = await asyncio.gather(*(world.dispatcher.handle(ask_for(li), _silently) for li in lines))
    assert all(reply is not None and not reply.failed for reply in replies)
    assert await world.do.users.of(actor("new")) is not None


async def test_a_report_that_a_crash_kept_from_the_store_is_made_when_asked_for(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:1")
    await store_only(world, (await world.question()).model_answer)
    await conduct.settle(world.do, await world.session(), _silently)
    while (open_ := await world.session()).open:
        await conduct.skip(world.do, open_)
    report_id = (await world.session()).report_id
    assert report_id is not None
    assert await world.do.reports.get(report_id) is None
    assert data(await world.say("/report session"))["report_id"] == report_id


async def test_a_restart_in_the_middle_goes_on_at_the_same_question(world_folder: Path) -> None:
    async with open_world(world_folder) as world:
        await world.say(START)
        after = data(await world.say("An answer."))
    async with open_world(world_folder, owner="second") as world:
        resumed = data(await world.say("/interview resume"))
        assert resumed["question"] == after["question"]
        assert resumed["answered"] == 1


@pytest.mark.parametrize("line", ["/interview skip", "/interview hint", "/interview end", "/interview start"])
async def test_an_event_that_acted_before_its_process_died_does_not_act_again(
    world_folder: Path, line: str
) -> None:
    async with open_world(world_folder, owner="first") as world:
        if "start" not in line:
            await world.say("/interview start rounds:technical_qa questions:3")
        first = await world.say(line, event="e1")
        before = await world.session()
        await world.dispatcher._inbox.release("console::ana:e1")
    async with open_world(world_folder, owner="second") as world:
        again = await world.say(line, event="e1")
        assert await world.session() == before
        assert not again.failed
        assert again.data.get("question") == first.data.get("question")


@pytest.mark.parametrize("line", ["/interview skip", "/interview hint"])
async def test_nothing_is_done_to_a_question_unseen(world: World, line: str) -> None:
    await world.say(START)
    await store_only(world, "An answer that is still being graded.")
    reply = await world.say(line)
    assert reply.failed
    assert "earlier answer was kept" in text_of(reply)
    session = await world.session()
    asked = session.open_question
    assert asked is not None
    assert (session.number, asked.hints_used) == (2, 0)
    assert [q.outcome for q in session.questions] == ["answered", None]


@pytest.mark.parametrize("end", ["skip", "end"])
async def test_an_answer_that_arrives_while_its_question_is_closed_counts(world: World, end: str) -> None:
    await world.say("/interview start rounds:technical_qa questions:1")
    question, interview = await world.question(), await world.session()
    closing = conduct.skip if end == "skip" else conduct.end
    await closing(world.do, interview)
    assert (await world.session()).status == "abandoned"
    turn = await conduct.answer(world.do, interview, Given(question.model_answer), _silently)
    assert turn.interview.status == "completed"
    assert turn.interview.answered == 1
    assert turn.interview.result_summary is not None
    assert turn.interview.result_summary.overall >= 90
    assert data(await world.say("/report session"))["report_id"] == turn.interview.report_id


async def test_a_form_belongs_to_its_question(world: World) -> None:
    await world.say(START)
    form = await world.say("/answer")
    await world.submit(form, text="The answer to question one.")
    again = await world.submit(form, text="The answer to question one.")
    assert again.failed
    assert "dealt with already" in text_of(again)
    assert (await world.session()).answered == 1


async def test_a_refusal_for_lack_of_a_store_can_be_sent_again(world: World) -> None:
    await world.say(START)
    add = world.do.attempts.add

    async def locked(_: object) -> None:
        raise StoreUnavailable("The database is locked.")

    world.do.attempts.add = locked  # type: ignore[method-assign,assignment]
    line = Line(actor("ana"), text="An answer.", event="e9")
    refused = await world.maybe(line)
    assert refused is not None
    assert refused.failed
    world.do.attempts.add = add  # type: ignore[method-assign]
    taken = await world.maybe(line)
    assert taken is not None
    assert data(taken)["answered"] == 1


async def test_an_answer_that_is_saved_is_said_to_be_saved(world: World) -> None:
    await world.say(START)
    change = world.do.attempts.change

    async def locked(*_: object) -> Attempt:
        raise StoreUnavailable("The database is locked. Nothing was saved.")

    world.do.attempts.change = locked  # type: ignore[method-assign,assignment]
    reply = await world.say("An answer.")
    assert reply.failed
    assert "Your answer is saved" in text_of(reply)
    world.do.attempts.change = change  # type: ignore[method-assign]
    assert data(await world.say("/interview status"))["answered"] == 1


async def test_events_of_two_people_do_not_meet(world: World) -> None:
    assert not (await world.say("/help", "ana", event="1")).failed
    assert not (await world.say("/help", "bob", event="1")).failed
    assert await world.maybe(Line(actor("bob"), text="/help", event="1")) is None
