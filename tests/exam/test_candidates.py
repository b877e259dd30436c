"""The scripts do what they say: a false answer is false, a lookup table knows the public examples alone."""

from typing import Any

import pytest

from bot.exam import wording
from bot.exam.candidates import CANDIDATES, Asked, lookup_table
from bot.exam.checks import CHECKS
from bot.exam.languages import ENGLISH, ORDERS, SLY, TRANSLATIONS
from domain.model.question import Case, Question
from tests.world import LIBRARY

BANK = LIBRARY.questions
CODE = [question for question in BANK if question.runs_code]
TEXT = "Every insert has to update the index. It needs space. A read is faster, since fewer pages are read."


def passes(question: Question, run: Any, case: Case) -> bool:
    given = list(case.args)
    return bool(run(*given) == case.expected)


@pytest.mark.parametrize("question", CODE, ids=lambda question: question.slug)
def test_a_lookup_table_passes_the_public_examples_alone(question: Question) -> None:
    code = lookup_table(Asked(question, None, 1, question)).removeprefix("```python\n").removesuffix("```")
    names: dict[str, Any] = {}
    exec(code, names)
    run = names[question.function_name]
    assert all(passes(question, run, case) for case in question.public_tests)
    written = [case for case in question.hidden_tests if case.build is None]
    assert sum(passes(question, run, case) for case in written) < len(written) / 2


def test_every_sentence_of_a_falsehood_is_changed() -> None:
    for spoiled in (wording.negated(TEXT), wording.turned(TEXT)):
        assert len(wording.sentences(spoiled)) == 3
        kept = set(wording.sentences(spoiled)) & set(wording.sentences(TEXT))
        assert kept == set()
    assert wording.turned("The client reads first.") == "The server writes last."


def test_rewording_and_padding_keep_what_was_said() -> None:
    for question in BANK:
        parts = wording.sentences(question.model_answer)
        for told in (wording.reworded, wording.retold, wording.padded):
            words = told(question.model_answer).lower()
            assert all(part[1:].lower() in words for part in parts)


def test_half_and_without_drop_sentences() -> None:
    assert wording.half(TEXT) == "Every insert has to update the index."
    assert wording.without(TEXT, -1).endswith("It needs space.")
    assert wording.sentences(wording.without(TEXT, 4)) == [wording.sentences(TEXT)[i] for i in (0, 2)]


def test_translations_go_sentence_by_sentence() -> None:
    slugs = {question.slug for question in BANK}
    for answers in TRANSLATIONS.values():
        assert {slug: len(said) for slug, said in answers.items()} == {s: len(e) for s, e in ENGLISH.items()}
        assert set(answers) <= slugs
    assert set(ORDERS) == set(SLY)


def test_checks_have_names_of_their_own_and_known_sitters() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert all(name in CANDIDATES for check in CHECKS for name in check.sitters)
