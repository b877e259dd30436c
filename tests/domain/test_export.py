"""/account export: all that is held of a person, once at a time, and not a word of anybody else's."""

import asyncio
import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain import exporting
from domain.errors import StoreUnavailable
from domain.export_readme import KINDS
from domain.replies import Reply
from storage.held import JOBS, NOBODYS, held
from storage.schema import COLLECTIONS
from tests.domain import stored_rounds as rounds
from tests.domain.held import OTHER, WHO, full, held_world
from tests.domain.known import HALF, ONE
from tests.domain.nudged import known
from tests.world import World, data, text_of

Lists = dict[str, list[dict[str, Any]]]


def opened(reply: Reply) -> tuple[zipfile.ZipFile, Lists]:
    """The one ZIP of an export, and its lists by their names."""
    assert not reply.failed, text_of(reply)
    (file,) = reply.files
    archive = zipfile.ZipFile(file.path)
    assert archive.testzip() is None
    lists = [name for name in archive.namelist() if name.endswith(".json")]
    return archive, {Path(name).stem: json.loads(archive.read(name)) for name in lists}


async def test_everything_is_in_it(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        user = await full(world)
        for path in (tmp_path / "reports").glob("*.pdf"):
            path.unlink()
        reply = await world.say("/account export", WHO)
        archive, lists = opened(reply)
        assert set(lists) == {kind.file for kind in KINDS.values()}
        for name, count in (await world.do.holdings.counts(user)).items():
            assert len(lists[KINDS[name].file]) == count, name
        (account,) = lists["account"]
        assert (account["email"], account["resume"]["text"][:9]) == ("zyx@example.org", "zyxresume")
        assert datetime.fromisoformat(account["created_at"]).tzinfo is not None
        (said,) = [answer for answer in lists["answers"] if "student_answer" not in answer]
        assert [remark["text"] for remark in said["remarks"]] == ["zyxcomment", "zyxreason"]
        answers = {answer["student_answer"] for answer in lists["answers"] if answer != said}
        assert f"zyxanswer {HALF}" in answers
        pdf, progress = sorted(name for name in archive.namelist() if name.endswith(".pdf"))
        assert progress == "reports/progress.pdf"
        assert archive.read(pdf) == archive.read(progress) == b"%PDF-"
        assert archive.read("roadmaps/sql.png").endswith(b"%")
        assert "missing.txt" not in archive.namelist()
        size = Path(reply.files[0].path).stat().st_size
        assert reply.data == {"files": [reply.files[0].name], "bytes": size}
        assert world.progress[-1] == "1 of 1 report …"


async def test_no_secret_and_nobody_else_is_in_it(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        user = await full(world)
        archive, lists = opened(await world.say("/account export", WHO))
        whole = b"\n".join(archive.read(name) for name in archive.namelist())
        for secret in (b"zyxhash", b"secret-token", b"console::boss", b"others"):
            assert secret not in whole
        theirs = next(i for i in lists["interviews"] if i["_id"] == "theirs")
        assert theirs["student_id"] == theirs["questions"][0]["interviewer"] == "somebody else"
        assert sorted(theirs["participants"])[-1] == "somebody else"
        (me,) = theirs["members"]
        assert (me["user_id"], theirs["questions"][0]["candidate"]) == (user.id, user.id)
        assert "held_as" not in theirs
        assert next(i for i in lists["interviews"] if i["_id"] == "own")["held_as"] == f"console::{WHO}"
        for name in ("interviews", "panel-scores"):
            assert OTHER not in json.dumps(lists[name])
        assert not [name for name in archive.namelist() if "group" in name]
        assert "password" in archive.read("README.txt").decode()


async def test_what_a_panel_gave_is_in_it_once_it_was_shown(world: World) -> None:
    ana, bob = await rounds.known(world, "ana", "bob")
    shown, hidden = rounds.a_put("shown"), rounds.a_put("hidden", revealed=False)
    await rounds.held(world, "r", [ana, bob], mode="panel", questions=(shown, hidden))
    for slug in ("shown", "hidden"):
        for who, about in ((bob, ana), (ana, bob)):
            score = rounds.a_score(who.id, about.id, 0.5, _id=f"{slug}-{who.id}", session_id="r")
            await world.do.panel_scores.add(score.model_copy(update={"question_id": slug}))
    _, lists = opened(await world.say("/account export"))
    rows = {(s["question_id"], s["student_id"] == ana.id): "rows" in s for s in lists["panel-scores"]}
    assert rows == {("shown", True): True, ("shown", False): True, ("hidden", True): True} | {
        ("hidden", False): False
    }


async def test_the_readme_explains_each_file(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        await full(world)
        archive, lists = opened(await world.say("/account export", WHO))
        lines = archive.read("README.txt").decode().split("\n")
        for name in lists:
            (line,) = [line for line in lines if line.startswith(f"data/{name}.json: ")]
            assert line.count(". ") >= 1, line


async def test_every_collection_is_said_to_hold_something_of_a_person_or_not(world: World) -> None:
    await world.say("/help")
    theirs = {*held(await known(world)), JOBS}
    assert theirs.isdisjoint(NOBODYS)
    assert theirs | NOBODYS == {declared.name for declared in COLLECTIONS}
    assert theirs == KINDS.keys()
    naming = {
        "student_id",
        "user_id",
        "mentor_id",
        "participants",
        "admin_id",
        "identities",
        "installed_by",
        "into",
    }
    assert {d.name for d in COLLECTIONS if naming & set(d.fields)} <= theirs


async def test_again_within_a_minute_it_is_the_same(world: World) -> None:
    await world.say(ONE)
    first = await world.say("/account export")
    world.clock.forward(seconds=50)
    assert (await world.say("/account export")).files == first.files
    await world.say(f"/answer {HALF}")
    world.clock.forward(seconds=20)
    second = await world.say("/account export")
    assert second.files != first.files
    assert not Path(first.files[0].path).exists()
    _, lists = opened(second)
    assert len(lists["answers"]) == 1


async def test_one_whose_file_is_on_another_machine_is_made_anew(world: World) -> None:
    await world.say("/help")
    first = await world.say("/account export")
    Path(first.files[0].path).unlink()
    opened(await world.say("/account export"))


async def test_one_at_a_time(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        await world.say("/help")
        replies = await asyncio.gather(*(world.say("/account export") for _ in range(3)))
        made = [reply for reply in replies if not reply.failed]
        assert len({reply.files for reply in made}) == 1
        assert all("being made already" in text_of(reply) for reply in replies if reply.failed)
        assert len(list((tmp_path / "exports").iterdir())) == 1


async def test_one_whose_process_died_is_given_up_after_a_while(world: World) -> None:
    await world.say("/help")
    user = await known(world)
    await exporting._claimed(world.do, user)
    assert (await world.say("/account export")).failed
    world.clock.forward(minutes=11)
    opened(await world.say("/account export"))


async def test_after_an_hour_it_is_removed(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        await world.say("/help")
        await world.say("/account export")
        left = (
            tmp_path / "exports" / f"{int((world.clock.now() - timedelta(hours=2)).timestamp()):x}-{'0' * 32}"
        )
        left.mkdir()
        (left / "1.zip").write_bytes(b"of a process that died")
        world.clock.forward(minutes=59)
        assert [due.kind for due in await world.sweep()] == []
        assert not left.exists()
        assert len(list((tmp_path / "exports").iterdir())) == 1
        world.clock.forward(minutes=2)
        assert [due.kind for due in await world.sweep()] == ["export"]
        assert list((tmp_path / "exports").iterdir()) == []
        assert await world.documents.count("exports", {}) == 0


async def test_pages_that_cannot_be_drawn_are_named(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        await full(world)
        for path in (tmp_path / "reports").glob("*.pdf"):
            path.unlink()
        world.renderer.fault = OSError("the disk is full")
        archive, lists = opened(await world.say("/account export", WHO))
        missing = archive.read("missing.txt").decode()
        assert "reports/2026-11-22-" in missing
        assert "reports/progress.pdf" in missing
        assert len(lists["reports"]) == 1


async def test_where_the_disk_refuses_it_can_be_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with held_world(tmp_path) as world:
        await world.say("/help")

        async def full_disk(*_: object) -> None:
            raise StoreUnavailable("The disk is full.")

        with monkeypatch.context() as patched:
            patched.setattr("adapters.archive.ZipArchive.text", full_disk)
            assert "The disk is full" in text_of(await world.say("/account export"))
        assert list((tmp_path / "exports").iterdir()) == []
        assert data(await world.say("/account export"))["bytes"] > 0


async def test_of_an_account_deleted_meanwhile_nothing_stays(tmp_path: Path) -> None:
    async with held_world(tmp_path) as world:
        user = await full(world)

        async def progress(text: str) -> None:
            if text.startswith("1 of"):
                await world.do.holdings.erase(user.id, "salt")

        with pytest.raises(LookupError):
            await exporting.export(world.do, user, progress)
        assert list((tmp_path / "exports").iterdir()) == []
