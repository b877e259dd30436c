"""What the transcripts share: a bot at the double, students, and answers that a grader likes."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from domain.actions import TABLE
from domain.actions.message import READING
from domain.model.question import Question
from tests.cli.process import command
from tests.discord.command_tables import tree_of
from tests.discord.double import Double, Message, Person, Place, judged_double, text_of
from tests.discord.double.offers import Value
from tests.discord.process import running_bot
from tests.world import LIBRARY

ONE_QUESTION: Mapping[str, Value] = {"company": "Google", "rounds": "technical_qa", "questions": 1}
QUIET = {
    "MOCKINGBIRD__INTERVIEW__FOLLOW_UPS_IN_A_ROW": "0",
    "MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": "60",
}


@asynccontextmanager
async def on_stage(folder: Path, env: dict[str, str] | None = None, **settings: Any) -> AsyncIterator[Double]:
    """A double with the commands published and one bot connected, without follow-up questions.

    `env` is the bot's, over a pause so long that nothing is handed in by itself; `settings` the double's.
    """
    async with judged_double(**settings) as double:
        tree = tree_of(list(TABLE.values()))
        double.publish([one.to_dict(tree) for one in tree.get_commands()])
        async with running_bot(double, folder, **{**QUIET, **(env or {})}) as bot:
            yield double
            assert "Traceback" not in bot.log(), bot.log()


async def published(double: Double, folder: Path) -> str:
    """What `discord-sync` prints."""
    code, out, errors = await command(
        folder, "discord-sync", DISCORD_TOKEN=double.settings.token, DISCORD_API_URL=double.url
    )
    assert code == 0, errors
    return out


async def begun(double: Double, person: Person, where: Place | None = None, **options: Any) -> Message:
    """The message with the first question of a new interview, which has one a round; it is in the DM."""
    values = {"company": "Google", "questions": 1, **options}
    before = double.history(person)
    await double.command(person, "interview start", values, where=where)
    question = await double.sees(person, "Question 1 of")
    assert question not in before, "no new interview began"
    return question


async def reading() -> None:
    """Time passes, as long as nobody takes to read a question: an answer that comes sooner is refused."""
    await asyncio.sleep(READING.total_seconds() + 0.2)


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


def strong(message: Message) -> str:
    """Prose, and code below it where the question wants a program."""
    if not question_in(message).runs_code:
        return prose(message)
    return f"{prose(message)}\n\n```python\n{code(message)}\n```"


def score(text: str, number: int) -> int:
    """The score that a reply gives to a question; it stands within its band, which is shown beside it."""
    found = re.search(rf"Question {number}: (\d+)/100 \((\d+)–(\d+)\)", text)
    assert found, f"no score of question {number} in: {text}"
    value, low, high = map(int, found.groups())
    assert low <= value <= high
    return value


def pages_of(message: Message) -> int:
    """How many pages the one file of a message has, which is a PDF by its bytes."""
    (content,) = message.files.values()
    assert content.startswith(b"%PDF-")
    return len(PdfReader(BytesIO(content)).pages)


def seen_texts(double: Double, person: Person, where: Place | None = None) -> list[str]:
    """What that person reads in a place, the oldest first."""
    return [text_of(message) for message in double.history(person, where)]
