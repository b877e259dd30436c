"""One row at a time: what meets it, what does not, and what it shows as evidence."""

import pytest

from domain.grading.passage import read
from domain.grading.rubric import Ground, grade_row
from domain.model.grade import Row
from domain.model.question import RubricPoint

LOOKUP = RubricPoint(
    id="lookup",
    point="A lookup in a hash table takes O(1) on average",
    accept=("O(1) on average", "average constant time lookup", "no full scan is needed"),
    reject=("lookup always O(n)",),
)
UPDATES = RubricPoint(
    id="updates",
    point="Each write has to change the index as well",
    accept=("every insert updates the index", "index must be updated too"),
)


def row(answer: str, point: RubricPoint = LOOKUP, asked: str = "") -> Row:
    return grade_row(point, Ground(read(answer), read(asked).keys))


@pytest.mark.parametrize(
    "answer",
    [
        "It is O(1) on average.",
        "On average the lookup is O( 1 ).",
        "An average lookup takes constant time.",
        "lookups are constant-time on average",
        "It's O of 1 on average",
    ],
)
def test_a_phrasing_is_met_in_any_inflection_and_notation(answer: str) -> None:
    assert row(answer).met == 1


@pytest.mark.parametrize(
    "answer",
    [
        "Each time we insert, the indexes get updated.",
        "The index must be updated too.",
        "Inserting a row updates every index.",
        "An insert adds a row. It also updates every index.",
    ],
)
def test_order_may_change_a_little_and_a_point_may_span_two_sentences(answer: str) -> None:
    assert row(answer, UPDATES).met >= 0.5


@pytest.mark.parametrize(
    "answer",
    [
        "It is not O(1) on average.",
        "It isn't O(1) on average.",
        "It is never O(1) on average, whatever people say.",
        "O(1) on average is not possible here.",
        "It is not true that lookups, as many say, are O(1) on average.",
        "It is a myth that it is O(1) on average.",
    ],
)
def test_a_denied_point_is_not_met_and_the_denial_is_shown(answer: str) -> None:
    found = row(answer)
    assert found.met == 0
    assert found.quote == answer
    assert found.note.startswith("Says the opposite of")


@pytest.mark.parametrize(
    "answer",
    [
        "It is not slow, because it is O(1) on average.",
        "It is not only simple but also O(1) on average.",
        "A list cannot do this. A hash table is O(1) on average.",
        "Without any sorting at all you get O(1) on average.",
    ],
)
def test_a_denial_of_something_else_does_not_matter(answer: str) -> None:
    assert row(answer).met == 1


def test_a_phrasing_that_denies_is_met_by_a_denial_alone() -> None:
    assert row("You do not need a full scan.").met == 1
    assert row("A full scan is needed.").met == 0


def test_an_opposite_is_not_the_point() -> None:
    faster = RubricPoint(id="faster", point="The reads are faster", accept=("makes the reads faster",))
    assert row("It makes the reads faster.", faster).met == 1
    assert row("It makes the reads slower.", faster).met == 0


def test_a_misconception_denies_the_row_and_is_quoted() -> None:
    answer = "It is O(1) on average. But a lookup is always O(n)."
    found = row(answer)
    assert (found.met, found.quote) == (0, "But a lookup is always O(n).")
    assert found.note.startswith("A misconception")


def test_a_misconception_that_is_denied_is_none() -> None:
    assert row("It is O(1) on average, so a lookup is not always O(n).").met == 1


def test_part_of_a_phrasing_meets_part_of_the_row_and_the_note_says_what_is_missing() -> None:
    long = RubricPoint(id="p", point="As stated", accept=("client sends unique idempotency key",))
    found = row("The client makes an idempotency key.", long)
    assert 0.5 <= found.met < 1
    assert found.note == "Touched, but “sends” and “unique” are missing"


def test_an_unmet_row_has_no_quote_and_names_the_point() -> None:
    found = row("It uses pointers.")
    assert (found.met, found.quote) == (0, "")
    assert found.note == f"Not mentioned: {LOOKUP.point}"


def test_words_of_the_question_earn_nothing_alone() -> None:
    asked = "What does an insert do to an index?"
    assert row("There is an insert and there is an index.", UPDATES, asked).met == 0
    assert row("The index must be updated too.", UPDATES, asked).met == 1


def test_two_sentences_that_do_not_belong_together_do_not_make_a_phrasing() -> None:
    one = RubricPoint(id="one", point="As stated", accept=("insert updates the index",))
    assert row("An insert adds a row. It updates the index.", one).met == 1
    assert row("An insert adds a row. Somebody updates the index.", one).met < 1


def test_words_far_apart_do_not_make_a_phrasing() -> None:
    filler = "and a long list of quite other matters such as colours, weather, music, food, sport, travel "
    assert row(f"An insert is one thing {filler * 2} and somebody updates a book.", UPDATES).met == 0


def test_a_long_sentence_is_quoted_in_part_around_its_evidence() -> None:
    answer = "word " * 80 + "so it is O(1) on average as far as anyone can tell " + "more " * 10
    found = row(answer)
    assert "O(1) on average" in found.quote
    assert len(found.quote) <= 240
    assert found.quote in answer


@pytest.mark.parametrize(
    ("accept", "answer"),
    [
        ("O(n log n)", "Sorting first takes O(n*log(n))."),
        ("O(n^2)", "Two loops make O(n²)."),
        ("O(n^2)", "That makes it quadratic time."),
        ("O(V + E)", "It is O(v+e)."),
        ("third normal form 3NF", "The table is in third normal form, 3NF."),
        ("C++", "I would write it in C++."),
        ("status 404", "It answers with status 404."),
        ("hash map", "Use a dictionary."),
        ("off-by-one", "A typical off by one error."),
        ("write-through", "A write-through cache."),
        ("normalisation of tables", "We normalized the tables."),
    ],
)
def test_notation_and_terms_count_as_units(accept: str, answer: str) -> None:
    assert row(answer, RubricPoint(id="unit", point="Some point", accept=(accept,))).met == 1


@pytest.mark.parametrize(
    ("accept", "answer"), [("O(n)", "It is O(n^2)."), ("C++", "It is C."), ("404", "It is 40.")]
)
def test_units_are_not_taken_apart(accept: str, answer: str) -> None:
    assert row(answer, RubricPoint(id="unit", point="Some point", accept=(accept,))).met == 0
