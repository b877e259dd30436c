"""Texts for any chat platform: nothing hidden in them, and cut where no character breaks."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.chat.text import label, one_line, safe, shorten, units, whole


@given(st.text(st.characters(), max_size=60))
@example("\x1b[31m\x00\x9b\u202eevil\u2066\u2028\ud800\r\n\t")
def test_nothing_moves_hides_or_turns_round_text(text: str) -> None:
    kept = {c for c in safe(text) if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")}
    assert kept <= {"\n"}
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", safe(text))
    assert safe(safe(text)) == safe(text)


@given(st.text(st.characters(), max_size=60), st.integers(2, 50))
def test_a_label_is_one_line_within_its_limit(text: str, most: int) -> None:
    shown = label(text, most)
    assert 0 < len(shown.encode("utf-16-le")) // 2 <= most
    assert shown.strip() == shown
    assert "\n" not in shown
    if shown.endswith("…"):
        assert one_line(text).replace(" ", "").startswith(shown[:-1].replace(" ", ""))


def test_a_label_with_nothing_to_see_gets_something() -> None:
    assert label(" \u200b\n", 24) == "…"


def test_a_shortened_text_keeps_its_lines() -> None:
    assert shorten("ab\ncd", 5) == "ab\ncd"
    assert shorten("ab\ncd ef", 6) == "ab\ncd…"


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [
        ("aé e\u0301\u0302x", 5, 3),
        ("👩\u200d👩\u200d👧x", 2, 2),
        ("x👩\u200d👩\u200d👧", 3, 1),
        ("x👍🏽", 2, 1),
        ("x🇩🇪🇫🇷", 4, 3),
        ("x🇩🇪🇫🇷", 3, 3),
        ("plain", 3, 3),
    ],
)
def test_a_cut_parts_no_character_that_is_seen_as_one(text: str, end: int, expected: int) -> None:
    assert whole(text, end) == expected


@given(st.text(max_size=30))
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2
