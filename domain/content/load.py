"""Reads the TOML files into questions, companies and roadmaps; a fault names its file and item."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from domain.model.company import Company
from domain.model.question import Question
from domain.model.roadmap import Roadmap

HOME = Path(__file__).parent
KINDS = ("question", "company", "roadmap")


class ContentError(Exception):
    """A content file that cannot be used; the message names file, item and field."""


@dataclass(frozen=True, slots=True)
class Library:
    """All content that ships with the project, in the order of its files."""

    questions: tuple[Question, ...]
    companies: tuple[Company, ...]
    roadmaps: tuple[Roadmap, ...] = ()

    def question(self, slug: str) -> Question | None:
        return next((q for q in self.questions if q.slug == slug), None)


def files(home: Path = HOME) -> list[Path]:
    """Every content file, sorted, so that two machines agree."""
    return sorted(home.rglob("*.toml"))


def fingerprint(home: Path = HOME) -> str:
    """Changes whenever any content file does; cheap enough for every start."""
    digest = hashlib.sha256()
    for path in files(home):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def load(home: Path = HOME) -> Library:
    """All content. Raises ContentError at the first fault."""
    questions: list[Question] = []
    companies: list[Company] = []
    roadmaps: list[Roadmap] = []
    for path in files(home):
        for kind, item in _items(path):
            match kind:
                case "question":
                    questions.append(_parse(Question, item, path))
                case "company":
                    companies.append(_parse(Company, item, path))
                case _:
                    roadmaps.append(_parse(Roadmap, item, path))
    return Library(tuple(questions), tuple(companies), tuple(roadmaps))


def _items(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: {error}") from error
    for kind, items in tables.items():
        if kind not in KINDS or not isinstance(items, list):
            wanted = ", ".join(f"[[{known}]]" for known in KINDS)
            raise ContentError(f"{path.name}: {kind!r} is none of {wanted}")
        for item in items:
            yield kind, item


Item = TypeVar("Item", bound=BaseModel)


def _parse(model: type[Item], item: dict[str, Any], path: Path) -> Item:
    try:
        return model.model_validate(item)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ContentError(f"{path.name}: {item.get('slug', '?')}: {where}: {first['msg']}") from error
