"""Makes the gaps between words plain to pypdf, and those between the letters of a spaced heading none.

LaTeX leaves gaps instead of blanks. pypdf takes for the width of a blank that of the glyph numbered 32; in a
font without a blank this is any letter, and words run together.
"""

from statistics import median
from typing import Any

_GAP = 130
_PLAIN = 1000
_SPACED_A_BYTE = 0.4
_FEWEST_SPACED = 3
_WORD_OF_SPACED = 1.5


def part_words(operands: Any) -> None:
    """Of the operands of TJ: distances there are in thousandths of the font's size, negative ones gaps."""
    for at, array in enumerate(operands):
        if isinstance(array, list):
            gaps = [each for each in array if _is_gap(each)]
            operands[at] = type(array)(part for each in array for part in _parted(each, _least(array, gaps)))


def _least(array: list[Any], gaps: list[float]) -> float:
    """The gap from which on it parts words. Where nearly every letter is set apart, that is a wider one."""
    shown = sum(len(each) for each in array if isinstance(each, (str, bytes)))
    spaced = len(gaps) >= _FEWEST_SPACED and len(gaps) > _SPACED_A_BYTE * shown
    return -_WORD_OF_SPACED * median(gaps) if spaced else _GAP


def _parted(element: Any, least: float) -> tuple[Any, ...]:
    """A gap between words is made wide for pypdf, then taken back, so that all stays in its place."""
    if not _is_gap(element):
        return (element,)
    return (-_PLAIN, element + _PLAIN) if -element >= least else ()


def _is_gap(element: Any) -> bool:
    return isinstance(element, (int, float)) and element <= -_GAP
