"""`python -m bot grade`: a grade for each line, whoever wrote its rubric, or why there is none."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.grade import grade_lines
from tests.cli.process import Message, command, fresh_command, lines_of

POINT = "every write updates the index"


def graded(*lines: dict[str, Any]) -> list[Message]:
    """What is said to these lines, every one of which can be graded."""
    results = list(grade_lines(json.dumps(line).encode() for line in lines))
    assert all(good for _, good in results)
    return [json.loads(text) for text, _ in results]


async def test_grade_reads_and_writes_json_lines(tmp_path: Path) -> None:
    question = {
        "question": "Why does an index slow down writes?",
        "model_answer": "Every write must also update the index. The index takes space on disk.",
    }
    rubric = [{"id": "w", "point": POINT, "weight": 2, "accept": ["updates the index"]}]
    answers = ["Every write must also update the index.", "I don't know", "", "Great question!"]
    given = [{"id": n, **question, "rubric": rubric, "answer": a} for n, a in enumerate(answers)]
    code, out, err = await command(tmp_path, "grade", stdin="\n".join(map(json.dumps, given)))
    assert (code, err) == (0, "")
    found = lines_of(out)
    assert [set(g) for g in found] == [{"id", "score", "low", "high", "grader", "rows", "flags"}] * 4
    assert [g["id"] for g in found] == [0, 1, 2, 3]
    assert found[0]["score"] >= 80
    assert all(g["score"] <= 10 for g in found[1:])


async def test_grade_goes_on_after_a_bad_line_and_says_so(tmp_path: Path) -> None:
    good = json.dumps(
        {"id": "b", "question": "Q?", "model_answer": "An answer of some length.", "answer": "yes"}
    )
    code, out, _ = await command(
        tmp_path, "grade", stdin=f'{{"id": "a"\n{good}\n{{"id": "c", "answer": 5}}\n'
    )
    assert code == 1
    first, second, third = lines_of(out)
    assert "line 1" in first["error"]
    assert second["id"] == "b"
    assert "line 3" in third["error"]


@pytest.mark.parametrize(
    ("rubric", "weights"),
    [
        (
            [{"id": 7, "point": POINT, "weight": 40, "source": "book"}, {"point": "B+", "weight": 10}],
            [40, 10],
        ),
        ([{"point": POINT, "accept": None, "reject": "updates nothing"}, "x"], [1, 1]),
        ([{"point": POINT, "weight": None, "accept": "must also update the index"}], [1]),
        ([{"point": f"{POINT}. " * 200, "weight": 1e308}, {"point": "O", "weight": 1e308}], [1e308, 1e308]),
    ],
)
def test_grade_takes_rubrics_as_others_write_them(rubric: list[Any], weights: list[float]) -> None:
    answer = "Every write must also update the index."
    (given,) = graded({"id": "a", "question": "Why?", "answer": answer, "rubric": rubric})
    assert [row["weight"] for row in given["rows"]] == weights
    assert [row["point"] for row in given["rows"]] == [
        (row if isinstance(row, str) else row["point"]).strip() for row in rubric
    ]
    assert set(given["rows"][0]) == {"point_id", "point", "weight", "met", "quote", "note"}


def test_grade_weighs_rows_by_what_was_given() -> None:
    rows = [{"point": POINT, "weight": 90}, {"point": "the index is kept in a sorted tree", "weight": 10}]
    (given,) = graded({"question": "Why?", "answer": "Every write updates the index.", "rubric": rows})
    met, missed = (row["met"] for row in given["rows"])
    assert missed == 0 < met
    assert given["score"] == round(90 * met)


@pytest.mark.parametrize("rubric", [None, []])
def test_grade_without_a_rubric_takes_the_model_answer(rubric: list[Any] | None) -> None:
    model = "Every write must also update the index."
    (given,) = graded({"model_answer": model, "answer": "It is slow.", "rubric": rubric})
    assert given["grader"].startswith("derived-3")


async def test_no_line_stops_a_grading_run(tmp_path: Path) -> None:
    bad = [
        b'{"id": 1, "answer": "\xff"}',
        b'{"id": 2, "rubric": [{"point": ""}]}',
        b'{"id": 3, "rubric": [{"point": "x", "weight": 0}]}',
        b'{"id": 4, "rubric": [{"point": "x", "weight": 1e999}]}',
        b'{"id": 5, "rubric": [{"point": "x", "weight": 1%s}]}' % (b"0" * 400),
        b'{"id": 6, "rubric": "x"}',
        b'{"id": ' + b"[" * 900 + b"]" * 900 + b"}",
    ]
    half = b'{"id": "\\ud800", "answer": "An index \\ud83d helps.", "rubric": ["An index helps \\udfff"]}'
    lines = [*bad, half]
    results = [(json.loads(text), good) for text, good in grade_lines(lines)]
    assert [good for _, good in results] == [False] * len(bad) + [True]
    assert [item["id"] for item, _ in results[1:6]] == [2, 3, 4, 5, 6]
    assert all(f"line {n}:" in item["error"] for n, (item, good) in enumerate(results, 1) if not good)
    code, out, err = await fresh_command(tmp_path, "grade", stdin=half.decode(), PYTHONIOENCODING="ascii")
    assert (code, err) == (0, "")
    assert lines_of(out)[0]["rows"][0]["met"] > 0


@pytest.mark.parametrize(
    "row", ["👍", "...", {"point": "cat", "accept": [""]}, {"point": "cat", "reject": ["-", None]}]
)
def test_a_rubric_of_signs_is_no_fault(row: object) -> None:
    question = {"question": "What is it?", "model_answer": "A cat sits."}
    (given,) = graded({"id": 1, **question, "rubric": [row], "answer": "cat"})
    assert given["id"] == 1


def test_an_id_that_is_no_json_is_refused() -> None:
    results = list(grade_lines([b'{"id": 1e400, "answer": "x"}', b'{"id": NaN, "answer": "x"}']))
    assert [good for _, good in results] == [False, False]
    items = [json.loads(text) for text, _ in results]
    assert all(item["id"] is None and "line" in item["error"] for item in items)
