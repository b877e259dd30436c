"""The console for programs: one JSON object a line in, JSON objects out, `done` at the end of each."""

import json
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from adapters.console.flat import fields_of, flat_text
from adapters.console.place import place_of
from adapters.console.request import Line, ask_for
from domain.dispatch import Dispatcher, apology, clean, refusal
from domain.errors import UserError
from domain.replies import Reply
from domain.requests import Actor, Attachment, Place

log = logging.getLogger(__name__)

PLATFORM = "console"
LONGEST_LINE = 16 * 1024 * 1024
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)

Forward = Callable[[datetime], Awaitable[None]]


@dataclass(slots=True)
class JsonConsole:
    """Reads lines, hands each to the dispatcher, and waits for every job that it caused.

    `forward` moves the clock to a moment and does what has come due by then; `drained` waits for jobs.
    `current`, `to` and `place` belong to the line at hand. `deaf` says that nobody reads the output.
    """

    out: TextIO
    current: str | float | None = None
    to: str = ""
    place: str = "dm"
    deaf: bool = False

    def serves(self, to: Actor) -> bool:
        return to.platform == PLATFORM

    async def working(self, to: Actor, place: Place, progress: str) -> None:
        """A program reads results alone."""

    async def edit(self, to: Actor, shown_in: str, reply: Reply) -> bool:
        """Lines that were written stay."""
        return False

    async def open_thread(
        self, to: Actor, place: Place, title: str, key: str = "", again: bool = False
    ) -> Place | None:
        """Named after its channel."""
        if place.kind != "channel":
            return None
        return Place("thread", f"{place.id}-{secrets.token_hex(3)}")

    async def post(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> str:
        """What all in a channel or thread read; it is to nobody by name."""
        self.write("message", "", str(place), replace(reply, private=False))
        return ""

    async def send(self, to: Actor, place: Place, reply: Reply, key: str = "", again: bool = False) -> None:
        """What the bot says by itself, under the id of the line that is being handled."""
        self.write("message", to.user_id, str(place), reply)

    async def run(
        self,
        lines: AsyncIterator[bytes],
        dispatcher: Dispatcher,
        forward: Forward,
        drained: Callable[[], Awaitable[None]],
    ) -> None:
        """Handles lines until they end or the output is deaf. Raises nothing for what a line holds."""
        async for raw in lines:
            if raw.strip():
                await self._attempt(raw, dispatcher, forward)
                await drained()
                self._emit({"id": self.current, "kind": "done"})
            if self.deaf:
                return

    async def _attempt(self, raw: bytes, dispatcher: Dispatcher, forward: Forward) -> None:
        self.current, self.to, self.place = None, "", "dm"
        try:
            await self._handle(raw, dispatcher, forward)
        except UserError as error:
            self.write("error", self.to, self.place, refusal(error))
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("line failed", extra={"reference": reference, "place": self.place})
            self.write("error", self.to, self.place, apology(reference))

    async def _handle(self, raw: bytes, dispatcher: Dispatcher, forward: Forward) -> None:
        line = self._parse(raw)
        self.to, self.place = line.actor.user_id, str(line.place)
        if line.at is not None:
            await forward(line.at)
        if line.empty:
            return
        reply = await dispatcher.handle(ask_for(line), _silently)
        if reply is not None:
            self.write("error" if reply.failed else "reply", self.to, self.place, reply)
            if reply.about:
                await dispatcher.shown(reply.about, PLATFORM)

    def _parse(self, raw: bytes) -> Line:
        if len(raw) > LONGEST_LINE:
            raise UserError(f"That line is longer than {LONGEST_LINE // 1024**2} MiB. It was skipped.")
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise UserError(f"That line is no JSON: {str(error)[:120]}. Send one object a line.") from error
        if not isinstance(data, dict):
            raise UserError("That line is JSON, but no object. Send one object a line.")
        if isinstance(data.get("id"), dict | list):
            raise UserError("`id` is a text or a number.")
        self.current = data.get("id")
        return read_line(data)

    def write(self, kind: str, to: str, place: str, reply: Reply) -> None:
        """One object of the protocol for one reply."""
        form = reply.form and {
            "token": reply.form.token,
            "title": reply.form.title,
            "inputs": [
                {
                    "name": i.name,
                    "label": i.label,
                    "long": i.long,
                    "required": i.required,
                    "secret": i.secret,
                    "choices": [{"label": c.label, "value": c.value} for c in i.choices],
                    "chosen": i.chosen,
                    "value": i.value,
                }
                for i in reply.form.inputs
            ],
        }
        self._emit(
            {
                "id": self.current,
                "kind": kind,
                "to": to,
                "place": place,
                "private": reply.private,
                "title": reply.cards[0].title if reply.cards else "",
                "text": flat_text(reply),
                "fields": fields_of(reply.cards),
                "buttons": [{"label": b.label, "token": b.token} for b in reply.buttons],
                "form": form,
                "files": [{"name": f.name, "path": f.path} for f in reply.files],
                "data": reply.data,
            }
        )

    def _emit(self, item: dict[str, Any]) -> None:
        if self.deaf:
            return
        try:
            self.out.write(json.dumps(item, ensure_ascii=True) + "\n")
            self.out.flush()
        except BrokenPipeError:
            self.deaf = True


async def _silently(_: str) -> None:
    """Programs are told when a line is done; progress is for people."""


def read_line(data: dict[str, Any]) -> Line:
    """One object of the protocol. Raises UserError naming the field that is wrong."""
    known = {"id", "user", "place", "text", "press", "submit", "files", "event", "at"}
    unknown = sorted(set(data) - known)
    if unknown:
        raise UserError(f"There is no field “{unknown[0][:40]}”. Fields: {', '.join(sorted(known))}.")
    user = clean(_text(data, "user") or "") or "student"
    form, values = _submitted(data.get("submit"))
    line = Line(
        actor=Actor(PLATFORM, user, display_name=user),
        place=place_of(clean(_text(data, "place") or "dm")),
        text=_text(data, "text"),
        press=_text(data, "press"),
        form=form,
        values=values,
        files=_files(data.get("files")),
        event=clean(_event(data.get("event"))),
        at=_moment(_text(data, "at")),
    )
    if line.empty and line.at is None:
        raise UserError("That line says nothing. Give it `text`, `press`, `submit`, `files` or `at`.")
    return line


def _submitted(submit: Any) -> tuple[str | None, dict[str, str]]:
    if submit is None:
        return None, {}
    form = submit.get("form") if isinstance(submit, dict) else None
    values = submit.get("values", {}) if isinstance(submit, dict) else None
    if not form or not isinstance(form, str) or not isinstance(values, dict):
        raise UserError("`submit` is an object of `form`, a token, and `values`, an object.")
    return form, {key: "" if value is None else str(value) for key, value in values.items()}


def _files(files: Any) -> tuple[Attachment, ...]:
    if files is None:
        return ()
    if not isinstance(files, list) or not all(isinstance(f, str) for f in files):
        raise UserError("`files` is a list of paths.")
    impossible = [f for f in files if clean(f) != f]
    if impossible:
        raise UserError(
            f"“{clean(impossible[0])[:40]}” in `files` can be no path: it holds a NUL or half a character."
        )
    return tuple(Attachment(Path(f).name, f) for f in files)


def _text(data: dict[str, Any], name: str) -> str | None:
    value = data.get(name)
    if value is not None and not isinstance(value, str):
        raise UserError(f"`{name}` is a text, not {type(value).__name__}.")
    return value


def _event(value: Any) -> str:
    return "" if value is None else str(value)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"`at` is a time such as 2026-12-01T09:00:00Z, not “{text[:40]}”.") from error
    if moment.tzinfo is None:
        raise UserError("`at` needs a zone, such as 2026-12-01T09:00:00Z.")
    return in_reach(moment)


def in_reach(moment: datetime) -> datetime:
    """The same moment. Raises UserError where times around it cannot be reckoned with."""
    if not EARLIEST <= moment <= LATEST:
        raise UserError(f"A time must lie between the years {EARLIEST.year} and {LATEST.year}.")
    return moment
