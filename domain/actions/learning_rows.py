"""The rows of the action table that are about learning: roadmaps, quizzes, recall and nudges."""

from domain.actions import nudges, quiz, review, roadmap, timezone
from domain.actions.kinds import Action, Opens, Option

THIS_CARD = Option("card", "the recall card that a button belongs to", required=True, internal=True)
THIS_REVIEW = Option("n", "which review of the card is meant", "int", True, 1, 100_000, internal=True)

SKILL = Option("skill", "which roadmap; by default the one you used last", source="roadmaps")

A_SKILL = Option("skill", "which roadmap, such as sql", required=True, source="roadmaps")
HOURS = Option("hours", "how many hours a week you study, such as 5 or 2.5")
DEADLINE = Option("deadline", "when you want to be done, such as 2027-03-01; or none")
MINUTES = Option("minutes", "how many minutes it took you", kind="int", low=1, high=1440)

PATHS: tuple[Action, ...] = (
    Action(
        "roadmap create",
        "a staged path to a skill, with dates; or change the one you have",
        roadmap.create,
        (
            A_SKILL,
            Option("level", "where you are, 0 by default", kind="int"),
            Option("target", "where you want to be, 100 by default", kind="int", low=1),
            Option(
                "priority",
                "how much it matters; by default, from the gap",
                choices=("high", "medium", "low"),
                single=True,
            ),
            HOURS,
            DEADLINE,
        ),
        Opens.SLOW,
        examples=(
            "/roadmap create aws level:10 target:80 hours:5 deadline:2027-03-01",
            "/roadmap create sql deadline:none",
        ),
    ),
    Action(
        "roadmap show",
        "how far you are, what is due and what to read",
        roadmap.show_path,
        (SKILL,),
        Opens.SLOW,
    ),
    Action("roadmap list", "all your learning paths", roadmap.list_paths, opens=Opens.SLOW),
    Action(
        "roadmap done",
        "mark a resource as done",
        roadmap.done,
        (
            Option(
                "resource", "its number in the open stage, or part of its title", kind="rest", required=True
            ),
            MINUTES,
            SKILL,
        ),
        examples=("/roadmap done 2", "/roadmap done joined tables minutes:45"),
    ),
    Action(
        "roadmap log",
        "put down time that you studied, on the open stage",
        roadmap.log,
        (Option("minutes", "how many", kind="int", required=True, low=1, high=1440), SKILL),
        examples=("/roadmap log 45",),
    ),
    Action(
        "roadmap replan",
        "move the dates; nothing done is lost",
        roadmap.replan,
        (DEADLINE, HOURS, SKILL),
        Opens.FORM,
        examples=("/roadmap replan 2027-04-15", "/roadmap replan hours:3"),
    ),
    Action("roadmap drop", "lay a path aside", roadmap.drop, (A_SKILL,)),
    Action(
        "roadmap restore",
        "take a dropped path up again",
        roadmap.restore,
        (Option("path", "the path that a button belongs to", required=True, internal=True),),
        Opens.SLOW,
        hidden=True,
        in_place=True,
    ),
    Action(
        "roadmap undo",
        "take back what was marked or logged by mistake",
        roadmap.undo,
        (
            Option("resource", "the resource that a button belongs to", internal=True),
            Option("log", "the entry that a button belongs to", internal=True),
        ),
        Opens.SLOW,
        hidden=True,
        in_place=True,
    ),
)
QUIZ: tuple[Action, ...] = (
    Action(
        "roadmap quiz",
        "take the quiz that ends a stage and opens the next",
        quiz.quiz,
        (Option("stage", "a stage's number or name; the open one by default", kind="rest"), SKILL),
        Opens.SLOW,
        examples=("/roadmap quiz", "/roadmap quiz 2 skill:sql"),
    ),
    Action(
        "roadmap choose",
        "answer a quiz question",
        quiz.choose,
        (
            Option("sitting", "the quiz that a button belongs to", required=True, internal=True),
            Option("n", "the question that a button belongs to", "int", True, 1, 100, internal=True),
            Option("pick", "the place of the option, from 0", "int", True, 0, 3, internal=True),
        ),
        hidden=True,
        in_place=True,
    ),
)
NUDGES: tuple[Action, ...] = (
    Action("nudges on", "be reminded of what is due, here", nudges.on),
    Action("nudges off", "be reminded of nothing", nudges.off),
    Action(
        "nudges time",
        "when to be reminded, and when never",
        nudges.time,
        (
            Option("at", "the time of day, such as 08:30 or 6 pm", required=True),
            Option("quiet", "hours without a message, such as 22:00-08:00; or off"),
        ),
        examples=("/nudges time 18:00", "/nudges time 08:30 quiet:21:00-08:00"),
    ),
    Action(
        "nudges snooze",
        "be left alone for some days",
        nudges.snooze,
        (Option("days", "how many", kind="int", required=True, low=1, high=90),),
        examples=("/nudges snooze 3",),
    ),
    Action(
        "nudges show",
        "when you are reminded, and what I would say now",
        nudges.show,
        opens=Opens.SLOW,
    ),
    Action(
        "profile timezone",
        "where your days begin, by the name of a place",
        timezone.set_timezone,
        (Option("tz", "a place, such as Europe/Berlin or just berlin", kind="rest", required=True),),
        examples=("/profile timezone Europe/Berlin", "/profile timezone new york"),
    ),
)
LEARNING: tuple[Action, ...] = (
    *PATHS,
    *QUIZ,
    *NUDGES,
    Action(
        "review",
        "what is about to be forgotten, one card at a time",
        review.review,
        (Option("interview", "the day of your interview, such as 2027-03-01: how much you will remember"),),
        examples=("/review", "/review interview:2027-03-01"),
    ),
    Action(
        "review show",
        "the other side of a recall card",
        review.show,
        (THIS_CARD, THIS_REVIEW),
        hidden=True,
    ),
    Action(
        "review rate",
        "how well a recall card was known",
        review.rate,
        (
            THIS_CARD,
            THIS_REVIEW,
            Option(
                "rating", "again, hard, good or easy", required=True, choices=review.RATINGS, internal=True
            ),
        ),
        hidden=True,
    ),
)
