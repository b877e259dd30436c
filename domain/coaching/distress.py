"""A message that speaks of dying or self-harm is answered by fixed words, with a model too, before all else.

The signs look for somebody who speaks of themselves: a process that is killed, or a project about suicide
prevention, is an interview topic.
"""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from domain.model.base import Value


class Language(Value):
    """`signs` are regular expressions, and `answer` paragraphs with a blank line between them."""

    signs: tuple[str, ...]
    answer: str


@lru_cache(maxsize=1)
def _languages() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What tells of it, and what to say, for each language."""
    written = tomllib.loads(files("domain.passages").joinpath("distress.toml").read_text("utf-8"))
    languages = [Language.model_validate(one) for one in written.values()]
    return tuple((re.compile("|".join(one.signs), re.IGNORECASE), _flowing(one.answer)) for one in languages)


def _flowing(text: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def answer(text: str) -> str:
    """What to say to who speaks of wanting to die, in their language; empty for any other message."""
    return next((said for signs, said in _languages() if signs.search(text)), "")


def comforts(said: str) -> bool:
    """Whether an answer is one of these."""
    return any(said == known for _, known in _languages())
