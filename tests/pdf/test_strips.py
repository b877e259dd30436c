"""Strips into pages: nothing lost, nothing too tall, nothing torn from what it belongs to."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from adapters.pdf.shaping import Span
from adapters.pdf.strips import Strip, beside, block, cell, gap, paginate, paragraph, together
from adapters.pdf.styles import BODY

PAGE = 100.0


def strip(height: float, *, keep: bool = False, label: str = "") -> Strip:
    return Strip(height, _blank, keep=keep, label=label)


def _blank(canvas: Canvas, x: float, y: float) -> None:
    """Nothing to see."""


STRIPS = st.lists(st.builds(strip, st.integers(0, 100), keep=st.booleans(), label=st.sampled_from("abc")))


@given(STRIPS)
def test_pages_hold_every_strip_once_in_order_and_none_overflows(strips: list[Strip]) -> None:
    pages = paginate(strips, PAGE)
    assert [each for page in pages for each in page] == strips
    assert all(sum(each.height for each in page) <= PAGE for page in pages)
    assert all(pages) or strips == []


@given(STRIPS)
def test_a_strip_stays_with_the_next_unless_they_outgrow_a_page(strips: list[Strip]) -> None:
    ends = list(accumulate(len(page) for page in paginate(strips, PAGE)))
    for end in ends[:-1]:
        if strips[end - 1].keep:
            assert _chain_height(strips, end) > PAGE


def _chain_height(strips: list[Strip], inside: int) -> float:
    """The height of the strips that keep together around that place."""
    first, last = inside - 1, inside
    while first and strips[first - 1].keep:
        first -= 1
    while last < len(strips) - 1 and strips[last].keep:
        last += 1
    return sum(each.height for each in strips[first : last + 1])


def test_a_gap_is_dropped_at_the_top_of_a_page() -> None:
    first, second = strip(PAGE), strip(10)
    assert paginate([gap(5), first, gap(5), second], PAGE) == [[first], [second]]


def test_kept_strips_move_on_together() -> None:
    heading, text = strip(20, keep=True), strip(30)
    assert paginate([strip(60), heading, text], PAGE)[1] == [heading, text]
    assert [each.keep for each in together([text, text, text])] == [True, True, False]


def test_first_and_last_two_lines_of_a_paragraph_stay_together() -> None:
    lines = paragraph([Span("word " * 200, BODY)], 300)
    assert [each.keep for each in lines] == [True] + [False] * (len(lines) - 3) + [True, False]


@pytest.mark.parametrize("most", [1, 2, 5])
def test_a_cell_has_a_limited_height_whatever_is_in_it(most: int) -> None:
    assert len(cell("word\n\n" * 5_000, BODY, 100, most)) == most


def test_a_block_is_as_tall_as_its_strips_and_columns_as_the_tallest() -> None:
    assert block([strip(10), strip(5)]).height == 15
    assert beside((0, [strip(10)]), (50, [strip(7), strip(7)])).height == 14
    assert beside().height == 0
