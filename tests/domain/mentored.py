"""A student with something of everything, and mentors of whom each may see something else of it."""

from dataclasses import dataclass
from datetime import timedelta

from domain.model.chat import ChatMessage, ChatSession
from domain.model.interview import Interview
from domain.model.mentorship import SCOPES, Mentorship, Scope, State
from domain.replies import Reply
from tests.domain.known import HALF, ONE, SPLIT
from tests.domain.nudged import known, path_due
from tests.world import World, text_of

ALL: tuple[Scope, ...] = SCOPES
SECRET = "zyxsecret"
TWO = "/interview start rounds:technical_qa questions:2"


async def interviewed(world: World, *answers: str, user: str = "ana", start: str = TWO) -> Interview:
    """An interview that has ended, with these answers; what is left is skipped."""
    world.clock.forward(minutes=5)
    await world.say(start, user)
    for answer in answers:
        await world.say(f"/answer {answer}", user)
    while (await world.session(user)).open:
        await world.say("/interview skip", user)
    return await world.session(user)


async def talked(world: World, user: str = "ana") -> None:
    student, now = await known(world, user), world.clock.now()
    said = ChatMessage(id="said", role="user", content=f"{SECRET} chat", timestamp=now)
    await world.do.chats.add(
        ChatSession(
            id=f"chat-{user}", created_at=now, updated_at=now, user_id=student.id, started_at=now,
            last_active_at=now, messages=(said,), is_active=False,
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Work:
    """What there is of a student: an interview, one of which all is withheld, a roadmap, a conversation."""

    shown: Interview
    withheld: Interview


async def worked(world: World) -> Work:
    shown = await interviewed(world, HALF, f"{SECRET} {SPLIT}")
    withheld = await interviewed(world, HALF, start=ONE)
    await world.say("/mentor withhold 1")
    await path_due(world, -2)
    await talked(world)
    return Work(shown, withheld)


async def mentorship(
    world: World,
    mentor: str = "mia",
    scopes: tuple[Scope, ...] = ALL,
    state: State = "active",
    *,
    days: int = 90,
    student: str = "ana",
) -> Mentorship:
    """One in that state, which ends in so many days, or has."""
    now, one, other = world.clock.now(), await known(world, mentor), await known(world, student)
    made = Mentorship(
        id=world.do.random.new_id(), created_at=now, updated_at=now, mentor_id=one.id, student_id=other.id,
        scopes=scopes, days=90, state=state, expires_at=now + timedelta(days=days), asked_at=now,
    )  # fmt: skip
    await world.do.mentorships.add(made)
    return made


async def stored(world: World, one: Mentorship) -> Mentorship:
    found = await world.do.mentorships.get(one.id)
    assert found is not None
    return found


def whats(one: Mentorship) -> list[tuple[str, int]]:
    """Each look with how often."""
    return [(look.what, look.times) for look in one.looks]


def sent_to(world: World, user: str) -> list[Reply]:
    """What the bot told somebody by itself."""
    return [reply for to, _, reply in world.outbox.sent if to.user_id == user]


def titles(world: World, user: str) -> list[str]:
    return [reply.cards[0].title for reply in sent_to(world, user)]


def all_of(reply: Reply) -> str:
    """All that a reply gives away, for people and for programs."""
    return f"{text_of(reply)} {reply.buttons} {reply.files} {reply.data} {reply.failed}"
