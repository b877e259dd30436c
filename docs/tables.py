"""Writes the tables that follow from code into README.md and docs/schema.md: `python -m docs.tables`."""

import re
from pathlib import Path

from domain.actions import TABLE
from domain.actions.help import visible
from storage.schema import COLLECTIONS, Index

ROOT = Path(__file__).resolve().parents[1]


def commands() -> str:
    """The action table, as the README shows it."""
    rows = [f"| `{action.usage}` | {action.about} |" for action in visible(TABLE)]
    return "\n".join(["| command | what it does |", "|---|---|", *rows])


def collections() -> str:
    """The collections and their indexes, as docs/schema.md shows them."""
    rows = [
        f"| `{c.name}` | {', '.join(c.fields)} | {'; '.join(_index(i) for i in c.indexes) or 'none'} |"
        for c in COLLECTIONS
    ]
    return "\n".join(["| collection | fields | indexes |", "|---|---|---|", *rows])


def _index(index: Index) -> str:
    parts = [f"({', '.join(index.fields)})"]
    if index.unique:
        parts.append("unique")
    if index.optional:
        parts.append("where present")
    if index.where:
        parts.append("where " + " and ".join(f"{name} is {value}" for name, value in index.where))
    if index.expire_after is not None:
        parts.append(f"expires after {index.expire_after.days} days")
    return " ".join(parts)


TABLES = (("README.md", "commands", commands), ("docs/schema.md", "collections", collections))


def written(text: str, name: str, table: str) -> str:
    """The text with that table between its two marks. Raises ValueError where the marks are missing."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"the marks of the table {name} are missing")
    return pattern.sub(lambda mark: f"{mark.group(1)}{table}\n{mark.group(2)}", text)


def main() -> None:
    for file, name, table in TABLES:
        path = ROOT / file
        path.write_text(written(path.read_text("utf-8"), name, table()), "utf-8")


if __name__ == "__main__":
    main()
