"""The words by which the parts of a resume are told, read from their file once."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from domain.model.base import Value


class _Phrases(Value):
    little: tuple[str, ...]
    vague: tuple[str, ...]
    outcome: tuple[str, ...]
    outcome_stems: tuple[str, ...]
    negation: tuple[str, ...]
    now: tuple[str, ...]
    study: tuple[str, ...]
    job: tuple[str, ...]


class _Words(Value):
    """Each string is words with spaces between them."""

    doing_verbs: str
    irregular_forms: str
    doing_in_other_languages: str
    nouns_too: str
    numbers: str
    ranks: str
    before_a_skill: str
    after_a_skill: str
    heading_modifiers: str
    headings: Mapping[str, str]
    common: Mapping[str, str]
    months: Mapping[int, str]
    phrases: _Phrases


WORDS = _Words.model_validate(tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8")))


class Phrases:
    """Finds phrases in folded text as whole words, or with other `ends` as their beginnings.

    There are many, so the pattern is compiled when it is first looked for.
    """

    def __init__(self, phrases: Iterable[str], ends: str = r"(?!\w)") -> None:
        self._phrases = tuple(phrases)
        self._ends = ends

    def search(self, text: str) -> re.Match[str] | None:
        return self._pattern.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        return self._pattern.match(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._pattern.finditer(text)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._phrases, key=len, reverse=True)
        any_of = "|".join(map(re.escape, longest_first))
        return re.compile(rf"(?<!\w)(?:{any_of}){self._ends}", re.IGNORECASE)
