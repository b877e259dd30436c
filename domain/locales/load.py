"""Reads the words of one language for commands; what is not translated is simply missing."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from domain.model.base import Value

HOME = Path(__file__).parent


class Words(Value):
    """A name and a description; None is English."""

    name: str | None = None
    about: str | None = None


class CommandWords(Words):
    """Those of a command, a group of commands or a menu entry, and of its options by their English names."""

    options: Mapping[str, Words] = {}


NONE = CommandWords()
_FILE = TypeAdapter(dict[str, CommandWords])


def languages() -> frozenset[str]:
    """The languages there is a file of, in Discord's spelling: `de`, `pt-BR`."""
    return frozenset(path.stem for path in HOME.glob("*.toml"))


@cache
def catalogue(language: str) -> Mapping[str, CommandWords]:
    """The words by a command's full English name, such as `interview start`; empty for other languages."""
    if language not in languages():
        return {}
    return _FILE.validate_python(tomllib.loads((HOME / f"{language}.toml").read_text("utf-8")))


def command_words(language: str, command: str) -> CommandWords:
    return catalogue(language).get(command, NONE)


def option_words(language: str, command: str, option: str) -> Words:
    return command_words(language, command).options.get(option, NONE)
