"""What passages are made of the content, and what never gets into one."""

import re

import pytest

from bot.lazy import LazyRetrieval
from domain.actions import TABLE
from domain.model.passage import Passage
from domain.passages import passages_of
from domain.passages.help import Written, coach
from domain.passages.own import MOST_ANSWERS, own_passages
from domain.weakness import NOTHING_SEEN, Profile, Standing
from tests.retrieval.students import BANK, NOW, PROFILE, REPORT, SECRET, attempt, own_of_a_student
from tests.world import LIBRARY, RETRIEVAL

ALL = passages_of(LIBRARY, TABLE)
OWN = own_of_a_student()


def of(*kinds: str) -> list[Passage]:
    return [passage for passage in ALL if passage.kind in kinds]


def test_each_has_an_id_of_its_own_and_says_where_it_is_from() -> None:
    everything = [*ALL, *OWN]
    assert len({passage.id for passage in everything}) == len(everything)
    for passage in everything:
        assert passage.title.strip()
        assert passage.source.strip()
        assert 20 <= len(passage.text) <= 2000


def test_all_content_has_its_passages() -> None:
    assert {p.subject for p in of("question")} == {q.slug for q in LIBRARY.questions}
    assert {p.subject for p in of("company")} == {c.slug for c in LIBRARY.companies}
    stages = {(r.slug, n) for r in LIBRARY.roadmaps for n, _ in enumerate(r.stages, 1)}
    assert {(p.subject, p.stage) for p in of("roadmap") if p.stage} == stages
    resources = [m for r in LIBRARY.roadmaps for stage in r.stages for m in stage.resources]
    assert {p.id for p in of("resource")} == {f"resource:{m.id}" for m in resources}
    assert all(p.url.startswith("https://") for p in of("resource"))


def test_a_coding_problem_is_explained_and_not_given_away() -> None:
    told = "\n".join(passage.text for passage in ALL)
    coded = [question for question in LIBRARY.questions if question.runs_code]
    assert coded
    for question in coded:
        text = next(p.text for p in ALL if p.id == f"question:{question.slug}:points")
        assert all(row.point in text for row in question.rubric)
        assert str(question.complexity) in text
        assert question.model_answer not in told
        assert str(question.reference_solution) not in told
        assert str(question.signature) not in told


def test_a_quiz_is_named_and_its_answers_are_not() -> None:
    told = "\n".join(passage.text for passage in of("roadmap"))
    items = [item for roadmap in LIBRARY.roadmaps for stage in roadmap.stages for item in stage.quiz]
    assert sum(" ".join(item.prompt.split()) in told for item in items) > len(items) / 2
    for item in items:
        assert item.why not in told
        assert len(item.right) < 30 or item.right not in told


def test_every_command_for_anyone_has_one_and_no_other() -> None:
    anyone = {row.name for row in TABLE.values() if not row.hidden and row.rights == "anyone"}
    assert {p.id for p in of("help") if p.id.startswith("help:")} == {f"help:{name}" for name in anyone}
    assert {p.subject for p in of("help")} - {""} <= set(TABLE)


def test_what_students_call_commands_is_written_for_commands_that_exist() -> None:
    assert set(coach().words) <= set(TABLE)
    assert {written.action for written in coach().passage} - {""} <= set(TABLE)
    groups = {name.split()[0] for name in TABLE}
    for written in coach().passage:
        assert set(re.findall(r"(?<!\w)/(\w+)", written.text)) <= groups


@pytest.mark.parametrize("written", coach().passage, ids=lambda written: written.slug)
def test_advice_is_short_and_plain(written: Written) -> None:
    passage = next(p for p in of("help") if p.id == f"advice:{written.slug}")
    assert 60 <= len(passage.text.split()) <= 150
    assert "  " not in passage.text
    assert passage.text.rstrip().endswith((".", "”"))


def test_no_word_of_an_answer_gets_into_ones_own() -> None:
    assert {p.kind for p in OWN} == {"weakness", "report", "answer"}
    assert SECRET not in repr(OWN)


def test_weak_topics_come_with_their_figures() -> None:
    own = own_passages(PROFILE, None, (), {})
    assert [p.subject for p in own] == ["", "joins", "two-pointers"]
    assert "30% on average, seen 5 times on 3 days" in own[1].text
    assert "dns" not in own[0].text
    fine = own_passages(Profile((Standing("dns", 0.9, 1, 1),)), None, (), {})
    assert [p.subject for p in fine] == [""]
    assert "No topic" in fine[0].text
    assert "dns: 90% on average, seen once on one day" in fine[0].text


def test_a_report_is_told_in_its_parts() -> None:
    own = own_passages(NOTHING_SEEN, REPORT, (), {})
    assert [p.id for p in own] == ["report:r1:strengths", "report:r1:weaknesses", "report:r1:plan"]
    assert {p.subject for p in own} == {"s1"}
    bare = REPORT.model_copy(update={"strengths": (), "improvement_plan": (), "session_id": None})
    assert [(p.id, p.subject) for p in own_passages(NOTHING_SEEN, bare, (), {})] == [
        ("report:r1:weaknesses", "")
    ]


def test_of_each_question_the_newest_answer_tells_what_it_missed() -> None:
    question = BANK["cs-deadlock"]
    old, new = attempt(question, id="old"), attempt(question, met=0.4, id="new")
    told = own_passages(NOTHING_SEEN, None, [new, old], BANK)
    assert [p.id for p in told] == ["answer:new"]
    assert told[0].subject == "cs-deadlock"
    assert "40/100" in told[0].text
    assert question.rubric[0].point in told[0].text


def test_answers_that_missed_nothing_or_have_no_grade_are_not_told() -> None:
    question = BANK["cs-deadlock"]
    whole, old = attempt(question, met=1.0, id="new"), attempt(question, id="old")
    assert own_passages(NOTHING_SEEN, None, [whole, old], BANK) == ()
    assert own_passages(NOTHING_SEEN, None, [attempt(question, score=None, low=None, high=None)], BANK) == ()
    assert own_passages(NOTHING_SEEN, None, [attempt(question, flags=("grader_failed",))], BANK) == ()
    assert own_passages(NOTHING_SEEN, None, [attempt(question)], {}) == ()


def test_only_the_last_answers_are_told() -> None:
    answered = [attempt(question) for question in BANK.values()]
    told = own_passages(NOTHING_SEEN, None, answered, BANK)
    assert [p.id for p in told] == [f"answer:{a.id}" for a in answered[:MOST_ANSWERS]]
    assert NOW.strftime("%Y") in told[0].source


async def test_the_bot_finds_in_the_same_passages() -> None:
    text = "what is a deadlock"
    assert await LazyRetrieval().find(text, 3) == await RETRIEVAL.find(text, 3)
