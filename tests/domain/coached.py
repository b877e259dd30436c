"""Steps with the coach that several tests take, and a store whose process dies at a chosen write."""

from collections.abc import Callable
from typing import Any

from domain.model.chat import ChatSession
from domain.model.completion import Talk
from domain.replies import Reply
from tests.domain.profiles import account
from tests.speaking import Speaker
from tests.world import World, data


class Died(BaseException):
    """The process is gone."""


async def sessions(world: World, user: str = "ana") -> list[ChatSession]:
    """All conversations of a student, the newest first."""
    return await world.do.chats.of((await account(world, user)).id, 100)


async def said(world: World, user: str = "ana") -> list[tuple[str, str]]:
    """Who said what in the newest conversation."""
    return [(m.role, m.content) for m in (await sessions(world, user))[0].messages]


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


def answer(reply: Reply) -> str:
    found: str = data(reply)["answer"]
    return found


def talks(model: Speaker, purpose: str = "chat") -> list[Talk]:
    return [talk for _, talk in model.talks if talk.purpose == purpose]


def asked(talk: Talk) -> str:
    """The last turn: the blocks of data and the message."""
    return talk.turns[-1].content


def dying(method: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    """That method of a store, in a process that dies before it takes effect, or right after."""

    async def call(*args: Any, **more: Any) -> Any:
        if not before:
            await method(*args, **more)
        raise Died

    return call
