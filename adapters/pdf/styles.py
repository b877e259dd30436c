"""The design in one place: the grid of an A4 page, one accent colour, and the few text styles."""

from dataclasses import dataclass
from typing import Literal

from reportlab.lib.colors import Color, HexColor

Role = Literal["text", "strong", "emph", "mono", "mono-emph"]

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
LEFT, RIGHT = 56.0, PAGE_WIDTH - 56.0
TOP, BOTTOM = PAGE_HEIGHT - 66.0, 58.0
WIDTH = RIGHT - LEFT
GUTTER = 88.0
"""The column of side labels; a section's content stands to the right of it."""
COLUMN = WIDTH - GUTTER
HEADER_Y, FOOTER_Y = PAGE_HEIGHT - 38.0, 32.0

INK = HexColor("#1c2128")
MUTED = HexColor("#5d6773")
FAINT = HexColor("#98a1ab")
RULE = HexColor("#d9dee4")
TRACK = HexColor("#e9edf1")
PANEL = HexColor("#f5f7f9")
ACCENT = HexColor("#155e75")
ACCENT_TINT = HexColor("#a9cdd8")
ACCENT_WASH = HexColor("#e3f0f4")
PAPER = HexColor("#ffffff")
CODE_LITERAL = HexColor("#8a4b1f")
CODE_NAME = HexColor("#0b3d4d")


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text looks; `size` and `leading` (baseline to baseline) are in points."""

    role: Role
    size: float
    leading: float
    colour: Color = INK


TITLE = Style("strong", 25, 29)
SUBTITLE = Style("text", 11.5, 16)
EYEBROW = Style("strong", 8.5, 12, ACCENT)
META = Style("text", 8.5, 12.5, MUTED)
HEADING = Style("strong", 10.5, 14)
LABEL = Style("strong", 8.5, 14, MUTED)
SMALL = Style("text", 8, 11.5, MUTED)
SMALL_STRONG = Style("strong", 8, 11.5)
CELL = Style("text", 8.8, 12.2)
CELL_STRONG = Style("strong", 8.8, 12.2)
CELL_MUTED = Style("text", 8.8, 12.2, MUTED)
BODY = Style("text", 9.5, 14)
BODY_STRONG = Style("strong", 9.5, 14)
BODY_MUTED = Style("text", 9.5, 14, MUTED)
QUOTE = Style("emph", 9, 13, MUTED)
INLINE_CODE = Style("mono", 8.4, 14)
CODE = Style("mono", 7.8, 11.4)
SECTION_NUMBER = Style("strong", 22, 24, ACCENT)
SECTION_TITLE = Style("strong", 14, 18)
SCORE = Style("strong", 14, 18)
HERO = Style("strong", 52, 54)
HERO_UNIT = Style("text", 18, 54, MUTED)
