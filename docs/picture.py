"""Draws docs/dialogue.svg: an interview held with the real application, as a terminal shows it."""

import asyncio
import io
import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from textwrap import wrap

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text as Styled

from adapters.console.app import PROMPT
from adapters.console.compose import whole
from adapters.console.keyboard import CONTINUATION
from adapters.console.render import renderable
from adapters.console.request import Line, ask_for
from bot.app import App, open_app
from bot.config import read_settings
from domain.model.question import Question
from domain.replies import Block, Bullets, Button, Card, Code, Reply, Text
from domain.requests import Actor, Place

PICTURE = Path(__file__).parent / "dialogue.svg"
SEED = "7"
WIDTH = 88
ANA = Actor("console", "ana", display_name="Ana")
START = "/interview start company:Google role:SDE Intern questions:1"
ROWS = 3
CUT = "⋯"
THEME = TerminalTheme(
    background=(24, 27, 33),
    foreground=(214, 219, 227),
    normal=[
        (40, 44, 52), (232, 118, 118), (137, 196, 130), (229, 192, 123),
        (110, 165, 240), (198, 140, 222), (104, 196, 208), (214, 219, 227),
    ],
    bright=[
        (120, 127, 140), (240, 140, 140), (160, 214, 152), (240, 208, 150),
        (138, 184, 250), (212, 164, 232), (132, 214, 224), (240, 243, 248),
    ],
)  # fmt: skip
FRAME = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>A mock interview in the terminal: a question, an answer in code, its grade, and the next one</title>
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""


class Silent:
    """The picture shows what was asked for, not what the bot says by itself."""

    async def send(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> None:
        return None


async def hold(app: App, console: Console) -> None:
    """The dialogue: a start, an answer in code, an answer in words."""
    started = await said(app, console, START)
    show(console, shortened(started.cards[-1]))
    code = solution(await question(app, started))
    graded = await said(app, console, code)
    show(console, first_rows(graded.cards[0]), *graded.cards[1:], buttons=graded.buttons)
    words = first_sentences((await question(app, graded)).model_answer, 2)
    show(console, first_rows((await said(app, console, words)).cards[0]))


async def said(app: App, console: Console, text: str) -> Reply:
    """Shows a text as it is typed, and asks for its reply."""
    first, *more = text.splitlines()
    console.print(Styled.assemble((PROMPT, "bold cyan"), first))
    for line in more:
        console.print(Styled.assemble((CONTINUATION, "bright_black"), line))
    reply = await app.dispatcher.handle(ask_for(Line(ANA, text=whole(text))), silently)
    if reply is None or reply.failed:
        raise SystemExit(f"The dialogue broke off: {reply}")
    return reply


async def silently(_: str) -> None:
    """A picture shows no progress."""


def show(console: Console, *cards: Card, buttons: tuple[Button, ...] = ()) -> None:
    console.print(Styled(), renderable(Reply(cards, buttons), colour=True), Styled(), sep="\n")


def shortened(card: Card) -> Card:
    """A question of which only the first paragraph and the signature are kept."""
    code = [block for block in card.body if isinstance(block, Code)]
    return replace(card, body=(card.body[0], Text(CUT), *code), fields=())


def first_rows(card: Card) -> Card:
    """A graded answer of which only the first rubric rows are kept."""
    kept: list[Block] = []
    for block in card.body:
        if isinstance(block, Bullets) and len(block.items) > ROWS:
            kept += [Bullets(block.items[:ROWS]), Text(CUT)]
        else:
            kept.append(block)
    return replace(card, body=tuple(kept))


async def question(app: App, reply: Reply) -> Question:
    """The bank's question that a reply puts."""
    found = await app.services.questions.get(reply.data["question"]["id"])
    if found is None:
        raise SystemExit("The bank has lost the question that it has just put.")
    return found


def solution(question: Question) -> str:
    """A right answer in code, with its idea and its cost beside it, up to the line that ends it."""
    idea = first_sentences(question.model_answer, 1)
    notes = "\n".join(f"# {line}" for line in (*wrap(idea, WIDTH - 8), question.complexity))
    return f"{(question.reference_solution or '').rstrip()}\n{notes}\n."


def first_sentences(text: str, count: int) -> str:
    """The beginning of a good answer, so that some points are met and some are missed."""
    return " ".join(re.split(r"(?<=[.!?])\s+", text)[:count])


async def draw(folder: Path) -> str:
    """The whole picture as SVG; the same at every run for the same bank and grader."""
    os.environ.pop("MOCKINGBIRD_STORAGE_URL", None)
    os.environ.update(MOCKINGBIRD_DATA_DIR=str(folder), MOCKINGBIRD__INTERVIEW__SEED=SEED)
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard"
    )
    async with open_app(read_settings(), Silent()) as app:
        await hold(app, console)
    return console.export_svg(title="", theme=THEME, code_format=FRAME, unique_id="dialogue")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        PICTURE.write_text(asyncio.run(draw(Path(name))), encoding="utf-8")
