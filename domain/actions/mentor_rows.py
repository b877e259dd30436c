"""The rows of the action table that are about mentors: consent, looks, and what is withheld."""

from domain.actions import mentor, mentor_invite, mentor_look, mentor_report, mentor_withhold
from domain.actions.kinds import Action, Opens, Option
from domain.model.mentorship import SCOPES

STUDENT = Option("student", "which of your students, by name or address", required=True)
SCOPE = Option("scope", "what they may see, with commas; chat only if you name it", choices=SCOPES)
DAYS = Option("days", "for how many days, 90 by default", kind="int", low=1, high=365)
TO = Option("to", "whom a button is about", required=True, internal=True)
QUESTION = Option("question", "the question's number; the last one answered by default")
THIS_SESSION = Option("session", "the interview a button belongs to", internal=True)
THIS_MENTOR = Option("mentor", "the mentor a button is about", required=True, internal=True)
PAGE = Option("page", "which page", kind="int", low=1, high=1000, internal=True)

MENTORS: tuple[Action, ...] = (
    Action(
        "mentor invite",
        "let somebody see your work; first you see what they would",
        mentor_invite.invite,
        (
            Option("mentor", "a mention, or the address from their list, as console:mia", required=True),
            SCOPE,
            DAYS,
        ),
        Opens.SLOW,
        examples=("/mentor invite console:mia", "/mentor invite discord:123 scope:reports days:30"),
    ),
    Action(
        "mentor preview",
        "the same on other terms",
        mentor_invite.preview,
        (TO, SCOPE, DAYS),
        Opens.SLOW,
        hidden=True,
        in_place=True,
    ),
    Action("mentor send", "invite them", mentor_invite.send, (TO, SCOPE, DAYS), Opens.SLOW, hidden=True),
    Action("mentor cancel", "invite nobody", mentor_invite.cancel, hidden=True, in_place=True),
    Action(
        "mentor accept",
        "be the mentor of a student who invited you",
        mentor.accept,
        (Option("student", "who invited you, by name or address", required=True),),
        Opens.SLOW,
        examples=("/mentor accept console:ana",),
    ),
    Action("mentor decline", "be no mentor", mentor.decline, (STUDENT,), Opens.SLOW, hidden=True),
    Action(
        "mentor revoke",
        "end it at once, as a student or as a mentor",
        mentor.revoke,
        (Option("mentor", "the mentor, or your student, by name or address", required=True),),
        Opens.SLOW,
        examples=("/mentor revoke console:mia",),
    ),
    Action(
        "mentor list",
        "who sees what, each look they had, and your own students",
        mentor.list_all,
        opens=Opens.SLOW,
    ),
    Action("mentor looks", "every look", mentor.looks, (THIS_MENTOR, PAGE), Opens.SLOW, hidden=True),
    Action(
        "mentor look",
        "answers, roadmaps or chat of your student",
        mentor_look.look,
        (STUDENT, Option("what", "what to look at", choices=mentor_look.IN_CHAT)),
        Opens.SLOW,
        examples=("/mentor look console:ana attempts",),
    ),
    Action(
        "mentor withhold",
        "hide one answer from every mentor",
        mentor_withhold.withhold,
        (QUESTION, THIS_SESSION),
        Opens.SLOW,
        owns=("session",),
        examples=("/mentor withhold 2",),
    ),
    Action(
        "mentor share",
        "show an answer again",
        mentor_withhold.share,
        (QUESTION, THIS_SESSION),
        Opens.SLOW,
        owns=("session",),
        hidden=True,
    ),
    Action(
        "report student",
        "a mentor's PDF of a student's interview",
        mentor_report.student_report,
        (STUDENT, Option("session", "the id of one of their interviews; the newest by default")),
        Opens.SLOW,
        examples=("/report student console:ana",),
    ),
)
