"""What marks the answer off is not in it, and what is quoted from it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.grading.briefing import fence
from domain.grading.quoting import source


@given(st.text("0123456789abcdef \n", max_size=60), st.text("0123456789abcdef", max_size=60))
def test_the_fence_stands_in_no_text(answer: str, evidence: str) -> None:
    mark = fence(answer, evidence)
    assert mark not in answer.lower()
    assert mark not in evidence.lower()
    assert mark == fence(answer, evidence)


def test_the_fence_grows_where_a_text_holds_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.grading.briefing.SHORTEST_FENCE", 1)
    for number in range(20):
        text = f"{number} 0123456789 ABCDEF"
        assert len(fence(text)) >= 2
        assert fence(text) not in text.lower()
    assert len(fence(" ".join(f"{number:03x}" for number in range(4096)))) > 3


@pytest.mark.parametrize("said", ["LIFO", "It is LIFO, not FIFO.", "A stack is not FIFO but LIFO"])
def test_an_answer_that_chooses_among_the_questions_words_is_evidence(said: str) -> None:
    assert source(said, "Is a stack LIFO or FIFO?").standing(said)


@given(st.text(max_size=200), st.data())
def test_any_passage_of_any_answer_is_found_where_it_stands(answer: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(answer)))
    quote = answer[start : data.draw(st.integers(start, len(answer)))]
    found = source(answer, "Why?").standing(quote)
    assert found in answer
    assert len(found) <= 240


def test_a_long_quote_is_cut_at_a_word() -> None:
    answer = "The index is updated by each insert, " * 20
    found = source(answer, "").standing(answer)
    assert 200 < len(found) <= 240
    assert answer.startswith(found + " ")
