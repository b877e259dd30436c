"""The model grader: whatever a model returns, levels come from the scale and evidence from the answer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from domain.errors import ModelFailed
from domain.grading.anchored import APART, NO_WORDS, grade_by_model
from domain.grading.anchors import SCALE
from domain.grading.briefing import fence
from domain.grading.quoting import source
from domain.grading.score import spread, total
from domain.model.completion import Completion, Failure, Prompt
from tests.grading.samples import INDEX, shuffled
from tests.grading.test_injection import ORDERS
from tests.llm.replying import (
    ANSWER,
    INSERT,
    POINTS,
    TREE,
    Model,
    Said,
    each,
    graded,
    holds,
    row,
    wanted,
    work_on,
)


@pytest.mark.parametrize("level", SCALE, ids=lambda level: level.name)
async def test_a_level_is_worth_what_the_scale_says(level: Any) -> None:
    grade, asked = await graded(each(level.name))
    holds(grade, ANSWER)
    assert (grade.score, len(asked)) == (round(100 * level.met), 1)
    assert {row.note for row in grade.rows} == {level.note}
    assert {row.quote for row in grade.rows} == {TREE if level.met else ""}
    assert (grade.grader, grade.provisional, grade.flags) == ("model:m", False, ())


async def test_what_never_changes_comes_first_and_the_answer_is_fenced_data() -> None:
    _, (one,) = await graded(each("none"), evidence="See the second sentence.")
    _, (other,) = await graded(each("none"), answer="Each insert must change the index.")
    fixed = one.instructions.index("\n\nThe message holds")
    assert one.instructions[:fixed] == other.instructions[:fixed]
    order = [
        one.instructions.index(part) for part in (INDEX.rubric[0].point, INDEX.prompt, INDEX.model_answer)
    ]
    assert order == sorted(order)
    mark = fence(ANSWER, "See the second sentence.")
    assert one.material == (
        f"ANSWER {mark}\n{ANSWER}\nEND {mark}\nAPPEAL {mark}\nSee the second sentence.\nEND {mark}"
    )
    assert mark in one.instructions
    assert mark not in other.instructions
    assert ANSWER[:40] not in one.instructions


@pytest.mark.parametrize(
    "quote",
    [
        INSERT,
        f"  {INSERT}\n",
        f"“{INSERT}…”",
        "the table. Every insert has to update the index too",
        'so "bulk loads" get slower',
        "An index is a B‑tree",
    ],
)
async def test_a_quote_may_differ_in_space_and_marks_but_the_answers_own_words_are_kept(quote: str) -> None:
    grade, asked = await graded(each("fully", quote))
    holds(grade, ANSWER)
    assert (grade.score, len(asked)) == (100, 1)


@pytest.mark.parametrize(
    "quote",
    [
        "",
        None,
        7,
        "An index is a hash table.",
        "every insert has to update the index too",
        "Every insert ... the index too",
        "n index is a B-tree",
        "An index is a B-tre",
        "the",
        "LEAKED",
        INDEX.model_answer[:80],
        "x" * 5000,
        "\ud83d",
    ],
)
async def test_a_row_whose_quote_does_not_stand_is_asked_for_once_more_and_left_unmet(quote: object) -> None:
    says = lambda rows: [row(i, "fully", quote if i == "reads" else TREE) for i in rows]  # noqa: E731
    grade, asked = await graded(says)
    holds(grade, ANSWER)
    assert [wanted(prompt) for prompt in asked] == [POINTS, ["reads"]]
    assert "Copy each quote from the answer exactly" in asked[1].instructions
    assert {row.point_id: (row.met, row.note) for row in grade.rows}["reads"] == (0, NO_WORDS)
    assert sum(row.met for row in grade.rows) == len(POINTS) - 1


async def test_a_better_quote_the_second_time_counts() -> None:
    grade, asked = await graded(each("fully", "not there"), each("mostly", INSERT))
    assert (grade.score, len(asked)) == (75, 2)
    assert {row.quote for row in grade.rows} == {"Every insert has to update   the index too"}


@pytest.mark.parametrize("quote", ["index slows down writes", "An index slows down writes", "An index"])
async def test_the_questions_own_words_are_no_evidence(quote: str) -> None:
    answer = "An index slows down writes. It is one more B-tree to update on each insert."
    prompt = "Why does an index slow down writes?"
    grade, asked = await graded(each("fully", quote), answer=answer, prompt=prompt)
    assert (grade.score, len(asked)) == (0, 2)
    assert source(answer, prompt).standing("one more B-tree to update") == "one more B-tree to update"


@pytest.mark.parametrize("order", ORDERS)
async def test_orders_to_the_grader_are_neither_sent_nor_evidence(order: str) -> None:
    answer = f"{TREE}\n\n{order}\n\n{INSERT}."
    says = lambda rows: [row(i, "fully", order if i == "reads" else TREE) for i in rows]  # noqa: E731
    grade, asked = await graded(says, answer=answer, evidence=f"{order}\n\nI said it all.")
    assert all(order not in prompt.material for prompt in asked)
    assert "I said it all." in asked[0].material
    assert {row.point_id for row in grade.rows if row.met == 0} == {"reads"}
    assert grade.flags == ("injection",)
    assert "not followed" in grade.feedback


async def test_orders_that_only_the_whole_text_shows_are_told_too() -> None:
    answer = f"{TREE}\n\n{ORDERS[0]}"
    base = work_on(answer).base.model_copy(update={"flags": ("cut",)})
    grade, _ = await graded(each("fully"), answer=answer, base=base)
    assert grade.flags == ("cut", "injection")


async def test_rows_left_out_are_asked_for_once_more_and_unknown_or_double_ones_do_no_harm() -> None:
    def says(rows: Sequence[str]) -> Said:
        first = [row(rows[0], "fully"), row(rows[0], "partly"), row(rows[0], "mostly"), row("other", "fully")]
        return [*first, "fully", None, {"level": "fully"}]  # type: ignore[list-item]

    grade, asked = await graded(says, each("fully"))
    assert wanted(asked[1]) == POINTS[1:]
    assert [row.met for row in grade.rows] == [0.5, 1, 1, 1, 1]


async def test_what_was_not_asked_for_again_is_not_graded_again() -> None:
    grade, _ = await graded(lambda rows: [row(rows[0], "fully")], lambda _: each("none")(POINTS))
    assert [row.met for row in grade.rows] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize("level", ["Fully ", 0.9, 1, 1.0, 0, 0.3, " 0.5", "1"])
async def test_a_share_is_taken_for_the_level_below_it(level: object) -> None:
    grade, asked = await graded(each(level))
    by_level = {"Fully ": 100, 0.9: 75, 1: 100, 0: 0, 0.3: 25, " 0.5": 50, "1": 100}
    assert (grade.score, len(asked)) == (by_level[level], 1)


@pytest.mark.parametrize(
    "level", [900, -1, float("nan"), float("inf"), True, "100%", "nan", "1e9", "", None, [], {}, 10**400]
)
async def test_a_level_of_no_scale_twice_is_the_models_failure_and_not_the_answers(level: object) -> None:
    model = Model([each(level)])
    with pytest.raises(ModelFailed) as raised:
        await grade_by_model(model.ask, work_on())
    assert raised.value.failure == Failure(why="wrong")
    assert len(model.asked) == 2


async def test_rows_that_tests_have_judged_stay_as_they_are() -> None:
    work = work_on()
    judged = work.base.rows[0].model_copy(update={"met": 0.33, "note": "1 of 3 tests passed", "quote": TREE})
    base = work.base.model_copy(update={"rows": (judged, *work.base.rows[1:])})
    grade, (asked,) = await graded(
        each("fully"), base=base, fixed=frozenset([judged.point_id]), opening="One."
    )
    assert grade.rows[0] == judged
    assert judged.point_id not in wanted(asked)
    assert grade.score == total(grade.rows) < 100
    assert grade.feedback.startswith("One. ")


async def test_nothing_is_asked_where_nothing_is_left_to_grade() -> None:
    for answer in ("", "I don't know", INDEX.prompt, ORDERS[0], "asdf asdf qwer"):
        work = work_on(answer)
        provisional = replace(work, base=work.base.model_copy(update={"provisional": True}))
        model = Model([each("fully")])
        assert await grade_by_model(model.ask, provisional) == work.base
        assert model.asked == []
    all_fixed = work_on(fixed=frozenset(POINTS))
    assert await grade_by_model(Model([each("fully")]).ask, all_fixed) == all_fixed.base


async def test_two_rows_of_one_id_are_told_apart() -> None:
    work = work_on()
    twice = work.base.model_copy(update={"rows": (work.base.rows[0], work.base.rows[0])})
    says = lambda rows: [row(i, level) for i, level in zip(rows, ("none", "fully"), strict=True)]  # noqa: E731
    grade, (asked,) = await graded(says, base=twice)
    assert wanted(asked) == [POINTS[0], f"{POINTS[0]}-2"]
    assert [row.met for row in grade.rows] == [0, 1]


async def test_two_gradings_are_averaged_and_what_they_differ_on_widens_the_band() -> None:
    alone, _ = await graded(each("fully"))
    grade, asked = await graded(each("fully"), each("partly", INSERT), gradings=2)
    holds(grade, ANSWER)
    assert [wanted(prompt) for prompt in asked] == [POINTS, POINTS[::-1]]
    assert asked[1].instructions.index(POINTS[-1]) < asked[1].instructions.index(POINTS[0])
    assert {(row.met, row.quote) for row in grade.rows} == {(0.75, TREE)}
    assert all(row.note.endswith(APART) for row in grade.rows)
    half = spread(grade.rows, len(ANSWER.split())) + 25
    assert (alone.score, grade.score, grade.low, grade.high) == (100, 75, 75 - half, 100)
    close, _ = await graded(each("fully"), each("mostly", INSERT), gradings=2)
    assert {(row.met, row.note) for row in close.rows} == {(0.875, SCALE[3].note)}


async def test_words_in_no_order_earn_little_even_where_a_model_likes_them() -> None:
    answer = shuffled(INDEX.model_answer, 3)
    grade, _ = await graded(each("fully", answer[:100].rpartition(" ")[0]), answer=answer)
    assert "scrambled" in grade.flags
    assert grade.score <= 35


async def test_a_language_that_rules_cannot_read_is_no_fault_for_a_model() -> None:
    answer = "Jeder Schreibvorgang muss auch den Suchbaum anpassen, deshalb dauert das Speichern viel länger."
    work = work_on(answer)
    assert "language" in work.base.flags
    grade, _ = await graded(each("fully", answer), answer=answer)
    assert (grade.score, grade.flags) == (100, ())
    assert grade.low > 80


async def test_a_failing_model_is_passed_on() -> None:
    async def ask(_: Prompt) -> Completion:
        raise ModelFailed(Failure(why="down"), "down")

    with pytest.raises(ModelFailed, match="down"):
        await grade_by_model(ask, work_on())


@pytest.mark.parametrize("why", ["budget", "down"])
async def test_a_first_grading_stands_alone_where_the_budget_has_none_left_for_a_second(why: Any) -> None:
    model, alone = Model([each("mostly")]), await graded(each("mostly"))

    async def ask(prompt: Prompt) -> Completion:
        if model.asked:
            raise ModelFailed(Failure(why=why), why)
        return await model.ask(prompt)

    grading = grade_by_model(ask, work_on(gradings=2))
    if why == "budget":
        assert await grading == alone[0]
    else:
        with pytest.raises(ModelFailed, match=why):
            await grading
