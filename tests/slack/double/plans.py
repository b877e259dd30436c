"""Trouble on demand: answers the double gives instead of its own, gives late, or never gives."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Plan:
    """`times` says how often it still happens. With a `delay` in seconds the call goes on after it."""

    method: str
    times: int
    error: str = ""
    status: int = 200
    retry_after: float | None = None
    delay: float = 0.0


class Plans:
    """Those not used up yet, by method; `upload`, `download` and `response_url` count as methods."""

    def __init__(self) -> None:
        self._plans: list[Plan] = []
        self._withheld: list[tuple[str, bool]] = []

    def add(self, plan: Plan) -> None:
        self._plans.append(plan)

    async def happen(self, method: str) -> Plan | None:
        """Waits as planned, then returns the failure planned for a call, if any."""
        if not self._plans:
            return None
        if late := self._spend(method, delayed=True):
            await asyncio.sleep(late.delay)
        return self._spend(method, delayed=False)

    def withhold(self, method: str, *, cut: bool) -> None:
        """The next call of a method is carried out and never answered; `cut` ends its connection at once."""
        self._withheld.append((method, cut))

    async def unanswered(self, method: str, hang_up: Callable[[], None]) -> None:
        """Returns where a call that was carried out is to be answered."""
        for plan in self._withheld:
            if plan[0] == method:
                self._withheld.remove(plan)
                if plan[1]:
                    hang_up()
                await asyncio.Event().wait()

    def _spend(self, method: str, *, delayed: bool) -> Plan | None:
        for plan in self._plans:
            if plan.method == method and plan.times > 0 and (plan.delay > 0) is delayed:
                plan.times -= 1
                return plan
        return None
