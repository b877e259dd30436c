"""An answer to a question without a rubric is worth what people would give it, and no trick is worth much."""

import time
from collections.abc import Callable, Sequence
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sentences import open_sense
from bench.probes import KEPT, PROBES, SPOILED, Probe, tasks
from domain.grading.fitted import fits
from domain.grading.grader import grade_points
from domain.grading.measures import Measures, bearing, likeness, wanted_of
from domain.grading.passage import read
from domain.model.question import Question
from domain.ports import Sense
from tests.grading.samples import QUESTIONS, sentences

SENSES = [pytest.param(None, id="without"), pytest.param(open_sense(), id="with")]
TASKS = list(tasks([(question.prompt, question.model_answer) for question in QUESTIONS], others=1))
MOST = {KEPT: 100, SPOILED: 35}
PROMPT = "How does a hash table find a value by its key?"
MODEL = (
    "A hash function turns the key into a number. That number picks the bucket in which the value is stored. "
    "Keys that fall into the same bucket are compared one after another."
)
SAID = (*sentences(MODEL), "Some values are never found.", "The bukcet holds a list of keys.", "It is fast.")
SENSED = open_sense()


def score(answer: str, sense: Sense | None = None, prompt: str = PROMPT, model: str = MODEL) -> int:
    return grade_points(prompt, model, (), answer, sense).score


def measures_of(said: Sequence[str], sense: Sense | None = None) -> Measures:
    return likeness(wanted_of(PROMPT, MODEL), read(" ".join(f"{one.rstrip('.')}." for one in said)), sense)


def test_the_extra_that_the_figures_were_fitted_with_is_installed() -> None:
    assert SENSED is not None


@pytest.mark.parametrize("sense", SENSES)
@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
def test_a_trick_is_worth_little_and_a_model_answer_nearly_everything(
    probe: Probe, sense: Sense | None
) -> None:
    made = [(task, probe.answer(task)) for task in (TASKS if sense is None else TASKS[::2])]
    scores = [score(answer, sense, task.question, task.model_answer) for task, answer in made if answer]
    if probe.kind == KEPT:
        assert min(scores) >= 90
    elif scores:
        assert fmean(scores) <= MOST.get(probe.kind, 10)


@pytest.mark.parametrize("sense", SENSES)
def test_answers_are_ranked_as_a_person_would(sense: Sense | None) -> None:
    good = (
        "The key is hashed to an index, the index says in which bucket to look, and when several keys are in "
        "there they get compared one by one."
    )
    half = "The key is hashed and this gives a number."
    poor = "It looks through all of the rows until it is found."
    scores = [score(answer, sense) for answer in (MODEL, good, half, poor)]
    assert scores == sorted(scores, reverse=True)
    assert scores[1] >= 70 > scores[3] + 25


@pytest.mark.parametrize("sense", SENSES)
@given(st.sampled_from(QUESTIONS), st.data())
@settings(max_examples=20, derandomize=True)
def test_leaving_a_sentence_of_a_good_answer_out_never_scores_more(
    sense: Sense | None, question: Question, data: st.DataObject
) -> None:
    parts = sentences(question.model_answer)
    kept = data.draw(st.lists(st.sampled_from(parts), min_size=2, unique=True))
    out = data.draw(st.sampled_from(kept))
    whole, rest = (" ".join(part for part in parts if part in some) for some in (kept, set(kept) - {out}))
    prompt, model = question.prompt, question.model_answer
    assert score(rest, sense, prompt, model) <= score(whole, sense, prompt, model)


@pytest.mark.parametrize("sense", SENSES)
@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=4), st.sampled_from(SAID))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_no_sentence_more_lowers_a_measure_and_none_said_twice_raises_the_worth(
    sense: Sense | None, said: list[str], more: str
) -> None:
    before, after = measures_of(said, sense), measures_of([*said, more], sense)
    assert all(after[name] >= value - 1e-9 for name, value in before.items())
    if more in said:
        worth = fits()["without" if sense is None else "with"].worth
        assert worth.value(after) == pytest.approx(worth.value(before))


def test_half_of_the_clauses_of_a_model_answer_is_all_that_some_measures_ask_for() -> None:
    found = measures_of(MODEL.split(". ")[:2])
    assert found["likest_letters"] > 0.95 > 0.85 > found["letters"]
    assert found["likest_spelling"] == 1 > 0.85 > found["spelling"]


def test_an_answer_is_near_by_its_words_and_misspelt_by_its_letters() -> None:
    said = ("Use hashing to get one bucket.", "Use hashin to get one bucket.", "Use TCP to get one page.")
    near, misspelt, far = (bearing(wanted_of(PROMPT, MODEL), read(text), None) for text in said)
    assert near["near"] > misspelt["near"] > far["near"] == 0
    assert min(near["near_letters"], misspelt["near_letters"]) > 0.2 > 0.1 > far["near_letters"]
    assert near["length"] == far["length"]


@pytest.mark.parametrize("sense", SENSES)
def test_the_same_answer_gets_the_same_grade(sense: Sense | None) -> None:
    answer = "A number is made of the key, and it is the place of the bucket."
    assert grade_points(PROMPT, MODEL, (), answer, sense) == grade_points(PROMPT, MODEL, (), answer, sense)


def test_a_grade_says_whether_a_sentence_model_had_a_part_in_it() -> None:
    names = [grade_points(PROMPT, MODEL, (), "A bucket.", sense).grader for sense in (None, SENSED)]
    assert names == ["derived-3", "derived-3+sense"]


def test_what_the_answer_denies_is_no_evidence_for_it() -> None:
    denied = "A hash function does not turn the key into a number."
    found = grade_points(PROMPT, MODEL, (), denied)
    assert found.score == 0
    assert (found.rows[0].met, found.rows[0].quote) == (0, denied)
    assert "denies" in found.rows[0].note
    assert "goes against a point" in found.feedback


def test_a_copy_with_one_statement_turned_round_is_not_worth_a_pass() -> None:
    turned = MODEL.replace("the same bucket", "different buckets")
    assert score(turned) <= 35 < score(MODEL)


def test_the_model_answer_said_in_full_counts_beside_other_remarks() -> None:
    assert score(f"Good to be asked. {MODEL} I have never used another structure so often.") == 100


def test_another_language_keeps_its_wide_band_and_is_told_so() -> None:
    answer = (
        "Una función convierte la clave y con ese resultado se elige el cubo donde está guardado cada dato, "
        "y cuando hay varias claves juntas se comparan una tras otra."
    )
    found = grade_points(PROMPT, MODEL, (), answer)
    assert "language" in found.flags
    assert found.high >= found.score + 50


def test_the_band_is_the_one_that_people_had() -> None:
    found = grade_points(PROMPT, MODEL, (), "The key is hashed, and the hash says which bucket to look into.")
    low, high = fits()["without"].band(found.score)
    assert (found.low, found.high) == (min(low, found.score), max(high, found.score))
    assert found.low < found.score


def test_an_answer_costs_little_more_than_reading_it() -> None:
    answer = " ".join(question.model_answer for question in QUESTIONS[:2])
    score(answer)
    reading = _seconds(lambda: read(answer))
    assert _seconds(lambda: score(answer)) < 25 * reading


def _seconds(run: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return min(times)
