"""Two accounts with something in every collection, and what must be the same after they were joined."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from domain.accounts.folding_learning import owing_all
from domain.model.chat import ChatSession
from domain.model.learning import LearningPath, PathResource, PathStage
from domain.model.nudge import Nudge, NudgePayload
from domain.model.quiz import QuizAnswer, Sitting
from domain.model.report import Report
from domain.model.usage import Figures, Use
from domain.model.user import Identity, User
from domain.ports import Documents
from domain.services import Services
from storage.all import stores_over
from storage.schema import OWNERS
from tests.domain.builders import an_asked_question, an_attempt, an_interview
from tests.domain.nudged import DAY, a_card, a_path, a_resource, a_stage
from tests.fakes import NOON, CountedRandomness, ManualClock

OLDER, YOUNGER = "a" * 16, "b" * 16


@dataclass(frozen=True)
class Held:
    """What one of the two has. Numbers name things, so that the same number in both is about the same."""

    interviews: int = 1
    open: bool = False
    skills: tuple[tuple[str, tuple[int, ...], int], ...] = ()
    cards: tuple[tuple[int, int], ...] = ()
    chats: int = 1
    calls: tuple[int, ...] = ()
    sittings: int = 0
    login: bool = False


OLD, YOUNG = timedelta(days=9), timedelta(days=2)
MUCH = Held(
    interviews=2,
    open=True,
    skills=(("sql", (1,), 20), ("git", (), 5)),
    cards=((1, 0), (2, 3)),
    chats=2,
    calls=(3, 1),
    sittings=2,
    login=True,
)
MORE = Held(
    interviews=1,
    open=True,
    skills=(("sql", (1, 2), 30), ("go", (3,), 10)),
    cards=((1, 4), (3, 1)),
    chats=1,
    calls=(2,),
    sittings=1,
    login=True,
)


async def two(do: Services, older: Held = MUCH, younger: Held = MORE) -> tuple[User, User]:
    return await fill(do, OLDER, OLD, older), await fill(do, YOUNGER, YOUNG, younger)


def services_over(do: Services, documents: Any, clock: ManualClock, start: int = 1 << 40) -> Services:
    """The same services over another way to the store."""
    random = CountedRandomness(start)
    return replace(do, **stores_over(documents, clock, random), random=random)


async def fill(do: Services, user_id: str, age: timedelta, held: Held) -> User:
    """Stores the account and all that it has; the larger the age the older it is."""
    user = _user(user_id, age, held)
    await do.users.add(user)
    for number in range(held.interviews):
        await _interview(do, user_id, number, "completed")
    if held.open:
        await _interview(do, user_id, held.interviews, "in_progress")
    for skill, done, minutes in held.skills:
        path = path_of(user_id, skill, done, minutes)
        await do.paths.add(path)
        for owed in owing_all(path, NOON).owed:
            await do.paths.record(path, owed)
        for number in range(held.sittings):
            await do.quizzes.add(_sitting(path, number))
    for number, reviewed in held.cards:
        card = a_card(user_id, number, NOON + number * DAY, reviewed=reviewed)
        await do.cards.add(card)
    for number in range(held.chats):
        await do.chats.add(_chat(user_id, number, active=number == 0))
    for day, calls in enumerate(held.calls):
        await do.usage.add(_use(user_id, day, calls))
    await do.nudges.add(_nudge(user_id))
    return user


def _user(user_id: str, age: timedelta, held: Held) -> User:
    login = {"email": f"{user_id}@x.org", "email_typed": f"{user_id.upper()}@x.org", "password_hash": "hash"}
    return User(
        id=user_id,
        created_at=NOON,
        updated_at=NOON,
        name=user_id,
        registered_at=NOON - age,
        identities=(
            Identity(platform="console", user_id=user_id),
            Identity(platform="slack", user_id=user_id),
        ),
        **(login if held.login else {}),
    )


async def _interview(do: Services, user_id: str, number: int, status: str) -> None:
    session_id = f"session-{user_id}-{number}"
    questions = (an_asked_question(outcome="answered" if status == "completed" else None),)
    report = f"report-{user_id}-{number}" if status == "completed" else None
    await do.interviews.add(
        an_interview(
            _id=session_id,
            student_id=user_id,
            status=status,
            questions=questions,
            report_id=report,
            last_active_at=NOON,
            completed_at=NOON if report else None,
        )
    )
    if report is None:
        return
    attempt_id = f"attempt-{user_id}-{number}"
    await do.attempts.add(an_attempt(_id=attempt_id, session_id=session_id, student_id=user_id))
    await do.reports.add(
        Report(
            id=report,
            created_at=NOON,
            updated_at=NOON,
            session_id=session_id,
            student_id=user_id,
            overall=50,
            low=40,
            high=60,
            by_round=(),
            strengths=(),
            weaknesses=(),
            feedback="",
            improvement_plan=(),
            pdf_path="/x.pdf",
        )
    )


def path_of(user_id: str, skill: str, done: tuple[int, ...], minutes: int) -> LearningPath:
    """A path of three resources, of which those numbers are done in as many minutes each."""
    resources = tuple(_done(n, skill, minutes) if n in done else _waiting(n, skill) for n in (1, 2, 3))
    stage = a_stage(NOON.date() + DAY, resources=resources, minutes_logged=minutes)
    return a_path(user_id, (stage,), f"path-{user_id}-{skill}", skill=skill)


def _waiting(number: int, skill: str) -> PathResource:
    return a_resource(number).model_copy(update={"resource_id": f"{skill}-{number}"})


def _done(number: int, skill: str, minutes: int) -> PathResource:
    done = {"completed": True, "completed_at": NOON + minutes * DAY, "minutes": minutes}
    return _waiting(number, skill).model_copy(update=done)


def _sitting(path: LearningPath, number: int) -> Sitting:
    return Sitting(
        id=f"sitting-{path.id}-{number}", created_at=NOON, updated_at=NOON, student_id=path.student_id,
        path_id=path.id, skill=path.skill, stage="stage-1", passing_score=70, started_at=NOON,
        items=(QuizAnswer(item_id="i", topic="t", order=(0, 1, 2, 3)),),
        state="open" if number == 0 else "failed",
    )  # fmt: skip


def _chat(user_id: str, number: int, *, active: bool) -> ChatSession:
    return ChatSession(
        id=f"chat-{user_id}-{number}", created_at=NOON, updated_at=NOON, user_id=user_id, started_at=NOON,
        last_active_at=NOON, is_active=active, summary=f"What {user_id} asked.",
    )  # fmt: skip


def _use(user_id: str, day: int, calls: int) -> Use:
    figures = {"calls": calls, "input_tokens": 10 * calls, "output_tokens": calls, "cost_microusd": 7 * calls}
    return Use(user_id=user_id, day=NOON.date() + day * DAY, purpose="grade", model="m", **figures)


def _nudge(user_id: str) -> Nudge:
    payload = NudgePayload(day=NOON.date(), reasons=("x",))
    return Nudge(
        id=f"nudge-{user_id}", created_at=NOON, updated_at=NOON, key=f"{user_id}:day", user_id=user_id,
        due_at=NOON, payload=payload,
    )  # fmt: skip


async def inventory(documents: Documents) -> dict[str, Any]:
    """All that both have, whoever of them has it."""
    paths = [LearningPath.model_validate(d) for d in await documents.find("learning_paths", {})]
    stages = [(p.skill, stage) for p in paths for stage in p.stages]
    rows = await documents.find("ai_usage", {})
    return {
        "interviews": await _ids(documents, "interview_sessions"),
        "answers": await _ids(documents, "interview_attempts"),
        "reports": await _ids(documents, "interview_reports"),
        "conversations": await _ids(documents, "chat_sessions"),
        "sittings": await _ids(documents, "quiz_sittings"),
        "nudges": await _ids(documents, "nudges"),
        "cards": {(d["question_id"], d["point_id"]) for d in await documents.find("review_cards", {})},
        "reviews": _most_reviewed(await documents.find("review_cards", {})),
        "done": {(skill, r.resource_id) for skill, stage in stages for r in stage.resources if r.completed},
        "minutes": _minutes(stages),
        "figures": {name: sum(row[name] for row in rows) for name in Figures.model_fields},
    }


async def _ids(documents: Documents, collection: str) -> set[str]:
    return {document["_id"] for document in await documents.find(collection, {})}


def _most_reviewed(cards: Iterable[dict[str, Any]]) -> dict[str, int]:
    most: dict[str, int] = {}
    for card in cards:
        most[card["point_id"]] = max(most.get(card["point_id"], 0), card["reviewed"])
    return most


def _minutes(stages: Iterable[tuple[str, PathStage]]) -> Counter[str]:
    spent: Counter[str] = Counter()
    for skill, stage in stages:
        spent[skill] += stage.minutes_logged + sum(r.minutes or 0 for r in stage.resources)
    return +spent


async def check_whole(do: Services, documents: Documents, before: dict[str, Any]) -> None:
    """Nothing of what there was is gone, and all of it is the older account's."""
    assert await inventory(documents) == before
    left = {
        collection: [d["_id"] for d in await documents.find(collection, {field: {"$ne": OLDER}})]
        for collection, field in OWNERS.items()
    }
    assert {collection: ids for collection, ids in left.items() if ids} == {}
    (account,) = await documents.find("users", {})
    user = User.model_validate(account)
    assert user.id == OLDER
    assert user.claimed == ()
    assert sorted(i.key for i in user.identities) == sorted(
        f"{platform}::{one}" for platform in ("console", "slack") for one in (OLDER, YOUNGER)
    )
    paths = await do.paths.of(OLDER)
    entries = {d["resource_id"]: d for d in await documents.find("learning_progress", {})}
    assert entries.keys() == {resource for _, resource in before["done"]}
    assert {d["path_id"] for d in entries.values()} <= {path.id for path in paths}
    assert all(d["_id"] == f"{OLDER}:{resource}" for resource, d in entries.items())
    assert [path.owed for path in paths if path.owed] == []
