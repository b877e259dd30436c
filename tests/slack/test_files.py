"""Files on Slack: answers that come as files, files that are none, and reports where they were asked for."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.domain.profiles import JOB, RESUME
from tests.slack.dialogue import (
    begun,
    check_report,
    code,
    on_stage,
    program,
    prose,
    score,
    sees_whole,
    stands_at,
)
from tests.slack.double import Double, Message, Person, text_of
from tests.slack.double.deliveries import Delivery

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(128, 256)) * 8
LARGE = b"x" * (5 * 1024 * 1024 + 1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start)) as opened:
        yield opened


async def asked_dsa(double: Double, person: Person) -> Message:
    return await begun(double, person, "rounds:dsa questions:2")


async def by_form(double: Double, person: Person, question: Message, name: str, content: bytes) -> None:
    form = await (await double.press(person, question, "Answer")).shows("Your answer")
    await double.submit(person, form, files={"file": [(name, content)]})


@pytest.mark.parametrize("name", ["solution.py", "answer.txt", "notes.md", "a <b> & c.py"])
async def test_a_file_in_the_form_is_the_answer(double: Double, name: str) -> None:
    person = double.person(f"form {name}")
    question = await asked_dsa(double, person)
    await by_form(double, person, question, name, program(question))
    graded = await double.sees(person, "Question 1:")
    assert score(graded, 1) >= 70
    assert "passes every test" in text_of(graded)


async def test_a_file_beside_a_text_belongs_to_it(double: Double) -> None:
    ana = double.person("ana")
    question = await asked_dsa(double, ana)
    form = await (await double.press(ana, question, "Answer")).shows()
    file = ("banner.py", code(question).encode())
    await double.submit(ana, form, {"text": prose(question)}, {"file": [file]})
    assert re.search(r"All \d+ tests passed", text_of(await double.sees(ana, "Question 1:")))


async def test_files_of_a_message_are_one_answer(double: Double) -> None:
    ben = double.person("ben")
    question = await asked_dsa(double, ben)
    files = [("approach.md", prose(question).encode()), ("banner.py", code(question).encode())]
    double.say(ben, "", files=files)
    await double.press(ben, await double.sees(ben, "1 message."), "Submit")
    assert re.search(r"All \d+ tests passed", text_of(await double.sees(ben, "Question 1:")))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("program.py", PNG, "is not a text file"),
        ("long.txt", LARGE, "larger than 5 MB"),
        ("empty.py", b"\n", "There is no text"),
        ("novel.txt", b"word " * 20_000, "longer than 50,000 characters"),
    ],
)
async def test_what_cannot_be_an_answer_is_explained_and_the_question_stays_open(
    double: Double, name: str, content: bytes, told: str
) -> None:
    person = double.person(f"bad {name}")
    question = await asked_dsa(double, person)
    await by_form(double, person, question, name, content)
    first = await double.sees(person, told)
    double.say(person, "", files=[(name, content)])
    await double.settled(lambda: [one for one in double.history(person) if told in text_of(one)][1:])
    assert not first.deleted
    await stands_at(double, person, "0 answered, 2 to go")


async def test_a_resume_and_a_job_come_by_forms_and_are_matched(double: Double) -> None:
    flo = double.person("flo")
    await double.command(flo, "/profile", "resume")
    form = await (await double.press(flo, await double.sees(flo, "No resume yet"), "Upload")).shows()
    await double.submit(flo, form, files={"file": [("cv.txt", RESUME.encode())]})
    shown = await double.sees(flo, "What it shows in use")
    form = await (await double.press(flo, shown, "Correct")).shows()
    await double.submit(flo, form)
    await double.sees(flo, "Nothing was changed")
    form = await (await double.press(flo, shown, "Add a job")).shows()
    await double.submit(flo, form, {"text": JOB})
    await double.press(flo, await double.sees(flo, "Required"), "Match")
    assert "Asked for: “Java with Spring Boot”" in text_of(await double.sees(flo, "Your resume and Backend"))


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_a_file_that_slack_does_not_give_out_can_be_sent_again(double: Double, status: int) -> None:
    person = double.person(f"refused {status}")
    question = await asked_dsa(double, person)
    double.fail("download", status=status)
    double.say(person, "", files=[("banner.py", program(question))])
    await double.sees(person, "I could not fetch that file from Slack")
    double.say(person, "", files=[("banner.py", program(question))])
    await double.press(person, await double.sees(person, "1 message."), "Submit")
    assert score(await double.sees(person, "Question 1:"), 1) >= 70


def told_otherwise(change: Callable[[dict[str, Any]], None]) -> Callable[[Delivery], None]:
    """As Delivery.begin, with every file of an event told of in another way."""
    begin = Delivery.begin

    def changed(delivery: Delivery) -> None:
        for file in delivery.payload.get("event", {}).get("files", ()):
            change(file)
        begin(delivery)

    return changed


async def test_a_page_to_sign_in_is_not_taken_for_the_file(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack leads whoever may not have a file to such a page, which comes with status 200."""
    cem = double.person("cem")
    question = await asked_dsa(double, cem)
    page = double.url.replace("/api/", "/sign-in")
    with monkeypatch.context() as patch:
        patch.setattr(Delivery, "begin", told_otherwise(lambda file: file.update(url_private_download=page)))
        await double.heard(double.say(cem, "", files=[("banner.py", program(question))]))
    await double.sees(cem, "I could not fetch that file from Slack")


async def test_a_file_without_an_address_is_asked_for(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack leaves the address out for files of people in other workspaces."""
    dia = double.person("dia")
    question = await asked_dsa(double, dia)

    def without_address(file: dict[str, Any]) -> None:
        del file["url_private"], file["url_private_download"]
        file["file_access"] = "check_file_info"

    with monkeypatch.context() as patch:
        patch.setattr(Delivery, "begin", told_otherwise(without_address))
        await double.heard(double.say(dia, "", files=[("banner.py", program(question))]))
    await double.called("files.info")
    await double.press(dia, await double.sees(dia, "1 message."), "Submit")
    assert score(await double.sees(dia, "Question 1:"), 1) >= 70


async def test_a_form_that_failed_gives_its_text_back(double: Double) -> None:
    eva = double.person("eva")
    question = await asked_dsa(double, eva)
    form = await (await double.press(eva, question, "Answer")).shows()
    answer = f"{prose(question)} {prose(question)}"[:3000].strip()
    await double.submit(eva, form, {"text": answer}, {"file": [("program.py", PNG)]})
    await double.sees(eva, "is not a text file")
    await double.settled(lambda: [one for one in double.history(eva) if one.contents])
    (kept,) = [one for one in double.history(eva) if one.contents]
    assert kept.contents == {"your-text.txt": answer.encode()}


async def test_a_report_comes_into_the_thread_that_the_interview_is_held_in(double: Double) -> None:
    flo = double.person("flo")
    thread = double.open_assistant(flo)
    double.say(flo, "/interview google technical 1 question", where=thread)
    question = await sees_whole(double, flo, "Question 1 of 1", thread)
    double.say(flo, prose(question), where=thread)
    await double.press(flo, await double.sees(flo, "1 message.", where=thread), "Submit")
    await check_report(double, flo, thread)
