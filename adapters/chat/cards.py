"""What stands in a card, read alike for every platform's markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from adapters.chat.text import blank, one_line, safe, units
from domain.replies import Block, Bullets, Card, Field, Text

PARAGRAPH, LINE, SPACE, DOT = "\n\n", "\n", " ", " · "
PHONE_LINE = 44
LONGEST_NAME = 100
EVIDENCE = " — “"
FAILED = "⚠️"
FAILED_TITLE = "That did not work"
_STATE = re.compile(r"(?:(\d+% of the score): )?\[(met|partly|missed)\] ")
_MARKS = {"met": "✅", "partly": "🟡", "missed": "❌"}
_BAR = re.compile("[█░]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A rubric row; `share` and `evidence` are empty where it has none, and no text in it is escaped."""

    mark: str
    state: str
    share: str
    point: str
    evidence: str


def row_of(item: str) -> Row | None:
    """The rubric row that a safe bullet is; None where it is none."""
    state = _STATE.match(item)
    if state is None:
        return None
    point, dash, evidence = item[state.end() :].partition(EVIDENCE)
    said = one_line(dash[-1] + evidence) if dash else ""
    return Row(_MARKS[state[2]], state[2], state[1] or "", point.strip() or "…", said)


def title_of(card: Card, *, failed: bool) -> str:
    """One line; a failure says so in it."""
    title = one_line(card.title)
    if not failed:
        return title
    return f"{FAILED} {FAILED_TITLE if blank(title) else title}"


def items_of(bullets: Bullets) -> Iterator[str]:
    """Those of which something can be seen, safe."""
    return (text.strip() for text in map(safe, bullets.items) if not blank(text))


def texts_of(field: Field) -> tuple[str, str]:
    """Name and value, safe."""
    return one_line(field.name), safe(field.value).strip()


def stay_together(name: str, value: str) -> bool:
    """Whether a field's name and value do: both can be seen, and the name is not huge."""
    return not blank(value) and not blank(name) and units(name) <= LONGEST_NAME


def fit_one_line(texts: list[str]) -> bool:
    """Whether fields of these texts stand in one line of a phone."""
    return sum(map(units, texts)) <= PHONE_LINE and not any(LINE in text for text in texts)


def heads(block: Block, below: Block | None) -> bool:
    """Whether it is a short line such as `What was missing:` above bullets."""
    if not (isinstance(block, Text) and isinstance(below, Bullets)):
        return False
    text = safe(block.text).strip()
    return text.endswith(":") and units(text) <= PHONE_LINE and not {LINE, "`"} & set(text)


def is_bar(text: str) -> bool:
    """Whether it is a drawn score."""
    return _BAR.fullmatch(text) is not None
