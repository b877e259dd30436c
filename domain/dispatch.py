"""handle(request) -> Reply: once-only, identity, rights, limits, and the boundary that no error crosses."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from domain import audit, retelling
from domain.actions.kinds import Action, Call
from domain.actions.parse import checked
from domain.errors import AccountGone, Conflict, Duplicate, NotYours, StoreUnavailable, UserError
from domain.grouping import finding
from domain.limits import RateLimit
from domain.model.user import Identity, User
from domain.naming import named
from domain.nudging import schedule
from domain.nudging.seen import seen
from domain.ports import Progress
from domain.replies import Reply, Text, say
from domain.requests import Actor, Request
from domain.rights import is_admin
from domain.services import Services
from domain.stores import Delivery, Inbox
from domain.telling import written_by

log = logging.getLogger(__name__)

IGNORED = Reply(data={"silent": True})


class Dispatcher:
    """The one door to the actions, for every platform."""

    def __init__(self, do: Services, table: Mapping[str, Action], inbox: Inbox, limit: RateLimit) -> None:
        self._do = do
        self._table = table
        self._inbox = inbox
        self._limit = limit

    async def handle(self, request: Request, progress: Progress) -> Reply | None:
        """The action's reply; None where this event was handled already. Raises nothing but cancellation."""
        request = cleaned(request)
        try:
            return await self._once(request, progress)
        except UserError as error:
            return refusal(error)
        except Exception:  # noqa: BLE001 - the boundary: a person gets a reference, the log gets the rest
            return self._apology(request)

    async def shown(self, attempt_id: str, shown_in: str) -> None:
        """Remembers which message shows a grade that may change; where that fails, a new one will tell."""
        try:
            await retelling.shown(self._do, attempt_id, shown_in)
        except (StoreUnavailable, LookupError, Conflict) as error:
            log.warning("where the grade of %s is shown could not be kept: %s", attempt_id, error)

    async def _once(self, request: Request, progress: Progress) -> Reply | None:
        actor = request.actor
        self._limit.check(f"{actor.platform}:{actor.workspace_id}:{actor.user_id}", self._do.clock.now())
        if not request.event_id:
            return await self._run(request, progress, again=False)
        event = f"{actor.platform}:{actor.workspace_id}:{actor.user_id}:{request.event_id}"
        delivery = await self._inbox.begin(event)
        if delivery is Delivery.REPEATED:
            log.info("event %s came again and was dropped", event)
            return None
        try:
            reply = await self._run(request, progress, again=delivery is Delivery.AGAIN)
        except StoreUnavailable:
            await self._settle_event(self._inbox.release, event)
            raise
        except UserError as error:
            reply = refusal(error)
        except Exception:
            await self._settle_event(self._inbox.release, event)
            raise
        await self._settle_event(self._inbox.finish, event)
        return reply

    async def _settle_event(self, how: Callable[[str], Awaitable[None]], event: str) -> None:
        """A note about the event must not replace the reply; where it fails, the lease takes over."""
        try:
            await how(event)
        except StoreUnavailable:
            log.warning("event %s could not be marked; its lease will run out", event)

    async def _run(self, request: Request, progress: Progress, *, again: bool) -> Reply:
        action = self._table.get(request.action)
        if action is None:
            raise UserError("That button or command no longer exists. `/help` lists what does.")
        user = await self._user(request, action)
        if user is None:
            return IGNORED
        if action.rights == "admin":
            await self._check_admin(action, user, request.actor)
        args = checked(action, request.args)
        if action.admin_with(args):
            await self._check_admin(action, user, request.actor)
        await self._check_owner(action, user, args)
        call = Call(self._do, user, request, args, progress, again)
        if action.among:
            group = await finding.meant(self._do, user, request, args, action.among)
            call = replace(call, group=group)
        if action.rights == "anyone" and not action.admin_with(args):
            return await self._ran(action, call)
        return await audit.watched(
            self._do,
            user,
            request.actor,
            action.name,
            lambda trail: self._ran(action, replace(call, trail=trail)),
        )

    async def _check_admin(self, action: Action, user: User, actor: Actor) -> None:
        if not is_admin(self._do, user, actor):
            await audit.turned_away(self._do, user, actor, action.name)
            raise NotYours("`/help` lists what there is.")

    async def _ran(self, action: Action, call: Call) -> Reply:
        """The action's reply. What it missed because the account was deleted meanwhile is no fault."""
        try:
            return await action.run(call)
        except LookupError as error:
            ended = await self._do.tombstones.get(call.user.id)
            if ended is None or ended.into is not None:
                raise
            raise AccountGone from error

    async def _user(self, request: Request, action: Action) -> User | None:
        """Whose request it is; None for somebody without an account whom this action ignores."""
        actor = request.actor
        known = await self._do.users.of(actor)
        if known is not None:
            if request.place.kind == "dm":
                known = await written_by(self._do, known, actor)
            return await seen(self._do, await named(self._do, known, actor))
        if action.newcomers == "ignored":
            return None
        if action.newcomers == "refused":
            raise UserError("You have no account here, so nothing is kept of you.", title="Nothing is kept")
        try:
            await self._do.users.add(self._newcomer(actor))
        except Duplicate:
            log.info("two first requests of one person met; the first made the account")
        found = await self._do.users.of(actor)
        if found is None:
            raise LookupError("an account just made cannot be read")
        return found

    def _newcomer(self, actor: Actor) -> User:
        now = self._do.clock.now()
        identity = Identity(
            platform=actor.platform,
            workspace_id=actor.workspace_id,
            user_id=actor.user_id,
            display_name=actor.display_name,
        )
        newcomer = User(
            id=self._do.random.new_id(),
            created_at=now,
            updated_at=now,
            name=actor.display_name or actor.user_id,
            registered_at=now,
            identities=(identity,),
        )
        return schedule.noted(newcomer, self._do.nudging, now)

    async def _check_owner(self, action: Action, user: User, args: Mapping[str, object]) -> None:
        for name in action.owns:
            if name in args:
                interview = await self._do.interviews.get(str(args[name]))
                if interview is None or interview.student_id != user.id:
                    raise NotYours

    def _apology(self, request: Request) -> Reply:
        reference = self._do.random.new_id()[:8]
        log.exception(
            "request failed",
            extra={"reference": reference, "action": request.action, "place": str(request.place)},
        )
        return apology(reference)


def apology(reference: str) -> Reply:
    """What is shown of an error that is ours; the log holds the rest under the same reference."""
    return say(
        "Something went wrong on my side",
        f"Nothing you sent before is lost. Please try again; if it happens again, tell the operator "
        f"the reference `{reference}`.",
        data={"reference": reference},
        failed=True,
    )


def refusal(error: UserError) -> Reply:
    """A UserError as a reply."""
    return say(
        error.title, Text(error.message, markup=True), buttons=error.buttons, data=error.data, failed=True
    )


def cleaned(request: Request) -> Request:
    """The request with texts that every store and renderer can hold: no NUL, no half surrogates."""
    args = {name: clean(text) for name, text in request.args.items()}
    mended = frozenset(name for name, text in request.args.items() if args[name] != text)
    actor = replace(request.actor, display_name=clean(request.actor.display_name))
    return replace(request, args=args, actor=actor, mended=mended)


def clean(text: str) -> str:
    """Drops NUL bytes and replaces lone surrogates; all else is kept as it was written."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
