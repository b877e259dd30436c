"""Answering in a group's round: by a form, a command or a message in its thread; and one's own grade."""

from domain import marking, streak
from domain.actions import show
from domain.actions.figures import attempt_data
from domain.actions.group import found, is_past, open_round, play_buttons, where
from domain.actions.kinds import Call
from domain.actions.texts import blank, text_of
from domain.errors import Duplicate, UserError
from domain.grouping import answers, figures, finding, turns
from domain.grouping.advice import advised
from domain.grouping.words import button, kind
from domain.model.attempt import Attempt
from domain.model.group import GroupQuestion, GroupRound
from domain.replies import Card, Choice, Form, Input, Reply, Text, say

SILENCE = Reply(data={"silent": True})
# A shorter message in a thread is talk.
SHORTEST_HEARD = 20
OPENLY = ("say", "group heard")
LEAVE = (Choice("No", "no"), Choice("Yes", "yes"))


async def answer(call: Call) -> Reply:
    """Takes an answer to the open question; with no text it opens a form."""
    return await answer_here(call, open_round(call), await text_of(call))


async def answer_here(call: Call, group: GroupRound, text: str | None) -> Reply:
    """The same for a round that was found by where a member wrote. Raises UserError where none is open."""
    stored, anew = await _earlier(call, group), False
    if stored is None:
        asked = _waiting(call, group)
        if text is None:
            return Reply((Card("Your answer"),), form=_form(call, group))
        stored, anew = await _keep(call, group, asked, text)
    group = await _with_leave(call, group)
    await streak.practised(call.do, call.user.id)
    await answers.grade_soon(call.do, group)
    moved = await turns.after_answer(call.do, group)
    return await _taken(call, moved, stored, anew=anew)


async def _earlier(call: Call, group: GroupRound) -> Attempt | None:
    """What an earlier run of the same event stored before it died."""
    if not call.again:
        return None
    found = await call.do.attempts.of_event(call.user.id, call.request.event_id)
    return found if found is not None and found.session_id == group.id else None


async def said(call: Call, group: GroupRound) -> Reply:
    """A message to the bot in a round's thread. Raises UserError for one that is too short for an answer."""
    text = await text_of(call)
    if text is None or len(text.strip()) >= SHORTEST_HEARD:
        return await answer_here(call, group, text)
    how = " To answer in a few words, use the Answer button or `/answer`."
    raise UserError(
        f"So short a message is talk to me. {where(group)}{how if group.phase == 'asking' else ''}",
        title="Not taken as an answer",
        buttons=play_buttons(call, group),
        data=await figures.data(call.do, group),
    )


def _waiting(call: Call, group: GroupRound) -> GroupQuestion:
    """The question that the caller can answer now."""
    asked = group.open_question
    if asked is None or is_past(call, group):
        raise UserError(_not_open(call, group), title="Not open", buttons=play_buttons(call, group))
    if asked.candidate and asked.candidate != call.user.id:
        words = "This turn is another's: they answer in the open, and you score it then."
        raise UserError(words, title="Not your turn", buttons=play_buttons(call, group))
    return asked


def _not_open(call: Call, group: GroupRound) -> str:
    if is_past(call, group) or group.phase == "revealed":
        return "That question has been revealed, so this came too late and was not taken."
    if group.phase == "scoring":
        return "The answer to this question is being scored, so this came too late and was not taken."
    return "No question is open in this round just now, so nothing was taken."


def _form(call: Call, group: GroupRound) -> Form:
    member = group.member(call.user.id)
    chosen = "yes" if member is not None and member.quotable else "no"
    inputs = (
        Input("text", "Your answer", long=True),
        Input("quotes", "May the group see your best lines?", required=False, choices=LEAVE, chosen=chosen),
    )
    return Form(button(group, "Answer", "answer").token, "Your answer", inputs)


async def _keep(call: Call, group: GroupRound, asked: GroupQuestion, text: str) -> tuple[Attempt, bool]:
    """The answer on disk: the first one, or the text that takes the place of it, and whether it does."""
    fresh = _new(call, group, asked, text)
    try:
        await call.do.attempts.add(fresh)
    except Duplicate:
        return await _replaced(call, fresh), True
    return fresh, False


def _new(call: Call, group: GroupRound, asked: GroupQuestion, text: str) -> Attempt:
    now = call.do.clock.now()
    return Attempt(
        id=call.do.random.new_id(),
        created_at=now,
        updated_at=now,
        session_id=group.id,
        student_id=call.user.id,
        round=asked.round,
        question_id=asked.question_id,
        student_answer=text,
        event_id=call.request.event_id,
        predicted=call.number("predict"),
        time_taken_seconds=max(0, int((now - asked.asked_at).total_seconds())),
        over_time=now > asked.deadline,
        answered_at=now,
    )


async def _replaced(call: Call, fresh: Attempt) -> Attempt:
    """A second answer before the reveal: its text counts, and is graded anew."""
    given = await call.do.groups.answers(fresh.session_id, fresh.question_id)
    mine = next(one for one in given if one.student_id == fresh.student_id)

    def step(stored: Attempt) -> Attempt:
        if stored.student_answer == fresh.student_answer:
            return stored
        return fresh.model_copy(update={"id": stored.id, "version": stored.version})

    return await call.do.attempts.change(mine.id, step)


async def _with_leave(call: Call, group: GroupRound) -> GroupRound:
    """The round with the caller's leave to be quoted, as they said it with the answer."""
    said, member = call.text("quotes"), group.member(call.user.id)
    quotable = said == "yes"
    if said is None or member is None or member.quotable == quotable:
        return group
    now = call.do.clock.now()

    def step(stored: GroupRound) -> GroupRound:
        return (
            stored.joined(call.user.id, now, quotable=quotable) if call.user.id in stored.present else stored
        )

    return await call.do.groups.change(group.id, step)


async def _taken(call: Call, group: GroupRound, attempt: Attempt, *, anew: bool = False) -> Reply:
    """What the member is told: that it is in, and nothing of its grade before the reveal."""
    number = [one.question_id for one in group.questions].index(attempt.question_id) + 1
    words = [f"Your answer to question {number} is in."]
    if anew:
        words = [f"This is your answer to question {number} now, in place of the one before."]
    if not group.open:
        words.append("The round ended at that moment; it counts for you all the same.")
    elif number != group.number:
        words.append("The group went on at that moment; it counts all the same.")
    elif group.phase == "asking":
        words.append("Answer again to replace it; the grade comes with the reveal.")
    elif group.phase == "scoring":
        words.append("The others score it now.")
    else:
        words.append("All answers are revealed now.")
    blocks = [Text(" ".join(words))]
    if call.request.action in OPENLY and group.mode == "race":
        blocks.append(
            Text("What you write in the thread all can read: the Answer button keeps it to yourself.")
        )
    data = {
        **await figures.data(call.do, group),
        "attempt_id": attempt.id,
        "question_id": attempt.question_id,
    }
    return say(kind(group), *blocks, buttons=play_buttons(call, group), data=data)


async def meant_here(call: Call) -> GroupRound | None:
    """The round in whose thread somebody writes an answer. Raises UserError where they have to join first.

    A button of an interview means that interview, and so does whoever is in one and not in this round.
    """
    if call.text("session") is not None:
        return None
    room = finding.room_of(call.request.actor, call.request.place)
    group = await call.do.groups.open_in(room) if room else None
    if group is None and room and call.request.action == "answer":
        return await _near(call, room)
    if group is None or call.user.id in group.present:
        return group
    if await call.do.interviews.open_of(call.user.id) is not None:
        return None
    words = "You are not in this round. Join, and you can answer at once."
    raise UserError(words, title="Join first", buttons=(finding.join_button(group),))


async def _near(call: Call, home: str) -> GroupRound | None:
    """The round in the threads of a channel that waits for the caller's answer.

    Where commands do not work in threads they are given in the channel. Raises UserError where several wait.
    """
    held = await call.do.groups.open_at_home(home)
    waiting = [one for one in held if one.open_question is not None and call.user.id in one.expected]
    if len(waiting) > 1:
        raise await finding.which(call.do, waiting)
    return waiting[0] if waiting else None


async def heard(call: Call) -> Reply:
    """Takes a member's first message of some length as their answer, and says nothing to any other."""
    group = await finding.open_here(call.do, call.request, call.user)
    text = call.text("text") or ""
    asked = group.open_question if group is not None else None
    if group is None or asked is None or call.user.id not in group.expected:
        return SILENCE
    if len(text.strip()) < SHORTEST_HEARD or blank(text) or len(text) > call.do.rules.longest_answer:
        return SILENCE
    if call.user.id in await call.do.groups.answered(group.id, asked.question_id):
        return SILENCE
    return await answer_here(call, group, text)


async def mine(call: Call) -> Reply:
    """The caller's own grade of a question that was revealed."""
    group = found(call)
    number = call.number("n") or group.number
    asked = group.questions[number - 1] if 0 < number <= group.number else None
    if asked is None:
        raise UserError("No question was put in this round yet.", title="Nothing yet")
    given = await call.do.groups.answers(group.id, asked.question_id)
    own = next((one for one in given if one.student_id == call.user.id), None)
    data = await figures.data(call.do, group)
    if asked.revealed_at is None:
        words = "Your answer is in; its grade comes with the reveal." if own else "You have not answered yet."
        return say(kind(group), Text(words), buttons=play_buttons(call, group), data=data)
    if own is None:
        words = f"You gave no answer to question {number}."
        return say(kind(group), Text(words), buttons=play_buttons(call, group), data=data)
    graded = advised(await marking.grade(call.do, own, call.progress))
    card = show.grade_card(graded, number)
    return Reply((card,), play_buttons(call, group), data={**data, **attempt_data(graded)})
