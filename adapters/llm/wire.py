"""One request to a server over the SDK, with its retries; imported with the first one, as that takes long."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from contextvars import ContextVar
from typing import Any, Literal

import httpx2
import openai

from adapters.llm.failing import Fault, asked_to_wait, failure_of, shown_code
from domain.errors import ModelFailed
from domain.model.completion import Failure

PUBLIC = "https://api.openai.com/v1"
NO_KEY = "none"
CONNECT_SECONDS = 10.0
HIGHEST_PORT = 65_535
LONGEST_TOLD = 2_000
_ENDS: ContextVar[float] = ContextVar("ends")


class Wire:
    """A client of one server. It follows no redirect: key and answers go nowhere but to the base URL."""

    def __init__(self, api_key: str, base_url: str, timeout_seconds: float, retries: int) -> None:
        """Raises ModelFailed where the base URL is none."""
        base_url = base_url or PUBLIC
        self._host = _host_of(base_url)
        timeout = httpx2.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds))
        http = openai.DefaultAsyncHttpx2Client(
            timeout=timeout, follow_redirects=False, event_hooks={"response": [_no_retry_that_comes_too_late]}
        )
        self._client = openai.AsyncOpenAI(
            api_key=api_key or NO_KEY,
            base_url=base_url,
            timeout=timeout,
            max_retries=retries,
            http_client=http,
        )
        # Looked up here, in a thread, because the SDK imports the better part of itself when it is.
        self._create = self._client.chat.completions.with_raw_response.create

    async def send(self, request: Mapping[str, Any], ends: float) -> str | Fault:
        """The body of the response. `ends` is the loop's time beyond which no retry is waited for."""
        sent = await self._sent(request, ends)
        return sent if isinstance(sent, Fault) else sent.text

    @asynccontextmanager
    async def opened(
        self, request: Mapping[str, Any], ends: float
    ) -> AsyncIterator[AsyncGenerator[bytes, None] | Fault]:
        """The pieces of the response as they come; they raise ModelFailed where the connection breaks."""
        sent = await self._sent(request, ends)
        if isinstance(sent, Fault):
            yield sent
            return
        try:
            async with aclosing(self._pieces(sent)) as pieces:
                yield pieces
        finally:
            await sent.aclose()

    async def _sent(self, request: Mapping[str, Any], ends: float) -> httpx2.Response | Fault:
        """The response, of which a stream's body is still to come."""
        _ENDS.set(ends)
        try:
            response: httpx2.Response = (await self._create(**request)).http_response
        except openai.APIStatusError as error:
            return self._refused(error)
        except openai.APITimeoutError:
            return self._failed("slow", "did not answer in time")
        except openai.APIConnectionError as error:
            return self._failed("down", f"cannot be reached: {type(error.__cause__).__name__}")
        except (openai.OpenAIError, httpx2.HTTPError, RuntimeError, ValueError) as error:
            # A key that no header can hold is a ValueError, a client closed meanwhile a RuntimeError.
            return self._failed("wrong", f"cannot be asked: {type(error).__name__}", passing=False)
        return response

    async def _pieces(self, response: httpx2.Response) -> AsyncGenerator[bytes, None]:
        try:
            async for piece in response.aiter_bytes():
                yield piece
        except httpx2.TimeoutException:
            broken = self._failed("slow", "said no more in time")
        except (httpx2.HTTPError, httpx2.StreamError) as error:
            broken = self._failed("down", f"broke off: {type(error).__name__}")
        else:
            return
        raise broken.failed

    async def close(self) -> None:
        await self._client.close()

    def _refused(self, error: openai.APIStatusError) -> Fault:
        """What the status says; of the body only a code that can hold no key and no sentence gets out."""
        code = shown_code(error.code)
        failed = ModelFailed(
            failure_of(error.status_code, code, error.response.headers),
            f"{self._host} answered {error.status_code}{f' {code}' if code else ''}",
        )
        return Fault(failed, error.status_code, _told(error.body))

    def _failed(self, why: Literal["slow", "down", "wrong"], what: str, *, passing: bool = True) -> Fault:
        return Fault(ModelFailed(Failure(why=why, passing=passing), f"{self._host} {what}"))


def _host_of(base_url: str) -> str:
    try:
        url = httpx2.URL(base_url)
    except httpx2.InvalidURL:
        url = httpx2.URL()
    if url.scheme in ("http", "https") and url.host and (url.port is None or url.port <= HIGHEST_PORT):
        return url.host
    raise ModelFailed(
        Failure(why="absent", passing=False, asked=False), "the base URL is no address of a server"
    )


def _told(body: object) -> str:
    """The server's own words on what is wrong; where it repeats the request beside them, without that."""
    if not isinstance(body, Mapping):
        return str(body)[:LONGEST_TOLD]
    details = body.get("detail")
    if isinstance(details, list):
        return " ".join(f"{one.get('loc')} {one.get('msg')}" for one in details if isinstance(one, Mapping))
    return " ".join(str(body.get(key)) for key in ("param", "message", "detail", "code"))


async def _no_retry_that_comes_too_late(response: httpx2.Response) -> None:
    """Tells the SDK, by the header that it heeds, not to wait for what the deadline would cut off."""
    wait = asked_to_wait(response.headers)
    if wait is not None and asyncio.get_running_loop().time() + wait >= _ENDS.get():
        response.headers["x-should-retry"] = "false"
