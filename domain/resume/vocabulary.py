"""The skills that a resume and a description are both read with, and how each may be spelled."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pydantic import Field

from domain.grading.stems import fold
from domain.model.base import Value

SOURCE = Path(__file__).with_name("skills.toml")
TOKEN = re.compile(r"\.net\b|[^\W_]+(?:\+\+|#)?", re.IGNORECASE)
LONGEST_TYPED = 60


class Skill(Value):
    """`within` are wider skills that this one shows too; `near` ones are weak evidence for each other.

    `roadmap` is the slug of a learning path that teaches it, `topics` are tags of the question bank.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    name: str = Field(min_length=1, max_length=40)
    also: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    roadmap: str = ""
    topics: tuple[str, ...] = ()
    group: str = ""
    stream: str = "general"
    careful: bool = False
    never_before: tuple[str, ...] = ()
    never_after: tuple[str, ...] = ()


class Spelling(NamedTuple):
    """One way to write a skill, as folded tokens. An uncertain one counts in a technical setting only."""

    tokens: tuple[str, ...]
    skill: Skill
    certain: bool


@dataclass(frozen=True)
class Vocabulary:
    """All skills by id; `together` are those that a slash joins, as in HTML/CSS."""

    skills: Mapping[str, Skill]
    together: frozenset[str]

    @cached_property
    def spellings(self) -> Mapping[str, tuple[Spelling, ...]]:
        """By their first token, the longest first."""
        by_first: dict[str, list[Spelling]] = {}
        for skill in self.skills.values():
            for spelling in _spellings(skill):
                by_first.setdefault(spelling.tokens[0], []).append(spelling)
        return {first: tuple(sorted(all_, key=lambda s: -len(s.tokens))) for first, all_ in by_first.items()}

    @cached_property
    def wider(self) -> Mapping[str, frozenset[str]]:
        """What each skill shows beside itself, over all steps."""
        return {id: frozenset(self._above(id)) for id in self.skills}

    @cached_property
    def near(self) -> Mapping[str, frozenset[str]]:
        """The neighbours of each skill, in both directions."""
        both: dict[str, set[str]] = {id: set(skill.near) for id, skill in self.skills.items()}
        for id, skill in self.skills.items():
            for other in skill.near:
                both[other].add(id)
        return {id: frozenset(others) for id, others in both.items()}

    def name(self, skill: str) -> str:
        return self.skills[skill].name

    def alike(self, one: str, other: str) -> bool:
        """Whether two skills are of one kind, so that either may be meant as an example of it."""
        return self.skills[one].group == self.skills[other].group or other in self.near[one]

    def find(self, typed: str) -> Skill | None:
        """By id, or by any spelling of it, however it is capitalised."""
        tokens = tokens_of(typed[:LONGEST_TYPED])
        known = self.spellings.get(tokens[0], ()) if tokens else ()
        spelled = next((s.skill for s in known if s.tokens == tokens), None)
        return spelled or self.skills.get(typed.strip().casefold())

    def _above(self, skill: str) -> Iterator[str]:
        seen, open_ = {skill}, [skill]
        while open_:
            for wider in self.skills[open_.pop()].within:
                if wider not in seen:
                    seen.add(wider)
                    open_.append(wider)
                    yield wider


class _Group(Value):
    name: str
    stream: str
    topics: tuple[str, ...]
    skills: tuple[Skill, ...]


class _File(Value):
    together: tuple[str, ...]
    group: tuple[_Group, ...]


@cache
def vocabulary() -> Vocabulary:
    """Read once. Raises pydantic's ValidationError or KeyError for a fault in the file that ships."""
    file = _File.model_validate(tomllib.loads(SOURCE.read_text("utf-8")))
    skills = {
        skill.id: skill.model_copy(
            update={"group": group.name, "stream": group.stream, "topics": skill.topics or group.topics}
        )
        for group in file.group
        for skill in group.skills
    }
    return Vocabulary(MappingProxyType(skills), frozenset(file.together))


def tokens_of(text: str) -> tuple[str, ...]:
    """The folded tokens of a short text, `("ci", "cd")` for `CI/CD`."""
    return tuple(fold(found.group()) for found in TOKEN.finditer(text))


def _spellings(skill: Skill) -> Iterator[Spelling]:
    yield Spelling(tokens_of(skill.name), skill, not skill.careful)
    for other in skill.also:
        yield Spelling(tokens_of(other), skill, True)
