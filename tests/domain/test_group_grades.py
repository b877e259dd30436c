"""Grades of a group's answers: a model's later ones, code that is run, faults, and what is left behind."""

from pathlib import Path

from domain import marking
from domain.content.load import Library
from tests.domain.grouped import HALF, RACE, SPLIT, WHOLE, Table, table
from tests.domain.known import ADD
from tests.fakes import ScriptedModel
from tests.world import LIBRARY, open_world, text_of


async def test_a_models_grade_is_told_where_the_first_one_stands(world_folder: Path) -> None:
    model = ScriptedModel()
    async with table(world_folder, model=model) as group:
        await group.ask("ana", "ben")
        await group.say("ana", f"/answer {HALF}")
        await group.say("ben", f"/answer {SPLIT}")
        assert "ana: 100/100" in text_of(group.card)
        assert "by rules for now" not in text_of(group.card)
        assert len(model.asked) == 2
        assert sum("the reveal" in text_of(one) for one in group.posts[1:]) == 1
        assert group.world.outbox.sent == [], "there is no news of it"
        await group.later(minutes=10)
        for user in ("ana", "ben"):
            stored = await group.answer_of(user)
            assert stored is not None
            assert (stored.grader, stored.tell_due_at) == ("model:scripted", None)
            assert stored.told == len(stored.grades)


async def test_a_models_grade_that_comes_before_the_reveal_is_kept_quiet(world_folder: Path) -> None:
    async with table(world_folder, model=ScriptedModel()) as group:
        await group.ask("ana", "ben")
        await group.say("ana", f"/answer {HALF}")
        stored = await group.answer_of("ana")
        assert stored is not None
        assert stored.tell_due_at is None
        assert "/100" not in text_of(group.card)


async def test_a_replaced_answer_does_not_keep_the_grade_of_its_first_text(world_folder: Path) -> None:
    """A grade that was begun on the first text ends when the second is there already."""
    async with table(world_folder) as group:
        await group.ask("ana", "ben")
        await group.say("ana", f"/answer {WHOLE}")
        first = await group.answer_of("ana")
        await group.say("ana", "/answer I cannot say much about that at all")
        assert first is not None
        begun = first.model_copy(update={"score": None, "student_answer": WHOLE})
        await group.world.do.attempts.change(first.id, lambda a: a.model_copy(update={"score": None}))
        await marking._graded(group.world.do, begun, group.world.note)
        stored = await group.answer_of("ana")
        assert stored is not None
        assert not stored.graded


async def test_what_could_not_be_graded_is_said_to_count_for_nothing(world_folder: Path) -> None:
    async with open_world(world_folder, library=Library((ADD,), ())) as world:
        group = Table(world)
        world.judge.fault = RuntimeError("no sandbox")
        await group.ask("ana", "ben", start="/group start mode:race round:dsa")
        await group.say("ana", "/answer def add(a, b): return a + b  # constant time")
        await group.say("ben", "/answer I do not know")
        assert "does not count yet" in text_of(group.card)


async def test_code_is_run_before_the_reveal(world_folder: Path) -> None:
    async with open_world(world_folder, library=Library((ADD,), ())) as world:
        group = Table(world)
        await group.ask("ana", "ben", start="/group start mode:race round:dsa")
        assert "def add(a: int, b: int) -> int" in text_of(group.card)
        await group.say("ana", "/answer def add(a, b): return a + b  # constant time")
        assert len(world.judge.ran) == 1
        await group.say("ana", "/group reveal")
        assert len(world.judge.ran) == 1
        assert "ana: " in text_of(group.card)


async def test_an_answer_that_was_left_behind_ungraded_is_graded_by_the_sweep(world_folder: Path) -> None:
    async with table(world_folder) as group:
        await group.ask("ana", "ben", start=f"{RACE} minutes:30")
        await group.say("ana", f"/answer {WHOLE}")
        stored = await group.answer_of("ana")
        assert stored is not None
        bare = {"score": None, "low": None, "high": None, "rows": (), "cards_due_at": None}
        await group.world.do.attempts.change(stored.id, lambda a: a.model_copy(update=bare))
        assert "grade" in [one.kind for one in await group.later(minutes=5)]
        again = await group.answer_of("ana")
        assert again is not None
        assert again.score == stored.score


async def test_the_questions_that_ship_are_put_to_a_group_by_topic(world_folder: Path) -> None:
    async with open_world(world_folder, library=LIBRARY) as world:
        group = Table(world)
        started = await group.say("ana", "/group start topic:trees")
        assert (started.data["round"], started.data["topic"]) == ("dsa", "trees")
        await group.say("ben", "/group join")
        await group.say("ben", "/group next")
        held = await group.round()
        question = await world.do.questions.get(held.questions[0].slug)
        assert question is not None
        assert "trees" in question.tags
        near = await group.say("cid", "/group start topic:treees", place="thread:t2")
        assert "`trees`" in text_of(near)
