"""The sentence models of the extra `semantic`, and what they do to answers that no phrasing foresaw."""

import logging
import threading
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sentences import files, open_sense, sense
from adapters.sentences.files import ModelFile
from adapters.sentences.models import sentence_reader, word_vectors
from adapters.sentences.sense import Cosines
from domain.grading.grader import grade_answer
from domain.model.grade import Grade
from domain.ports import Sense
from tests.examples import tried
from tests.grading.samples import BY_SLUG, JUDGED, QUESTIONS, called_untrue, negated, sentences, shuffled
from tests.world import LIBRARY

BANK = {question.slug: question for question in LIBRARY.questions}
BLIND = tomllib.loads(Path(__file__).with_name("blind.toml").read_text("utf-8"))
INSERT = "Every insert has to update each index too."
SAME = "Whenever you add a row, all the lookup structures need to be maintained as well."
PIZZA = "I like to eat pizza with pineapple."


@pytest.fixture(scope="module")
def models() -> Sense:
    found = open_sense()
    assert found is not None
    return found


@pytest.mark.parametrize("by", ["likeness", "closeness"])
def test_a_paraphrase_is_closer_than_something_else(models: Sense, by: str) -> None:
    [[same, other]] = getattr(models, by)([INSERT], [SAME, PIZZA])
    assert same > 0.25 > 0.1 > other


@pytest.mark.parametrize("by", ["likeness", "closeness"])
def test_a_row_a_text_and_a_column_a_text(models: Sense, by: str) -> None:
    compare = getattr(models, by)
    table = compare([INSERT, "", "?!"], [INSERT, PIZZA])
    assert table[0][0] == pytest.approx(1, abs=1e-3)
    assert table[1:] == [[0, 0], [0, 0]]
    assert (compare([], [INSERT]), compare([INSERT], [])) == ([], [[]])


@pytest.mark.parametrize("by", ["likeness", "closeness"])
def test_capitals_and_white_space_do_not_matter(models: Sense, by: str) -> None:
    assert getattr(models, by)([INSERT], [f"  {INSERT.upper()}\n"])[0][0] == pytest.approx(1, abs=1e-3)


def test_a_text_is_read_alike_alone_and_among_others(models: Sense) -> None:
    alone = models.closeness(["The queue is bounded."], [PIZZA])[0][0]
    fresh = Cosines(sentence_reader)
    among = fresh.between([SAME * 3, "The queue is bounded.", "x"], [PIZZA])[1][0]
    assert among == pytest.approx(alone, abs=1e-3)


@tried(20)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_text_breaks_the_models(models: Sense, text: str) -> None:
    for [[cosine]] in (models.likeness([text], [INSERT]), models.closeness([text], [INSERT])):
        assert -1.001 <= cosine <= 1.001


def test_a_very_long_text_is_read_in_part(models: Sense) -> None:
    assert len(models.closeness(["word " * 50_000], [INSERT])) == 1
    assert len(models.likeness(["word" * 50_000], [INSERT])) == 1


def test_a_text_is_read_once_and_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    embed, read = word_vectors(), []

    def counted(texts: list[str]) -> object:
        read.extend(texts)
        return embed(texts)

    monkeypatch.setattr(sense, "REMEMBERED", 2)
    cosines = Cosines(lambda: counted)  # type: ignore[arg-type, return-value]
    cosines.between([INSERT, INSERT], [SAME])
    cosines.between([SAME], [INSERT])
    assert read == [INSERT, SAME]
    cosines.between([PIZZA], [SAME])
    cosines.between([INSERT], [SAME])
    assert read == [INSERT, SAME, PIZZA, INSERT]


def test_threads_get_the_same_answer(models: Sense) -> None:
    texts = [f"The cache holds value number {n}." for n in range(12)]
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(models.likeness(texts, [SAME]))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(one == found[0] for one in found)


@pytest.fixture
def opened_anew() -> None:
    open_sense.cache_clear()


@pytest.mark.usefixtures("opened_anew")
def test_without_the_extra_there_is_no_sense(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(files, "ALL", (ModelFile("no_such_package", "model.onnx", 1),))
    assert open_sense() is None
    assert caplog.records == []
    open_sense.cache_clear()


@pytest.mark.usefixtures("opened_anew")
@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (ModelFile("tests", "grading/blind.toml", 7), "is not the file it should be"),
        (ModelFile("tests", "grading/no_such_file", 7), "cannot be read"),
    ],
)
def test_a_broken_installation_is_logged_once_and_is_no_sense(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, broken: ModelFile, said: str
) -> None:
    monkeypatch.setattr(files, "ALL", (*files.ALL, broken))
    with caplog.at_level(logging.WARNING):
        assert open_sense() is None
        assert open_sense() is None
    assert [said in record.getMessage() for record in caplog.records] == [True]
    open_sense.cache_clear()


@pytest.mark.usefixtures("opened_anew")
def test_a_missing_library_is_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(files, "READ_WITH", ("numpy", "no_such_library"))
    assert open_sense() is None
    assert "no_such_library cannot be imported" in caplog.text
    open_sense.cache_clear()


def graded(kind: str, models: Sense | None) -> list[Grade]:
    return [grade_answer(BANK[one["slug"]], one["answer"], None, models) for one in BLIND[kind]]


@pytest.fixture(scope="module")
def grades(models: Sense) -> Callable[[str], Sequence[Grade]]:
    """What the models make of the answers of a kind, graded once."""
    return cache(lambda kind: graded(kind, models))


def average(grades: Sequence[Grade]) -> float:
    return mean(grade.score for grade in grades)


def test_good_answers_in_other_words_score_higher_and_wrong_ones_hardly(
    grades: Callable[[str], Sequence[Grade]],
) -> None:
    assert median(grade.score for grade in grades("good")) >= 65
    assert average(grades("good")) - average(graded("good", None)) >= 4
    assert average(grades("wrong")) - average(graded("wrong", None)) <= 1.5


def test_it_holds_for_answers_that_came_after(grades: Callable[[str], Sequence[Grade]]) -> None:
    assert average(grades("later_good")) - average(graded("later_good", None)) >= 2
    assert average(grades("later_wrong")) - average(graded("later_wrong", None)) <= 1


@pytest.mark.parametrize("kind", ["good", "wrong"])
def test_evidence_by_meaning_stands_in_the_answer(
    grades: Callable[[str], Sequence[Grade]], kind: str
) -> None:
    found = 0
    for one, grade in zip(BLIND[kind], grades(kind), strict=True):
        meant = [row for row in grade.rows if row.note.startswith("By meaning")]
        assert all(row.quote and row.quote in one["answer"] and 0 < row.met <= 0.8 for row in meant)
        found += len(meant)
    assert found


def test_judged_answers_stay_in_their_range(models: Sense) -> None:
    for judged in JUDGED:
        score = grade_answer(BY_SLUG[judged.slug], judged.answer, None, models).score
        assert judged.at_least <= score <= judged.at_most


def test_what_is_no_answer_stays_none(models: Sense) -> None:
    for question in QUESTIONS:
        text, parts = question.model_answer, sentences(question.model_answer)
        others = [other.model_answer for other in QUESTIONS if other is not question]
        empty = ["I don't know.", question.prompt, "Great question! I am an expert in this.", *others]
        within = " ".join(shuffled(sentence, 3) for sentence in parts)
        spoiled = [negated(text), called_untrue(text), shuffled(text, 1), within]
        assert max(grade_answer(question, answer, None, models).score for answer in empty) <= 10
        assert max(grade_answer(question, answer, None, models).score for answer in spoiled) <= 35


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_a_neighbours_answer_earns_little(models: Sense, every: int) -> None:
    bank = [question for question in BANK.values() if question.round == "technical_qa"]
    for question, other in list(zip(bank, bank[1:] + bank[:1], strict=True))[::every]:
        assert grade_answer(question, other.model_answer, None, models).score <= 30


def test_the_same_answer_twice_scores_the_same(
    models: Sense, grades: Callable[[str], Sequence[Grade]]
) -> None:
    assert graded("later_good", models) == grades("later_good")
