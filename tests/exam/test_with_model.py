"""The same exam against a model grader: a loopback server that grades as an honest model would, recorded."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from bot.exam.check import EVERYBODY
from bot.exam.checks import CHECKS
from bot.exam.grader_checks import ALONE, BOLD
from bot.exam.languages import ENGLISH, TRANSLATIONS
from domain.grading.grader import grade_answer
from tests.exam.holding import held, no_and_why, results
from tests.llm.double import ParsedRequest, grading_for, model_server
from tests.llm.double.errors import JSON
from tests.world import LIBRARY

pytestmark = pytest.mark.acceptance

BY_RULES = {"language-said"}
SENTENCES = {
    foreign: english
    for answers in TRANSLATIONS.values()
    for slug, told in answers.items()
    for foreign, english in zip(told, ENGLISH[slug], strict=True)
}
# Those whose grades a model has a part in, one of a kind; the others sit it with a model in `make soak`.
SEVERAL = (
    *("strong", "complete", "again", "pausing", "weak", "helped", "twice", "appealing", "late-bloomer"),
    *("rambling", "silent", "copying", "wrong", "keywords", "shuffled", "elsewhere"),
    *("english", "spanish", "german", "hindi"),
    *ALONE,
    *BOLD,
)


@cache
def stories() -> Mapping[str, Mapping[str, str]]:
    """By its model answer, which sentence of a story is of the kind that each of its rows asks for."""
    return {
        story.model_answer.strip(): {
            row.point: row.quote for row in grade_answer(story, story.model_answer).rows
        }
        for story in LIBRARY.questions
        if story.round == "behavioral"
    }


def recorded(request: ParsedRequest) -> JSON:
    """The double's grading, by a model that also reads stories and the exam's other languages."""
    graded: JSON = json.loads(_recorded(request.instructions, request.material))
    return graded


@cache
def _recorded(told: str, answer: str) -> str:
    spoken = [foreign for foreign in SENTENCES if foreign in answer]
    graded = grading_for(ParsedRequest({"messages": _plain(told, answer, spoken)}))
    for row in graded["rows"]:
        row["quote"] = next((said for said in spoken if SENTENCES[said] == row["quote"]), row["quote"])
    return json.dumps(graded)


def _plain(told: str, answer: str, spoken: list[str]) -> list[JSON]:
    """The messages with rows and answer in words that the double can compare."""
    kinds = next((rows for good, rows in stories().items() if good in told), {})
    for point, sentence in kinds.items():
        told = told.replace(json.dumps(point, ensure_ascii=False), json.dumps(sentence, ensure_ascii=False))
    for foreign in spoken:
        answer = answer.replace(foreign, SENTENCES[foreign])
    return [{"role": "system", "content": told}, {"role": "user", "content": answer}]


@pytest.mark.parametrize("sitting", [SEVERAL, pytest.param(EVERYBODY, marks=pytest.mark.soak)], ids=len)
async def test_every_answer_is_yes_with_a_model(
    sitting: Sequence[str], data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = {check.name for check in CHECKS if not set(check.needs) <= set(sitting)}
    async with model_server() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", server.key)
        server.always(recorded)
        record = await held(data_folder, *sitting)
        assert no_and_why(record) == {}
        assert {one.name for one in results(record) if one.not_run} == BY_RULES | alone
        assert len(server.requests) > 3 * len(sitting)
