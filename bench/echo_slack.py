"""The least that a Slack bot can do, to hold Mockingbird against: it says again what it is told."""

import asyncio
import os
import sys

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient


async def serve() -> None:
    """Runs until it is ended; prints its address, "http://HOST:PORT", once it can be reached.

    Token, secret and Slack's address come from the variables that Mockingbird reads too.
    """
    token = os.environ.pop("SLACK_BOT_TOKEN")  # Bolt reads it too, and warns of a client beside it
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token, base_url=os.environ["SLACK_API_URL"], session=session)
        app = AsyncApp(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])

        @app.command("/answer")
        async def answer(ack: AsyncAck, command: dict[str, str], say: AsyncSay) -> None:
            await ack()
            await say(command["text"])

        runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
