"""Writing, changing and removing messages, whoever does it, with the events that tell the bot."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from tests.discord.double import payloads
from tests.discord.double.gateway import Gateway
from tests.discord.double.limits import conflicts
from tests.discord.double.places import Attachment, Message, Person, Place, now
from tests.discord.double.reading import FILE, parts
from tests.discord.double.wire import EMPTY_MESSAGE, JSON, TOO_LARGE, Refusal, Upload, invalid
from tests.discord.double.world import World

RECENT = 15


class Board:
    """The one place where messages change. `newest` are those written or changed last."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway
        self.files: dict[int, Attachment] = {}
        self.newest: deque[Message] = deque(maxlen=RECENT)
        self._created: dict[int, tuple[JSON, JSON | None]] = {}

    def blank(self, place: Place, author: Person, **more: Any) -> Message:
        """A message with nothing in it yet, which nobody has seen."""
        return Message(self._world.ids.new(), place, author, **more)

    def post(self, message: Message, body: Mapping[str, Any], uploads: Mapping[int, Upload]) -> Message:
        """Fills a blank message as the body of a request says and shows it. Raises Refusal."""
        self._fill(message, body, uploads, new=True)
        self.show(message)
        return message

    def show(self, message: Message) -> None:
        """Puts a message where it belongs; an ephemeral one stands in no history and causes no event."""
        if message.place.archived:
            self.mark(message.place, archived=False)
        self.newest.append(message)
        if message.ephemeral:
            message.place.whispers[message.id] = message
        else:
            message.place.messages[message.id] = message
            self._tell("MESSAGE_CREATE", message)

    def rewrite(self, message: Message, body: Mapping[str, Any], uploads: Mapping[int, Upload]) -> Message:
        """Changes what the body names and keeps the rest. Raises Refusal."""
        self._fill(message, body, uploads, new=False)
        message.edited_at = now()
        self.newest.append(message)
        if not message.ephemeral:
            self._tell("MESSAGE_UPDATE", message)
        return message

    def remove(self, message: Message) -> None:
        message.deleted = True
        if message.place.messages.pop(message.id, None) is not None:
            data = {"id": str(message.id), "channel_id": str(message.place.id)}
            if message.place.guild is not None:
                data["guild_id"] = str(message.place.guild.id)
            self._gateway.send("MESSAGE_DELETE", data, where=message.place)

    def mark(self, thread: Place, **state: bool) -> None:
        """A thread archived, locked, or neither any more; everybody is told."""
        thread.extra |= state
        self._gateway.send("THREAD_UPDATE", payloads.place(thread, []), where=thread)

    def archive(self, thread: Place, *, locked: bool = False) -> None:
        """One that is not locked is opened again by the next message."""
        self.mark(thread, archived=True, locked=locked)

    def remove_thread(self, thread: Place) -> None:
        """A thread deleted with all that stood in it; everybody is told."""
        about = payloads.place(thread, [])
        del self._world.places[thread.id]
        told = {name: about[name] for name in ("id", "guild_id", "parent_id", "type")}
        self._gateway.send("THREAD_DELETE", told, where=thread)

    def attach(self, place: Place, upload: Upload, description: str | None = None) -> Attachment:
        """Keeps a file under an address of its own."""
        number = self._world.ids.new()
        name = quote(upload.name)
        url = f"{self._world.address}/attachments/{place.id}/{number}/{name}?ex=1&is=1&hm=1"
        self.files[number] = Attachment(number, upload.name, upload.data, url, description)
        return self.files[number]

    def _fill(
        self, message: Message, body: Mapping[str, Any], uploads: Mapping[int, Upload], *, new: bool
    ) -> None:
        """Works on a copy, so that a refused change leaves the message as it was."""
        draft = replace(message, attachments=self._attached(message, body, uploads))
        draft.flags |= body.get("flags") or 0
        draft.content = body["content"] or "" if "content" in body else draft.content
        draft.embeds = body["embeds"] or [] if "embeds" in body else draft.embeds
        if "components" in body:
            draft.components = self._stored(body["components"] or [], draft.attachments)
        if problems := list(conflicts(draft)):
            raise invalid("; ".join(problems))
        if not (draft.content or draft.embeds or draft.components or draft.attachments):
            raise Refusal(*EMPTY_MESSAGE, illegal=True)
        for name in ("content", "embeds", "components", "attachments", "flags"):
            setattr(message, name, getattr(draft, name))
        if new:
            message.nonce = body.get("nonce")
        message.mentions = self._mentioned(message.content)

    def _attached(
        self, message: Message, body: Mapping[str, Any], uploads: Mapping[int, Upload]
    ) -> list[Attachment]:
        """The files afterwards: those listed, or all where nothing is listed, and the uploads."""
        for upload in uploads.values():
            if len(upload.data) > self._world.settings.attachment_limit:
                raise Refusal(*TOO_LARGE, illegal=True)
        listed = body.get("attachments")
        entries: dict[int, JSON] = {int(entry["id"]): entry for entry in listed or ()}
        kept = [old for old in message.attachments if listed is None or old.id in entries]
        if unknown := set(entries) - set(uploads) - {old.id for old in kept}:
            raise invalid(f"attachments name {sorted(unknown)}, which is neither there nor uploaded")
        return kept + [
            self.attach(
                message.place,
                Upload(entries.get(number, {}).get("filename") or upload.name, upload.data),
                entries.get(number, {}).get("description"),
            )
            for number, upload in sorted(uploads.items())
        ]

    def _stored(self, components: list[JSON], files: Iterable[Attachment]) -> list[JSON]:
        """Components as Discord gives them back: each with an id, media at their address."""
        urls = {f"attachment://{file.name}": file for file in files}
        taken = {part.get("id") for part in parts(components)}
        free = iter(number for number in range(1, 1000) if number not in taken)

        def stored(part: Any) -> Any:
            if isinstance(part, list):
                return [stored(one) for one in part]
            if not isinstance(part, dict):
                return part
            made = {name: stored(value) for name, value in part.items()}
            if "type" in made and not made.get("id"):
                made["id"] = next(free)
            if made.get("type") == FILE and (file := urls.get(part["file"]["url"])):
                made |= {"name": file.name, "size": len(file.data)}
            if isinstance(made.get("url"), str) and made["url"] in urls:
                made |= payloads.media(urls[made["url"]])
            return made

        return [stored(one) for one in components]

    def _mentioned(self, content: str) -> list[Person]:
        people = self._world.people.values() if "<@" in content else ()
        return [one for one in people if f"<@{one.id}>" in content or f"<@!{one.id}>" in content]

    def tell_again(self, message: Message) -> None:
        """The very MESSAGE_CREATE of a message once more, whatever became of it since."""
        data, bare = self._created[message.id]
        self._gateway.send("MESSAGE_CREATE", data, where=message.place, bare=bare)

    def _tell(self, event: str, message: Message) -> None:
        data = payloads.message_event(message)
        bot = self._world.bot
        in_full = message.place.guild is None or message.author == bot or bot in message.mentions
        bare = None if in_full else payloads.message_event(message, bare=True)
        if event == "MESSAGE_CREATE" and message.author != bot:
            self._created[message.id] = (data, bare)
        self._gateway.send(event, data, where=message.place, bare=bare)
