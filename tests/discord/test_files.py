"""Files on Discord: answers that come as files, files that are none, and a report too large to send whole."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.discord.dialogue import ONE_QUESTION, begun, code, on_stage, pages_of, prose, score, seen_texts
from tests.discord.double import Double, Message, Permission, Person, buttons_of, text_of
from tests.domain.profiles import JOB, RESUME

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

LIMIT = 33_500
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(128, 256)) * 8
LARGE = b"x" * (5 * 1024 * 1024 + 1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    """A bot that may send hardly anything, so that a report of few pages is too large."""
    async with on_stage(
        started(tmp_path_factory.mktemp("bot"), first_start), attachment_limit=LIMIT
    ) as opened:
        yield opened


async def asked_dsa(double: Double, person: Person) -> Message:
    return await begun(double, person, rounds="dsa", questions=2)


def program(question: Message) -> bytes:
    return f'"""{prose(question)}"""\n\n{code(question)}'.encode()


@pytest.mark.parametrize("name", ["solution.py", "answer.txt", "notes.md"])
async def test_a_file_with_the_command_is_the_answer(double: Double, name: str) -> None:
    person = double.person(f"command {name}")
    question = await asked_dsa(double, person)
    asked = await double.command(person, "answer", files={"file": (name, program(question))})
    text = text_of(await asked.message(lambda text: "Question 1:" in text))
    assert score(text, 1) >= 70
    assert "passes every test" in text


async def test_a_file_beside_a_text_belongs_to_it(double: Double) -> None:
    ana = double.person("ana")
    question = await asked_dsa(double, ana)
    file = ("banner.py", code(question).encode())
    asked = await double.command(ana, "answer", {"text": prose(question)}, files={"file": file})
    assert re.search(
        r"All \d+ tests passed", text_of(await asked.message(lambda text: "Question 1:" in text))
    )


async def test_files_of_a_message_are_one_answer(double: Double) -> None:
    ben = double.person("ben")
    question = await asked_dsa(double, ben)
    files = [("approach.md", prose(question).encode()), ("banner.py", code(question).encode())]
    double.say(ben, "", files=files)
    notice = await double.sees(ben, "1 message.")
    await double.press(ben, notice, "Submit")
    assert re.search(r"All \d+ tests passed", text_of(await double.sees(ben, "Question 1:")))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("program.py", PNG, "is not a text file"),
        ("long.txt", LARGE, "5 MB are the most"),
        ("empty.py", b"", "There is no text"),
        ("novel.txt", b"word " * 20_000, "longer than 50,000 characters"),
    ],
)
async def test_what_cannot_be_an_answer_is_explained_and_the_question_stays_open(
    double: Double, name: str, content: bytes, said: str
) -> None:
    person = double.person(f"bad {name}")
    question = await asked_dsa(double, person)
    by_command = await double.command(person, "answer", files={"file": (name, content)})
    await by_command.message(lambda text: said in text)
    form = await double.press(person, question, "Answer")
    by_form = await double.submit(person, form, files={"file": [(name, content)]})
    await by_form.message(lambda text: said in text)
    if len(content) <= LIMIT:
        double.say(person, "", files=[(name, content)])
        await double.sees(person, said, where=double.dm(person))
    status = await double.command(person, "interview status")
    await status.message(lambda text: "0 answered, 2 to go" in text)


async def test_a_file_that_discord_does_not_give_out_can_be_sent_again(double: Double) -> None:
    cem = double.person("cem")
    question = await asked_dsa(double, cem)
    file = ("banner.py", program(question))
    for status in (404, 500):
        double.fail("GET", "/attachments/", status)
        asked = await double.command(cem, "answer", files={"file": file})
        await asked.message(lambda text: "I could not fetch “banner.py” from Discord" in text)
    asked = await double.command(cem, "answer", files={"file": file})
    await asked.message(lambda text: "Question 1:" in text)


async def test_a_form_that_failed_gives_its_text_back(double: Double) -> None:
    dia = double.person("dia")
    question = await asked_dsa(double, dia)
    form = await double.press(dia, question, "Answer")
    answer = f"{prose(question)} {prose(question)}"[:4000]
    asked = await double.submit(dia, form, {"text": answer}, files={"file": [("program.py", PNG)]})
    refused = await asked.message(lambda text: "is not a text file" in text)
    assert refused.files == {"your-text.txt": answer.encode()}


async def test_a_resume_in_public_is_seen_by_its_owner_alone(double: Double) -> None:
    flo, channel = double.person("flo"), double.new_guild("Busy")
    file = ("cv.txt", RESUME.encode())
    asked = await double.command(flo, "profile resume", files={"file": file}, where=channel)
    shown = await asked.message(lambda text: "What it shows in use" in text)
    assert shown.ephemeral
    form = await double.press(flo, shown, "Add a job")
    jobs = await double.submit(flo, form, {"text": JOB})
    matched = await double.press(flo, await jobs.message(lambda text: "Required" in text), "Match")
    assert (await matched.message(lambda text: "Asked for: “Java with Spring Boot”" in text)).ephemeral
    form = await double.press(flo, shown, "Correct")
    await (await double.submit(flo, form)).message(lambda text: "Nothing was changed" in text)
    form = await double.press(flo, shown, "Replace")
    sent = await double.submit(flo, form, files={"file": [("cv.pdf", PNG)]})
    assert (await sent.message(lambda text: "cv.pdf" in text and "cannot be read" in text)).ephemeral
    assert seen_texts(double, double.person("bystander"), channel) == []


async def test_a_report_too_large_to_send_comes_in_parts(double: Double) -> None:
    """The student takes no DMs, so the report comes where it is asked for, under that place's limit."""
    eva, channel = double.person("eva"), double.new_guild("Small")
    assert channel.guild
    channel.guild.forbid(Permission.CREATE_PRIVATE_THREADS)
    double.close_dms(eva)
    asked = await double.command(eva, "interview start", ONE_QUESTION, where=channel)
    question = await asked.message(lambda text: "Question 1 of 1" in text)
    answered = await double.command(eva, "answer", {"text": prose(question)}, where=channel)
    last = await answered.message(lambda text: "Question 1:" in text)
    assert "Report" in [button.label for button in buttons_of(last)]
    report = await double.press(eva, last, "Report")
    await report.message(lambda text: "are the most that I may send here" in text)
    shown = text_of(await report.message(lambda text: "Your report" in text))
    whole = int(shown.rpartition(", ")[2].split()[0])
    await report.message(lambda _: sum(map(pages_of, with_files(report.messages))) == whole)
    parts = with_files(report.messages)
    names = [name for message in parts for name in message.files]
    assert len(parts) > 1
    assert names[-1].endswith(f"-{whole}.pdf")
    assert all(len(content) <= LIMIT for message in parts for content in message.files.values())
    assert all(message.ephemeral for message in parts)
    assert seen_texts(double, double.person("bystander"), channel) == []


def with_files(messages: list[Message]) -> list[Message]:
    return [message for message in messages if message.files]
