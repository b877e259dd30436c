"""What reading a document ends with: its text, or one word for why there is none."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "empty",
    "large",
    "kind",
    "mismatch",
    "encrypted",
    "damaged",
    "pages",
    "long",
    "bomb",
    "slow",
    "memory",
    "scan",
    "garbled",
    "entities",
]
Note = Literal["hidden", "unreadable", "pictures", "cut", "macros"]


@dataclass(frozen=True, slots=True)
class Extract:
    """`pages` is 0 where the format does not tell."""

    text: str
    pages: int = 0
    notes: tuple[Note, ...] = ()


class Refused(Exception):
    """`detail` is a figure or a phrase of ours that goes with the reason; never the document's own words."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
