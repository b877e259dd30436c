"""What the files of an export are, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from domain.model.user import User


@dataclass(frozen=True, slots=True)
class Kind:
    """`file` is the name below data/, without its ending; `one` and `many` are for counting what it holds."""

    file: str
    one: str
    many: str
    words: str = ""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "users": Kind(
            "account",
            "account",
            "accounts",
            "You: name, identities, settings, resume, job descriptions. Digests of your password and of a "
            "one-time code are left out: they could only help somebody to guess them.",
        ),
        "interview_sessions": Kind(
            "interviews",
            "interview",
            "interviews",
            "Each with its questions as they were put. Of a group's round there is your own part, and other "
            "people are “somebody else”.",
        ),
        "interview_attempts": Kind(
            "answers",
            "answer",
            "answers",
            "Each with every grade that it got, row by row, and what mentors put to it. Of your students' "
            "answers there is what you put to them as a mentor.",
        ),
        "interview_reports": Kind(
            "reports", "report", "reports", "What your reports say; their pages are below reports/."
        ),
        "learning_paths": Kind(
            "learning-paths", "learning path", "learning paths", "Your roadmaps, and what you did on them."
        ),
        "learning_progress": Kind(
            "resources-done", "finished resource", "finished resources", "What you read or watched."
        ),
        "quiz_sittings": Kind("quizzes", "quiz", "quizzes", "With your answers."),
        "review_cards": Kind("recall-cards", "recall card", "recall cards", "And how you did on each."),
        "chat_sessions": Kind("conversations", "conversation", "conversations", "You and the coach."),
        "mentorships": Kind(
            "mentorships", "mentorship", "mentorships", "Who may see your reports, and who looked when."
        ),
        "assignments": Kind(
            "assignments", "assignment", "assignments", "What a mentor set you to do, or you your students."
        ),
        "panel_scores": Kind(
            "panel-scores",
            "score in a panel",
            "scores in panels",
            "What you gave row by row, and what you were given once that was shown; without names.",
        ),
        "nudges": Kind("reminders", "reminder", "reminders", "Those sent, and those that were to be."),
        "ai_usage": Kind(
            "ai-use", "record of AI use", "records of AI use", "Calls and their cost by day; no texts."
        ),
        "exports": Kind("exports", "export", "exports", "This one, while it was being made."),
        "link_codes": Kind("link-codes", "one-time code", "one-time codes", "For joining two accounts."),
        "audit_log": Kind(
            "audit", "audit entry", "audit entries", "What you did as an admin, or an admin about you."
        ),
        "tombstones": Kind(
            "joined-accounts", "joined account", "joined accounts", "Accounts that became this one."
        ),
        "slack_installs": Kind(
            "slack-workspaces", "Slack workspace", "Slack workspaces", "Those to which you added the bot."
        ),
        "set_aside_jobs": Kind(
            "failed-jobs", "failed job", "failed jobs", "Work for you that waits for an operator."
        ),
    }
)

HEAD = """\
All that Mockingbird holds of {name}, as of {at} UTC.

data/ holds lists in JSON, one for each kind of thing, a thing a line. Times are in
UTC. A list that would make a ZIP too large goes on in a file that ends in -2, -3 and
so on. _id names a thing, version counts its changes, student_id or user_id is you.
"""
TAIL = """
reports/ holds the pages of your reports, roadmaps/ pictures of your learning paths.

Not in here are the questions, roadmaps and companies themselves, which are the
project's, and digests that nobody can trace to you: docs/data.md lists them all.
"/account delete" has all of this deleted for good.
"""


def readme(user: User, counts: Mapping[str, int], at: datetime) -> str:
    """The text of README.txt."""
    lines = [f"data/{about(name).file}.json: {counted(count, name)}" for name, count in counts.items()]
    words = [about(name).words for name in counts]
    listed = "\n".join(f"{line}. {said}".rstrip() for line, said in zip(lines, words, strict=True))
    return f"{HEAD.format(name=user.name, at=f'{at:%Y-%m-%d %H:%M}')}\n{listed}\n{TAIL}"


def about(collection: str) -> Kind:
    """What a collection is in an export."""
    return KINDS.get(collection) or Kind(collection, collection, collection)


def counted(count: int, collection: str) -> str:
    """`1 interview`, `12 interviews`."""
    kind = about(collection)
    return f"{count} {kind.one if count == 1 else kind.many}"
