"""/admin: how the whole installation stands, for its operators, and another try for jobs that failed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain import marking
from domain.actions import show
from domain.actions.kinds import Call
from domain.errors import UserError
from domain.model.aside import SetAsideJob
from domain.model.totals import Totals
from domain.replies import Bullets, Button, Card, Field, Reply, Text, say
from domain.tokens import encode

LISTED = 100
RETRIED = 1000


async def stats(call: Call) -> Reply:
    do = call.do
    totals, waiting = await do.statistics.totals(), await do.jobs.depth()
    counts, newest = await do.aside.count(), await do.aside.all(LISTED)
    cards = [Card("How things stand", fields=_fields(totals, waiting))]
    if counts:
        cards.append(_set_aside(counts, newest, do.clock.now()))
    return Reply(
        tuple(cards),
        (Button("Retry", encode("admin retry"), "primary"),) if counts else (),
        data={
            "users": totals.users,
            "open_interviews": totals.open_interviews,
            "open_rounds": totals.open_rounds,
            "graded_today": totals.graded_today,
            "owed": totals.owed,
            "undrawn": totals.undrawn,
            "waiting": waiting,
            "set_aside_count": sum(counts.values()),
            "set_aside": [_data(job) for job in newest],
        },
    )


async def retry(call: Call) -> Reply:
    """Jobs set aside are put back into the queue: one, those of a name, or all."""
    wanted = call.text("job")
    chosen = [j for j in await call.do.aside.all(RETRIED) if wanted in (None, j.id, j.name)]
    if wanted and not chosen:
        raise UserError(
            "No job of that id or name is set aside. `/admin stats` lists them.", title="Not found"
        )
    await call.about(wanted or "all")
    retried = []
    for job in chosen:
        if job.name == marking.GRADE_JOB:
            await marking.owe_again(call.do, job.payload["attempt_id"])
        if await call.do.aside.take(job.id):
            await call.do.jobs.add(job.name, job.payload)
            retried.append(job.id)
    return say("Tried again", _told(len(retried)), data={"retried": retried})


def _told(count: int) -> str:
    match count:
        case 0:
            return "No job is set aside, so there is nothing to try again."
        case 1:
            return "1 job is in the queue again. If it keeps failing, it is set aside again."
    return f"{count} jobs are in the queue again. Those that keep failing are set aside again."


def _fields(totals: Totals, waiting: int | None) -> tuple[Field, ...]:
    return (
        Field("Users", str(totals.users)),
        Field("Open interviews", str(totals.open_interviews)),
        Field("Open rounds of groups", str(totals.open_rounds)),
        Field("Answers graded today", str(totals.graded_today)),
        Field("Grades owed", str(totals.owed)),
        Field("Reports not drawn yet", str(totals.undrawn)),
        Field("Jobs waiting", "unknown: the queue does not answer" if waiting is None else str(waiting)),
    )


def _set_aside(counts: Mapping[str, int], newest: Sequence[SetAsideJob], now: datetime) -> Card:
    """A line for each name: how many, and what the last of them failed with."""
    last = {job.name: job for job in reversed(newest)}
    lines = tuple(
        f"{name}: {count}{_failure(last[name], now) if name in last else ''}"
        for name, count in sorted(counts.items())
    )
    intro = "These jobs failed too often and wait for `/admin retry`, which takes an id or a name too."
    return Card("Set aside", (Text(intro, markup=True), Bullets(lines)))


def _failure(job: SetAsideJob, now: datetime) -> str:
    age = show.minutes(int((now - job.failed_at).total_seconds()))
    return f". The last, {job.id}, failed {age} ago: {job.error}"


def _data(job: SetAsideJob) -> dict[str, Any]:
    return {
        "id": job.id,
        "name": job.name,
        "error": job.error,
        "tries": job.tries,
        "failed_at": job.failed_at.isoformat(),
    }
