"""What comes too late: a deleted account gets nothing back, and what dies on the way is gone on with."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.archive import ZipArchives
from adapters.console.request import Line, ask_for
from domain import erasure, reporting
from domain.errors import AccountGone
from domain.jobs import JOBS, put_aside, run_job
from domain.model.learning import Owed
from domain.model.report import RenderedReport, ReportSheet
from domain.model.usage import Use
from domain.model.user import User
from domain.nudging import ledger, sending
from domain.picturing import picture
from domain.replies import Reply
from domain.requests import Actor, Place
from domain.services import Services
from storage.all import stores_over
from storage.sqlite import open_sqlite
from tests.domain.builders import an_attempt, an_interview
from tests.domain.dying import Crash, Fate, Mortal
from tests.domain.held import OTHER, WHO, FolderFiles, full, held_world, lived, marks
from tests.domain.known import HALF
from tests.domain.nudged import a_card, a_path, a_stage, cards_due, known
from tests.domain.stored_rounds import a_round
from tests.fakes import NOON, CountedRandomness, PaperlessRenderer, ScriptedModel
from tests.world import World, actor, text_of

SOME_DAY = NOON.date()


async def gone(world: World) -> User:
    """The student, who has just been deleted by another process."""
    user = await known(world, WHO)
    await erasure.erase(world.do, user)
    return user


def late_documents(user: User) -> dict[str, Callable[[Services], Awaitable[Any]]]:
    path = a_path(user.id, [a_stage(SOME_DAY)], "late-path")
    return {
        "interview": lambda do: do.interviews.add(an_interview(_id="late", student_id=user.id)),
        "answer": lambda do: do.attempts.add(an_attempt(_id="late", student_id=user.id)),
        "path": lambda do: do.paths.add(path),
        "progress": lambda do: do.paths.record(
            path, Owed(resource_id="zyxres", stage_number=1, minutes=3, completed_at=NOON)
        ),
        "card": lambda do: do.cards.add(a_card(user.id, 1, NOON)),
        "use": lambda do: do.usage.add(
            Use(user_id=user.id, day=SOME_DAY, purpose="grade", model="m", calls=1)
        ),
    }


@pytest.mark.parametrize("kind", ["interview", "answer", "path", "progress", "card", "use"])
async def test_a_late_write_leaves_nothing(tmp_path: Path, kind: str) -> None:
    async with held_world(tmp_path) as world:
        await world.say("/help", WHO)
        user = await gone(world)
        with pytest.raises(AccountGone):
            await late_documents(user)[kind](world.do)
        assert await world.do.holdings.counts(user) == {}


def payloads(user: User, attempt_id: str, report_id: str, session_id: str) -> dict[str, dict[str, str]]:
    to = {"platform": "console", "workspace_id": "", "user_id": WHO, "place_kind": "dm", "place_id": ""}
    return {
        "analyse_resume": {"user_id": user.id},
        "grade_attempt": {"attempt_id": attempt_id, "owner": user.id},
        "grade_round": {"round_id": "round", "owner": user.id},
        "make_cards": {"attempt_id": attempt_id, "owner": user.id},
        "refresh_round": {"round_id": "round", "owner": user.id, "platform": "console"},
        "render_group": {"round_id": "round", "owner": user.id, "platform": "console"},
        "render_report": {"report_id": report_id, **to},
        "send_report": {"report_id": report_id, **to},
        "submit_draft": {"session_id": session_id, "question_id": "index-cost", **to},
        "summarise_chat": {"session_id": "chat"},
        "tell_assignment": {"assignment_id": "as1", "news": "assigned", **to},
        "tell_remark": {"attempt_id": attempt_id, "remark": "r1", "news": "commented", **to},
        "tell_mentorship": {"mentorship_id": "mentored", "news": "invited", "once": "1", **to},
        "tell_regrade": {"attempt_id": attempt_id, "owner": user.id, "platform": "console"},
        "tell_resume": {"owner": user.id, "resume": "zyxresume", "platform": "console"},
        "tend_round": {"round_id": "round", "owner": user.id, "at": NOON.isoformat()},
    }


async def test_a_late_job_is_done_and_says_nothing(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        user = await lived(world)
        (session, *_) = await world.do.interviews.of(user.id, 1)
        attempt = (await world.do.attempts.of_student(user.id, 1))[0]
        reported = next(i for i in await world.do.interviews.of(user.id, 5) if i.report_id)
        due = {"post_due_at": NOON, "summary_due_at": NOON, "due_at": NOON}
        await world.do.groups.add(a_round([user.id], held_as=f"console::{WHO}", **due))
        jobs = payloads(user, attempt.id, reported.report_id or "", session.id)
        assert {name for name in JOBS if name.count("_")} <= jobs.keys()
        await gone(world)
        said = len(world.outbox.sent)
        for name, payload in jobs.items():
            await run_job(world.do, name, payload)
            await put_aside(world.do, name, payload, "OSError", 5)
        assert await world.do.aside.all(10) == []
        assert (len(world.outbox.sent), world.outbox.posted) == (said, [])
        assert marks(tmp_path) == {}


async def test_a_job_that_fails_for_another_reason_is_set_aside_as_ever(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:1")
    payload = {"session_id": (await world.session()).id}
    await put_aside(world.do, "submit_draft", payload, "OSError", 5)
    assert await world.do.aside.has("submit_draft", payload)
    with pytest.raises(KeyError):
        await run_job(world.do, "submit_draft", payload)


class ErasingRenderer(PaperlessRenderer):
    """The account is deleted while its report's pages are drawn."""

    erase: Callable[[], Awaitable[Any]]

    async def render(self, sheet: ReportSheet) -> RenderedReport:
        await self.erase()
        return await super().render(sheet)


async def test_pages_drawn_too_late_do_not_stay(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        user = await lived(world)
        reported = next(i for i in await world.do.interviews.of(user.id, 5) if i.report_id)
        report = await reporting.report_of(world.do, reported)
        undrawn = await world.do.reports.change(report.id, lambda r: r.model_copy(update={"pdf_path": None}))
        renderer = ErasingRenderer()
        renderer.erase = lambda: gone(world)
        with pytest.raises(LookupError):
            await reporting.draw(replace(world.do, renderer=renderer), undrawn, world.note)
        assert list((tmp_path / "reports").iterdir()) == []


async def test_pages_saved_by_a_process_that_died_then_go_with_a_sweep(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        await lived(world)
        names = [path.name for path in (tmp_path / "reports").iterdir()]
        await gone(world)
        assert names
        for name in names:
            (tmp_path / "reports" / name).write_bytes(b"drawn too late")
        await world.sweep()
        assert list((tmp_path / "reports").iterdir()) == []


async def test_a_picture_drawn_too_late_does_not_stay(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        user = await lived(world)
        (path,) = await world.do.paths.of(user.id)
        await gone(world)
        assert await picture(world.do, user, path, "SQL") == ()
        assert list((tmp_path / "reports").iterdir()) == []


async def test_a_model_that_answers_too_late_is_not_heard(tmp_path: Path) -> None:
    model = ScriptedModel(pause=asyncio.Event())
    async with held_world(tmp_path, model=model) as world:
        await world.say("/interview start rounds:technical_qa questions:1", WHO)
        said = asyncio.create_task(world.say(f"/answer zyxanswer {HALF}", WHO))
        while not model.asked:
            await asyncio.sleep(0)
        await gone(world)
        assert model.pause is not None
        model.pause.set()
        await said
        await world.queue.drained()
        assert await world.do.aside.all(10) == []
        assert marks(tmp_path) == {}


async def test_a_reminder_on_its_way_leaves_no_trace(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        await cards_due(world, 1, WHO)
        user = await known(world, WHO)
        await ledger.look(world.do, user)
        (nudge,) = await world.do.nudges.of_user(user.id, 5)

        class Erasing(type(world.outbox)):  # type: ignore[misc]
            async def send(
                self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False
            ) -> None:
                await gone(world)

        with suppress(LookupError):
            await sending.send(replace(world.do, messenger=Erasing()), nudge)
        assert marks(tmp_path) == {}
        assert await world.do.holdings.counts(user) == {}


async def test_a_request_under_way_is_told(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        await lived(world)
        (path,) = (tmp_path / "reports").glob("*.pdf")
        path.unlink()

        async def progress(_: str) -> None:
            await gone(world)

        asked = ask_for(Line(actor(WHO), text="/report session"))
        reply = await world.dispatcher.handle(asked, progress)
        assert reply is not None
        assert "This account was deleted meanwhile" in text_of(reply)
        assert marks(tmp_path) == {}


async def mortal(world: World, folder: Path, store: Any, fate: Fate) -> Services:
    """What a process has that dies with its fate: its store, its files."""
    files = FolderFiles(folder=folder / "reports")
    return replace(
        world.do,
        **stores_over(Mortal(store, fate), world.clock, CountedRandomness(1 << 50)),
        files=Mortal(files, fate),
        archives=Mortal(ZipArchives(folder / "exports"), fate),
    )


async def dies(world: World, whole: Path, folder: Path, user: User, steps: int) -> bool:
    """Deletes in a copy of that world, dies after so many steps, and is swept up; whether it died."""
    shutil.copytree(whole, folder)
    async with open_sqlite(folder / "world.db") as store:
        await store._write("PRAGMA synchronous=OFF", ())
        fate = Fate(steps)
        do = await mortal(world, folder, store, fate)
        try:
            await erasure.erase(do, user)
            return False
        except Crash:
            fate.steps = None
        await finished(do, world, user)
        assert marks(folder) == {}, f"died after {steps} steps"
    shutil.rmtree(folder)
    return True


async def finished(do: Services, world: World, user: User) -> None:
    """What comes next: the sweep, or the person once more where no tombstone stands yet."""
    if await do.tombstones.get(user.id) is None:
        await erasure.erase(do, user)
        return
    world.clock.forward(minutes=3)
    await erasure.carry_out(do, user.id)
    world.clock.forward(minutes=-3)
    await erasure.tidy(do)


@pytest.mark.parametrize("every", [13, pytest.param(1, marks=pytest.mark.soak)])
async def test_it_may_die_at_any_step(tmp_path: Path, every: int) -> None:
    async with held_world(tmp_path / "whole") as world:
        user = await full(world)
        await world.say("/account export", WHO)
        await world.documents.scrub()
        steps = 0
        while await dies(world, tmp_path / "whole", tmp_path / f"died-{steps}", user, steps):
            steps += every
        assert steps > 60
        assert await world.do.users.of(actor(WHO)) is not None


async def test_jobs_that_wait_are_dropped(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        user, later = await lived(world), erasure.LEASE
        to = {"platform": "console", "user_id": WHO}
        waiting = await world.queue.depth() or 0
        for payload in (
            {"user_id": user.id},
            {"attempt_id": "x", "owner": user.id},
            {"report_id": "x", **to},
        ):
            await world.do.jobs.add("render_report", payload, later)
        await world.do.jobs.add("render_report", {**to, "user_id": OTHER}, later)
        await gone(world)
        assert (waiting, await world.queue.depth()) == (1, 1)
