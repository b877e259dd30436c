"""SIGKILL at random moments: every acknowledged answer is there, graded once, at the right question."""

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from domain.model.attempt import Attempt
from domain.model.interview import Interview
from storage.repositories import AttemptRepository, InterviewRepository
from storage.sqlite import open_sqlite
from tests.cli.process import Bot, running
from tests.fakes import ManualClock

pytestmark = [pytest.mark.acceptance, pytest.mark.usefixtures("judge_cache")]

ANSWERS = [
    "An index must be updated by every insert, so writes take longer, and it takes space on disk.",
    "First I would sort the list, which takes O(n log n), then scan it once with two pointers.",
    "When our release slipped, I called the team together, I cut the scope, and we shipped in 5 days.",
    "```python\ndef solve(*args):\n    return None\n```",
]


@pytest.mark.parametrize("seed", range(1))
async def test_kills_lose_nothing(tmp_path: Path, seed: int) -> None:
    """Some twenty kills, the first of them while the bank is being published; `make soak` does many more."""
    await kill_and_check(tmp_path, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 150))
async def test_fifty_kills_lose_nothing(tmp_path: Path, seed: int) -> None:
    await kill_and_check(tmp_path, seed)


async def kill_and_check(folder: Path, seed: int) -> None:
    """Plays an interview whose process is killed at random moments until it is done, then looks."""
    rng = random.Random(seed)
    acknowledged: list[str] = []
    for life in range(60):
        async with running(folder) as bot:
            if await play(bot, rng, acknowledged, doomed=life < 9):
                break
    else:
        pytest.fail("the interview never came to its end")
    interview, attempts = await stored(folder)
    assert not interview.open
    by_id = {attempt.id: attempt for attempt in attempts}
    assert set(acknowledged) <= set(by_id), "an acknowledged answer is gone"
    assert all(attempt.graded and not attempt.grades for attempt in attempts), "graded not exactly once"
    tries = Counter(attempt.question_id for attempt in attempts)
    assert set(tries.values()) <= {1}
    answered = [q.question_id for q in interview.questions if q.outcome == "answered"]
    assert sorted(answered) == sorted(tries)
    assert interview.report_id is not None


async def play(bot: Bot, rng: random.Random, acknowledged: list[str], *, doomed: bool) -> bool:
    """Answers until the end, or until the SIGKILL that comes at a random moment; True at the end."""
    if doomed:
        delay = rng.choice([rng.uniform(0.1, 0.5), rng.uniform(0.3, 1.2)])
        asyncio.get_running_loop().call_later(delay, bot.kill)
    try:
        state = (await bot.reply("/interview resume"))["data"]
        if not state.get("session_id"):
            status = (await bot.reply("/interview status"))["data"]
            if status["status"] in ("completed", "abandoned"):
                return True
            state = (await bot.reply("/interview start role:SDE Intern questions:3"))["data"]
        while state["question"] is not None:
            expected = state["question"]["id"]
            state = (await bot.reply(rng.choice(ANSWERS)))["data"]
            assert state["question_id"] == expected, "the answer went to another question"
            acknowledged.append(state["attempt_id"])
    except (EOFError, ConnectionError):
        return False
    return True


async def stored(folder: Path) -> tuple[Interview, list[Attempt]]:
    clock = ManualClock()
    async with open_sqlite(folder / "mockingbird.db", busy_timeout=5) as documents:
        found = await documents.find("interview_sessions", {})
        assert len(found) == 1
        interview = await InterviewRepository(documents, clock).get(found[0]["_id"])
        assert interview is not None
        return interview, await AttemptRepository(documents, clock).of_session(interview.id)
