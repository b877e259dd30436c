"""Slack's events become calls; each is acknowledged first, and what fails later is not Slack's to see."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncSetStatus
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.chat.asked import Asked
from adapters.slack import forms
from adapters.slack.assistant import PROMPTS, Assistant, greet, shown_at_work
from adapters.slack.deliver import Delivery, Heard
from adapters.slack.hometab import HomeTab
from adapters.slack.mailbox import Mailbox, Written
from adapters.slack.respond import NOTHING, Responder, Sent, Suggest
from adapters.slack.typed import Known, command_in, plain_text, spelled_out, understood
from adapters.slack.who import Spot, actor_of, is_dm, spot_of, without_mention
from domain.actions.kinds import Action
from domain.errors import UserError

log = logging.getLogger(__name__)

Body = dict[str, Any]
Files = Sequence[Mapping[str, Any]]
READABLE = (None, "file_share", "thread_broadcast")
PHRASES = {words.casefold(): command for words, command in PROMPTS.items()}
NOT_YOURS = "That message is somebody else's. I score your own answers only."


class Listeners:
    """All that the app listens to. `suggest` says what free words can mean."""

    def __init__(
        self,
        table: Mapping[str, Action],
        responder: Responder,
        mailbox: Mailbox,
        delivery: Delivery,
        home: HomeTab,
        suggest: Suggest,
    ) -> None:
        self._table = table
        self._responder = responder
        self._mailbox = mailbox
        self._delivery = delivery
        self._home = home
        self._suggest = suggest
        self._at_work: set[asyncio.Task[None]] = set()

    def attach(self, app: AsyncApp) -> None:
        """Registers everything; `app` sends nothing by itself."""
        for word in {action.name.split()[0] for action in self._table.values() if not action.hidden}:
            app.command(f"/{word}")(self.on_command)
        app.action(forms.PRESSED)(self.on_press)
        app.action(forms.CHOSEN)(self.on_choice)
        app.view(forms.CALLBACK)(self.on_submit)
        app.shortcut("score_answer")(self.on_score)
        app.shortcut("answer_here")(self.on_answer_here)
        app.event("app_home_opened")(self.on_home)
        app.event("app_mention")(self.on_mention)
        app.assistant(self._assistant())
        app.event("message")(self.on_message)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Work on an acknowledged event, which a stop waits for."""
        task = asyncio.get_running_loop().create_task(_guarded(work))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def ended(self, patience: float) -> None:
        """Waits for what was begun, for at most `patience` seconds."""
        try:
            async with asyncio.timeout(patience):
                while self._at_work:
                    await asyncio.wait(self._at_work)
        except TimeoutError:
            log.warning("%d events were still being worked on when patience ended", len(self._at_work))
        await self._home.close(patience)

    async def on_command(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        actor = actor_of(body["team_id"], body["user_id"], body.get("user_name", ""))
        spot = Spot(body["channel_id"], response_url=body["response_url"])
        heard = Heard(client, actor, spot, body["trigger_id"], body["trigger_id"])
        self.begin(self._command(heard, body["command"], plain_text(body.get("text", ""))))

    async def _command(self, heard: Heard, command: str, text: str, files: Files = ()) -> None:
        try:
            meant = understood(command, text, self._table, await self._known(heard, command))
        except UserError as error:
            await self._responder.refuse(await self._delivery.placed(heard), error)
            return
        if meant.form and heard.trigger_id:
            await self._responder.open_command(heard, self._table[meant.action], self._suggest)
        else:
            asked = self._responder.named(meant.action, meant.args)
            await self._answer(await self._delivery.placed(heard), asked, Sent(files))

    async def _known(self, heard: Heard, command: str) -> Known:
        """What free words can name; behind a command that is an action itself there are none."""
        if command.removeprefix("/").casefold() in self._table:
            return Known()
        return Known(*[await self._names(heard, source) for source in ("companies", "streams")])

    async def _names(self, heard: Heard, source: str) -> tuple[str, ...]:
        return tuple(found.value for found in await self._suggest(heard.actor, source))

    async def _answer(self, heard: Heard, asked: Asked, sent: Sent = NOTHING) -> None:
        await self._responder.answer(heard, asked, sent)
        self._home.changed(heard.client, heard.actor)

    async def on_press(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        self.begin(self._press(self._heard(body, client), body))

    async def on_choice(self, ack: AsyncAck) -> None:
        """A choice within a form, which counts once the form is sent."""
        await ack()

    async def _press(self, heard: Heard, body: Body) -> None:
        heard = await self._delivery.placed(heard)
        asked = self._responder.of_token(body["actions"][0].get("value") or "")
        if asked is None:
            error = UserError("That button is not one of mine. `/help` lists what I can do.")
            await self._responder.refuse(heard, error)
            return
        stands = (body.get("message") or {}).get("ts", "")
        await self._answer(heard, asked, Sent(replaces=stands if heard.spot.own_dm else ""))

    async def on_submit(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        view = body["view"]
        meant = forms.submitted(view)
        actor = actor_of(body["team"]["id"], body["user"]["id"], body["user"].get("name", ""))
        heard = Heard(client, actor, meant.spot, f"{view['id']}:{view['hash']}", body.get("trigger_id", ""))
        self.begin(self._submit(heard, meant))

    async def _submit(self, heard: Heard, meant: forms.Submitted) -> None:
        asked = self._responder.of_token(meant.token)
        if asked is None:
            await self._responder.refuse(
                heard, UserError("That form is not one of mine. Please start again.")
            )
            return
        values = {name: text for name, text in meant.values.items() if text.strip()}
        blank = {"text": ""} if asked.takes_file and not meant.files else {}
        long = "\n\n".join(text for text in asked.returnable(meant.returnable) if len(text) >= 200)
        asked = replace(asked, args={**asked.args, **blank, **values})
        await self._answer(replace(heard, trigger_id=""), asked, Sent(files=meant.files, form=long))

    async def on_score(
        self, ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await ack()
        self.begin(self._score(self._heard(body, client), body["message"], context.bot_user_id or ""))

    async def _score(self, heard: Heard, message: Body, bot_id: str) -> None:
        heard = await self._delivery.placed(heard)
        if message.get("user") != heard.actor.user_id:
            await self._responder.refuse(heard, UserError(NOT_YOURS, title="Not your message"))
            return
        asked = self._responder.named("answer", {"text": _typed(message, bot_id)})
        await self._answer(heard, asked, Sent(files=message.get("files") or ()))

    async def on_answer_here(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        self.begin(self._answer_here(self._heard(body, client)))

    async def _answer_here(self, heard: Heard) -> None:
        await self._answer(await self._delivery.placed(heard), self._responder.named("answer"))

    def _heard(self, body: Body, client: AsyncWebClient) -> Heard:
        user = body["user"]
        team = (body.get("team") or {}).get("id") or user.get("team_id", "")
        actor = actor_of(team, user["id"], user.get("name") or user.get("username", ""))
        return Heard(client, actor, spot_of(body), body["trigger_id"], body["trigger_id"])

    async def on_home(self, event: Body, body: Body, client: AsyncWebClient) -> None:
        if event.get("tab") == "home":
            self.begin(self._home.opened(client, actor_of(body["team_id"], event["user"])))

    async def on_mention(
        self, event: Body, body: Body, client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        if event.get("bot_id") or is_dm(event["channel"]):
            return
        spot = Spot(event["channel"], event.get("thread_ts", ""))
        heard = Heard(client, actor_of(body["team_id"], event["user"]), spot, body["event_id"])
        self.begin(self._received(heard, event, context.bot_user_id or ""))

    async def on_message(
        self, event: Body, body: Body, client: AsyncWebClient, request: AsyncBoltRequest
    ) -> None:
        """Direct messages, and what becomes of them."""
        if event.get("channel_type") != "im":
            return
        match event.get("subtype"):
            case "message_changed":
                self._changed(event, body, client)
            case "message_deleted":
                before = event.get("previous_message") or {}
                if before.get("user") and not before.get("bot_id"):
                    heard = self._in_dm(before["user"], before, event["channel"], body, client)
                    self.begin(self._mailbox.deleted(heard, event["deleted_ts"]))
            case subtype if subtype in READABLE and event.get("user") and not event.get("bot_id"):
                heard = self._in_dm(event["user"], event, event["channel"], body, client)
                self.begin(self._received(replace(heard, again=_came_again(request)), event))

    def _changed(self, event: Body, body: Body, client: AsyncWebClient) -> None:
        """An edit by its author; one that Slack makes to add a preview has no time of editing."""
        now = event["message"]
        if now.get("edited") and now.get("user") and not now.get("bot_id"):
            heard = self._in_dm(now["user"], now, event["channel"], body, client)
            self.begin(self._mailbox.edited(heard, _written(now)))

    def _in_dm(self, user: str, message: Body, channel: str, body: Body, client: AsyncWebClient) -> Heard:
        spot = Spot(channel, message.get("thread_ts", ""), own_dm=True)
        return Heard(client, actor_of(body["team_id"], user), spot, body["event_id"])

    async def _received(self, heard: Heard, event: Body, bot_id: str = "") -> None:
        """A command that was typed as text, else a plain message."""
        written = _written(event, bot_id)
        text = written.text.strip()
        command = command_in(PHRASES.get(text.casefold(), text), self._table)
        if command is None and bot_id:
            command = spelled_out(text, self._table)
        if command is None:
            await self._mailbox.received(heard, written)
            self._home.changed(heard.client, heard.actor)
            return
        async with self._mailbox.turn(heard):
            await self._command(heard, *command, written.files)

    def _assistant(self) -> Assistant:
        assistant = Assistant()
        assistant.thread_started(greet)
        assistant.user_message(self.on_assistant_message)
        return assistant

    async def on_assistant_message(
        self, payload: Body, body: Body, client: AsyncWebClient, set_status: AsyncSetStatus
    ) -> None:
        heard = self._in_dm(payload["user"], payload, payload["channel"], body, client)
        self.begin(self._assisted(heard, payload, set_status))

    async def _assisted(self, heard: Heard, event: Body, set_status: AsyncSetStatus) -> None:
        async with shown_at_work(set_status):
            await self._received(heard, event)


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("an event that was acknowledged could not be dealt with")


def _came_again(request: AsyncBoltRequest) -> bool:
    """Whether Slack sends an event once more, since it missed our acknowledgement of it."""
    return request.headers.get("x-slack-retry-num", ["0"]) != ["0"]


def _typed(message: Body, bot_id: str = "") -> str:
    """What a person wrote to us, without Slack's escapes and our own name."""
    return plain_text(without_mention(message.get("text", ""), bot_id))


def _written(message: Body, bot_id: str = "") -> Written:
    return Written(message["ts"], _typed(message, bot_id), message.get("files") or ())
