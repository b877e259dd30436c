"""How to do things with this bot, and what every interview coach is asked: read from coach.toml."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from domain.model.base import Value
from domain.model.passage import Passage
from domain.passages.wording import listed

if TYPE_CHECKING:
    from domain.actions.kinds import Action


class Written(Value):
    """`action` is the command that helps with it, and `source` names what a fact in it rests on."""

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")
    title: str = Field(min_length=3, max_length=80)
    text: str = Field(min_length=100, max_length=1200)
    tags: tuple[str, ...] = ()
    action: str = ""
    source: str = ""
    url: str = ""


class Coach(Value):
    """`words` are what students call a command by, for its name; `passage` is what was written for them."""

    words: Mapping[str, tuple[str, ...]]
    passage: tuple[Written, ...]


@lru_cache(maxsize=1)
def coach() -> Coach:
    text = Path(__file__).with_name("coach.toml").read_text("utf-8")
    return Coach.model_validate(tomllib.loads(text))


def of_action(action: "Action") -> Passage:
    """What a command does and how it is written; its subject is the command's name."""
    options = listed(f"{o.name}: {o.about}" for o in action.options if not o.internal)
    parts = (
        f"{action.usage}: {action.about}.",
        f"Its options:\n{options}" if options else "",
        f"For example: {' or '.join(action.examples)}" if action.examples else "",
    )
    return Passage(
        id=f"help:{action.name}",
        kind="help",
        title=f"/{action.name}",
        text="\n".join(filter(None, parts)),
        source=f"Help: /{action.name}",
        subject=action.name,
        tags=coach().words.get(action.name, ()),
    )


def advice() -> tuple[Passage, ...]:
    """General advice. Its subject is the command that helps with it, where one does."""
    return tuple(
        Passage(
            id=f"advice:{written.slug}",
            kind="help",
            title=written.title,
            text=" ".join(written.text.split()),
            source=f"Advice: {written.title}{f', after {written.source}' if written.source else ''}",
            subject=written.action,
            url=written.url,
            tags=written.tags,
        )
        for written in coach().passage
    )
