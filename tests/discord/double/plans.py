"""Trouble on demand: answers the double gives instead of its own, gives late, or never gives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Plan:
    """`times` says how often it still happens; `status` 0 lets the request through after the delay."""

    method: str
    path: re.Pattern[str]
    status: int
    times: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    delay: float = 0.0

    def meets(self, method: str, path: str) -> bool:
        return self.times > 0 and self.method == method and self.path.search(path) is not None


def failure(
    method: str, path: str, status: int, times: int, headers: Mapping[str, str] | None, body: Any
) -> Plan:
    """A refusal as Discord words it, where no body is given."""
    headers = dict(headers or {})
    if status == 429:
        headers.setdefault("Retry-After", "0.05")
        # Without it discord.py takes a 429 for a ban by the network in front of Discord.
        headers.setdefault("Via", "1.1 double")
        wait = float(headers["Retry-After"])
        body = body or {"message": "You are being rate limited.", "retry_after": wait, "global": False}
    body = body or {"message": f"{status}: planned by a test", "code": 0}
    return Plan(method, re.compile(path), status, times, headers, body)


def lateness(method: str, path: str, seconds: float, times: int) -> Plan:
    """A request let through after some seconds."""
    return Plan(method, re.compile(path), 0, times, delay=seconds)


class Plans:
    """Those not used up yet; the first that meets a request is spent on it."""

    def __init__(self) -> None:
        self._plans: list[Plan] = []
        self._withheld: list[Plan] = []

    def add(self, plan: Plan) -> None:
        self._plans.append(plan)

    def withhold(self, method: str, path: str) -> None:
        """The next request whose path matches the expression is carried out, but its answer never comes."""
        self._withheld.append(Plan(method, re.compile(path), 0, 1))

    def withholds(self, method: str, path: str) -> bool:
        """Whether a request that was carried out is to stay without an answer."""
        plan = next((plan for plan in self._withheld if plan.meets(method, path)), None)
        if plan is not None:
            plan.times -= 1
        return plan is not None

    def spend(self, method: str, path: str) -> list[Plan]:
        """The first delay and the first failure that meet the request."""
        spent: list[Plan] = []
        for is_delay in (True, False):
            found = [p for p in self._plans if p.meets(method, path) and (p.delay > 0) is is_delay]
            for plan in found[:1]:
                plan.times -= 1
                spent.append(plan)
        return spent
