"""The rows of the action table that are about mentors: consent, looks, and what is withheld."""

from domain.actions import (
    mentor,
    mentor_assign,
    mentor_comment,
    mentor_digest,
    mentor_invite,
    mentor_look,
    mentor_override,
    mentor_remarks,
    mentor_report,
    mentor_withhold,
)
from domain.actions.kinds import Action, Opens, Option
from domain.model.assignment import KINDS
from domain.model.mentorship import SCOPES
from domain.model.question import ROUNDS

STUDENT = Option("student", "which of your students, by name or address", required=True)
SCOPE = Option("scope", "what they may see, with commas; chat only if you name it", choices=SCOPES)
DAYS = Option("days", "for how many days, 90 by default", kind="int", low=1, high=365)
TO = Option("to", "whom a button is about", required=True, internal=True)
QUESTION = Option("question", "the question's number; the last one answered by default")
THIS_SESSION = Option("session", "the interview a button belongs to", internal=True)
THIS_MENTOR = Option("mentor", "the mentor a button is about", required=True, internal=True)
ANSWER = Option(
    "answer", "its question's number, of the newest interview by default; or its id", required=True
)
THEIR_SESSION = Option("session", "the id of one of their interviews")
THIS_REMARK = Option(
    "remark", "the comment or override that a button belongs to", required=True, internal=True
)
SOME_REMARK = Option("remark", "the comment that a button belongs to", internal=True)
THIS_ASSIGNMENT = Option("assignment", "the one that a button belongs to", required=True, internal=True)
PAGE = Option("page", "which page", kind="int", low=1, high=1000, internal=True)

REMARKS: tuple[Action, ...] = (
    Action(
        "mentor comment",
        "put your words to an answer of your student's",
        mentor_comment.comment,
        (
            STUDENT,
            ANSWER,
            Option("text", "your words; with none, a form opens", kind="rest"),
            THEIR_SESSION,
            SOME_REMARK,
        ),
        Opens.FORM,
        examples=("/mentor comment console:ana 2 Name the cost of an insert first, then say why.",),
    ),
    Action(
        "mentor uncomment",
        "delete a comment",
        mentor_comment.uncomment,
        (STUDENT, ANSWER, THIS_REMARK),
        Opens.SLOW,
        hidden=True,
    ),
    Action(
        "mentor override",
        "judge a row of a grade yourself, with a reason",
        mentor_override.override,
        (
            STUDENT,
            ANSWER,
            Option("row", "its number as it is listed, or some of its words"),
            Option("met", "how much of it is met, in percent", kind="int"),
            Option("text", "your reason; the student is told. With none, a form opens", kind="rest"),
            THEIR_SESSION,
        ),
        Opens.FORM,
        examples=("/mentor override console:ana 2 row:1 met:100 You name the insert in other words.",),
    ),
    Action(
        "mentor undo",
        "take an override back",
        mentor_override.undo,
        (STUDENT, ANSWER, THIS_REMARK),
        Opens.SLOW,
        hidden=True,
    ),
    Action(
        "mentor remarks",
        "what you put to an answer",
        mentor_remarks.own_remarks,
        (STUDENT, ANSWER),
        Opens.SLOW,
        hidden=True,
    ),
    Action(
        "mentor reject",
        "set a mentor's override back",
        mentor_remarks.reject,
        (Option("answer", "the answer that a button belongs to", required=True, internal=True), THIS_REMARK),
        Opens.SLOW,
        hidden=True,
    ),
)
ASSIGNMENTS: tuple[Action, ...] = (
    Action(
        "mentor assign",
        "set your student something to do until a day",
        mentor_assign.assign,
        (
            STUDENT,
            Option(
                "what",
                "a mock interview, a stage's quiz, or a stage",
                required=True,
                choices=KINDS,
                single=True,
            ),
            Option("due", "until when, such as 2027-03-01", required=True),
            Option("rounds", "of a mock: which rounds, with commas between them", choices=ROUNDS),
            Option("company", "of a mock: for which company", source="companies"),
            Option("skill", "of a quiz or stage: which roadmap", source="roadmaps"),
            Option("stage", "of a quiz or stage: its number or name; the open one by default"),
        ),
        Opens.SLOW,
        examples=(
            "/mentor assign console:ana mock 2027-03-01 company:Google rounds:dsa",
            "/mentor assign console:ana quiz 2027-03-01 skill:sql stage:2",
        ),
    ),
    Action(
        "mentor assignments",
        "what you were set, and what you set your students",
        mentor_assign.assignments,
        (PAGE,),
        opens=Opens.SLOW,
    ),
    Action(
        "mentor begin",
        "start what a mentor set you",
        mentor_assign.begin,
        (THIS_ASSIGNMENT,),
        Opens.SLOW,
        hidden=True,
        holds=True,
    ),
    Action("mentor later", "leave it for later", mentor_assign.later, (THIS_ASSIGNMENT,), hidden=True),
    Action(
        "mentor unassign",
        "decline what you were set",
        mentor_assign.unassign,
        (THIS_ASSIGNMENT,),
        Opens.FORM,
        hidden=True,
    ),
    Action(
        "mentor refuse",
        "decline it with that word",
        mentor_assign.refuse,
        (THIS_ASSIGNMENT, Option("text", "a word to the mentor", internal=True)),
        Opens.SLOW,
        hidden=True,
    ),
    Action(
        "mentor drop",
        "drop what you set",
        mentor_assign.drop,
        (THIS_ASSIGNMENT,),
        Opens.SLOW,
        hidden=True,
    ),
)
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
        (Option("student", "who invited you, by name or address; the only one by default"),),
        Opens.SLOW,
        examples=("/mentor accept", "/mentor accept console:ana"),
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
        "results, answers, roadmaps or chat of your student",
        mentor_look.look,
        (STUDENT, Option("what", "what to look at", choices=mentor_look.IN_CHAT, single=True)),
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
    *REMARKS,
    *ASSIGNMENTS,
    Action(
        "mentor digest",
        "what your students did in the week, each Monday morning",
        mentor_digest.digest,
        (
            Option(
                "switch", "on or off; without it, which of the two it is", choices=("on", "off"), single=True
            ),
        ),
        examples=("/mentor digest on",),
    ),
)
