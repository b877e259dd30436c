"""Ctrl-C while the console is at work."""

import asyncio

from adapters.console.keyboard import Interrupted
from domain.ports import Progress
from domain.replies import Reply, say
from domain.requests import Request
from tests.console.desk import TypedLines, desk


class Working:
    """A handler whose work goes on until it is let go."""

    def __init__(self) -> None:
        self.begun, self.over = asyncio.Event(), asyncio.Event()

    async def handle(self, request: Request, progress: Progress) -> Reply | None:
        if request.action == "interview status":
            return None
        await progress("Running 8 of 11 tests")
        self.begun.set()
        await self.over.wait()
        return say("Graded")

    async def shown(self, attempt_id: str, shown_in: str) -> None:
        raise AssertionError(f"no reply here is about {attempt_id}")


async def test_the_first_interrupt_during_work_warns_and_the_second_ends_it() -> None:
    dialogue, handler = desk(["/help"]), Working()
    dialogue.repl.handler = handler
    running = asyncio.create_task(dialogue.repl.run())
    await handler.begun.wait()
    assert not dialogue.repl.interrupt()
    assert "Still working. Ctrl-C again leaves" in dialogue.text
    assert dialogue.repl.interrupt()
    handler.over.set()
    await running
    assert "Graded" in dialogue.text


async def test_a_warning_during_work_is_over_with_the_work() -> None:
    dialogue, handler = desk(["/help", Interrupted(), "/help"]), Working()
    dialogue.repl.handler = handler
    running = asyncio.create_task(dialogue.repl.run())
    await handler.begun.wait()
    dialogue.repl.interrupt()
    handler.over.set()
    await running
    assert dialogue.text.count("Graded") == 2


async def test_an_interrupt_at_the_prompt_is_the_keyboards() -> None:
    keyboard = TypedLines([])
    dialogue = desk([])
    dialogue.repl.keyboard = keyboard
    assert not dialogue.repl.interrupt()
    assert keyboard.signals == 1
