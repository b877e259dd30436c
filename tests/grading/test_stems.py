"""Forms of one word share a stem, and different words do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.grading.stems import fold, stem

FAMILIES = """
update updates updated updating
index indexes indices indexing indexed
query queries querying
write writes writing written wrote
store stores stored storing storage
duplicate duplicates duplication duplicated
process processes processing processed
control controlled controlling
normalize normalise normalization normalisation
implement implementation implementing implemented
consistent consistency
available availability
recursive recursion
iterate iteration iterator iterating
allocate allocation allocator
behaviour behavior behaviors
copy copies copied copying
lose loses lost losing
""".strip().splitlines()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_one_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


def test_families_differ() -> None:
    assert len({stem(family.split()[0]) for family in FAMILIES}) == len(FAMILIES)


@pytest.mark.parametrize("word", ["string", "thing", "class", "need", "status", "speed", "bus", "this"])
def test_an_ending_that_belongs_to_the_word_stays(word: str) -> None:
    assert stem(word) in (word, word[:-1])


@given(st.text(max_size=80))
def test_any_word_has_a_stem_no_longer_than_itself_but_for_a_letter(word: str) -> None:
    folded = fold(word)
    assert len(stem(folded)) <= len(folded) + 1


@pytest.mark.parametrize(
    ("written", "folded"), [("Naïve", "naive"), ("ＡＢＣ", "abc"), ("É", "e"), ("नहीं", "नहीं")]
)
def test_accents_and_width_are_folded_and_other_scripts_kept(written: str, folded: str) -> None:
    assert fold(written) == folded
