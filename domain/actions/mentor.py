"""/mentor: accept, decline, revoke, and the list of who sees what and who needs a look."""

from dataclasses import dataclass

from domain import days
from domain.actions import mentor_shown as shown
from domain.actions.kinds import Call
from domain.errors import UserError
from domain.mentoring import assigning, files, looking, needs, news, words
from domain.mentoring.needs import Need
from domain.mentoring.people import (
    Pair,
    address,
    changed,
    mentors_of,
    named,
    not_found,
    one_of,
    students_of,
)
from domain.model.mentorship import Mentorship
from domain.replies import Button, Card, Reply, Text, say
from domain.tokens import encode

LISTED, BUTTONS_FOR, ENDED = 15, 4, 3
NEEDS = "who of the students needs a look"


async def accept(call: Call) -> Reply:
    """Takes an invitation up; of one taken up already it says so again."""
    now = call.do.clock.now()
    pair = await _invitation(call, accepted=True)

    def rule(stored: Mentorship) -> Mentorship:
        if stored.active(now):
            return stored
        if not stored.pending(now):
            raise not_found()
        return stored.accepted(now)

    if not pair.mentorship.active(now):
        await assigning.end_all(call.do, pair.mentorship)
    stored = await changed(call.do, pair, rule)
    if not pair.mentorship.active(now):
        await news.tell(call.do, stored, "accepted")
    return say(
        "You are a mentor",
        Text(
            f"You see {words.scopes(stored.scopes)} of {words.who(pair.other, call.request.actor)} until "
            f"{words.day(stored.expires_at)}. Each look of yours is shown to them."
        ),
        buttons=(*shown.onward(stored, pair.other.name), shown.revoke_button(stored, "End")),
        data=shown.data(stored, pair.other, call),
    )


async def _invitation(call: Call, *, accepted: bool) -> Pair:
    """One that waits for the caller, or with `accepted` was taken up by them. Raises NotYours.

    Where nobody is named it is the only one that waits.
    """
    now, who = call.do.clock.now(), call.text("student")
    pairs = await students_of(call.do, call.user)
    if who is None:
        return _only(call, [pair for pair in pairs if pair.mentorship.pending(now)])
    there = [p for p in pairs if p.mentorship.pending(now) or (accepted and p.mentorship.active(now))]
    return one_of(named(there, who, call.request.actor))


def _only(call: Call, waiting: list[Pair]) -> Pair:
    if len(waiting) < 2:
        return one_of(waiting)
    raise UserError(
        "Several wait for you. Which one do you accept?",
        title="Which one?",
        buttons=tuple(
            shown.accept_button(one.mentorship, words.who(one.other, call.request.actor))
            for one in waiting[:LISTED]
        ),
    )


async def decline(call: Call) -> Reply:
    """Says no; the student is told, and cannot ask again for a week."""
    now = call.do.clock.now()
    pair = await _invitation(call, accepted=False)

    def rule(stored: Mentorship) -> Mentorship:
        if not stored.pending(now):
            raise not_found()
        return stored.declined(now)

    stored = await changed(call.do, pair, rule)
    await news.tell(call.do, stored, "declined")
    said = f"{words.who(pair.other, call.request.actor)} is told. They can ask you again in a week."
    return say("Declined", Text(said), data=shown.data(stored, pair.other, call))


async def revoke(call: Call) -> Reply:
    """Ends it at once, from either side; a mentor is not told that a student did, a student is."""
    now, who, by = call.do.clock.now(), call.text("mentor") or "", call.request.actor
    mine, theirs = await mentors_of(call.do, call.user), await students_of(call.do, call.user)
    live = [pair for pair in (*mine, *theirs) if pair.mentorship.live(now)]
    pair = _one_to_end(call, named(live, who, by) or named(mine, who, by))
    stored = await changed(call.do, pair, lambda m: m.revoked(now) if m.live(now) else m)
    await assigning.end_all(call.do, stored)
    await call.do.files.delete(files.names(stored.id))
    if stored.mentor_id == call.user.id:
        await news.tell(call.do, stored, "ended")
        said = f"You see nothing of {words.who(pair.other, by)} any more. They are told."
    else:
        said = f"{words.who(pair.other, by)} sees nothing of yours any more, whatever they press."
    return say("Ended", Text(said), buttons=(shown.LIST,), data=shown.data(stored, pair.other, call))


def _one_to_end(call: Call, found: list[Pair]) -> Pair:
    """Two may be each other's mentors, so that no address tells which is meant: buttons do."""
    if len(found) < 2:
        return one_of(found)
    raise UserError(
        "That may be any of these. Which one is to end?",
        title="Which one?",
        buttons=tuple(
            shown.revoke_button(
                one.mentorship, f"{_role(call, one)} {words.who(one.other, call.request.actor)}"
            )
            for one in found[:LISTED]
        ),
    )


def _role(call: Call, pair: Pair) -> str:
    return "Mentor" if pair.mentorship.student_id == call.user.id else "Student"


@dataclass(frozen=True, slots=True)
class Listed:
    """A student of the caller's with why they may need a look."""

    pair: Pair
    needs: tuple[Need, ...]


async def list_all(call: Call) -> Reply:
    """For a student who sees what, and every look; for a mentor their students, who needs a look first."""
    now = call.do.clock.now()
    mine = sorted(await mentors_of(call.do, call.user), key=lambda p: not p.mentorship.live(now))
    theirs = await students_of(call.do, call.user)
    asking = [p for p in theirs if p.mentorship.pending(now)]
    students = await _by_need(call, [p for p in theirs if p.mentorship.active(now)])
    cards = (
        *(shown.invitation_card(call, pair) for pair in asking),
        *_student_cards(call, students),
        *_mentor_cards(call, mine),
        _how_to(call),
    )
    return Reply(cards, _buttons(call, asking, students, mine), data=_data(call, asking, students, mine))


async def _by_need(call: Call, pairs: list[Pair]) -> list[Listed]:
    """Each is looked at only after that was written down."""
    found = []
    for pair in pairs:
        if set(pair.mentorship.scopes) - {"chat"}:
            await looking.noted(call.do, pair, NEEDS)
        found.append(Listed(pair, await needs.of(call.do, pair, days.zone(call.user))))
    return sorted(found, key=lambda one: (needs.order(one.needs), one.pair.other.name.casefold()))


def _student_cards(call: Call, students: list[Listed]) -> tuple[Card, ...]:
    if not students:
        return ()
    left = [one.pair.other.name for one in students[LISTED:]]
    more = (Card(f"and {len(left)} more", (Text(", ".join(left)),)),) if left else ()
    cards = (shown.student_card(call, one.pair, one.needs) for one in students[:LISTED])
    return (Card("Your students, who needs a look first"), *cards, *more)


def _mentor_cards(call: Call, mine: list[Pair]) -> tuple[Card, ...]:
    if not mine:
        words_ = (
            "Nobody sees any of your work. `/mentor invite` shows what a mentor would see, and asks first."
        )
        return (Card("Your mentors", (Text(words_, markup=True),)),)
    now = call.do.clock.now()
    ended = [pair for pair in mine if not pair.mentorship.live(now)]
    left = [pair.other.name for pair in ended[ENDED:]]
    more = (Card(f"and {len(left)} that ended before", (Text(", ".join(left)),)),) if left else ()
    cards = (shown.mentor_card(call, pair) for pair in mine if pair not in ended[ENDED:])
    return (Card("Your mentors"), *cards, *more)


def _how_to(call: Call) -> Card:
    mine = address(call.user, call.request.actor)
    said = f"A student on any platform invites you by your address: /mentor invite {mine}"
    return Card("To be somebody's mentor", (Text(said),))


def _buttons(call: Call, asking: list[Pair], students: list[Listed], mine: list[Pair]) -> tuple[Button, ...]:
    now, buttons = call.do.clock.now(), list[Button]()
    theirs = [*asking, *(listed.pair for listed in students)]
    by = call.request.actor
    names = {**words.called(theirs, by), **words.called(mine, by)}
    for pair in asking[:BUTTONS_FOR]:
        one, name = pair.mentorship, names[pair.mentorship.id]
        buttons += [
            shown.accept_button(one, f"Accept: {name}"),
            shown.decline_button(one, f"Decline: {name}"),
        ]
    for listed in students[:BUTTONS_FOR]:
        one, name = listed.pair.mentorship, names[listed.pair.mentorship.id]
        buttons += [*shown.onward(one, name)[:2], shown.revoke_button(one, f"End with student: {name}")]
    for pair in mine[: 2 * BUTTONS_FOR]:
        one, name = pair.mentorship, names[pair.mentorship.id]
        if one.live(now):
            buttons.append(shown.revoke_button(one, f"End: {name}"))
        if len(one.looks) > shown.LOOKS_SHOWN:
            buttons.append(shown.looks_button(one, f"All looks: {name}"))
    return tuple(buttons)


def _data(call: Call, asking: list[Pair], students: list[Listed], mine: list[Pair]) -> dict[str, object]:
    return {
        "address": address(call.user, call.request.actor),
        "invitations": [shown.data(p.mentorship, p.other, call) for p in asking],
        "students": [
            {
                **shown.data(one.pair.mentorship, one.pair.other, call),
                "needs": [{"kind": need.kind.name.lower(), "why": need.words} for need in one.needs],
            }
            for one in students
        ],
        "mentors": [
            {**shown.data(p.mentorship, p.other, call), "looks": shown.looks_data(p.mentorship)} for p in mine
        ],
    }


async def looks(call: Call) -> Reply:
    """Every look that one of the caller's mentors has had, a page at a time."""
    mine = await mentors_of(call.do, call.user)
    pair = one_of(named(mine, call.text("mentor") or "", call.request.actor))
    page, size = call.number("page") or 1, 3 * shown.LOOKS_SHOWN
    known = pair.mentorship.looks
    end = max(len(known) - (page - 1) * size, 0)
    part = pair.mentorship.model_copy(update={"looks": known[max(end - size, 0) : end]})
    card = shown.mentor_card(call, Pair(part, pair.other), size)
    here = {"mentor": pair.mentorship.id}
    older = Button("Older", encode("mentor looks", {**here, "page": str(page + 1)}))
    return Reply(
        (card,),
        (*((older,) if end > size else ()), shown.LIST),
        data={**shown.data(pair.mentorship, pair.other, call), "looks": shown.looks_data(pair.mentorship)},
    )
