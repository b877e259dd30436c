"""The rows of the action table that show how a student gets on: reports and stories."""

from domain.actions import report, stories
from domain.actions.kinds import Action, Opens, Option

REPORTS: tuple[Action, ...] = (
    Action(
        "interview stories",
        "which competencies you have a story for, and which not",
        stories.show_stories,
        (
            Option(
                "company",
                "who asks; by default, whom you practised for last",
                kind="rest",
                source="companies",
            ),
        ),
        Opens.SLOW,
        examples=("/interview stories", "/interview stories Amazon"),
    ),
    Action(
        "report session",
        "the PDF of one interview",
        report.session_report,
        (Option("session", "the id of an interview, from the history", source="sessions"),),
        Opens.SLOW,
        owns=("session",),
    ),
    Action("report me", "the PDF of your progress over all interviews", report.my_progress, opens=Opens.SLOW),
)
