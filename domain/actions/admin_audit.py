"""/admin audit: who did what with the rights of an admin."""

from datetime import timedelta

from domain.actions.kinds import Call
from domain.model.account import AuditEntry
from domain.replies import Bullets, Card, Reply, Text

WEEK, SHOWN, MOST = 7, 30, 500


async def audit(call: Call) -> Reply:
    """The last days' entries, the newest first."""
    days = call.number("days") or WEEK
    since = call.do.clock.now() - timedelta(days=days)
    entries = await call.do.audit.since(since, MOST)
    names = {user_id: await _name(call, user_id) for user_id in {e.admin_id for e in entries[:SHOWN]}}
    lines = tuple(_line(entry, names[entry.admin_id]) for entry in entries[:SHOWN])
    span = "the last day" if days == 1 else f"the last {days} days"
    left = len(entries) - len(lines)
    more = (Text(f"And {left} earlier{' or more' if len(entries) == MOST else ''}."),) if left else ()
    return Reply(
        (Card(f"Admin actions of {span}", (Bullets(lines), *more)),),
        data={"days": days, "entries": [_data(entry) for entry in entries]},
    )


async def _name(call: Call, user_id: str) -> str:
    user = await call.do.users.get(user_id)
    return "a deleted account" if user is None else user.name


def _line(entry: AuditEntry, name: str) -> str:
    """`22 Nov 2026 12:00 UTC: Ana (00…17), /admin role on 00…23 (admin), done`."""
    subject = f" on {entry.subject}" if entry.subject else ""
    change = f" ({entry.change})" if entry.change else ""
    by = f"{entry.at:%-d %b %Y %H:%M} UTC: {name} ({entry.admin_id})"
    return f"{by}, /{entry.action}{subject}{change}, {entry.outcome}"


def _data(entry: AuditEntry) -> dict[str, str]:
    return {
        "at": entry.at.isoformat(),
        "admin_id": entry.admin_id,
        "action": entry.action,
        "subject": entry.subject,
        "change": entry.change,
        "outcome": entry.outcome,
    }
