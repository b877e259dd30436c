"""Holds the exam in this process, over a store of the test's own and by default settings."""

from collections.abc import Collection
from pathlib import Path

from bot.config import JudgeSection, Settings
from bot.exam.check import Result, answered
from bot.exam.checks import CHECKS
from bot.exam.hall import hold
from bot.exam.record import Record
from tests.cli.process import JUDGE_CACHE


async def held(folder: Path, *names: str) -> Record:
    return await hold(Settings(judge=JudgeSection(cache_dir=JUDGE_CACHE)), names, folder)


def results(record: Record) -> list[Result]:
    return [answered(check, record) for check in CHECKS]


def said_no(record: Record) -> set[str]:
    """The checks to which the answer is no; what was not run is not among them."""
    return {one.name for one in results(record) if not one.passed and not one.not_run}


def no_and_why(record: Record) -> dict[str, Collection[str]]:
    return {one.name: one.evidence for one in results(record) if not one.passed and not one.not_run}
