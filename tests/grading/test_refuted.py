"""A model answer called untrue, turned round or torn apart is worth little; a doubt takes nothing off."""

import re
from collections.abc import Callable

import pytest

from domain.grading.grader import grade_points
from domain.model.question import RubricPoint

PROMPT = "What does a cache do?"
MODEL = (
    "A cache keeps copies of recent results near the reader. It saves the time of a slow lookup. "
    "An entry leaves the full cache before a new one enters it."
)
LOWERED = MODEL[0].lower() + MODEL[1:]
ROWS = [
    RubricPoint.model_construct(id=f"r{number}", point=point, weight=1.0, accept=(), reject=())
    for number, point in enumerate(re.split(r"(?<=\.) ", MODEL), 1)
]
UNTRUE = (
    f"{MODEL} This is false.",
    f"{MODEL} None of this is true.",
    f"{MODEL} But the opposite is the case.",
    f"{MODEL} Not!",
    f"The opposite of this is true: {MODEL}",
    f"Wrong: {MODEL}",
    f"I deny that {LOWERED}",
    f"I disagree with the claim that {LOWERED}",
    f"It is far from true that {LOWERED}",
    f"It is a lie that {LOWERED}",
    f"There is no way that {LOWERED}",
    f"Anyone who says that {LOWERED.rstrip('.')} is mistaken.",
    f'The statement "{MODEL}" is wrong.',
    f"Contrary to what is often said, it is not the case that {LOWERED}",
)
DOUBTED = (
    f"I'm not 100% sure, but I think {LOWERED}",
    f"I don't know exactly, but {LOWERED}",
    f"{MODEL} But I am not sure.",
    f"{MODEL} I am not certain that this is right, though.",
    f"{MODEL} Maybe this is wrong.",
    f"Correct me if I am wrong: {MODEL}",
    f"{MODEL} Isn't it?",
    f"{MODEL} Some say that it is always correct. That is false, of course, for old entries.",
)


def by_model(answer: str, model: str = MODEL, prompt: str = PROMPT) -> int:
    return grade_points(prompt, model, (), answer).score


def by_rows(answer: str) -> int:
    return grade_points(PROMPT, MODEL, ROWS, answer).score


@pytest.mark.parametrize("graded", [by_model, by_rows])
@pytest.mark.parametrize("answer", UNTRUE)
def test_a_model_answer_called_untrue_is_worth_little(answer: str, graded: Callable[[str], int]) -> None:
    assert graded(answer) <= 35


@pytest.mark.parametrize("graded", [by_model, by_rows])
@pytest.mark.parametrize("answer", DOUBTED)
def test_a_doubt_of_oneself_takes_nothing_off(answer: str, graded: Callable[[str], int]) -> None:
    assert graded(answer) >= 90


@pytest.mark.parametrize(
    ("model", "turned"),
    [
        ("The list has to be sorted before the search begins.", "sorted unsorted"),
        ("A local variable is initialized by its constructor.", "initialized uninitialized"),
        ("The new element is added at the tail of the waiting list.", "tail head"),
        ("The receiver acknowledges each segment in turn.", "receiver sender"),
    ],
)
def test_an_opposite_in_its_place_turns_a_sentence_round(model: str, turned: str) -> None:
    word, opposite = turned.split()
    assert by_model(model, model) == 100
    assert by_model(model.replace(word, opposite), model) <= 35


def test_a_sentence_of_the_model_answer_is_not_turned_round_by_another() -> None:
    model = "Plain service: no check, loss possible, no retry.\nSafe service: check, no loss, no retry."
    assert by_model(model.split("\n")[1], model) >= 60


def test_a_no_that_answers_does_not_deny() -> None:
    model = "No, the list has to be sorted first."
    for answer in (model, f"I think {model}", "No the list has to be sorted first"):
        assert by_model(answer, model, "Does it work on any list?") >= 90


@pytest.mark.parametrize("model", ["Yes.", "No", "False."])
def test_a_verdict_can_be_the_whole_answer(model: str) -> None:
    assert by_model(model, model, "Is the list stable?") >= 90
    assert by_model("There is no list that it would not sort.", model, "Is the list stable?") <= 10


def pairs_moved(text: str) -> str:
    words = text.split()
    pairs = [" ".join(words[at : at + 2]) for at in range(0, len(words), 2)]
    return " ".join(pairs[1::2] + pairs[::-2])


@pytest.mark.parametrize(
    "torn",
    [
        pairs_moved,
        lambda text: ", ".join(sorted(text.split())),
        lambda text: "\n".join(sorted(text.split())),
        lambda text: " ".join(text.split()[::-1]),
    ],
)
def test_words_and_pairs_of_words_out_of_order_are_worth_little(torn: Callable[[str], str]) -> None:
    assert by_model(torn(MODEL)) <= 35
    assert by_rows(torn(MODEL)) <= 35


@pytest.mark.parametrize(
    ("model", "answer"),
    [
        ("It returns the size in bytes of its operand.", "It returns the size of its operand in bytes."),
        ("class, struct, union, enum and array", "array, enum, union, struct and class"),
        (MODEL, " ".join(re.split(r"(?<=\.) ", MODEL)[::-1])),
        (MODEL, MODEL.replace("recent", "rcent").replace("slow", "slwo").replace("entry", "enrty")),
    ],
)
def test_phrases_items_and_sentences_may_be_told_in_another_order(model: str, answer: str) -> None:
    assert "scrambled" not in grade_points(PROMPT, model, (), answer).flags
    assert by_model(answer, model) >= 80


def test_a_word_is_read_through_what_nobody_sees() -> None:
    assert by_rows(MODEL.replace("results", "re\u00adsults").replace("reader", "rea\u200bder")) >= 90
