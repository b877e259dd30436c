"""The one message of a day: what is due, the most urgent first, with the buttons that act on it."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from domain.actions import paths, show
from domain.actions.mentor_shown import cut
from domain.actions.review import SECONDS_A_CARD
from domain.mentoring.tasks import LIST, begin_button, what
from domain.model.learning import PathResource, PathStage
from domain.nudging.reasons import Assigned, CardsDue, Fact, Reason, StageDue, StreakNews, Waiting
from domain.nudging.week import Week
from domain.replies import Bullets, Button, Card, Reply, Text
from domain.tokens import encode

NAMED_FOR = timedelta(days=6)
ENOUGH = "One answer, one card or one resource is enough."
FAREWELL = Card(
    "This is my last reminder for now",
    (Text("I leave you in peace until you come back. All that you did is kept, and so is your place."),),
)


def compose(key: str, reasons: Sequence[Reason], today: date, *, last: bool = False) -> Reply:
    """The reasons as one message; `data` holds the nudge's key and the keys of what it tells."""
    cards = tuple(_card(reason.fact, today) for reason in reasons)
    return Reply(
        cards=(*cards, FAREWELL) if last else cards,
        buttons=(*_acting([reason.fact for reason in reasons]), snooze_button(1, "Snooze"), stop_button()),
        data={"nudge": key, "reasons": [reason.key for reason in reasons]},
    )


def plain(reply: Reply) -> str:
    """Its words in one line, for a list of what would be said."""
    return " ".join(f"{card.title}. {' '.join(_words(card))}" for card in reply.cards)


def _words(card: Card) -> Sequence[str]:
    return ["; ".join(block.items) if isinstance(block, Bullets) else block.text for block in card.body]


def snooze_button(count: int, label: str) -> Button:
    return Button(label, encode("nudges snooze", {"days": str(count)}))


def stop_button() -> Button:
    return Button("Stop these", encode("nudges off"))


def _acting(facts: Sequence[Fact]) -> tuple[Button, ...]:
    """Each kind's once, for the most urgent of it; where nothing waits, what begins something new."""
    found: dict[type[Fact], tuple[Button, ...]] = {}
    several = sum(isinstance(fact, Assigned) for fact in facts) > 1
    for fact in facts:
        found.setdefault(type(fact), _buttons(fact, several=several))
    return tuple(button for buttons in found.values() for button in buttons) or (show.start_button(),)


def _buttons(fact: Fact, *, several: bool) -> tuple[Button, ...]:
    """With `several` assignments it is said which one begins, and where the others are."""
    match fact:
        case Assigned(assignment=assignment):
            if several:
                return begin_button(assignment, cut(f"Start it: {what(assignment)}")), LIST
            return (begin_button(assignment),)
        case StageDue(path=path, stage=stage):
            following = paths.next_resource(stage)
            quiz = Button("Start quiz", encode("roadmap quiz", {"skill": path.skill}))
            if following is None:
                return (quiz,)
            done = encode("roadmap done", {"resource": following.resource_id})
            return (Button("Done", done, "primary"), quiz)
        case CardsDue():
            return (Button("Review", encode("review"), "primary"),)
        case Waiting(interview=interview):
            return (show.resume_button(interview),)
        case _:
            return ()


def _card(fact: Fact, today: date) -> Card:
    match fact:
        case Assigned():
            return _assigned_card(fact, today)
        case StageDue():
            return _stage_card(fact, today)
        case CardsDue(count=count):
            return _cards_card(count)
        case Waiting():
            return _interview_card(fact)
        case Week():
            return _week_card(fact)
        case StreakNews():
            return _streak_card(fact, today)


def _assigned_card(due: Assigned, today: date) -> Card:
    words = f"{due.mentor} set you {what(due.assignment)}."
    return Card(f"{_due(due.assignment.due_on, due.left, today)}, from your mentor", (Text(words),))


def _stage_card(due: StageDue, today: date) -> Card:
    title = f"{_due(due.stage.due_on, due.left, today)}: {due.skill}, {due.stage.stage_name}"
    left = [r for r in due.stage.resources if not r.completed and not r.retired]
    if left:
        things = "1 resource is" if len(left) == 1 else f"{len(left)} resources are"
        words = (
            f"{things} left, about {_time(_minutes(due.stage, left))}, and the quiz. Next: {left[0].title}."
        )
    else:
        words = "Only the quiz is left."
    replan = f"No harm done: `/roadmap replan skill:{due.path.skill}` moves the dates."
    late = (Text(replan, markup=True),) if due.left < 0 else ()
    return Card(title, (Text(words), *late))


def _minutes(stage: PathStage, left: Sequence[PathResource]) -> int:
    """What is left to study; of a stage that begins or ends between its levels a part of what is listed."""
    listed = sum(r.duration_minutes for r in stage.resources if not r.retired)
    part = min(1, 60 * stage.hours / listed) if listed else 1
    return max(1, round(part * sum(resource.duration_minutes for resource in left)))


def _due(due_on: date, left: int, today: date) -> str:
    near = {0: "Due today", 1: "Due tomorrow", -1: "Was due yesterday"}
    if left in near:
        return near[left]
    day = paths.day(due_on, today)
    return f"Was due {day}" if left < 0 else f"Due {day}, in {left} days"


def _time(minutes: int) -> str:
    return f"{minutes} minutes" if minutes < 100 else f"{round(minutes / 60)} hours"


def _cards_card(count: int) -> Card:
    minutes = ceil(count * SECONDS_A_CARD / 60)
    title = "1 card to review" if count == 1 else f"{count} cards to review"
    return Card(title, (Text(f"About {minutes} minute{'s' if minutes > 1 else ''}, and they stay fresh."),))


def _interview_card(waiting: Waiting) -> Card:
    interview, since = waiting.interview, "yesterday" if waiting.days == 1 else f"{waiting.days} days ago"
    left = "You paused it" if interview.interrupted else "You were there last"
    words = f"{left} {since}, with {interview.answered} answered and {interview.remaining} to go."
    return Card(f"Your interview waits: {show.headline(interview)}", (Text(words),))


def _week_card(week: Week) -> Card:
    mean = f", {week.mean}/100 on average" if week.mean is not None else ""
    figures = (
        (week.answers, f"{_counted(week.answers, 'answer')}{mean}"),
        (week.quizzed, _counted(week.quizzed, "quiz question")),
        (week.reviews, f"{_counted(week.reviews, 'card')} reviewed"),
        (week.resources, f"{_counted(week.resources, 'resource')} done"),
    )
    lines = tuple(text for number, text in figures if number)
    return Card(f"Last week: you practised on {_counted(week.days, 'day')}", (Bullets(lines),))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _streak_card(news: StreakNews, today: date) -> Card:
    stands = news.standing
    if stands.lost_on is not None:
        words = (
            f"{_counted(stands.lost, 'day')} in a row ended on {_named(stands.lost_on, today)}, and your "
            f"best stays {stands.best}. {ENOUGH}"
        )
        return Card("A new count begins with your next day", (Text(words),))
    if not news.frozen:
        return Card(f"Today keeps your {_counted(stands.days, 'day')} in a row", (Text(ENOUGH),))
    froze = " and ".join(_named(day, today) for day in news.frozen)
    stood = "A freeze day stood" if len(news.frozen) == 1 else "Freeze days stood"
    left = f"{_counted(stands.freezes, 'freeze day')} left." if stands.freezes else f"None is left. {ENOUGH}"
    return Card(f"Your {_counted(stands.days, 'day')} are safe", (Text(f"{stood} in for {froze}. {left}"),))


def _named(day: date, today: date) -> str:
    """`Sunday`, or with its date where that could be another."""
    return f"{day:%A}" if today - day <= NAMED_FOR else paths.day(day, today)
