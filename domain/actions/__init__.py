"""The table of actions: every platform's commands, the help and the README come from these rows."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.actions import (
    answer,
    appeal,
    company,
    help,
    home,
    interview,
    message,
    profile,
    retry,
    start,
    usage,
    why,
)
from domain.actions.account_rows import ACCOUNT
from domain.actions.admin_rows import ADMIN
from domain.actions.chat_rows import CHAT
from domain.actions.data_rows import DATA
from domain.actions.group_rows import GROUPS
from domain.actions.kinds import Action, Opens, Option
from domain.actions.learning_rows import LEARNING
from domain.actions.mentor_rows import MENTORS
from domain.actions.profile_rows import PROFILE
from domain.actions.report_rows import REPORTS
from domain.model.question import ROUNDS

SESSION = Option("session", "the id of an interview, from the history", source="sessions")
THIS_SESSION = Option("session", "the interview a button belongs to", internal=True)
THIS_QUESTION = Option("n", "the question a button belongs to", kind="int", high=1000, internal=True)
THIS_TRY = Option("try", "which try at a question is meant", kind="int", low=1, high=10_000, internal=True)
THIS_MESSAGE = Option("message", "the platform's id of a message", internal=True)
THIS_JOB = Option("jd", "the job description that a button belongs to", internal=True)
MESSAGE_TEXT = Option("text", "the message", kind="rest")

ROWS: tuple[Action, ...] = (
    Action(
        "interview start",
        "start a mock interview",
        start.start,
        (
            Option("company", "whose interview to practise, such as Google", source="companies"),
            Option("role", "the role you apply for, such as SDE Intern"),
            Option("rounds", "which rounds, with commas between them", choices=ROUNDS),
            Option("stream", "your field for the technical questions", source="streams"),
            Option("difficulty", "where to begin", kind="int", low=1, high=5),
            Option("questions", "how many questions a round", kind="int", low=1, high=10),
            THIS_JOB,
        ),
        examples=(
            "/interview start company:Google role:SDE Intern",
            "/interview start rounds:dsa,behavioral questions:1 difficulty:3",
        ),
        opens=Opens.SLOW,
        holds=True,
    ),
    Action("interview status", "where your interview stands", interview.status, opens=Opens.SLOW),
    Action(
        "interview pause",
        "stop the clock and keep your place",
        interview.pause,
        (THIS_SESSION,),
        owns=("session",),
    ),
    Action(
        "interview resume",
        "go on where you stopped",
        interview.resume,
        (SESSION,),
        Opens.SLOW,
        owns=("session",),
        holds=True,
    ),
    Action(
        "interview hint",
        "a hint on the open question, for points",
        interview.hint,
        (THIS_SESSION, THIS_QUESTION),
        owns=("session",),
    ),
    Action(
        "interview skip",
        "pass over the open question",
        interview.skip,
        (THIS_SESSION, THIS_QUESTION),
        owns=("session",),
    ),
    Action(
        "interview end",
        "end it now and get the report",
        interview.end,
        (THIS_SESSION,),
        Opens.SLOW,
        owns=("session",),
    ),
    Action(
        "interview leave",
        "ask before ending",
        interview.leave,
        (THIS_SESSION,),
        owns=("session",),
        hidden=True,
    ),
    Action("interview history", "your interviews and their scores", interview.history),
    Action(
        "interview why",
        "why an answer got its score, row by row",
        why.why,
        (
            Option("question", "the question's number; the last one answered by default"),
            THIS_SESSION,
            THIS_TRY,
        ),
        Opens.SLOW,
        owns=("session",),
    ),
    Action(
        "interview appeal",
        "have an answer graded again with what was overlooked",
        appeal.appeal,
        (
            Option("question", "the question's number", required=True),
            Option(
                "text", "quote what was overlooked, or say what you meant; with none, a form opens", "rest"
            ),
            THIS_SESSION,
            THIS_TRY,
        ),
        Opens.FORM,
        owns=("session",),
        examples=("/interview appeal 2 I said “each insert must touch the tree too”, which is …",),
    ),
    Action(
        "interview retry",
        "answer a question once more and see what changed",
        retry.retry,
        (
            Option("question", "the question's number", required=True),
            Option("text", "your new answer; with none, the question is shown again", kind="rest"),
            Option("predict", "your own guess of the score", kind="int"),
            Option("form", "whether a form is wanted", internal=True),
            THIS_SESSION,
            THIS_TRY,
        ),
        Opens.FORM,
        owns=("session",),
        takes_file=True,
        examples=("/interview retry 2", "/interview retry 2 An index is a sorted copy of a column …"),
    ),
    Action("interview later", "let go of a retry that waits", retry.later, hidden=True),
    Action(
        "answer",
        "answer the open question",
        answer.answer,
        (
            Option("text", "your answer; with none, a form opens", kind="rest"),
            Option("predict", "your own guess of the score", kind="int"),
            THIS_SESSION,
            THIS_QUESTION,
        ),
        Opens.FORM,
        owns=("session",),
        takes_file=True,
        examples=("/answer An index is a sorted copy of a column …", "/answer predict:70 def two_sum(…"),
    ),
    Action(
        "say",
        "a plain message",
        message.plain_message,
        (MESSAGE_TEXT, THIS_MESSAGE),
        Opens.SLOW,
        takes_file=True,
        hidden=True,
    ),
    Action(
        "amend",
        "a message was edited",
        message.amend,
        (MESSAGE_TEXT, THIS_MESSAGE),
        hidden=True,
        newcomers="ignored",
    ),
    Action(
        "withdraw",
        "a message was deleted",
        message.withdraw,
        (THIS_MESSAGE,),
        hidden=True,
        newcomers="ignored",
    ),
    Action("home", "your own page", home.home, hidden=True),
    Action("typing", "somebody is still writing", message.typing, hidden=True, newcomers="ignored"),
    Action(
        "submit",
        "hand in the messages written so far",
        message.submit,
        (THIS_SESSION, THIS_QUESTION),
        Opens.SLOW,
        owns=("session",),
        hidden=True,
        in_place=True,
    ),
    Action(
        "profile show",
        "how ready you are, round by round, and how well you guess",
        profile.show_profile,
        opens=Opens.SLOW,
    ),
    Action(
        "company show",
        "what is known of a company's interviews",
        company.show_company,
        (Option("name", "the company", kind="rest", required=True, source="companies"),),
    ),
    Action("company list", "every company I know", company.list_companies),
    Action(
        "usage",
        "how much AI was used for you, and what it cost",
        usage.usage,
        (
            Option("who", "for admins: all, or a user's id or name"),
            Option("days", "how many days back, 7 by default", kind="int", low=1, high=90),
        ),
        Opens.SLOW,
        admin_with=usage.of_others,
        examples=("/usage", "/usage days:30"),
    ),
)


def _table(rows: tuple[Action, ...]) -> Mapping[str, Action]:
    table = {row.name: row for row in rows}
    table["help"] = help.helper(table)
    return MappingProxyType(table)


TABLE: Mapping[str, Action] = _table(
    (*ROWS, *REPORTS, *CHAT, *PROFILE, *LEARNING, *ACCOUNT, *DATA, *MENTORS, *GROUPS, *ADMIN)
)
