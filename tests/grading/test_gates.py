"""Answers that say nothing are told so; answers that say something are never stopped."""

import pytest

from domain.grading.grader import grade_answer, grade_points
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
I'll pass on this one.
left blank intentionally
Could we move on to the next question please?
I would have to look this up.
I'd need to google that.
I have never heard of this before.
We didn't cover this in class.
Haven't a clue
Your guess is as good as mine.
I wish I knew the answer, but I don't.
Can you give me a hint?
Good question! How does an index slow down writes? Honestly I have no clue, we never covered that.
Sorry, I can't say how an index slows down writes, I never studied that.
J'ai pas la réponse
Non ne ho idea
"""
STILL_AN_ANSWER = (
    "I don't know the exact number, but an index is a B-tree that is updated on every insert.",
    "I'm not sure about the details. However, each insert must update the index.",
    "Threads do not know each other's stacks.",
    "The client gets no response when a packet is lost.",
    "b-tree",
    "I don't know the exact term, but it is a B-tree.",
    "I don't know for sure, maybe a B-tree?",
    "A B-tree, but I am not sure.",
    "I can't say much, only that each write must update the index.",
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
    "Thank you so much for this wonderful course, professor.",
    "This is one of the most important concepts in computer science, and everybody should know it.",
)
ECHOES = (
    "This question asks about {question}. It is an important question in computer science.",
    'The answer to "{question}" is as follows.',
    "You asked: {question} That is what I will answer.",
    "To answer the question of {question}, one must first understand the question.",
    "The question is: {question}",
    "{question} {question}",
)
# A question, its model answer, and a short answer that a person would count as right.
SHORT = (
    ("What is the growth of a linear search?", "O(n)", "O(n)."),
    (
        "Which structure does a depth-first search use?",
        "A stack.",
        "I don't know the exact term but it is a stack",
    ),
    ("How are arrays passed?", "By reference.", "by reference I think, not sure"),
    ("How many bits does the address have?", "128", "128 bits, but I am not sure"),
    ("What does `continue` do?", "It skips the rest of the iteration.", "it will skip this one iteration"),
    ("What is the keyword for an empty body?", "The pass statement.", "pass"),
    ("What does the next pointer of the last node hold?", "null", "NULL"),
    ("What does an empty body do?", "Nothing.", "nothing"),
    (
        "Which one runs first, the base constructor or the derived one?",
        "The base constructor.",
        "base constructor",
    ),
    ("Is it stable?", "Yes.", "yes, it is"),
    ("True or false: it has a handshake.", "False.", "false"),
    ("What is given to the sender?", "An answer.", "an answer"),
    (
        "What does the & operator return?",
        "The address of its operand.",
        "The & operator returns the address of it",
    ),
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


@pytest.mark.parametrize("slug", BY_SLUG)
@pytest.mark.parametrize("form", ECHOES)
def test_talk_around_the_question_is_no_answer(slug: str, form: str) -> None:
    question = BY_SLUG[slug]
    answer = form.format(question=question.prompt)
    assert grade_points(question.prompt, question.model_answer, (), answer).score <= 10


def test_part_of_a_question_of_few_words_is_no_answer() -> None:
    for answer in ("What is a hash collision?", "is a hash collision?", "hash collision. Hash collision"):
        grade = grade_points("What is a hash collision?", "Two keys fall into one slot.", (), answer)
        assert (grade.score, grade.flags) == (0, ("echo",))


@pytest.mark.parametrize(("prompt", "model", "answer"), SHORT)
def test_a_short_right_answer_is_not_stopped(prompt: str, model: str, answer: str) -> None:
    grade = grade_points(prompt, model, (), answer)
    assert grade.flags == ()
    assert grade.score >= 60


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
