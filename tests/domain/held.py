"""A student of whom every collection holds something, each text of it with a mark that can be looked for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.grouping.naming import file_name
from domain.model.chat import ChatMessage, ChatSession
from domain.model.remark import Remark
from domain.model.usage import Use
from domain.model.user import User
from tests.domain.builders import an_attempt
from tests.domain.known import HALF, LIBRARY, ONE
from tests.domain.nudged import cards_due, known, path_due
from tests.domain.stored_rounds import a_put, a_round, a_score
from tests.fakes import NOON, KeptFiles
from tests.world import World, open_world

MARK = "zyx"
WHO = "zyxwho"
OTHER = "bertram"
RESUME = (
    "zyxresume Engineer\n\nExperience\n2021 - 2023 Developer at zyxcorp: built zyxledger in Python and SQL."
)
JOB = "zyxjob Backend Developer. Required: Python, SQL. You will run zyxsystem."


@dataclass
class FolderFiles(KeptFiles):
    """As the bot keeps them, in a folder, where what is left can be looked for."""

    folder: Path = field(default_factory=Path)

    async def save(self, name: str, content: bytes) -> str:
        await super().save(name, content)
        self.folder.mkdir(exist_ok=True)
        (self.folder / name).write_bytes(content)
        return str(self.folder / name)

    async def exists(self, path: str) -> bool:
        return Path(path).is_file()

    async def delete(self, names: Any) -> None:
        await super().delete(names)
        for name in names:
            (self.folder / name).unlink(missing_ok=True)


@asynccontextmanager
async def held_world(folder: Path, **options: Any) -> AsyncIterator[World]:
    """A world whose reports are files below the same folder."""
    files = FolderFiles(folder=folder / "reports")
    async with open_world(folder, library=LIBRARY, files=files, **options) as world:
        yield world


async def lived(world: World, who: str = WHO) -> User:
    """What a student does in some weeks, as they say it."""
    await world.say(ONE, who, event="zyxevent1")
    await world.say(f"/answer zyxanswer {HALF}", who)
    while (await world.session(who)).open:
        await world.say("/interview skip", who)
    await world.say("/interview appeal 1 zyxappeal I said zyxanswer.", who)
    await world.say("/interview retry 1 zyxretry It updates the index.", who)
    await world.say(f"/profile resume {RESUME}", who)
    await world.say(f"/profile jd title:zyxtitle {JOB}", who)
    await path_due(world, 5, who)
    await cards_due(world, 1, who)
    await world.say("/interview start rounds:technical_qa questions:2", who)
    await world.event("say", who, text="zyxdraft it may", message="zyxmessage")
    return await known(world, who)


async def planted(world: World, user: User) -> None:
    """What is there of somebody else's doing, or of parts that no dialogue leads to here."""
    do, insert = world.do, world.documents.insert
    times = {"version": 1, "created_at": NOON, "updated_at": NOON}
    await do.usage.add(Use(user_id=user.id, day=NOON.date(), purpose="grade", model="m", calls=3))
    said = ChatMessage(id="said", role="user", content="zyxchat", timestamp=NOON)
    chat = ChatSession(
        id="chat", created_at=NOON, updated_at=NOON, user_id=user.id, started_at=NOON, last_active_at=NOON,
        messages=(said,), is_active=False, summary="zyxsummary",
    )  # fmt: skip
    await do.chats.add(chat)
    job = {"report_id": "gone", "platform": "console", "user_id": WHO}
    await do.aside.put("render_report", job, "OSError", 5)
    await do.aside.put("grade_attempt", {"attempt_id": "group-own"}, "OSError", 5)
    await insert(
        "mentorships", {"_id": "m1", **times, "mentor_id": user.id, "student_id": OTHER, "scopes": ["zyxa"]}
    )
    await insert(
        "mentorships", {"_id": "m2", **times, "mentor_id": OTHER, "student_id": user.id, "scopes": ["zyxb"]}
    )
    nudge = {"key": f"{user.id}:day", "user_id": user.id, "kind": "daily", "due_at": NOON, "state": "sent"}
    await insert("nudges", {"_id": "n1", **times, **nudge, "payload": {"to": [f"console::{WHO}"]}})
    progress = {"student_id": user.id, "path_id": "p", "resource_id": "zyxres", "minutes": 5}
    await insert("learning_progress", {"_id": f"{user.id}:zyxres", **times, **progress})
    sitting = {"student_id": user.id, "path_id": "p", "skill": "sql", "stage": "s", "state": "passed"}
    items = [{"item_id": "zyxquiz", "topic": "joins", "order": [0, 1, 2, 3]}]
    quiz = {**sitting, "started_at": NOON, "passing_score": 70, "items": items}
    await insert("quiz_sittings", {"_id": "q1", **times, **quiz})
    await insert("link_codes", {"_id": "zyxcode", **times, "user_id": user.id, "expires_at": NOON})
    install = {"enterprise_id": "", "team_id": "T1", "team_name": "Club", "installed_by": "zyxslack"}
    await insert(
        "slack_installs",
        {"_id": ":T1", **times, **install, "bot_token": "secret-token", "installed_at": NOON},
    )
    await insert("tombstones", {"_id": "joined", **times, "into": user.id})
    await audited(world, "by", admin_id=user.id, admin_key=f"console::{WHO}")
    await audited(world, "on", admin_id="boss", admin_key="console::boss", subject=user.id)
    await in_groups(world, user)
    await mentored(world, user)


async def mentored(world: World, user: User) -> None:
    """What they were set and set somebody, and their words on somebody's answer beside another mentor's."""
    times = {"version": 1, "created_at": NOON, "updated_at": NOON, "due_on": "2026-12-01", "due_at": NOON}
    for name, student, mentor in (("as1", user.id, OTHER), ("as2", OTHER, user.id)):
        task = {"kind": "mock", "name": "zyxfirm"}
        set_ = {"student_id": student, "mentor_id": mentor, "key": name, "state": "open", "word": "zyxword"}
        await world.documents.insert("assignments", {"_id": name, **times, **set_, "task": task})
    said = [
        Remark(id="r1", mentor_id=user.id, kind="comment", at=NOON, text="zyxcomment"),
        Remark(id="r2", mentor_id=user.id, kind="override", at=NOON, text="zyxreason", point_id="split"),
        Remark(id="r3", mentor_id="another", kind="comment", at=NOON, text="others"),
    ]
    await world.do.attempts.change("group-other", lambda a: a.model_copy(update={"remarks": tuple(said)}))


async def audited(world: World, entry_id: str, **change: str) -> None:
    entry = {"at": NOON, "action": "admin role", "subject": "", "outcome": "done", **change}
    await world.documents.insert(
        "audit_log", {"_id": entry_id, "version": 1, "created_at": NOON, "updated_at": NOON, **entry}
    )


async def in_groups(world: World, user: User) -> None:
    """A race that they began and a panel that somebody else did, with an answer and scores of theirs."""
    do = world.do
    asked = a_put(candidate=user.id, interviewer=OTHER)
    await do.groups.add(a_round([user.id, OTHER], _id="own", held_as=f"console::{WHO}"))
    await do.groups.add(a_round([OTHER, user.id], _id="theirs", mode="panel", questions=(asked,)))
    for session in ("own", "theirs"):
        attempt = an_attempt(
            _id=f"group-{session}", session_id=session, student_id=user.id, student_answer="zyxspoken",
            feedback="zyxfeedback", appeal="zyxplea",
        )  # fmt: skip
        rows = tuple(row.model_copy(update={"quote": "zyxquote"}) for row in attempt.rows)
        await do.attempts.add(attempt.model_copy(update={"rows": rows}))
        await do.files.save(file_name(session), b"zyxsummary")
    await do.attempts.add(
        an_attempt(_id="group-other", session_id="theirs", student_id=OTHER, student_answer="others")
    )
    await do.panel_scores.add(a_score(OTHER, user.id, 0.5, "theirs", _id="given"))
    await do.panel_scores.add(a_score(user.id, OTHER, 1, "theirs", _id="led", about="interviewer"))
    await do.panel_scores.add(a_score(user.id, OTHER, 1, "own", _id="half", whole=False))


async def full(world: World) -> User:
    """The student with all of it, who is known on Slack too and has an e-mail address."""
    user = await lived(world)
    await planted(world, user)
    slack = user.identities[0].model_copy(
        update={"platform": "slack", "workspace_id": "T1", "user_id": "zyxslack", "display_name": "zyxname"}
    )
    change = {
        "identities": (*user.identities, slack), "email": "zyx@example.org", "email_typed": "Zyx@example.org",
        "password_hash": "zyxhash",
    }  # fmt: skip
    return await do_change(world, user, change)


async def do_change(world: World, user: User, change: dict[str, Any]) -> User:
    return await world.do.users.change(user.id, lambda u: u.model_copy(update=change))


def marks(folder: Path) -> dict[str, int]:
    """How often the mark stands in each file of a folder, whatever the file is; only where it does."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            count = path.read_bytes().lower().count(MARK.encode()) + path.name.lower().count(MARK)
            if count:
                found[str(path.relative_to(folder))] = count
    return found
