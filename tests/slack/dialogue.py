"""What the transcripts share: a bot at the double, students, and answers that a grader likes."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from domain.actions.message import READING
from domain.model.question import Question
from tests.slack.double import Asked, Double, Message, Person, Place, View, buttons_of, judged_double, text_of
from tests.slack.process import running_bot
from tests.world import LIBRARY

WRITING = "Writing your answer"
QUESTION_BUTTONS = ["Answer", "Hint", "Skip", "Pause", "End"]
QUIET = {
    "MOCKINGBIRD__INTERVIEW__FOLLOW_UPS_IN_A_ROW": "0",
    "MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": "60",
}


@asynccontextmanager
async def on_stage(folder: Path, env: dict[str, str] | None = None, **settings: Any) -> AsyncIterator[Double]:
    """A double and one bot connected by Socket Mode, without follow-up questions.

    `env` is the bot's, over a pause so long that nothing is handed in by itself; `settings` the double's.
    """
    async with (
        judged_double(**settings) as double,
        running_bot(double, folder, mode="socket", **QUIET | (env or {})) as bot,
    ):
        yield double
        assert "Traceback" not in bot.log(), bot.log()


async def begun(double: Double, person: Person, options: str = "", where: Place | None = None) -> Message:
    """The message with the first question of a new interview, which has one a round; it is in the DM."""
    asked = await double.command(person, "/interview", f"start company:Google questions:1 {options}", where)
    question = await said(asked, "Question 1 of")
    assert question.channel is double.dm(person).channel
    return question


async def sees_whole(double: Double, person: Person, text: str, where: Place) -> Message:
    """A message that contains a text, once all of it has been streamed."""
    message = await double.sees(person, text, where=where)
    await double.settled(lambda: not message.streaming)
    return message


async def said(asked: Asked, words: str) -> Message:
    """The message of an answer that contains those words."""
    return await asked.message(lambda text: words in text)


async def stands_at(double: Double, person: Person, words: str) -> None:
    """Asks how far the interview is."""
    await said(await double.command(person, "/interview", "status"), words)


async def reading() -> None:
    """Time passes, as long as nobody takes to read a question: an answer that comes sooner is refused."""
    await asyncio.sleep(READING.total_seconds() + 0.2)


def labels(shown: Message | View) -> list[str]:
    return [button.label for button in buttons_of(shown)]


def question_in(message: Message) -> Question:
    """The question of the bank that a message puts."""
    shown = _bare(text_of(message).rpartition("Question ")[2])
    return next(q for q in LIBRARY.questions if _bare(q.prompt)[:50] in shown)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def prose(message: Message) -> str:
    """What a strong student says to the question of a message."""
    return question_in(message).model_answer


def code(message: Message) -> str:
    """What a strong student programs for it."""
    solution = question_in(message).reference_solution
    assert solution
    return solution


def program(message: Message) -> bytes:
    """The same as a file, with the words that belong to it on top."""
    return f'"""{prose(message)}"""\n\n{code(message)}'.encode()


def strong(message: Message) -> str:
    """Prose, and code below it where the question wants a program."""
    if not question_in(message).runs_code:
        return prose(message)
    return f"{prose(message)}\n\n```\n{code(message)}\n```"


def score(message: Message, number: int) -> int:
    """The score that a reply gives to a question; it stands within its band, which is shown beside it."""
    text = text_of(message)
    found = re.search(rf"Question {number}: (\d+)/100 \((\d+)–(\d+)\)", text)
    assert found, f"no score of question {number} in: {text}"
    value, low, high = map(int, found.groups())
    assert low <= value <= high
    return value


def check_grade(message: Message, number: int) -> None:
    """A good grade: its score with the band, and the rows with their evidence."""
    text = text_of(message)
    assert score(message, number) >= 70, text
    assert len(re.findall(r"^\S+ (?:met|partly|missed) ", text, re.MULTILINE)) >= 3, text
    assert "“" in text, "no row quotes the answer"


async def check_report(double: Double, person: Person, where: Place | None = None) -> None:
    """The PDF that comes by itself at the end of an interview, in as many pages as is said."""
    told = text_of(await double.sees(person, "Your report", where=where))

    def files() -> list[Message]:
        return [one for one in double.history(person, where) if one.author.is_bot and one.contents]

    await double.settled(files)
    pages = pages_of(files()[-1])
    assert pages >= 2
    assert f"{pages} pages" in told


def pages_of(message: Message) -> int:
    """How many pages the one file of a message has, which is a PDF by its bytes."""
    (content,) = message.contents.values()
    assert content.startswith(b"%PDF-")
    return len(PdfReader(BytesIO(content)).pages)


def seen_texts(double: Double, person: Person, where: Place | None = None) -> list[str]:
    """What that person reads in a place, the oldest first."""
    return [text_of(message) for message in double.history(person, where)]


def notices(double: Double, person: Person, where: Place | None = None) -> list[Message]:
    """The messages that say that an answer is being written."""
    return [one for one in double.history(person, where) if WRITING in text_of(one)]
