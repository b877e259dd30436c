"""Text as it is set: fonts by character, joined letters, directions, line breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.pdf import fonts
from adapters.pdf.bidi import base_level, levels, visual_order
from adapters.pdf.lines import Line, line, wrap
from adapters.pdf.shaping import Span, clean, clusters, plain
from adapters.pdf.styles import BODY, CODE

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def faces(text: str) -> set[str]:
    """The files of the fonts that set the text."""
    return {cluster.run.face.file.path.split("/")[-1] for cluster in clusters([Span(text, BODY)], 0)}


def written(set_line: Line) -> str:
    """The glyphs of a line from left to right, by the code points that select them."""
    return "".join(segment.glyphs for segment in set_line.segments)


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Größe, naïve, Ελληνικά, Процессы", "FiraSans-Regular.ttf"),
        ("कक्षा", "NotoSansDevanagari[wght].ttf"),
        ("كتاب", "NotoSansArabic[wght].ttf"),
        ("ספר", "NotoSansHebrew[wght].ttf"),
        ("தமிழ்", "NotoSansTamil[wght].ttf"),
        ("ক্ষমতা", "NotoSansBengali[wght].ttf"),
        ("ภาษา", "NotoSansThai[wght].ttf"),
        ("漢字かなカナ한글：", "wqy-microhei.ttc"),
        ("✓→≤", "wqy-microhei.ttc"),
        ("😀🎉", "NotoEmoji[wght].ttf"),
    ],
)
def test_each_script_has_its_font(text: str, font: str) -> None:
    assert font in faces(text)
    for cluster in clusters([Span(text, BODY)], 0):
        assert all(ord(char) in cluster.run.face.covered for char in cluster.piece.text)


@pytest.mark.parametrize(
    ("first", "last", "least"),
    [
        ("\u4e00", "\u9fa5", 1.0),
        ("\u3041", "\u3093", 1.0),
        ("\uac00", "\ud7a3", 1.0),
        ("\u0620", "\u064a", 1.0),
        ("\u05d0", "\u05ea", 1.0),
        ("\u0904", "\u0939", 1.0),
        ("\U0001f600", "\U0001f64f", 1.0),
        ("\u2200", "\u22ff", 0.2),
    ],
)
def test_a_block_is_covered(first: str, last: str, least: float) -> None:
    codes = range(ord(first), ord(last) + 1)
    covered = sum(fonts.face_for("text", code) is not None for code in codes)
    assert covered >= least * len(codes)


@pytest.mark.parametrize("text", ["\x00", "\x1b", "\x7f", "\ue000", "\ud800", "\U000130a7", "\U0010ffff"])
def test_what_no_font_has_is_marked_with_its_number(text: str) -> None:
    assert written(line(f"a{text}b", BODY)) == f"a‹U+{ord(text):04X}›b"


def test_arabic_letters_are_joined_and_run_right_to_left() -> None:
    (joined,) = wrap([Span("كتاب", BODY)], 500)
    apart = sum(line(letter, BODY).width for letter in "كتاب")
    assert joined.rtl
    assert joined.width < apart * 0.8
    assert "".join(segment.spoken or segment.glyphs for segment in joined.segments) == "باتك"


def test_devanagari_conjuncts_are_one_cluster_that_says_what_it_is() -> None:
    (cluster,) = clusters([Span("क्ष", BODY)], 0)
    assert len(cluster.piece.chars) == 1
    assert wrap([Span("क्षमा", BODY)], 500)[0].segments[0].spoken == "क्षमा"


def test_latin_is_kerned_but_keeps_its_letters() -> None:
    assert line("AV", BODY).width < line("A", BODY).width + line("V", BODY).width
    assert written(line("office != flow", BODY)) == "office != flow"
    assert line("a != b", CODE).width == pytest.approx(6 * line("a", CODE).width)


@pytest.mark.parametrize(
    ("logical", "visual"),
    [
        ("abc (def)", "abc (def)"),
        ("אבג (abc) דהו", "והד )abc( גבא"),
        ("abc אבג (דהו) x", "abc )והד( גבא x"),
        ("אבג 12:30, 50%", "50% ,12:30 גבא"),
        ("عدد 123", "123 ددع"),
        ("O(n) אבג", "O(n) גבא"),
    ],
)
def test_directions_follow_the_unicode_algorithm(logical: str, visual: str) -> None:
    level_of = levels(logical, base_level(logical))
    order = visual_order(range(len(logical)), lambda i: level_of[i])
    assert "".join(logical[i] for i in order) == visual


@given(st.text("abאב12 ().%عد", max_size=60))
def test_visual_order_loses_nothing_and_keeps_plain_text(text: str) -> None:
    level_of = levels(text, base_level(text))
    order = visual_order(range(len(text)), lambda i: level_of[i])
    assert sorted(order) == list(range(len(text)))
    if not any(level_of):
        assert order == list(range(len(text)))


@given(WORDS, st.floats(20, 300))
def test_lines_fit_and_hold_all_that_is_visible(text: str, width: float) -> None:
    spans = [Span(clean(text), BODY)]
    pieces = clusters(spans, base_level(clean(text)))
    widest = max((cluster.advance for cluster in pieces), default=0.0)
    lines = wrap(spans, width)
    assert all(set_line.width <= max(width, widest) + 0.02 for set_line in lines)
    visible = sum(cluster.advance for cluster in pieces if not cluster.piece.text.isspace())
    assert sum(set_line.width for set_line in lines) >= visible - 0.02


@given(WORDS, st.integers(1, 3))
def test_a_limited_paragraph_ends_in_an_ellipsis_if_it_was_cut(text: str, most: int) -> None:
    spans = [Span(clean(text), BODY)]
    whole, cut = wrap(spans, 60), wrap(spans, 60, most)
    assert len(cut) == min(len(whole), most)
    assert ("…" in written(cut[-1]) and "…" not in text) == (len(whole) > most and "…" not in text)


def test_lines_break_at_spaces_and_hyphens_and_around_ideographs() -> None:
    assert [written(each) for each in wrap([Span("well-known words", BODY)], 50)] == ["well-known", "words"]
    assert [written(each) for each in wrap([Span("well-known", BODY)], 30)] == ["well-", "known"]
    assert [written(each) for each in wrap([Span("漢字漢（漢）。", BODY)], 40)] == ["漢字漢", "（漢）。"]


def test_no_line_breaks_at_a_no_break_space() -> None:
    assert [written(each) for each in wrap([Span("one two\u00a0three", BODY)], 50)] == [
        "one",
        "two\u00a0three",
    ]


def test_clean_text_is_composed_and_has_plain_line_ends() -> None:
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert clean("e\u0301\u00ad\u202e\ufeffx\u200f") == "éx"


@given(st.text(), st.integers(5, 60))
def test_plain_text_is_short_and_printable(text: str, most: int) -> None:
    shown = plain(text, most)
    assert len(shown) <= most
    assert shown == "" or shown.isprintable()
    shown.encode()


def test_every_packaged_font_loads_and_has_room_to_name_its_glyphs() -> None:
    for file in {*fonts.SHARED, *(file for files in fonts.OWN.values() for file in files)}:
        face = fonts.load(file)
        assert face is not None, file.path
        assert file.plain or face.font.face.numGlyphs <= fonts.PRIVATE_END - fonts.PRIVATE
