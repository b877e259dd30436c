"""/mentor assign: something for a student to do until a day; both see what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from domain import days
from domain.actions import mentor_shown as shown
from domain.actions import paths, quiz, roadmap, start
from domain.actions.kinds import Call
from domain.actions.mentor_tasks import due_of, hurdle, task_of
from domain.errors import UserError
from domain.mentoring import assigning, assignment_news, looking, words
from domain.mentoring.people import Pair, granted, not_found, students_of
from domain.mentoring.tasks import LIST, begin_button, data, decline_button, what
from domain.model.assignment import KINDS, Assignment, Task
from domain.model.user import User
from domain.replies import Bullets, Button, Card, Form, Input, Quote, Reply, Text, say
from domain.tokens import encode

T = TypeVar("T")
NOTHING = Card("Nothing is set", (Text("A mentor sets something: /mentor assign."),))
THAT_IS_ALL = Card("That is all", (Text("There is nothing on that page any more."),))
LOOK, STAGES = "what is done of what they set you", "the stages of your roadmaps"
MINE, THEIRS = 5, 10
"""On a page: what the caller is to do, which takes two buttons each, and what their students are."""
LONGEST_WORD = 500


async def assign(call: Call) -> Reply:
    """Sets it, and has the student told."""
    kind = next(kind for kind in KINDS if kind == call.text("what"))
    scope = Task(kind=kind).scope
    pair = await granted(call.do, call.user, call.text("student") or "", scope, call.request.actor)
    due = due_of(call, pair)
    if scope is not None:
        await looking.noted(call.do, pair, STAGES, (scope,))
    task = await task_of(call, pair, kind)
    stored = await assigning.assign(call.do, pair, task, due)
    await assignment_news.tell(call.do, stored)
    name = words.who(pair.other, call.request.actor)
    today, first = days.today(pair.other, call.do.clock.now()), await hurdle(call, pair, task)
    ahead = "the day before, and " if (due - today).days > 1 else ""
    return say(
        "Set",
        Text(f"{name} is told, and has until {paths.day(due, today)} for {what(stored)}."),
        *((Text(first),) if first else ()),
        Text(f"They are reminded {ahead}once when it is overdue, if they take reminders."),
        buttons=(_drop_button(stored, "Drop it"), LIST),
        data=data(stored),
    )


def _drop_button(assignment: Assignment, label: str) -> Button:
    return Button(shown.cut(label), encode("mentor drop", {"assignment": assignment.id}), "danger")


async def begin(call: Call) -> Reply:
    """What the student was set, as if they had begun it themselves."""
    assignment = await _own(call)
    if not assignment.open:
        return _over(assignment)
    task = assignment.task
    if task.kind == "mock":
        named = {"company": task.name, "rounds": ",".join(task.rounds)}
        return await start.start(_with(call, {k: v for k, v in named.items() if v}))
    if task.kind == "stage":
        return await roadmap.show_path(_with(call, {"skill": task.skill}))
    known = next((p for p in await call.do.paths.of(call.user.id) if p.skill == task.skill), None)
    stage = known.named(task.stage) if known else None
    number = {"stage": str(stage.stage_number)} if stage else {}
    return await quiz.quiz(_with(call, {"skill": task.skill, **number}))


def _with(call: Call, args: dict[str, str]) -> Call:
    return replace(call, args=args)


async def _own(call: Call) -> Assignment:
    """One that was set the caller, as it stands. Raises NotYours."""
    found = await call.do.assignments.get(call.text("assignment") or "")
    if found is None or found.student_id != call.user.id:
        raise not_found()
    return await assigning.settled(call.do, found)


def _over(assignment: Assignment) -> Reply:
    said = {
        "done": "It is done already.",
        "missed": "Its day is long over, so it counts as missed.",
    }.get(assignment.state, "It was dropped.")
    return say("Nothing to do", Text(said), buttons=(LIST,), data=data(assignment))


async def later(call: Call) -> Reply:
    """Leaves it for later."""
    assignment = await _own(call)
    if not assignment.open:
        return _over(assignment)
    today = days.today(call.user, call.do.clock.now())
    left, day = (assignment.due_on - today).days, paths.day(assignment.due_on, today)
    if left < 0:
        last = paths.day(assignment.due_on + assigning.MISSED_AFTER, today)
        said = f"It was due {day}, and still counts until {last}: {what(assignment)}."
    else:
        said = f"It waits until {day}: {what(assignment)}. {_reminded(call, left)}"
    buttons = (begin_button(assignment), decline_button(assignment))
    return say("Later, then", Text(said), buttons=buttons, data=data(assignment))


def _reminded(call: Call, left: int) -> str:
    if not call.user.nudge_settings.on:
        return "Your reminders are off."
    return "I remind you the day before." if left > 1 else "I remind you once when it is overdue."


async def unassign(call: Call) -> Reply:
    """Asks the student for a word to go with declining it."""
    assignment = await _own(call)
    if not assignment.open:
        return _over(assignment)
    token = encode("mentor refuse", {"assignment": assignment.id})
    field = Input("text", "A word to your mentor, if you like", long=True, required=False)
    return Reply((Card("Decline"),), form=Form(token, "Decline", (field,)))


async def refuse(call: Call) -> Reply:
    """The student declines it, with a word if they like."""
    assignment, word = await _own(call), (call.text("text") or "").strip()
    if not assignment.open and assignment.ended != "student":
        return _over(assignment)
    if len(word) > LONGEST_WORD:
        raise UserError(
            f"That has {len(word):,} characters; {LONGEST_WORD} are the most. Nothing is declined yet.",
            title="Too long",
        )
    stored = await assigning.drop(call.do, assignment, "student", word)
    await assignment_news.tell(call.do, stored)
    said = f"Your mentor is told that you do not do {what(stored)}."
    quoted = (Quote(stored.word),) if stored.word else ()
    return say("Declined", Text(said), *quoted, buttons=(LIST,), data=data(stored))


async def drop(call: Call) -> Reply:
    """The mentor drops it. Raises NotYours where they may not see it any more."""
    found = await call.do.assignments.get(call.text("assignment") or "")
    if found is None or found.mentor_id != call.user.id:
        raise not_found()
    pair = await granted(call.do, call.user, found.student_id, found.task.scope, call.request.actor)
    stored = await assigning.drop(call.do, await assigning.settled(call.do, found), "mentor")
    if stored.ended == "nobody":
        raise not_found()
    await assignment_news.tell(call.do, stored)
    if stored.ended != "mentor":
        return _over(stored)
    name = words.who(pair.other, call.request.actor)
    said = f"{name} has nothing left to do for {what(stored)}."
    return say("Dropped", Text(said), buttons=(LIST,), data=data(stored))


@dataclass(frozen=True, slots=True)
class Set:
    """One of an active mentorship's assignments, and how who is on the other side is called."""

    pair: Pair
    name: str
    assignment: Assignment


async def assignments(call: Call) -> Reply:
    """What is to be done by the caller, and by their students, as it stands; a page at a time."""
    page = call.number("page") or 1
    known = [one for one in await assigning.of_student(call.do, call.user.id) if one.ended != "nobody"]
    mine = sorted(known, key=lambda one: (not one.open, one.due_at))
    theirs = await _of_students(call)
    my_part, their_part = _part(mine, page, MINE), _part(theirs, page, THEIRS)
    my_left, their_left = len(mine) - page * MINE, len(theirs) - page * THEIRS
    more = Button("More", encode("mentor assignments", {"page": str(page + 1)}))
    cards = (*await _my_cards(call, my_part, my_left), *_their_cards(call, their_part, their_left))
    return Reply(
        cards or (NOTHING if page == 1 else THAT_IS_ALL,),
        (*_buttons(my_part, their_part), *((more,) if max(my_left, their_left) > 0 else ())),
        data={
            "mine": [data(one) for one in mine],
            "students": [{**data(one.assignment), "name": one.pair.other.name} for one in theirs],
        },
    )


def _buttons(mine: Sequence[Assignment], theirs: Sequence[Set]) -> tuple[Button, ...]:
    """What can be done with each that is open."""
    opens = [one for one in mine if one.open]
    doing = [button for one in opens for button in _doing(one, several=len(opens) > 1)]
    drops = [
        _drop_button(one.assignment, f"Drop for {one.name}: {what(one.assignment)}")
        for one in theirs
        if one.assignment.open
    ]
    return (*doing, *drops)


def _part(whole: Sequence[T], page: int, size: int) -> Sequence[T]:
    return whole[(page - 1) * size : page * size]


async def _of_students(call: Call) -> list[Set]:
    """Those that the caller may see, each student's after that look was written down."""
    now, found = call.do.clock.now(), list[Set]()
    active = [pair for pair in await students_of(call.do, call.user) if pair.mentorship.active(now)]
    names = words.called(active, call.request.actor)
    for pair in active:
        known = [one for one in await assigning.of_pair(call.do, pair) if one.ended != "nobody"]
        if known:
            await looking.noted(call.do, pair, LOOK)
        found += [Set(pair, names[pair.mentorship.id], one) for one in known if _granted(pair, one)]
    return sorted(found, key=lambda one: (not one.assignment.open, one.assignment.due_at))


def _granted(pair: Pair, assignment: Assignment) -> bool:
    scope = assignment.task.scope
    return scope is None or scope in pair.mentorship.scopes


async def _my_cards(call: Call, mine: Sequence[Assignment], left: int) -> tuple[Card, ...]:
    if not mine:
        return ()
    now, lines = call.do.clock.now(), []
    for one in mine:
        mentor = await call.do.users.get(one.mentor_id)
        by = f", from {mentor.name}" if mentor else ""
        lines.append(f"{_capital(what(one))}{by}: {state(one, call.user, now)}")
    return (Card("What you were set", (Bullets((*lines, *_more(left))),)),)


def _more(left: int) -> tuple[str, ...]:
    return (f"and {left} more",) if left > 0 else ()


def _their_cards(call: Call, theirs: Sequence[Set], left: int) -> tuple[Card, ...]:
    if not theirs:
        return ()
    now = call.do.clock.now()
    lines = tuple(
        f"{one.name}, {what(one.assignment)}: {state(one.assignment, one.pair.other, now)}" for one in theirs
    )
    return (Card("What you set your students", (Bullets((*lines, *_more(left))),)),)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def state(assignment: Assignment, student: User, now: datetime) -> str:
    """`due Fri 4 Dec, in 6 days`, `done on 2 Dec 2026, with 80 %`, `declined: “no time”`.

    On the student's calendar, as the day that it is due.
    """
    today = days.today(student, now)
    if assignment.open:
        return paths.due_words(assignment.due_on, today)
    if assignment.state == "done" and assignment.done_at is not None:
        done_at = assignment.done_at.astimezone(days.zone(student))
        late = ", late" if done_at.date() > assignment.due_on else ""
        score = f", with {assignment.score} %" if assignment.score is not None else ""
        return f"done on {words.day(done_at)}{late}{score}"
    if assignment.state == "missed":
        return f"missed; it was due {paths.day(assignment.due_on, today)}"
    word = f": “{assignment.word}”" if assignment.word else ""
    return f"declined{word}" if assignment.ended == "student" else "dropped"


def _doing(assignment: Assignment, *, several: bool) -> tuple[Button, ...]:
    about = f": {what(assignment)}" if several else ""
    return (
        begin_button(assignment, shown.cut(f"Start it{about}")),
        decline_button(assignment, shown.cut(f"Decline{about}")),
    )
