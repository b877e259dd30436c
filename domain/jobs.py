"""Work that takes longer than a blink, by name; each can run twice without harm."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from domain import reporting
from domain.actions.report import report_reply
from domain.requests import Actor, Place
from domain.services import Services

Payload = Mapping[str, str]


async def render_report(do: Services, payload: Payload) -> None:
    """Draws a report's pages, unless they are there, and sends the file where the interview ended."""
    report = await do.reports.get(payload["report_id"])
    if report is None:
        raise LookupError(f"no report {payload['report_id']}")
    interview = await do.interviews.get(report.session_id or "")
    report = await reporting.draw(do, report, _quietly)
    if interview is not None and payload.get("platform"):
        to = Actor(payload["platform"], payload["user_id"], payload.get("workspace_id", ""))
        place = Place(payload.get("place_kind", "dm"), payload.get("place_id", ""))
        await do.messenger.send(to, place, report_reply(interview, report))


async def _quietly(_: str) -> None:
    """Nobody waits for this work, so nobody is told how far it is."""


JOBS: Mapping[str, Callable[[Services, Payload], Awaitable[None]]] = MappingProxyType(
    {"render_report": render_report}
)
