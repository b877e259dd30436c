"""Dialogues about a resume: handed in, shown as understood, put right, replaced and forgotten."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain import resumes
from domain.model.profile import LONGEST_RESUME
from domain.resume.model import Resume
from domain.resume.understood import understood
from storage.schema import COLLECTIONS
from tests.domain.dying import Crash, Fate, Mortal
from tests.domain.profiles import LONG, MARKER, ORDER, OTHER_RESUME, RESUME, a_file, account, skills
from tests.resume.making import a_pdf
from tests.world import World, button, data, text_of


async def test_a_pasted_resume_is_shown_as_it_was_understood(world: World) -> None:
    reply = await world.say(f"/profile resume {RESUME}", place="channel:general")
    found = data(reply)
    assert reply.private
    assert {"java", "spring-boot", "rest", "postgresql"} <= skills(found)
    assert "docker" in skills(found, "listed")
    assert [one["name"] for one in found["projects"]] == ["Tidepool"]
    assert found["sections"] == ["experience", "projects", "skills"]
    assert found["years"] == 2.9
    said = text_of(reply)
    assert "“Built REST APIs in Java with Spring Boot for 40 shops” (experience, 2026)" in said
    assert "ana.lopez@example.org" not in said
    assert [b.label for b in reply.buttons] == ["Add a job", "Correct", "Replace", "Delete"]
    assert (await world.say("/profile resume")).data == found


async def test_a_pdf_is_read_with_progress_and_not_kept(world: World, tmp_path: Path) -> None:
    pdf = a_file(tmp_path, "cv\u202e.pdf", a_pdf(RESUME.splitlines()))
    found = data(await world.say("/profile resume", files=(pdf,)))
    assert world.progress == ["Reading the file …"]
    assert found["name"] == "cv.pdf"
    assert "spring-boot" in skills(found)
    assert str(tmp_path) not in repr(await account(world))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("cv.pdf", RESUME.encode(), "mismatch"),
        ("cv.txt", b"", "empty"),
        ("cv.txt", b"a" * (5 * 2**20 + 1), "large"),
        ("cv.txt", b"Built a cache in Python\n" * 3_000, None),
    ],
    ids=["text as pdf", "empty", "5 MB", "longer than is kept"],
)
async def test_a_file_that_cannot_be_taken_changes_nothing(
    world: World, tmp_path: Path, name: str, content: bytes, reason: str | None
) -> None:
    await refused(world, a_file(tmp_path, name, content), reason)


async def refused(world: World, path: str, reason: str | None) -> None:
    await world.say(f"/profile resume {RESUME}")
    before = await account(world)
    reply = await world.say("/profile resume", files=(path,))
    assert reply.failed
    assert reply.data.get("refused") == reason
    assert (await account(world)).resume == before.resume


async def test_an_encrypted_file_changes_nothing(world: World, tmp_path: Path) -> None:
    await refused(world, a_file(tmp_path, "cv.pdf", a_pdf(password="secret")), "encrypted")


@pytest.mark.parametrize("text", ["x" * (LONGEST_RESUME + 1), "a " * 500_000])
async def test_a_text_that_cannot_be_taken_changes_nothing(world: World, text: str) -> None:
    await world.say(f"/profile resume {RESUME}")
    before = await account(world)
    assert (await world.say(f"/profile resume {text}")).failed
    assert (await account(world)).resume == before.resume


async def test_one_thing_at_a_time(world: World, tmp_path: Path) -> None:
    both = await world.say("/profile resume my text", files=(a_file(tmp_path, "cv.txt", b"Python"),))
    assert "one thing at a time" in text_of(both)
    assert (await account(world)).resume is None


async def test_orders_to_whoever_judges_are_no_evidence(world: World) -> None:
    honest = data(await world.say(f"/profile resume {RESUME}"))
    ordered = data(await world.say(f"/profile resume {RESUME}\n{ORDER}"))
    assert ordered["skills"] == honest["skills"]
    assert any("tell their reader what to conclude" in note for note in ordered["notes"])


async def test_with_no_resume_it_says_how_and_opens_a_form(world: World) -> None:
    none = await world.say("/profile resume \u200b")
    assert none.failed
    form = await world.press(none, "Upload")
    assert {"java"} <= skills(data(await world.submit(form, text=RESUME)))


async def test_a_newer_resume_replaces_the_older_and_can_be_taken_back(world: World) -> None:
    first = data(await world.say(f"/profile resume {RESUME}"))
    assert "kafka" not in {one["skill"] for one in first["skills"]}
    second = await world.say(f"/profile resume {OTHER_RESUME}")
    assert "kafka" in skills(data(second), "listed")
    assert data(await world.press(second, "Undo")) == first
    assert "cannot be undone" in text_of(await world.press(second, "Undo"))
    assert (await world.say("/profile resume")).data == first


async def test_the_same_resume_again_is_no_news_and_keeps_the_way_back(world: World) -> None:
    await world.say(f"/profile resume {RESUME}")
    await world.say(f"/profile resume {OTHER_RESUME}")
    before = await account(world)
    again = await world.say(f"/profile resume {OTHER_RESUME}")
    assert "sent that resume before" in text_of(again)
    assert (await account(world)).resume_before == before.resume_before


async def test_of_two_uploads_at_once_one_is_kept_and_the_other_can_be_had_back(world: World) -> None:
    await world.say("/profile resume")
    await asyncio.gather(world.say(f"/profile resume {RESUME}"), world.say(f"/profile resume {OTHER_RESUME}"))
    kept = await account(world)
    assert kept.resume is not None
    assert kept.resume_before is not None
    texts = {kept.resume.text.strip(), kept.resume_before.text.strip()}
    assert texts == {RESUME.strip(), OTHER_RESUME.strip()}
    shown = data(await world.say("/profile resume"))
    named = {one["skill"] for one in shown["skills"]}
    assert ("kafka" in named) == ("Kafka" in kept.resume.text)


async def test_a_long_resume_is_understood_by_a_job(world: World) -> None:
    first = await world.say(f"/profile resume {LONG}")
    assert not data(first)["understood"]
    kept = (await account(world)).resume
    assert kept is not None
    assert kept.understood is not None
    assert "python" in skills(data(await world.press(first, "Show")))
    assert (await account(world)).analysis_due_at is None


async def test_an_analysis_that_a_crash_kept_from_being_done_is_made_up_for_once(world: World) -> None:
    await world.say("/profile resume")
    dying = replace(world.do, jobs=Mortal(world.queue, Fate(0)))
    with pytest.raises(Crash):
        await resumes.keep(dying, await account(world), LONG, "cv.pdf")
    assert [due.kind for due in await world.sweep()] == []
    world.clock.forward(minutes=3)
    assert [due.kind for due in await world.sweep()] == ["resume"]
    kept = (await account(world)).resume
    assert kept is not None
    assert kept.understood is not None
    world.clock.forward(minutes=3)
    assert await world.sweep() == []


async def test_an_analysis_never_lands_on_another_text(world: World) -> None:
    """The one of the text before ends after the new text was stored."""
    await world.say(f"/profile resume {RESUME}")
    world.clock.forward(days=1)
    user = await account(world)
    newer = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(text: str, today: date) -> Resume:
        asyncio.run_coroutine_threadsafe(newer.wait(), loop).result(5)
        return understood(text, today)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("domain.resume.understood.understood", slow)
        late = asyncio.ensure_future(resumes.analyse(world.do, user.id))
        await asyncio.sleep(0.05)
        patch.setattr("domain.resume.understood.understood", understood)
        await world.say(f"/profile resume {OTHER_RESUME}")
        newer.set()
        await late
    assert "kafka" in skills((await world.say("/profile resume")).data, "listed")


async def test_what_the_student_corrects_outlives_every_analysis(world: World) -> None:
    form = await world.press(await world.say(f"/profile resume {RESUME}"), "Correct")
    corrected = await world.submit(form, text="golang, Frobnication", remove="docker", years="4,5")
    found = data(corrected)
    assert "go" in skills(found, "said")
    assert "docker" not in {one["skill"] for one in found["skills"]}
    assert found["years"] == 4.5
    assert "Frobnication" in text_of(corrected)
    world.clock.forward(days=20)
    assert data(await world.say("/profile resume"))["skills"] == found["skills"]
    newer = data(await world.say(f"/profile resume {OTHER_RESUME}"))
    assert "go" in skills(newer, "said")
    assert newer["years"] == 4.5
    back = data(await world.submit(form, text="docker", remove="go", years="none"))
    assert "docker" in {one["skill"] for one in back["skills"]}
    assert "go" not in {one["skill"] for one in back["skills"]}
    assert back["years"] != 4.5


@pytest.mark.parametrize(
    "values",
    [
        {"years": "61"},
        {"years": "many"},
        {"years": "-1"},
        {"years": "nan"},
        {"text": "go", "remove": "Golang"},
        {"text": "a," * 400_000},
        {},
    ],
)
async def test_a_correction_that_makes_no_sense_changes_nothing(world: World, values: dict[str, str]) -> None:
    form = await world.press(await world.say(f"/profile resume {RESUME}"), "Correct")
    before = await account(world)
    reply = await world.submit(form, **values)
    assert reply.failed or "Nothing was changed" in text_of(reply)
    assert (await account(world)).resume == before.resume


async def test_another_student_sees_and_changes_nothing(world: World) -> None:
    await world.say(f"/profile resume {RESUME}")
    hers = await world.say(f"/profile resume {OTHER_RESUME}")
    before = await account(world)
    replies = [await world.say("/profile resume", user="bob"), await world.say("/profile match", user="bob")]
    replies += [await world.press(hers, label, user="bob") for label in ("Undo", "Delete", "Correct")]
    assert all(reply.failed for reply in replies)
    assert MARKER not in "".join(map(text_of, replies))
    assert (await account(world)).resume == before.resume


@pytest.mark.parametrize("steps", range(9))
async def test_what_a_crash_leaves_of_a_deletion_can_be_deleted(world: World, steps: int) -> None:
    """The process dies at its nth await: the resume is there to be deleted, or nothing is left of it."""
    shown = await world.say(f"/profile resume {RESUME}")
    await world.say("/interview start rounds:technical_qa questions:1")
    fate = Fate(steps)
    frail = replace(
        world.do, users=Mortal(world.do.users, fate), interviews=Mortal(world.do.interviews, fate)
    )
    with suppress(Crash):
        await resumes.delete(frail, await account(world))
    if (await account(world)).resume is not None:
        await world.press(await world.press(shown, "Delete"), "Delete it")
    for declared in COLLECTIONS:
        assert "Tidepool" not in repr(await world.documents.find(declared.name, {}))


async def test_delete_asks_first_and_then_nothing_is_left(world: World) -> None:
    await world.say(f"/profile resume {OTHER_RESUME}")
    shown = await world.say(f"/profile resume {RESUME}")
    started = await world.say("/interview start rounds:technical_qa questions:1")
    assert "Tidepool" in text_of(started)
    asked = await world.press(shown, "Delete")
    assert button(asked, "Keep it")
    assert (await world.session()).resume_text is not None
    assert data(await world.press(asked, "Delete it")) == {"deleted": True}
    assert (await world.press(asked, "Keep it")).failed
    for declared in COLLECTIONS:
        held = repr(await world.documents.find(declared.name, {}))
        assert MARKER not in held
        assert "Tidepool" not in held
    assert (await world.session()).open
    now = await world.say("/interview status")
    assert data(now)["question"]["id"] == data(started)["question"]["id"]
    assert "Tidepool" not in text_of(now)
