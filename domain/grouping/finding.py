"""Which group's round a request is about, and whether whoever asks may do it: decided here alone."""

from collections.abc import Mapping, Sequence
from typing import Literal

from domain.errors import NotYours, UserError
from domain.grouping.people import called, told_apart
from domain.model.group import GroupRound
from domain.model.user import User
from domain.replies import Button
from domain.requests import Actor, Place, Request
from domain.services import Services
from domain.tokens import encode

Among = Literal["seen", "member", "host"]
ELSEWHERE = "`/group start` in a channel begins a round."
GONE = "somebody who left"
MOST_BUTTONS = 5


def room_of(actor: Actor, place: Place) -> str:
    """A place over all platforms and workspaces; empty for a direct message."""
    return "" if place.kind == "dm" else f"{actor.platform}:{actor.workspace_id}:{place}"


async def open_here(do: Services, request: Request, user: User) -> GroupRound | None:
    """The open round that is held right where somebody wrote, if they are in it."""
    room = room_of(request.actor, request.place)
    group = await do.groups.open_in(room) if room else None
    return group if group is not None and user.id in group.present else None


async def meant(
    do: Services, user: User, request: Request, args: Mapping[str, object], among: Among
) -> GroupRound:
    """The round named or held here, for those whom `among` says.

    "seen" are all who stand in its thread or the channel of that and all who took part; "member" is who is in
    it now; "host" leads it. Raises NotYours where it is hidden from them, which is the same as not being
    there; UserError with the next step where they only have to join, or to leave it to the host.
    """
    named = str(args.get("group") or "")
    group = await _named(do, user, request, named) if named else await _here(do, user, request)
    if among == "seen" or user.id == group.host:
        return group
    if user.id not in group.present:
        raise _join_first(group, request, user)
    if among == "host":
        words = "Only whoever leads the round can do that; its card says who. Leave takes you out alone."
        raise UserError(words, title="Not yours to do")
    return group


async def names_of(do: Services, user_ids: Sequence[str]) -> Mapping[str, str]:
    """Names by ids; of a round those of all in the order in which they joined: so namesakes are told apart.

    Of somebody whose account is no more, what stays is that there was somebody.
    """
    names = await do.users.names(user_ids)
    known = told_apart({one: called(names[one]) for one in user_ids if one in names})
    return {one: known.get(one, GONE) for one in user_ids}


async def which(do: Services, found: Sequence[GroupRound]) -> UserError:
    """That several rounds could be meant, with a way to each of the newest."""
    shown = found[:MOST_BUTTONS]
    hosts = await names_of(do, [one.host for one in shown])
    buttons = tuple(
        Button(f"See {hosts[one.host]}'s", encode("group status", {"group": one.id})) for one in shown
    )
    words = f"There are {len(found)} open rounds here. Write in the thread of one, or pick it here."
    return UserError(words, title="Which round?", buttons=buttons)


def join_button(group: GroupRound) -> Button:
    return Button("Join", encode("group join", {"group": group.id}), "primary")


async def _named(do: Services, user: User, request: Request, round_id: str) -> GroupRound:
    group = await do.groups.get(round_id)
    if group is None or not (user.id in group.participants or _stands_there(group, request)):
        raise NotYours(ELSEWHERE)
    return group


async def _here(do: Services, user: User, request: Request) -> GroupRound:
    """The round of this thread, else those of this channel's threads, else those that the user is in."""
    room = room_of(request.actor, request.place)
    held = await do.groups.open_in(room) if room else None
    if held is not None:
        return held
    own = [one for one in await do.groups.open_with(user.id) if user.id in one.present]
    near = await do.groups.open_at_home(room) if room else own
    found = [one for one in near if user.id in one.present] or near
    if len(found) > 1:
        raise await which(do, found)
    if found:
        return found[0]
    raise UserError(f"No round is open here. {ELSEWHERE}", title="No open round", data={"session_id": None})


def _stands_there(group: GroupRound, request: Request) -> bool:
    return room_of(request.actor, request.place) in (group.room, group.home)


def _join_first(group: GroupRound, request: Request, user: User) -> UserError:
    if not group.open:
        return UserError(f"That round is over. {ELSEWHERE}", title="Over")
    if _stands_there(group, request) or user.id in group.participants:
        words = "You are not in this round. Join, and you are in at once."
        return UserError(words, title="Join first", buttons=(join_button(group),))
    return NotYours(ELSEWHERE)
