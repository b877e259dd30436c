"""What is kept of accounts beside the person: codes that join two, failed tries, ends, and the audit."""

from pydantic import Field

from domain.model.base import Entity, UtcTime, Value


class Tombstone(Entity):
    """An account that is no more; its id is the account's. Nothing may be stored for it again.

    `into` is the account that it was joined with, which gets what comes late; None where it was deleted.
    `owed_at` is when to look again whether all of it is gone; None once it is. Until then `files` are the
    names of its reports and pictures, for every machine that has some. `salt` makes the names under which a
    deleted person's scores stay with a group; without it nobody can tell any more whose they were.
    """

    into: str | None = None
    owed_at: UtcTime | None = None
    salt: str = ""
    files: tuple[str, ...] = ()


class LinkCode(Entity):
    """A one-time code that joins another identity to an account; its id is the code's digest.

    `used_by` is the account from which it was used.
    """

    user_id: str
    expires_at: UtcTime
    used_at: UtcTime | None = None
    used_by: str | None = None


class ExportPart(Value):
    """One ZIP of an export, on the machine that made it; its size in bytes."""

    path: str
    size: int


class Export(Entity):
    """A person's last copy of their data, whose id is the account's; it is under way until `finished_at`."""

    user_id: str
    begun_at: UtcTime
    finished_at: UtcTime | None = None
    parts: tuple[ExportPart, ...] = ()


class Lockout(Entity):
    """Failed tries to log in or to guess a code; its id is a digest of whom they count against."""

    failures: int = Field(default=0, ge=0)
    since: UtcTime
    locked_until: UtcTime | None = None


class Amounts(Value):
    """How much is kept of an account."""

    interviews: int = 0
    answers: int = 0
    roadmaps: int = 0
    cards: int = 0
    conversations: int = 0


class AuditEntry(Entity):
    """One run of an admin's action: by whom, under which identity, on what, and what came of it.

    `subject` is an id of ours and `change` one of the choices that the action has, such as "admin" or
    "retire": never a text that somebody typed. `outcome` is "begun" until the run has ended.
    """

    at: UtcTime
    admin_id: str
    admin_key: str
    action: str
    subject: str = ""
    change: str = ""
    outcome: str = ""
