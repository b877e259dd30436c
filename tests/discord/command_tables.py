"""Trees of real and made-up tables for tests, and what Discord would refuse of their payloads."""

import asyncio
import json
import keyword
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from adapters.discord.commands import FILE, LONGEST_COMMAND, Tree, build_tree, weight
from domain.actions.kinds import Action, Call, Option
from domain.replies import Reply
from domain.suggest import Suggestion

CONTRACT = Path(__file__).parents[3] / "shared" / "contracts" / "discord-openapi.json"
needs_contract = pytest.mark.skipif(not CONTRACT.exists(), reason=f"no {CONTRACT.name} beside the project")


@dataclass
class Desk:
    """Keeps what the tree hands over; `suggest` answers completions."""

    asked: "asyncio.Queue[tuple[str, dict[str, str], list[str]]]" = field(default_factory=asyncio.Queue)
    messages: "asyncio.Queue[str]" = field(default_factory=asyncio.Queue)
    errors: "asyncio.Queue[Exception]" = field(default_factory=asyncio.Queue)
    suggest: Callable[[Action, Option, str], Sequence[Suggestion]] = lambda action, option, typed: ()
    breaks: bool = False

    async def ask(
        self,
        interaction: discord.Interaction,
        action: str,
        texts: dict[str, str],
        files: list[discord.Attachment],
    ) -> None:
        if self.breaks:
            raise RuntimeError("the store burns")
        self.asked.put_nowait((action, texts, [file.filename for file in files]))

    async def ask_message(self, interaction: discord.Interaction, message: discord.Message) -> None:
        self.messages.put_nowait(message.content)

    async def complete(
        self, interaction: discord.Interaction, action: Action, option: Option, typed: str
    ) -> Sequence[Suggestion]:
        return self.suggest(action, option, typed)

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        self.errors.put_nowait(error)


def client() -> discord.Client:
    return discord.Client(intents=discord.Intents.none())


def tree_of(actions: Sequence[Action], desk: Desk | None = None, on: discord.Client | None = None) -> Tree:
    desk = desk or Desk()
    return build_tree(
        on or client(),
        {action.name: action for action in actions},
        ask=desk.ask,
        ask_message=desk.ask_message,
        complete=desk.complete,
        on_error=desk.on_error,
    )


def payloads(tree: Tree) -> dict[str, dict[str, Any]]:
    """What would be sent, by the names of commands and of subcommands with their group's."""
    found: dict[str, dict[str, Any]] = {}
    for command in tree.walk_commands():
        found[command.qualified_name] = command.to_dict(tree)
    return found


async def nothing(call: Call) -> Reply:
    return Reply()


def row(name: str, *options: Option, about: str = "does it", **more: Any) -> Action:
    return Action(name, about, nothing, options, **more)


# The contract: Discord's OpenAPI, tightened by what it does not say.


@cache
def judge(schema: str) -> Draft202012Validator:
    """One schema of the OpenAPI document that also refuses keys it does not know."""
    document = json.loads(CONTRACT.read_text("utf-8"))
    for known in document["components"]["schemas"].values():
        if "properties" in known:
            known.setdefault("additionalProperties", False)
    for command in ("ApplicationCommandUpdateRequest", "ApplicationCommandCreateRequest"):
        document["components"]["schemas"][command]["properties"]["nsfw"] = {"type": "boolean"}
    return Draft202012Validator({"$ref": f"#/components/schemas/{schema}", **document})


# The marks of Hindi's script count as letters; the Vedic accents and the full stops do not.
NO_LETTERS = {*range(0x0951, 0x0955), 0x0964, 0x0965}
DEVANAGARI = {chr(n) for n in range(0x0900, 0x0980) if n not in NO_LETTERS}


def legal_name(name: str) -> bool:
    """Discord's rule: 1 to 32 letters, digits, `-`, `_`, `'`, none of them a capital."""
    fine = all(c.isalpha() or c.isdecimal() or c in "-_'" or c in DEVANAGARI for c in name)
    return 1 <= len(name) <= 32 and fine and name == name.lower()


def faults(payload: dict[str, Any], is_menu: bool = False) -> list[str]:
    """Everything that Discord would refuse of one command, a subcommand or an option."""
    options = payload.get("options", [])
    names = [o["name"] for o in options]
    needed = [o.get("required", False) for o in options]
    checks = {
        "name": 1 <= len(payload["name"]) <= 32 if is_menu else legal_name(payload["name"]),
        "description": is_menu
        or 1 <= len(payload["description"].strip()) <= len(payload["description"]) <= 100,
        "too many options": len(options) <= 25,
        "same names": len(set(names)) == len(names),
        "required first": needed == sorted(needed, reverse=True),
        "weight": weight(payload) <= LONGEST_COMMAND,
    }
    here = [f"{payload['name']}: {name}" for name, fine in checks.items() if not fine]
    return here + [fault for o in options for fault in faults(o)]


def schema_faults(payload: dict[str, Any]) -> list[str]:
    return [error.message for error in judge("ApplicationCommandUpdateRequest").iter_errors(payload)]


# Made-up tables.

LETTERS = "abcdefghijklmnopqrstuvwxyz_"
WORDS = st.text(LETTERS, min_size=1, max_size=32).filter(lambda word: not keyword.iskeyword(word))
ABOUTS = st.text(min_size=1, max_size=150).filter(lambda text: text.replace("`", "").strip())


@st.composite
def options(draw: st.DrawFn) -> Option:
    low = draw(st.integers(-(2**31), 2**31))
    return Option(
        draw(WORDS.filter(lambda w: w not in ("interaction", FILE))),
        draw(ABOUTS),
        kind=draw(st.sampled_from(("word", "int", "rest"))),
        required=draw(st.booleans()),
        low=low,
        high=low + draw(st.integers(0, 2**31)),
        choices=tuple(draw(st.lists(WORDS, max_size=3))),
        source=draw(st.sampled_from(("", "companies", "sessions"))),
        internal=draw(st.booleans()),
    )


@st.composite
def actions(draw: st.DrawFn, name: str) -> Action:
    return Action(
        name,
        draw(ABOUTS),
        nothing,
        tuple(draw(st.lists(options(), max_size=4, unique_by=lambda o: o.name))),
        takes_file=draw(st.booleans()),
        hidden=draw(st.booleans()),
        rights=draw(st.sampled_from(("anyone", "admin"))),
    )


@st.composite
def tables(draw: st.DrawFn) -> list[Action]:
    """Some single words, some groups; small enough to weigh less than Discord's limit."""
    firsts = draw(st.lists(WORDS, max_size=3, unique=True))
    seconds = [draw(st.lists(WORDS, max_size=3, unique=True)) for _ in firsts]
    names = [
        f"{first} {word}".strip()
        for first, words in zip(firsts, seconds, strict=True)
        for word in (words or [""])
    ]
    return [draw(actions(name)) for name in names]
