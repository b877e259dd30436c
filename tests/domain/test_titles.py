"""Questions are called by words that one would say, and no two of the bank by the same."""

import pytest

from domain import titles
from tests.world import LIBRARY


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("cs-deadlock", "Deadlock"),
        ("cs-tcp-vs-udp", "TCP vs UDP"),
        ("frontend-cors", "Frontend CORS"),
        ("data-ab-peeking", "A/B peeking"),
        ("backend-n-plus-one", "N plus one"),
        ("coupon-pair", "Coupon pair"),
        ("cs", "Cs"),
    ],
)
def test_an_id_reads_as_words(slug: str, said: str) -> None:
    assert titles.title(slug) == said


def test_what_a_question_is_after_is_said_where_it_is_known() -> None:
    question = LIBRARY.question("teamwork-open-conflict")
    assert titles.title("teamwork-open-conflict", question) == "Resolving conflict"


def test_no_two_questions_of_the_bank_are_called_the_same() -> None:
    called = [titles.title(one.slug, one) for one in LIBRARY.questions]
    assert len({one.casefold() for one in called}) == len(called)
