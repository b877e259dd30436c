"""Where a text that is too long ends."""

from adapters.chat.split import take


def test_a_text_is_cut_where_a_reader_would() -> None:
    assert take("One two.\n\nThree four five", 18, len) == ("One two.", "Three four five")
    assert take("One two three four", 10, len) == ("One two", "three four")
    assert take("a\n    b\n    c", 9, len, verbatim=True) == ("a\n    b", "    c")
