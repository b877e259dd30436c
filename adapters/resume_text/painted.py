"""Follows the painting of a PDF page to leave out text that nobody would see on it.

What is judged is where a piece of text starts, how large it is, its mode and its fill colour. White text
counts as seen where something else than white was painted under it: many resumes have a dark sidebar. Text
that is covered later, clipped away or made transparent is not found.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Any

Matrix = Sequence[float]
Box = tuple[float, float, float, float]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_UNIT = (0.0, 0.0, 1.0, 1.0)
_SMALLEST = 2.0
_INVISIBLE_MODES = (3, 7)
_NEARLY = 0.95
_WIDE = 0.6
_FEW = 3
_FILLS = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
_ENDS = frozenset((*_FILLS, b"S", b"s", b"n"))
_SHOWS = frozenset((b"Tj", b"TJ", b"'", b'"'))
_COLOURS = frozenset((b"g", b"rg", b"k", b"sc", b"scn", b"cs"))
_POINTS = frozenset((b"m", b"l", b"c", b"v", b"y"))


@dataclass(frozen=True, slots=True)
class _State:
    """`size` is that of the font, before any matrix."""

    ctm: Matrix = _IDENTITY
    white: bool = False
    mode: int = 0
    size: float = 12.0


@dataclass(slots=True)
class Painted:
    """`before` and `after` are pypdf's visitors. `before` empties what would show text that is not seen.

    `page` is the visible box in points. `pictures` is whether anything was placed that may be a picture.
    """

    page: Box
    pictures: bool = False
    _left_out: int = 0
    _state: _State = field(default_factory=_State)
    _stack: list[_State] = field(default_factory=list)
    _forms: list[tuple[int, _State]] = field(default_factory=list)
    _path: list[tuple[float, float]] = field(default_factory=list)
    _grounds: list[Box] = field(default_factory=list)

    @property
    def hidden(self) -> bool:
        """Whether more was left out than the stray blanks that programs put between words."""
        return self._left_out > _FEW

    def before(self, operator: bytes, operands: Any, cm: Matrix, tm: Matrix) -> None:
        """`cm` is not used: inside of a form it starts anew."""
        if operator in _SHOWS:
            self._show(operands, tm)
        elif operator in (b"q", b"Q", b"cm", b"Do", b"sh", b"INLINE IMAGE"):
            self._place(operator, operands)
        elif operator in _POINTS or operator == b"re" or operator in _ENDS:
            self._outline(operator, _numbers(operands))
        elif operator in _COLOURS:
            self._state = replace(self._state, white=_white(operator, operands))
        elif operator == b"Tr":
            self._state = replace(self._state, mode=int((_numbers(operands) or [0])[0]))
        elif operator == b"Tf":
            self._state = replace(self._state, size=(_numbers(operands) or [self._state.size])[-1])

    def after(self, operator: bytes, operands: Any, cm: Matrix, tm: Matrix) -> None:
        """A form leaves everything as it found it."""
        if operator == b"Do" and self._forms:
            depth, self._state = self._forms.pop()
            del self._stack[depth:]

    def _show(self, operands: Any, tm: Matrix) -> None:
        size = sum(map(len, _strings(operands)))
        if size and not self._seen(_times(tm, self._state.ctm), size):
            self._left_out += sum(len(text.strip()) for text in _strings(operands))
            operands[:] = [type(operand)() if _is_text(operand) else operand for operand in operands]

    def _seen(self, matrix: Matrix, characters: int) -> bool:
        height = abs(self._state.size) * hypot(matrix[2], matrix[3])
        if self._state.mode in _INVISIBLE_MODES or height < _SMALLEST:
            return False
        x, y = matrix[4], matrix[5]
        left, bottom, right, top = self.page
        upright = abs(matrix[1]) < 0.01 * abs(matrix[0])
        reach = x + _WIDE * height * characters if upright and matrix[0] > 0 else right
        if upright and not (x < right and reach > left and bottom - height < y < top):
            return False
        return not self._state.white or any(_inside(x + 0.1, y + height / 3, box) for box in self._grounds)

    def _place(self, operator: bytes, operands: Any) -> None:
        if operator == b"q":
            self._stack.append(self._state)
        elif operator == b"Q" and self._stack:
            self._state = self._stack.pop()
        elif operator == b"cm":
            numbers = _numbers(operands)
            if len(numbers) == 6:
                self._state = replace(self._state, ctm=_times(numbers, self._state.ctm))
        elif operator == b"sh":
            self._grounds.append(self.page)
        elif operator != b"Q":
            self.pictures = True
            self._grounds.append(_moved(_UNIT, self._state.ctm))
            if operator == b"Do":
                self._forms.append((len(self._stack), self._state))

    def _outline(self, operator: bytes, numbers: list[float]) -> None:
        if operator in _ENDS:
            if operator in _FILLS and self._path and not self._state.white:
                self._grounds.append(_moved(_bounds(self._path), self._state.ctm))
            self._path.clear()
        elif operator == b"re" and len(numbers) == 4:
            x, y, width, height = numbers
            self._path += [(x, y), (x + width, y + height)]
        elif operator != b"re":
            self._path += zip(numbers[::2], numbers[1::2], strict=False)


def _is_text(operand: Any) -> bool:
    return isinstance(operand, (str, bytes, list))


def _strings(operands: Any) -> list[str | bytes]:
    """The strings that an operator shows; in an array there are numbers between them."""
    flat = [each for operand in operands for each in (operand if isinstance(operand, list) else [operand])]
    return [each for each in flat if isinstance(each, (str, bytes))]


def _numbers(operands: Any) -> list[float]:
    return [float(each) for each in operands if isinstance(each, (int, float))]


def _white(operator: bytes, operands: Any) -> bool:
    """Of one component only `g` is sure to be grey; `cs` sets its space's first colour, mostly black."""
    numbers = _numbers(operands)
    if operator == b"g" or len(numbers) == 3:
        return bool(numbers) and min(numbers) >= _NEARLY
    return len(numbers) == 4 and max(numbers) <= 1 - _NEARLY


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _bounds(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _moved(box: Box, matrix: Matrix) -> Box:
    """The upright box around a box that was transformed."""
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    return _bounds([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])


def _inside(x: float, y: float, box: Box) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
