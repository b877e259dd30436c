"""The rows of the action table that only operators may use."""

from domain.actions import admin, admin_audit, admin_content, admin_role
from domain.actions.kinds import Action, Opens, Option

IN_USE = Option("use", "whether it is to be in use, as a button says", choices=("yes", "no"), internal=True)

ADMIN: tuple[Action, ...] = (
    Action(
        "admin stats",
        "how everything stands, and what failed",
        admin.stats,
        opens=Opens.SLOW,
        rights="admin",
    ),
    Action(
        "admin retry",
        "have jobs tried again that failed too often",
        admin.retry,
        (Option("job", "the id of one of them, or a job's name; all by default"),),
        Opens.SLOW,
        rights="admin",
    ),
    Action(
        "admin role",
        "make somebody an admin, or an admin a user again",
        admin_role.role,
        (
            Option("who", "an id, a mention, discord:ID, slack:TEAM:ID or a name", required=True),
            Option("role", "what they are to be", required=True, choices=("user", "admin"), single=True),
        ),
        Opens.SLOW,
        rights="admin",
        examples=("/admin role who:discord:80351110224678912 role:admin", "/admin role Ana user"),
    ),
    Action(
        "admin audit",
        "what was done with the rights of an admin",
        admin_audit.audit,
        (Option("days", "how many days back, 7 by default", kind="int", low=1, high=365),),
        Opens.SLOW,
        rights="admin",
    ),
    Action(
        "admin question",
        "what is held of a question, and how it was answered",
        admin_content.question,
        (Option("slug", "the question's id, such as coupon-pair", required=True), IN_USE),
        Opens.SLOW,
        rights="admin",
        in_place=True,
    ),
    Action(
        "admin company",
        "what is held of a company, and how interviews for it went",
        admin_content.company,
        (
            Option("name", "the company", kind="rest", required=True, source="companies"),
            IN_USE,
        ),
        Opens.SLOW,
        rights="admin",
        in_place=True,
    ),
    Action(
        "admin research",
        "companies that students asked for and I do not know",
        admin_content.research,
        (
            Option("entry", "the one that a button belongs to", internal=True),
            Option("status", "what it becomes", choices=("done", "not_now"), internal=True),
        ),
        Opens.SLOW,
        rights="admin",
        in_place=True,
    ),
)
