"""A small real slack-bolt app that does each thing once, to try the double on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncAssistant
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.oauth.installation_store.file import FileInstallationStore
from slack_sdk.oauth.state_store.file import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.double.driver import Double

QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def card(text: str) -> dict[str, Any]:
    """A message of a text and one button."""
    button = {"type": "button", "action_id": "press", "value": "hint:1", "text": plain("Hint")}
    words = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return {"text": text, "blocks": [words, {"type": "actions", "elements": [button]}]}


def form(*, with_file: bool = False) -> dict[str, Any]:
    """A modal that asks for a text, a company and perhaps a file."""
    text = {"type": "plain_text_input", "action_id": "text", "multiline": True, "min_length": 2}
    company = {"type": "external_select", "action_id": "company", "min_query_length": 1}
    files = {"type": "file_input", "action_id": "files", "max_files": 1}
    blocks = [_input("answer", "Your answer", text), _input("firm", "Company", company, optional=True)]
    blocks += [_input("upload", "File", files, optional=True)] if with_file else []
    return {"type": "modal", "callback_id": "form", "title": plain("Answer"), "submit": plain("Send")} | {
        "blocks": blocks
    }


def _input(name: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": name, "label": plain(label), "element": element, **more}


def home(text: str) -> dict[str, Any]:
    return {"type": "home", "blocks": [{"type": "section", "text": plain(text)}]}


class Sample:
    """The listeners; `heard` collects the texts of messages."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def app(self, client: AsyncWebClient, secret: str = "") -> AsyncApp:
        """The app with every listener in its place."""
        app, assistant = AsyncApp(client=client, signing_secret=secret), AsyncAssistant()
        assistant.thread_started(self.started)
        assistant.user_message(self.asked)
        app.use(self.crash)
        app.use(assistant)
        app.command("/interview")(self.interview)
        app.command("/direct")(self.direct)
        app.action("press")(self.press)
        app.options("company")(self.companies)
        app.view("form")(self.submitted)
        app.shortcut("score")(self.score)
        app.shortcut("begin")(self.begin)
        for name in ("message", "app_mention", "app_home_opened", "tokens_revoked", "app_uninstalled"):
            app.event(name)(getattr(self, name))
        return app

    async def crash(self, body: Any, next: Any) -> None:
        """Breaks before anything is acknowledged."""
        if body.get("event", {}).get("text") == "crash":
            self.heard.append("crash")
            raise RuntimeError("the app broke")
        await next()

    async def interview(self, ack: Any, command: Any, respond: Any, client: Any, body: Any) -> None:
        await ack()
        word, _, rest = command["text"].partition(" ")
        if word == "form":
            await client.views_open(trigger_id=body["trigger_id"], view=form(with_file=True))
        elif word == "late":
            await asyncio.sleep(float(rest))
            await client.views_open(trigger_id=body["trigger_id"], view=form())
        elif word == "card":
            await client.chat_postMessage(channel=command["channel_id"], **card("a card"), **QUIET)
        else:
            await respond(**card(f"started {command['text']}"))

    async def direct(self, ack: Any, command: Any) -> None:
        await asyncio.sleep(0.1 if command["text"] == "slowly" else 0)
        await ack(f"direct {command['text']}")

    async def press(self, ack: Any, respond: Any, body: Any) -> None:
        await ack()
        await respond(**card(f"hint for {body['actions'][0]['value']}"), replace_original=True)

    async def companies(self, ack: Any, payload: Any) -> None:
        names = [one for one in ("Google", "Goldman Sachs", "Amazon") if one.startswith(payload["value"])]
        await ack(options=[{"text": plain(one), "value": one.lower()} for one in names])

    async def submitted(self, ack: Any, view: Any, client: Any, body: Any) -> None:
        values = view["state"]["values"]
        text = values["answer"]["text"]["value"]
        if text == "bad":
            await ack(response_action="errors", errors={"answer": "say more"})
            return
        await ack(response_action="update", view=form() | {"title": plain("Again")})
        files = [await _read(one, client.token) for one in values["upload"]["files"]["files"]]
        firm = values["firm"]["company"]["selected_option"]
        said = f"got {text} for {firm and firm['value']} {files}"
        await client.chat_postMessage(channel=body["user"]["id"], text=said, **QUIET)

    async def score(self, ack: Any, shortcut: Any, respond: Any) -> None:
        await ack()
        await respond(text=f"scored {shortcut['message']['text']}", thread_ts=shortcut["message_ts"])

    async def begin(self, ack: Any, shortcut: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form())

    async def app_home_opened(self, event: Any, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view=home("your interviews"))

    async def app_mention(self, event: Any, client: Any) -> None:
        self.heard.append(event["text"])
        place = {"channel": event["channel"], "thread_ts": event.get("thread_ts") or event["ts"]}
        await client.chat_postMessage(**place, text=f"heard {event['text']}", **QUIET)

    async def message(self, event: Any, client: Any) -> None:
        self.heard.append(event.get("subtype") or event["text"])
        if event["channel_type"] != "im" or event.get("subtype") not in (None, "file_share"):
            return
        files = [await _read(one, client.token) for one in event.get("files", ())]
        channel = {"channel": event["channel"]}
        if event["text"] == "report":
            await client.files_upload_v2(**channel, filename="r.pdf", content=b"%PDF", title="R")
        else:
            await client.chat_postMessage(**channel, text=f"heard {event['text']} {files}", **QUIET)

    async def tokens_revoked(self) -> None:
        self.heard.append("revoked")

    async def app_uninstalled(self) -> None:
        self.heard.append("uninstalled")

    async def started(self, say: Any, set_suggested_prompts: Any) -> None:
        await say("how can I help?", **QUIET)
        await set_suggested_prompts(prompts=["Practise"], title="Begin")

    async def asked(self, set_status: Any, set_title: Any, say_stream: Any, payload: Any) -> None:
        await set_title("A talk")
        await set_status("thinking")
        stream = await say_stream(buffer_size=1)
        await stream.append(markdown_text="you said ")
        await stream.append(markdown_text=payload["text"])
        await stream.stop()


async def _read(file: dict[str, Any], token: str) -> str:
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(headers=headers) as session, session.get(file["url_private"]) as came:
        return await came.text()


def client_of(double: Double) -> AsyncWebClient:
    client = AsyncWebClient(double.team.token, base_url=double.url)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    return client


@asynccontextmanager
async def in_socket_mode(double: Double) -> AsyncIterator[list[str]]:
    """The app connected to the double, in this process; the texts that it has heard."""
    sample = Sample()
    client = client_of(double)
    handler: Any = AsyncSocketModeHandler(
        sample.app(client), double.settings.app_token, web_client=client, ping_interval=1
    )
    wanted = double.sockets.greeted + 1
    await handler.connect_async()
    try:
        await double.connected(wanted, within=20)
        yield sample.heard
    finally:
        await handler.close_async()


@asynccontextmanager
async def over_http(double: Double) -> AsyncIterator[list[str]]:
    """The app on a site of its own, in this process; the texts that it has heard."""
    sample = Sample()
    async with _site(double, sample.app(client_of(double), double.settings.signing_secret)):
        yield sample.heard


@asynccontextmanager
async def with_oauth(double: Double, folder: Path) -> AsyncIterator[None]:
    """The app on a site of its own, for any workspace that installs it."""
    settings = AsyncOAuthSettings(
        client_id=double.settings.client_id,
        client_secret=double.settings.client_secret,
        scopes=["chat:write", "commands"],
        installation_store=FileInstallationStore(base_dir=str(folder)),
        state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(folder)),
    )
    client = AsyncWebClient(base_url=double.url)
    flow = AsyncOAuthFlow(client=client, settings=settings)
    app = AsyncApp(client=client, signing_secret=double.settings.signing_secret, oauth_flow=flow)
    app.command("/direct")(Sample().direct)
    async with _site(double, app):
        yield


@asynccontextmanager
async def _site(double: Double, app: AsyncApp) -> AsyncIterator[None]:
    runner = web.AppRunner(app.web_app(path="/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    double.site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield
    finally:
        await runner.cleanup()
