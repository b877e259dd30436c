"""/group join, leave, next, reveal, end and status: what a member does in a round besides answering."""

from domain.actions.kinds import Call
from domain.errors import UserError
from domain.grouping import cards, figures, live, turns
from domain.grouping.finding import join_button
from domain.grouping.words import button, kind, leave_button, listed, names_of
from domain.model.group import GroupRound
from domain.replies import Button, Reply, Text, say
from domain.tokens import encode

MOST_EVER = 100
"""Members of one round, those who left among them: it is one document, read with every answer."""


async def join(call: Call) -> Reply:
    """Lets somebody in at any time, also while a question is open."""
    group, me = open_round(call), call.user.id
    now, most = call.do.clock.now(), call.do.grouping.members
    quotable = None if call.text("quotes") is None else call.text("quotes") == "yes"

    def step(stored: GroupRound) -> GroupRound:
        if not stored.open:
            raise over()
        full = len(stored.present) >= most and me not in stored.present
        if full or (len(stored.members) >= MOST_EVER and stored.member(me) is None):
            raise _full(most)
        return stored.joined(me, now, quotable=quotable)

    joined = await call.do.groups.change(group.id, step)
    await live.soon(call.do, joined)
    names = await names_of(call.do, joined.participants)
    here = Text(f"Here now: {listed(names[one] for one in joined.present)}.")
    known = "You are in this round already." if me in group.present else "You are in."
    return await stands(call, joined, f"{known} {_what_next(joined, me)}", here)


def _full(most: int) -> UserError:
    words = f"This round is full: {most} are the most that one can have. `/group start` begins another."
    return UserError(words, title="Full")


async def leave(call: Call) -> Reply:
    """Takes somebody out; their answers stay, and nobody waits for them any more."""
    group, me = open_round(call), call.user.id
    now = call.do.clock.now()
    left = await call.do.groups.change(group.id, lambda g: g.left(me, now) if g.open else g)
    if not left.present:
        left = await turns.end_deserted(call.do, left)
    else:
        left = await turns.after_answer(call.do, left)
    words = "You are out of this round. What you answered stays and counts; Join brings you back."
    if not left.open:
        words = "You were the last one in this round, so it is over. What was answered is kept."
    buttons = (button(left, "Join", "join"),) if left.open else ()
    return say(kind(left), Text(words), buttons=buttons, data=await figures.data(call.do, left))


async def next_question(call: Call) -> Reply:
    """Begins, or goes on to the next question; of several at once one puts it."""
    group = open_round(call)
    if is_past(call, group):
        return await stands(call, group, "That is past already.")
    if group.phase in ("asking", "scoring"):
        return await stands(call, group, "The next question comes when this one has been revealed.")
    asked = await turns.ask_next(call.do, group)
    return await stands(call, asked, "")


async def reveal(call: Call) -> Reply:
    """Ends the wait for those who are missing: at the host's word, or anybody's once time is up."""
    group = open_round(call)
    if is_past(call, group) or call.text("phase") not in (None, group.phase):
        return await stands(call, group, "That is past already.")
    if group.phase not in ("asking", "scoring"):
        return await stands(call, group, "There is nothing to reveal just now.")
    over_time = group.closes_at is not None and group.closes_at <= call.do.clock.now()
    if call.user.id != group.host and not over_time:
        words = "Only whoever leads the round can reveal before all are done or time is up."
        raise UserError(words, title="Not yours to do", buttons=play_buttons(call, group))
    moved = await turns.close_phase(call.do, group, by_hand=True)
    return await stands(call, moved, "")


async def end(call: Call) -> Reply:
    """Ends the round; what was answered is revealed and kept."""
    ended = await turns.end(call.do, open_round(call))
    words = "The round is over before its first question."
    buttons: tuple[Button, ...] = (Button("Start", encode("group start"), "primary"),)
    if ended.questions:
        words = "The round is over; its results are kept. `/group board` shows how the group stands."
        buttons = (Button("Board", encode("group board"), "primary"), button(ended, "Mine", "mine"))
    return say(kind(ended), Text(words), buttons=buttons, data=await figures.data(call.do, ended))


async def status(call: Call) -> Reply:
    """Where the round stands, as its card says; what a crash left undone goes on."""
    group = found(call)
    if group.open:
        group = await turns.after_answer(call.do, group)
    card = await cards.of(call.do, group)
    return Reply(card.cards, card.buttons, data=card.data)


def found(call: Call) -> GroupRound:
    """The round that the request is about, which dispatch has found."""
    if call.group is None:
        raise LookupError(f"{call.request.action} was asked without a round")
    return call.group


def open_round(call: Call) -> GroupRound:
    """The same, if it is not over. Raises UserError."""
    group = found(call)
    if not group.open:
        raise over()
    return group


def over() -> UserError:
    return UserError(
        "That round is over, and its results are kept. `/group start` begins another.",
        title="Over",
        buttons=(Button("Start", encode("group start"), "primary"), Button("Board", encode("group board"))),
    )


def is_past(call: Call, group: GroupRound) -> bool:
    """Whether the button that was pressed stood under an earlier question."""
    number = call.number("n")
    return number is not None and number != group.number


async def stands(call: Call, group: GroupRound, words: str, *more: Text) -> Reply:
    """A sentence on what was done, and where the round stands now."""
    said = f"{words} {where(group)}".strip()
    return say(
        kind(group),
        Text(said),
        *more,
        buttons=play_buttons(call, group),
        data=await figures.data(call.do, group),
    )


def where(group: GroupRound) -> str:
    if not group.open:
        return "The round is over; its results are kept."
    return {
        "gathering": "The round has not begun yet.",
        "asking": f"Question {group.number} is open.",
        "scoring": f"The answer to question {group.number} is being scored.",
        "revealed": f"Question {group.number} {_dealt_with(group)}.",
    }[group.phase]


def _dealt_with(group: GroupRound) -> str:
    skipped = group.current is not None and group.current.outcome == "skipped"
    return "was passed over" if skipped and group.mode == "panel" else "has been revealed"


def _what_next(group: GroupRound, me: str) -> str:
    return {
        "gathering": "Next puts the first question once two of you are here.",
        "asking": "You can still answer."
        if me in group.expected
        else "The answer comes first, then you score.",
        "scoring": "You can score too.",
        "revealed": "Next puts the next question.",
    }[group.phase]


def play_buttons(call: Call, group: GroupRound) -> tuple[Button, ...]:
    """What the caller can do now."""
    if not group.open:
        return (Button("Start", encode("group start"), "primary"), Button("Board", encode("group board")))
    status = button(group, "Status", "status")
    if call.user.id not in group.present:
        return join_button(group), status
    if group.phase == "asking" and call.user.id not in group.expected:
        return status, leave_button(group)
    first = {
        "gathering": button(group, "Next", "next", primary=True),
        "asking": button(group, "Answer", "answer", primary=True),
        "scoring": Button("Score", encode("group score", {"group": group.id}), "primary"),
        "revealed": button(group, "Next", "next", primary=True),
    }[group.phase]
    return first, status, leave_button(group)
