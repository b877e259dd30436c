"""The routes of interactions: the first response, and the webhook that lives on after it."""

from collections.abc import Iterable

from tests.discord.double import payloads
from tests.discord.double.asked import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Asked
from tests.discord.double.board import Board
from tests.discord.double.places import EPHEMERAL, LOADING, Message, Place
from tests.discord.double.wire import (
    ALREADY_ACKNOWLEDGED,
    ARCHIVED,
    INVALID_WEBHOOK_TOKEN,
    JSON,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    Call,
    Refusal,
    Route,
    invalid,
)
from tests.discord.double.world import World

WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
ANSWER, DEFER, DEFER_UPDATE, UPDATE, CHOICES, SHOW_MODAL = 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: {ANSWER, DEFER, SHOW_MODAL},
    COMPONENT: {ANSWER, DEFER, DEFER_UPDATE, UPDATE, SHOW_MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {ANSWER, DEFER},
}
COMMAND_ANSWER = 20


class Interactions:
    """Every interaction of a test, by its token."""

    def __init__(self, world: World, board: Board) -> None:
        self._world = world
        self._board = board
        self.asked: dict[str, Asked] = {}

    def routes(self) -> Iterable[Route]:
        callback = "/interactions/{interaction_id}/{interaction_token}/callback"
        yield Route("POST", callback, self.respond, public=True)
        yield Route("POST", WEBHOOK, self.follow_up, public=True)
        for which in ("@original", "{message_id}"):
            path = f"{WEBHOOK}/messages/{which}"
            yield Route("GET", path, self.read, public=True)
            yield Route("PATCH", path, self.edit, public=True)
            yield Route("DELETE", path, self.delete, public=True)

    def respond(self, call: Call) -> JSON | None:
        """The first response. Raises Refusal where it is late, repeated or of no use here."""
        asked = self.asked.get(call.params["interaction_token"])
        if asked is None or asked.id != call.number("interaction_id"):
            raise Refusal(*UNKNOWN_INTERACTION)
        if asked.response is not None:
            raise Refusal(*ALREADY_ACKNOWLEDGED)
        if asked.age() > self._world.settings.patience:
            raise Refusal(*UNKNOWN_INTERACTION)
        kind, data = call.body["type"], call.body.get("data") or {}
        from_message = asked.kind == MODAL and asked.source is not None
        if kind not in ALLOWED[asked.kind] | ({DEFER_UPDATE, UPDATE} if from_message else set()):
            raise invalid(f"type {kind} is no response to an interaction of type {asked.kind}")
        if kind in (ANSWER, DEFER):
            self._check_open(asked.place)
        self._perform(asked, kind, data, call)
        asked.response, asked.acked_after = kind, asked.age()
        return _acknowledged(asked, kind) if call.query.get("with_response") in ("1", "true") else None

    def _check_open(self, place: Place) -> None:
        """Raises Refusal where nothing can be shown any more."""
        if self._world.place(place.id).shut:
            raise Refusal(*ARCHIVED)

    def _perform(self, asked: Asked, kind: int, data: JSON, call: Call) -> None:
        if kind == ANSWER:
            asked.original = self._board.post(self._blank(asked, data), data, call.uploads)
        elif kind == DEFER:
            asked.original = self._blank(asked, data)
            asked.original.flags |= LOADING
            self._board.show(asked.original)
        elif kind in (DEFER_UPDATE, UPDATE):
            asked.original = asked.source
            if kind == UPDATE and asked.source is not None:
                self._board.rewrite(asked.source, data, call.uploads)
        elif kind == CHOICES:
            asked.choices = data["choices"]
        else:
            asked.modal = data

    def _blank(self, asked: Asked, data: JSON) -> Message:
        """An empty answer, shown to one or to all."""
        flags = (data.get("flags") or 0) & EPHEMERAL
        return self._board.blank(
            asked.place,
            self._world.bot,
            flags=flags,
            private_to=asked.person.id if flags else None,
            cause=asked.metadata,
            kind=COMMAND_ANSWER if asked.kind == COMMAND else 0,
        )

    def _live(self, call: Call) -> Asked:
        """The interaction of a webhook call. Raises Refusal where its token is unknown or has run out."""
        asked = self.asked.get(call.params["webhook_token"])
        if asked is None or call.number("webhook_id") != self._world.bot.id:
            raise Refusal(*UNKNOWN_WEBHOOK)
        if asked.expired or asked.age() > self._world.settings.lifetime:
            raise Refusal(*INVALID_WEBHOOK_TOKEN)
        if asked.response is None:
            raise Refusal(*UNKNOWN_WEBHOOK)
        return asked

    def follow_up(self, call: Call) -> JSON:
        """A further message. The first after a deferral takes the place of its "thinking"."""
        asked = self._live(call)
        self._check_open(asked.place)
        thinking = asked.original
        if thinking is not None and thinking.flags & LOADING and not thinking.deleted:
            return payloads.message(self._rewrite(thinking, call))
        message = self._board.post(self._blank(asked, call.body), call.body, call.uploads)
        asked.followups.append(message)
        return payloads.message(message)

    def read(self, call: Call) -> JSON:
        return payloads.message(self._message(call))

    def edit(self, call: Call) -> JSON:
        return payloads.message(self._rewrite(self._message(call), call))

    def delete(self, call: Call) -> None:
        self._board.remove(self._message(call))

    def _rewrite(self, message: Message, call: Call) -> Message:
        flags = message.flags
        message.flags &= ~LOADING
        try:
            return self._board.rewrite(message, call.body, call.uploads)
        except Refusal:
            message.flags = flags
            raise

    def _message(self, call: Call) -> Message:
        asked = self._live(call)
        found = asked.original
        if "message_id" in call.params:
            number = call.number("message_id")
            every = (asked.original, *asked.followups)
            found = next((one for one in every if one is not None and one.id == number), None)
        if found is None or found.deleted:
            raise Refusal(*UNKNOWN_MESSAGE)
        return found


def _acknowledged(asked: Asked, kind: int) -> JSON:
    """What `with_response` asks for."""
    about: JSON = {"id": str(asked.id), "type": asked.kind}
    answer: JSON = {"interaction": about}
    message = asked.original
    if message is not None and kind in (ANSWER, DEFER, UPDATE):
        about |= {
            "response_message_id": str(message.id),
            "response_message_loading": kind == DEFER,
            "response_message_ephemeral": message.ephemeral,
        }
    if message is not None and kind in (ANSWER, UPDATE):
        answer["resource"] = {"type": kind, "message": payloads.message(message)}
    return answer
