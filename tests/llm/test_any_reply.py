"""Whatever a model returns, nothing gets into a grade but levels of the scale and words of the answer."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.errors import ModelFailed
from domain.grading.anchored import grade_by_model
from domain.grading.anchors import SCALE
from domain.model.completion import Completion, Prompt, Tokens
from tests.grading.samples import INDEX
from tests.llm.replying import (
    ANSWER,
    INSERT,
    POINTS,
    TREE,
    WORK,
    holds,
)

anything = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9) | st.lists(st.none())
names = st.sampled_from([level.name for level in SCALE])
passages = st.builds(lambda start, end: ANSWER[start:end], st.integers(0, 99), st.integers(0, 200))
quotes = st.sampled_from([TREE, INSERT, "LEAKED", INDEX.model_answer, f"{TREE} LEAKED"]) | passages | anything


def said_of(row_ids: st.SearchStrategy[Any], level: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"id": row_ids, "level": level, "quote": quotes, "missing": st.just("LEAKED")}
    )


sound = st.tuples(*(said_of(st.just(row_id), names) for row_id in POINTS)).map(list)
odd = st.lists(anything | said_of(st.sampled_from([*POINTS, "other"]), names | anything), max_size=3)
contents = st.fixed_dictionaries(
    {"rows": st.builds(lambda first, rows, last: [*first, *rows, *last], odd, sound, odd) | odd | anything}
)


@given(st.lists(contents, min_size=1, max_size=3), st.sampled_from([1, 2]))
async def test_whatever_a_model_returns_the_grade_is_honest(
    said: list[dict[str, Any]], gradings: int
) -> None:
    calls = 0

    async def ask(_: Prompt) -> Completion:
        nonlocal calls
        calls += 1
        return Completion(content=said[calls % len(said)], model="m", tokens=Tokens())

    grade = WORK.base
    with suppress(ModelFailed):
        grade = await grade_by_model(ask, replace(WORK, gradings=gradings))
    assert calls <= 2 * gradings
    holds(grade, ANSWER)
    assert "LEAKED" not in grade.model_dump_json()
    assert all(len(row.note) <= 200 for row in grade.rows if row.met > 0)
