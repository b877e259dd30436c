"""The declared schema: true to the models, and used by the questions that the product asks most."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, get_origin

import pytest
from pydantic import BaseModel

from domain.model.account import LinkCode, Lockout
from domain.model.aside import SetAsideJob
from domain.model.assignment import Assignment
from domain.model.attempt import Attempt
from domain.model.card import ReviewCard
from domain.model.company import Company
from domain.model.interview import Interview
from domain.model.learning import LearningPath
from domain.model.mentorship import Mentorship
from domain.model.nudge import Nudge
from domain.model.question import Question
from domain.model.quiz import Sitting
from domain.model.report import Report
from domain.model.roadmap import Roadmap
from domain.model.user import User
from storage.schema import COLLECTIONS, Collection
from storage.sql import matching, ordered
from storage.sqlite import open_sqlite
from storage.where import checked_sort, parsed
from tests.storage.sample import NOON

BY_NAME = {declared.name: declared for declared in COLLECTIONS}
EVERYWHERE = {"_id", "version", "created_at", "updated_at"}
MODELS = [
    ("users", User),
    ("interview_sessions", Interview),
    ("interview_attempts", Attempt),
    ("interview_reports", Report),
    ("interview_questions", Question),
    ("company_interview_knowledge", Company),
    ("set_aside_jobs", SetAsideJob),
    ("learning_paths", LearningPath),
    ("quiz_sittings", Sitting),
    ("review_cards", ReviewCard),
    ("nudges", Nudge),
    ("mentorships", Mentorship),
    ("assignments", Assignment),
    ("roadmaps", Roadmap),
    ("link_codes", LinkCode),
    ("lockouts", Lockout),
]


@pytest.mark.parametrize(("name", "model"), MODELS)
def test_what_a_model_stores_is_declared(name: str, model: type[BaseModel]) -> None:
    fields = {field.alias or key: field for key, field in model.model_fields.items()}
    fields.pop("slug", None)
    assert fields.keys() - EVERYWHERE <= set(BY_NAME[name].fields)
    lists = {key for key, field in fields.items() if get_origin(field.annotation) in (tuple, list)}
    assert lists == {key for key in fields if key in BY_NAME[name].arrays}


@pytest.mark.parametrize("declared", COLLECTIONS, ids=lambda declared: declared.name)
def test_an_index_is_over_declared_fields(declared: Collection) -> None:
    known = set(declared.fields) | EVERYWHERE
    assert len(declared.fields) == len(set(declared.fields))
    assert len(declared.indexes) == len({index.name for index in declared.indexes})
    for index in declared.indexes:
        arrays = {path.partition(".")[0] for path in index.fields} & declared.arrays
        assert {path.partition(".")[0] for path in (*index.fields, *dict(index.where))} <= known
        assert arrays == ({index.multikey} if index.multikey else set())
        assert not (index.unique and not index.multikey and any("." in path for path in index.fields))
        assert len(index.fields) == 1 or not (index.optional or index.expire_after)


QUESTIONS: list[tuple[str, dict[str, Any], list[tuple[str, int]], str]] = [
    ("users", {"email": "e"}, [], "users__email"),
    (
        "users",
        {"identities.user_id": "1", "identities.platform": "discord"},
        [],
        "users__identity__entry (c0=? AND c1=?)",
    ),
    (
        "users",
        {"claimed.user_id": "1", "claimed.platform": "slack"},
        [],
        "users__claimed__entry (c0=? AND c1=?)",
    ),
    ("users", {"joined_into": {"$gt": ""}, "updated_at": {"$lt": NOON}}, [], "users__joined"),
    ("users", {"analysis_due_at": {"$lte": NOON}}, [("analysis_due_at", 1)], "users__analysis"),
    ("interview_sessions", {"student_id": "s"}, [("started_at", -1)], "interview_sessions__student"),
    (
        "interview_sessions",
        {"student_id": "s", "kind": "solo", "status": "in_progress"},
        [],
        "interview_sessions__open_solo",
    ),
    (
        "interview_sessions",
        {"status": "in_progress", "last_active_at": {"$lt": NOON}},
        [("last_active_at", 1)],
        "interview_sessions__activity",
    ),
    ("interview_sessions", {"participants": "s"}, [], "interview_sessions__participants__entry (c0=?)"),
    ("interview_attempts", {"session_id": "s"}, [], "interview_attempts__one_try"),
    ("interview_attempts", {"student_id": "s"}, [("created_at", -1)], "interview_attempts__student"),
    (
        "interview_attempts",
        {"score": None, "created_at": {"$lt": NOON}},
        [("created_at", 1)],
        "interview_attempts__ungraded",
    ),
    ("interview_reports", {"session_id": "s"}, [], "interview_reports__session"),
    (
        "interview_reports",
        {"pdf_path": None, "updated_at": {"$lt": NOON}},
        [("updated_at", 1)],
        "interview_reports__undrawn",
    ),
    (
        "interview_questions",
        {"round": "dsa", "difficulty": {"$gte": 2}},
        [],
        "interview_questions__round_difficulty",
    ),
    ("interview_questions", {"tags": "graphs"}, [], "interview_questions__tags__entry (c0=?)"),
    (
        "company_interview_knowledge",
        {"names": "acme"},
        [],
        "company_interview_knowledge__names__entry (c0=?)",
    ),
    (
        "learning_paths",
        {"stages.status": "open", "stages.due_at": {"$lte": NOON}},
        [],
        "learning_paths__stages_due__entry (c0=? AND c1<?)",
    ),
    ("nudges", {"state": "due", "due_at": {"$lte": NOON}}, [("due_at", 1)], "nudges__state_due"),
    (
        "review_cards",
        {"student_id": "s", "due_at": {"$lte": NOON}},
        [("due_at", 1)],
        "review_cards__student_due",
    ),
    ("chat_sessions", {"user_id": "u", "is_active": True}, [], "chat_sessions__active_user"),
    ("inbox", {"seen_at": {"$lte": NOON}}, [], "inbox__seen_at"),
    ("mentorships", {"student_id": "s"}, [], "mentorships__student"),
    ("users", {"digest_at": {"$lte": NOON}}, [("digest_at", 1)], "users__digest"),
    (
        "interview_attempts",
        {"remark_due_at": {"$lte": NOON}},
        [("remark_due_at", 1)],
        "interview_attempts__remark",
    ),
    ("interview_attempts", {"remarks.mentor_id": "m"}, [], "interview_attempts__remarks__entry (c0=?)"),
    ("assignments", {"student_id": "s"}, [("created_at", -1)], "assignments__student"),
    ("assignments", {"mentor_id": "m"}, [("created_at", -1)], "assignments__mentor"),
    ("assignments", {"key": "k", "state": "open"}, [], "assignments__key"),
    ("assignments", {"tell_due_at": {"$lte": NOON}}, [("tell_due_at", 1)], "assignments__telling"),
    ("tombstones", {"into": "u"}, [], "tombstones__into"),
    ("tombstones", {"created_at": {"$gte": NOON}}, [("created_at", 1)], "tombstones__ended"),
    ("link_codes", {"user_id": "u"}, [], "link_codes__user"),
    ("audit_log", {"subject": "u"}, [], "audit_log__subject"),
]


@pytest.mark.parametrize(("name", "where", "sort", "index"), QUESTIONS, ids=lambda value: str(value)[:60])
async def test_a_common_question_is_answered_by_its_index(
    tmp_path: Path, name: str, where: dict[str, Any], sort: list[tuple[str, int]], index: str
) -> None:
    async with open_sqlite(tmp_path / "store.db"):
        pass
    declared = BY_NAME[name]
    matches = matching(declared, parsed(declared, where))
    order = ordered(checked_sort(declared, sort))
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection:
        plan = connection.execute(
            f"EXPLAIN QUERY PLAN SELECT _id, version, doc FROM {name}{matches.text}{order}", matches.bound
        ).fetchall()
    steps = [detail for *_, detail in plan]
    assert any(f"INDEX {index}" in step for step in steps), steps
    assert not any(step.startswith("SCAN") for step in steps), steps
    if sort:
        assert "USE TEMP B-TREE FOR ORDER BY" not in steps, "the index gives the order, but for ties"
