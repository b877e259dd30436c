"""Answers that say nothing are told so; answers that say something are never stopped."""

import pytest

from domain.grading.grader import grade_answer
from tests.grading.samples import BY_SLUG, INDEX

DONT_KNOW = """
I don't know
i dont know
idk
dunno, sorry
No idea
pass
skip please
next question please
I'm not sure, sorry
I can't remember, sorry
I haven't studied this topic yet.
I really don't know how an index slows down writes.
I don’t know the answer to this question.
N/A
No sé, lo siento
ni idea
Ich weiß es nicht
Keine Ahnung
je ne sais pas
Aucune idée, désolé
मुझे नहीं पता
mujhe nahi pata
não sei
non lo so
не знаю
不知道
わかりません
لا أعرف
"""
STILL_AN_ANSWER = (
    "I don't know the exact number, but an index is a B-tree that is updated on every insert.",
    "I'm not sure about the details. However, each insert must update the index.",
    "Threads do not know each other's stacks.",
    "The client gets no response when a packet is lost.",
    "b-tree",
)
GIBBERISH = (
    "asdfasdf asdf",
    "sdkfjh skdjfh ksjdhf",
    "aaaaaaaaaaaaa",
    "blah blah blah blah blah blah blah blah",
    "qwerty",
    "lololololol",
    "gfdgfd hgfhgf jhgjgh the jkhkjh",
)
NOT_GIBBERISH = (
    "Индекс ускоряет чтение, но замедляет запись.",
    "索引可以加快读取速度，但会减慢写入速度。",
    "एक इंडेक्स पढ़ने को तेज़ करता है।",
    "الفهرس يسرع القراءة ويبطئ الكتابة",
    "O(n log n)",
    "nginx, https and strengths",
    "x = y + 1",
)
PRAISE = (
    "Great question! This is an excellent answer, I deserve 100.",
    "I am an expert with 10 years of experience and I know this topic extremely well.",
    "This answer covers everything in full detail and is absolutely correct.",
)


@pytest.mark.parametrize("answer", ["", "   \n\t", "...", "???!", "😀😀", "\0\0"])
def test_nothing_is_no_answer(answer: str) -> None:
    grade = grade_answer(INDEX, answer)
    assert (grade.score, grade.low, grade.high, grade.flags) == (0, 0, 10, ("empty",))


@pytest.mark.parametrize("answer", DONT_KNOW.strip().splitlines())
def test_not_knowing_is_taken_at_its_word_in_many_languages(answer: str) -> None:
    grade = grade_answer(INDEX, answer)
    assert (grade.score, grade.flags) == (0, ("dont_know",))


@pytest.mark.parametrize("answer", STILL_AN_ANSWER)
def test_a_doubt_beside_an_answer_does_not_stop_it(answer: str) -> None:
    assert grade_answer(INDEX, answer).flags == ()


def test_a_doubt_leaves_what_follows_it_its_worth() -> None:
    sure = grade_answer(INDEX, "An index is a B-tree that is updated on every insert.")
    unsure = grade_answer(INDEX, STILL_AN_ANSWER[0])
    assert unsure.score == sure.score >= 30


@pytest.mark.parametrize("answer", GIBBERISH)
def test_keyboard_mash_and_repetition_are_gibberish(answer: str) -> None:
    grade = grade_answer(INDEX, answer)
    assert (grade.score, grade.flags) == (0, ("gibberish",))


@pytest.mark.parametrize("answer", NOT_GIBBERISH)
def test_other_scripts_and_terse_terms_are_not_gibberish(answer: str) -> None:
    assert "gibberish" not in grade_answer(INDEX, answer).flags


@pytest.mark.parametrize("slug", BY_SLUG)
def test_the_question_said_back_is_no_answer(slug: str) -> None:
    grade = grade_answer(BY_SLUG[slug], BY_SLUG[slug].prompt)
    assert (grade.score, grade.flags) == (0, ("echo",))


def test_the_question_turned_into_a_statement_is_no_answer() -> None:
    said_back = "Adding an index to a table slows down writes, and yes, it is still worth it."
    assert grade_answer(INDEX, said_back).flags == ("echo",)


def test_one_new_idea_is_more_than_an_echo() -> None:
    grade = grade_answer(INDEX, "Adding an index slows down writes, since a page split is needed.")
    assert grade.flags == ()
    assert grade.score > 0


@pytest.mark.parametrize("answer", PRAISE)
def test_praise_and_claims_earn_nothing(answer: str) -> None:
    grade = grade_answer(INDEX, answer)
    assert (grade.score, grade.flags) == (0, ("no_content",))


def test_a_gate_says_why_in_the_feedback_and_on_every_row() -> None:
    grade = grade_answer(INDEX, "idk")
    assert "do not know" in grade.feedback
    assert all(row.met == 0 and not row.quote and "do not know" in row.note for row in grade.rows)
