"""Two bots behind signed HTTP, each a process of its own on a double of Slack: ours, and a bare echo."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.discord_bots import QUESTIONS, SCORE, STUDENTS
from bench.slack_students import begin_interviews
from domain.requests import Actor
from tests.cli.process import PATIENCE, ROOT, environment
from tests.slack.double import Double, Person, open_double
from tests.slack.process import running_bot


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot at work. `answered` says, of what was sent and what is shown, whether that is its final reply."""

    double: Double
    students: Sequence[Person]
    process: psutil.Process
    answered: Callable[[str, str], bool]

    @property
    def actors(self) -> Sequence[Actor]:
        """The students as the domain knows them."""
        return [_actor(student) for student in self.students]

    def cpu(self) -> float:
        """Seconds of processor time that its process has used."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@asynccontextmanager
async def mockingbird(folder: Path) -> AsyncIterator[Bot]:
    """`python -m bot` over a data folder in which each student has an interview open."""
    async with _slack() as (double, students):
        await begin_interviews(folder, [_actor(student) for student in students], QUESTIONS)
        async with running_bot(double, folder, mode="http") as running:
            process = psutil.Process(running.process.pid)
            yield Bot(double, students, process, lambda _, shown: SCORE.search(shown) is not None)


@asynccontextmanager
async def echo(folder: Path) -> AsyncIterator[Bot]:
    """`bench.echo_slack`, with the same number of students."""
    async with _slack() as (double, students):
        secrets = {
            "SLACK_API_URL": double.url,
            "SLACK_BOT_TOKEN": double.team.token,
            "SLACK_SIGNING_SECRET": double.settings.signing_secret,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.echo_slack", env=environment(folder, **secrets), cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            address = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
            double.site.url = address.decode().strip()
            yield Bot(double, students, psutil.Process(process.pid), lambda sent, shown: sent == shown)
        finally:
            process.terminate()
            await process.wait()


@asynccontextmanager
async def _slack() -> AsyncIterator[tuple[Double, Sequence[Person]]]:
    """A double that neither judges nor tells a bot of its own messages, which takes time of the figures."""
    async with open_double(judge=False, echo=False) as double:
        yield double, [double.person(f"student-{number}") for number in range(STUDENTS)]


def _actor(student: Person) -> Actor:
    return Actor("slack", student.id, student.team.id, student.name)
