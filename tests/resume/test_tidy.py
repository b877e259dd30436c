"""Extracted text made readable."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.resume_text.tidy import is_garbled, tidy


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\fd\u2028e", "a\nb\nc\nd\ne"),
        ("  a \t b\u00a0\u3000c  ", "a b c"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("e\ufb03cient \ufb02ow", "efficient flow"),
        ("\u202eevil\u202c \u2066a\u2069 \u200bzero\ufeff so\u00adft", "evil a zero soft"),
        ("a\x00\x07\x1bb", "ab"),
        ("seen\U000e0069\U000e0067", "seen"),
        ("می\u200cروم", "می\u200cروم"),
        (
            "● one\n▪two\n\uf0b7 three\n\x7f four\n- five\n* six\n· seven",
            "\n".join(f"• {n}" for n in ("one", "two", "three", "four", "five", "six", "seven")),
        ),
        ("•\nalone\n•\n•\nlast", "• alone\n• last"),
        ("-5 degrees\nself-taught", "-5 degrees\nself-taught"),
    ],
)
def test_characters_lines_and_bullets(raw: str, clean: str) -> None:
    assert tidy(raw, wrapped=False) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("the develop-\nment of", "the development of"),
        ("a full-\nstack role", "a full-stack role"),
        ("pre-trained nets; pre-\ntrained again", "pre-trained nets; pre-trained again"),
        ("a database, a data-\nbase", "a database, a database"),
        ("2020-\nnow", "2020-\nnow"),
        ("Ana-\nMaria", "Ana-\nMaria"),
    ],
)
def test_words_broken_at_the_end_of_a_line(raw: str, clean: str) -> None:
    assert tidy(raw, wrapped=True) == clean
    assert tidy(raw, wrapped=False) == raw


def test_a_long_word_takes_no_longer_than_its_length() -> None:
    assert len(tidy("a" * 200_000, wrapped=True)) == 200_000


@pytest.mark.parametrize("text", ["\ue001\ue002 abc", "\ufffd\ufffd\ufffd ab", "\x01\x02\x03ok"])
def test_nonsense_is_told_apart(text: str) -> None:
    assert is_garbled(text)


@pytest.mark.parametrize("text", ["", "Ana López", "履歴書 資格", "\uf0b7 one", "سيرة ذاتية"])
def test_sense_is_not_nonsense(text: str) -> None:
    assert not is_garbled(text)


@settings(max_examples=60)
@given(st.text(st.sampled_from("ab•●-·* \n\t\r\x7f\u202e\u200d\u00ad\ufb01é漢"), max_size=60), st.booleans())
@example("•\n•", False)
def test_tidied_text_holds_nothing_hidden(text: str, wrapped: bool) -> None:
    found = tidy(text, wrapped=wrapped)
    assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in found if c not in "\n\u200d")
    assert all(line == line.strip() for line in found.split("\n"))
    assert sum(found.count(c) for c in "abé漢") == sum(text.count(c) for c in "abé漢")
