"""How a group's round ends: with everything that was answered kept."""

from collections.abc import Callable

from domain.model.group import GroupRound
from domain.services import Services


async def end(
    do: Services, group: GroupRound, when: Callable[[GroupRound], bool] = lambda _: True
) -> GroupRound:
    """The round ended, its open question revealed with what was answered. Harmless if repeated.

    With `when` only if that is true of it as it is stored now.
    """
    answered = await _answered(do, group)
    now = do.clock.now()

    def step(stored: GroupRound) -> GroupRound:
        if not stored.open or not when(stored):
            return stored
        asked = stored.current
        if asked is not None and asked.outcome is None and asked.question_id == answered:
            stored = stored.revealed("answered", now, now, now)
        return stored.ended("completed" if stored.questions else "abandoned", now, now)

    return await do.groups.change(group.id, step)


async def homeless(do: Services, group: GroupRound) -> GroupRound:
    """The round ended since its place takes no messages; its host alone is told what it came to.

    Where it was never shown to anybody there is nothing to tell.
    """
    ended = await end(do, group)
    now, told = do.clock.now(), bool(ended.questions or ended.shown_in)

    def step(stored: GroupRound) -> GroupRound:
        if stored.place == "dm":
            return stored
        return stored.homeless(now if told else None)

    return await do.groups.change(ended.id, step)


async def _answered(do: Services, group: GroupRound) -> str:
    """The id of the current question, if anybody has answered it."""
    asked = group.current
    if asked is None or not await do.groups.answered(group.id, asked.question_id):
        return ""
    return asked.question_id
