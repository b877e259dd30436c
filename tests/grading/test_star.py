"""A behavioural answer is held to a checklist, sentence by sentence."""

from collections.abc import Callable

import pytest

from domain.grading.grader import grade_answer
from domain.model.grade import Grade, Row
from tests.grading.samples import INDEX, called_untrue, negated, shuffled
from tests.grading.stories import BLUFF, CONFLICT, SUPPOSED, VAGUE

OWN_WORDS = (
    "Last semester four of us built a timetable app for our capstone project, and my teammate Lena wanted "
    "to rewrite the whole front end two weeks before the demo. My job was to keep the release on track. I "
    "asked why she wanted the rewrite, and she showed me three screens that were hard to change. I drew "
    "up a list of what the demo needed and suggested a smaller step. We combined both ideas: I moved the "
    "three screens to her design and left the rest alone. I also wrote tests for them and merged the work "
    "each evening. In the end we delivered on time, 92 students tried it in the first week, and crashes "
    "dropped by half."
)


def grade(answer: str) -> Grade:
    return grade_answer(CONFLICT, answer)


def row(answer: str, name: str) -> Row:
    return next(row for row in grade(answer).rows if row.point_id == name)


@pytest.mark.parametrize("story", [CONFLICT.model_answer, OWN_WORDS])
def test_a_strong_story_scores_high_with_a_quote_for_every_part(story: str) -> None:
    found = grade(story)
    assert found.score >= 85, found.rows
    assert found.grader == "star-1"
    checklist = {row.point_id: row for row in found.rows}
    for part in ("situation", "task", "action", "result", "number", "first-person"):
        assert checklist[part].met >= 0.9, checklist[part]
        assert checklist[part].quote in story


def test_a_vague_story_lands_in_the_middle() -> None:
    assert 30 <= grade(VAGUE).score <= 60


@pytest.mark.parametrize(
    "answer", [BLUFF, "", "I don't know", "Great question! I am an excellent team player."]
)
def test_naming_the_method_praise_and_silence_earn_nothing(answer: str) -> None:
    assert grade(answer).score <= 10


def test_what_one_would_do_is_no_action_and_no_result() -> None:
    assert row(SUPPOSED, "action").met == 0
    assert row(SUPPOSED, "result").met == 0
    assert "what you would do" in row(SUPPOSED, "action").note
    assert grade(SUPPOSED).score <= 15


def test_a_technical_answer_is_no_story() -> None:
    assert grade(INDEX.model_answer).score <= 10


@pytest.mark.parametrize("spoil", [negated, called_untrue, lambda text: shuffled(text, 1)])
def test_a_spoiled_story_is_worth_little(spoil: Callable[[str], str]) -> None:
    assert grade(spoil(CONFLICT.model_answer)).score <= 35


def test_a_story_without_a_number_loses_that_row_alone() -> None:
    plain = OWN_WORDS.replace(
        "92 students tried it in the first week, and crashes dropped by half", "people liked it"
    )
    assert row(plain, "number").met == 0
    assert row(plain, "result").met >= 0.7
    assert 5 <= grade(OWN_WORDS).score - grade(plain).score <= 20


@pytest.mark.parametrize("number", ["doubled", "fell by half", "went down by 30%", "rose from two to nine"])
def test_a_number_may_be_a_word(number: str) -> None:
    story = OWN_WORDS.replace(
        "92 students tried it in the first week, and crashes dropped by half", f"use {number}"
    )
    assert row(story, "number").met == 1


def test_a_year_is_no_measure_of_a_result() -> None:
    story = OWN_WORDS.replace(
        "92 students tried it in the first week, and crashes dropped by half", "it shipped in 2025"
    )
    assert row(story, "number").met == 0


def test_only_we_is_not_a_part_of_ones_own() -> None:
    ours = (
        OWN_WORDS.replace(" I ", " we ").replace("My job", "Our job").replace("my teammate", "our teammate")
    )
    assert row(ours, "first-person").met == 0
    assert row(ours, "action").met <= 0.25
    assert grade(ours).score < grade(OWN_WORDS).score - 20


def test_labels_help_only_where_something_is_told() -> None:
    labelled = (
        "Situation: two of us shared one page during an internship at a bank.\n"
        "Task: rebuild the importer before the audit began in May.\n"
        "Action: I listened to her side, wrote a benchmark, tested both versions and shared the figures.\n"
        "Result: imports ran twice as fast and the audit passed."
    )
    assert grade(labelled).score >= 80
    assert grade("Situation: yes.\nTask: yes.\nAction: yes.\nResult: yes.").score <= 10


def test_the_competency_is_a_part_of_the_score() -> None:
    other = OWN_WORDS.replace("asked why she wanted the rewrite, and she", "fetched coffee, and Lena")
    other = other.replace("combined both ideas", "went on")
    assert grade(other).score < grade(OWN_WORDS).score - 10
    assert row(other, "agreement").note.startswith("Not mentioned")


def test_a_red_flag_denies_the_row_of_the_competency() -> None:
    assert row(OWN_WORDS + " I proved them wrong.", "listened").met == 0


def test_what_one_had_to_reach_is_no_result_wherever_it_stands() -> None:
    story = (
        "In my second year I built a route planner for the bus company. "
        "My task was to cut the waiting time by 20% in four weeks. I measured it and wrote a new search."
    )
    for opening in ("", "Thank you for the question. "):
        met = {row.point_id: row.met for row in grade_answer(CONFLICT, f"{opening}{story}").rows}
        assert (met["result"], met["number"]) == (0, 0)
