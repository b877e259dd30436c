"""Debian's Chromium without a screen, driven by its own protocol: what a page looks like to a person."""

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

BINARY = shutil.which("chromium")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
    "--remote-debugging-port=0",
)  # fmt: skip
SECONDS = 60


class Tab:
    """One page. `complaints` are what the browser logged: a blocked style, a missing file, an error."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._sent = 0
        self._loaded = False
        self.complaints: list[str] = []

    async def open(self, url: str, width: int, height: int, dark: bool = False) -> None:
        """Shows the page in a window of that size, in CSS pixels."""
        self.complaints.clear()
        self._loaded = False
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        await self.call("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])
        await self.call("Page.navigate", url=url)
        while not self._loaded:
            await self._receive()

    async def value(self, expression: str) -> Any:
        """Of a JavaScript expression in the page."""
        result = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return result["result"]["value"]

    async def picture(self, path: Path) -> None:
        """The whole page, beyond the window too, as a PNG."""
        shot = await self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        self._sent += 1
        await self._socket.send_json({"id": self._sent, "method": method, "params": params})
        while True:
            message = await self._receive()
            if message.get("id") == self._sent:
                assert "error" not in message, message
                return dict(message["result"])

    async def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = await asyncio.wait_for(self._socket.receive_json(), SECONDS)
        match message.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Log.entryAdded":
                self.complaints.append(message["params"]["entry"]["text"])
        return message


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Tab]:
    """A browser that keeps its files in that folder; its cookies go with it."""
    assert BINARY is not None
    browser = await asyncio.create_subprocess_exec(
        BINARY,
        *FLAGS,
        f"--user-data-dir={folder / 'chromium'}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        port = await asyncio.wait_for(_port(folder / "chromium" / "DevToolsActivePort"), SECONDS)
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(await _page(session, port)) as socket,
        ):
            tab = Tab(socket)
            await tab.call("Page.enable")
            await tab.call("Log.enable")
            yield tab
    finally:
        browser.terminate()
        await browser.wait()


async def _port(written: Path) -> int:
    """Which it listens on: it writes the file when it does, the number first."""
    while not written.exists() or not written.read_text().count("\n"):
        await asyncio.sleep(0.05)
    return int(written.read_text().split("\n")[0])


async def _page(session: aiohttp.ClientSession, port: int) -> str:
    async with session.get(f"http://127.0.0.1:{port}/json/list") as response:
        pages = [target for target in await response.json() if target["type"] == "page"]
    return str(pages[0]["webSocketDebuggerUrl"])
