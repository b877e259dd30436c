"""Has resumes and descriptions understood in a thread.

The vocabulary and the patterns for it take a tenth of a second to load, so they are imported when they are
first needed, and not with every start.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.matching.model import BulletAdvice, Description, Match, Prepared, Rewrite
from domain.model.completion import Prompt
from domain.model.profile import JobDescription, KeptResume
from domain.resume.model import Resume


async def understood(text: str, on: date) -> Resume:
    """What a resume says as of that day."""

    def run() -> Resume:
        from domain.resume.understood import understood

        return understood(text, on)

    return await asyncio.to_thread(run)


async def described(text: str) -> Description:
    """What a job description asks for."""

    def run() -> Description:
        from domain.matching.description import description

        return description(text)

    return await asyncio.to_thread(run)


async def matched(resume: Resume, wanted: JobDescription) -> Match:
    """How the resume fits the description."""

    def run() -> Match:
        from domain.matching.description import description
        from domain.matching.match import match

        return match(resume, description(wanted.text))

    return await asyncio.to_thread(run)


async def prepared(kept: KeptResume | None, wanted: JobDescription | None, lately: Sequence[str]) -> Prepared:
    """What an interview takes over from both; `lately` are the projects asked about, newest first."""

    def run() -> Prepared:
        from domain.matching.preparing import prepared

        return prepared(kept, wanted, lately)

    return await asyncio.to_thread(run)


async def weak_lines(resume: Resume) -> tuple[tuple[BulletAdvice, ...], Prompt]:
    """The weakest lines of a resume, and what a model is to be asked to have them rewritten."""

    def run() -> tuple[tuple[BulletAdvice, ...], Prompt]:
        from domain.matching.advice import weakest
        from domain.matching.rewriting import prompt

        weak = weakest(resume)
        return weak, prompt(weak)

    return await asyncio.to_thread(run)


async def rewritten(
    content: Mapping[str, Any], weak: Sequence[BulletAdvice], language: str
) -> tuple[Rewrite, ...] | None:
    """What a model returned for those lines, held to the rules; None where it is of no use."""

    def run() -> tuple[Rewrite, ...] | None:
        from domain.matching.rewriting import rewrites

        return rewrites(content, weak, language)

    return await asyncio.to_thread(run)
