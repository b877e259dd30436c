"""The phrases by which a job description tells what is wanted, read from their file once."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from domain.matching.model import Level
from domain.model.base import Value
from domain.resume.words import Phrases

Heading = Literal["ignored", "preferred", "duties", "stack", "required"]


class _Lines(Value):
    preferred: tuple[str, ...]
    required: tuple[str, ...]
    waived: tuple[str, ...]
    seeking: tuple[str, ...]
    ours: tuple[str, ...]
    will_do: tuple[str, ...]
    examples: tuple[str, ...]
    history: tuple[str, ...]


class _Titles(Value):
    roles: tuple[str, ...]
    labels: tuple[str, ...]
    companies: tuple[str, ...]


class _Cues(Value):
    headings: Mapping[Heading, tuple[str, ...]]
    lines: _Lines
    levels: Mapping[Level, tuple[str, ...]]
    titles: _Titles


_CUES = _Cues.model_validate(tomllib.loads(Path(__file__).with_name("cues.toml").read_text("utf-8")))

HEADINGS = {name: Phrases(phrases) for name, phrases in _CUES.headings.items()}
LEVELS = {level: Phrases(phrases) for level, phrases in _CUES.levels.items()}
PREFERRED = Phrases(_CUES.lines.preferred)
REQUIRED = Phrases(_CUES.lines.required)
WAIVED = Phrases(_CUES.lines.waived)
SEEKING = Phrases(_CUES.lines.seeking)
OURS = Phrases(_CUES.lines.ours)
WILL_DO = Phrases(_CUES.lines.will_do)
EXAMPLES = Phrases(_CUES.lines.examples, ends=r"(?!\w)[\s:,]{0,3}$")
HISTORY = Phrases(_CUES.lines.history)
ROLES = Phrases(_CUES.titles.roles)
TITLE_LABELS = frozenset(_CUES.titles.labels)
COMPANY_LABELS = frozenset(_CUES.titles.companies)
EXAMPLE_WORDS = _CUES.lines.examples
