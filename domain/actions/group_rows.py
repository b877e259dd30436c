"""The rows of the action table that are about the rounds of a group."""

from domain.actions import group, group_answer, group_board, group_panel, group_start, group_summary
from domain.actions.kinds import Action, Opens, Option
from domain.model.question import ROUNDS

GROUP = Option("group", "the round a button belongs to", internal=True)
NUMBER = Option("n", "the question a button belongs to", kind="int", high=1000, internal=True)
PHASE = Option("phase", "the phase a button belongs to", internal=True)
QUOTES = Option(
    "quotes", "whether the group may be shown your best lines", choices=("yes", "no"), single=True
)
PART = Option("part", "which rows a form asks for", kind="int", low=1, high=10, internal=True)
ROWS_OF_FORM = tuple(Option(f"r{n}", "a row of the form", internal=True) for n in range(1, 6))

GROUPS: tuple[Action, ...] = (
    Action(
        "group start",
        "a mock round for a group, in a thread",
        group_start.start,
        (
            Option(
                "round", "which kind; what the group is weakest in by default", choices=ROUNDS, single=True
            ),
            Option("topic", "what the questions are about, such as trees"),
            Option(
                "minutes", "time for each answer; the question's own by default", kind="int", low=1, high=60
            ),
            Option(
                "mode",
                "race: all answer; panel: one answers, the others score",
                choices=("race", "panel"),
                single=True,
            ),
        ),
        Opens.SLOW,
        examples=(
            "/group start mode:race round:technical_qa",
            "/group start mode:panel topic:trees minutes:10",
        ),
    ),
    Action("group join", "be in the round that is held here", group.join, (GROUP, QUOTES), among="seen"),
    Action("group leave", "leave it; your answers stay", group.leave, (GROUP,), among="member"),
    Action(
        "group next",
        "begin, or go on to the next question",
        group.next_question,
        (GROUP, NUMBER),
        Opens.SLOW,
        among="member",
    ),
    Action(
        "group score",
        "score the candidate row by row, or your interviewer; hidden until the reveal",
        group_panel.score,
        (
            Option("rows", "a value for each row in order, such as 1 0.5 0; with none, a form opens", "rest"),
            GROUP,
            NUMBER,
            PART,
            *ROWS_OF_FORM,
        ),
        Opens.FORM,
        among="member",
        examples=("/group score", "/group score 1 0.5 0"),
    ),
    Action(
        "group reveal",
        "show what was answered and scored",
        group.reveal,
        (GROUP, NUMBER, PHASE),
        Opens.SLOW,
        among="member",
    ),
    Action("group end", "end the round and keep its results", group.end, (GROUP,), Opens.SLOW, among="host"),
    Action("group status", "where the round stands", group.status, (GROUP,), Opens.SLOW, among="seen"),
    Action(
        "group board",
        "the group's board, by effort and by score",
        group_board.board,
        (
            Option("term", "of when", choices=("week", "month", "term", "all"), single=True),
            Option("show", "whether you are on it", choices=("yes", "no"), single=True),
            GROUP,
        ),
        Opens.SLOW,
        examples=("/group board", "/group board term:week", "/group board show:no"),
    ),
    Action("group gaps", "what the group is weakest in", group_board.gaps, (GROUP,), Opens.SLOW),
    Action(
        "group summary",
        "the pages of a round that has ended",
        group_summary.summary,
        (GROUP,),
        Opens.SLOW,
        hidden=True,
    ),
    Action(
        "group answer",
        "answer the group's question",
        group_answer.answer,
        (Option("text", "your answer", kind="rest"), QUOTES, GROUP, NUMBER),
        Opens.FORM,
        among="member",
        takes_file=True,
        hidden=True,
    ),
    Action(
        "group mine",
        "your own grade",
        group_answer.mine,
        (GROUP, NUMBER),
        Opens.SLOW,
        among="seen",
        hidden=True,
    ),
    Action(
        "group heard",
        "a message in a group's thread that was not meant for the bot alone",
        group_answer.heard,
        (Option("text", "the message", kind="rest"),),
        Opens.SLOW,
        hidden=True,
        newcomers="ignored",
    ),
)
