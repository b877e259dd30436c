"""What a server says in a conversation, put together from the pieces in which it comes."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from adapters.llm.events import Events
from adapters.llm.failing import failed_after_all
from adapters.llm.reading import THOUGHTS, parsed, tokens_of
from domain.errors import ModelFailed
from domain.model.completion import Failure, Spoken, Talk, Tokens

LONGEST_TOKEN = 20
"""Characters; no text is made of longer ones throughout, so more of them is a limit that was not kept."""
MOST_BYTES = 4 * 1024 * 1024
REST_SECONDS = 0.5
"""For the count of tokens, and for the end of the body, without which a connection cannot be used again."""
BLANK = b"\xef\xbb\xbf \t\r\n"
_DONE = b"[DONE]"
_THINKING = "<think>"
_THOUGHTS_END = re.compile(r"\A(?:(?!<think>).)*?</think>", re.DOTALL)
"""Some servers begin the thoughts for the model, and leave out the mark that opens them."""


class Speech:
    """One turn of a model. Servers that do not stream send it as one JSON object, which is read as well.

    `over` says that its last word has come. A turn longer than its tokens can be is cut off and `full`.
    """

    def __init__(self, talk: Talk, model: str) -> None:
        self._talk = talk
        self._model = model
        self._most = talk.most_tokens * LONGEST_TOKEN
        self._events = Events()
        self._body = bytearray()
        self._bytes = 0
        self._begun = False
        self._whole = False
        self._came = False
        self._said = ""
        self._refused = False
        self._ended: str | None = None
        self._usage: object = None
        self.over = False
        self.full = False

    @property
    def text(self) -> str:
        """All words so far, without thoughts and without half a character at the end."""
        said = self._said
        return _visible(said[:-1] if "\ud800" <= said[-1:] <= "\udbff" else said)

    def take(self, piece: bytes) -> None:
        """The next bytes of the response's body. Raises ModelFailed for what is no chat completion."""
        self._bytes += len(piece)
        if self._bytes > MOST_BYTES:
            raise ModelFailed(Failure(why="wrong"), f"the response is longer than {MOST_BYTES} bytes")
        if not self._begun and (beginning := piece.lstrip(BLANK)):
            self._begun, self._whole = True, beginning.startswith(b"{")
        if self._whole:
            self._body += piece
        else:
            for data in self._events.feed(piece):
                self._take_event(data)

    def close(self) -> None:
        """The body has ended. Raises ModelFailed where it was to be one object and is none."""
        if self._whole:
            self._take_chunk(bytes(self._body))
            self.over = True

    def spoken(self) -> Spoken:
        """The whole turn. Raises ModelFailed where there is none, or not to its end."""
        if self._refused or self._ended == "content_filter":
            raise ModelFailed(Failure(why="refused", passing=False), "the model refused to answer")
        if not self._came:
            raise ModelFailed(Failure(why="wrong"), "the body of the response is no chat completion")
        if not self.over:
            raise ModelFailed(Failure(why="down"), "the response stopped before its end")
        text, cut = _visible(self._said), self._ended == "length"
        if not text and cut:
            told = f"the model said nothing within {self._talk.most_tokens} tokens"
            raise ModelFailed(Failure(why="cut", passing=False), told)
        if not text:
            raise ModelFailed(Failure(why="wrong"), "the model said nothing")
        return Spoken(text=text, model=self._model, tokens=self._tokens(), cut=cut)

    @contextmanager
    def costing(self) -> Iterator[None]:
        """Has a failure tell the tokens that were used, where a model had begun to speak."""
        try:
            yield
        except ModelFailed as error:
            if self._came and error.tokens is None:
                error.tokens = self._tokens()
            raise

    def _tokens(self) -> Tokens:
        return tokens_of(self._usage, self._talk.characters, len(self._said))

    def _take_event(self, data: bytes) -> None:
        if data.strip() == _DONE:
            self.over = True
        else:
            self._take_chunk(data)

    def _take_chunk(self, data: bytes) -> None:
        chunk = _object(data)
        if chunk is None:
            raise ModelFailed(Failure(why="wrong"), "a piece of the response is no JSON object")
        if chunk.get("error") or chunk.get("object") == "error":
            raise failed_after_all(chunk.get("error") or chunk)
        self._usage = chunk.get("usage") or self._usage
        choices = chunk.get("choices")
        if isinstance(choices, Sequence) and choices and isinstance(choices[0], Mapping):
            self._take_choice(choices[0])

    def _take_choice(self, choice: Mapping[str, Any]) -> None:
        self._came = True
        message = choice.get("delta") or choice.get("message")
        if isinstance(message, Mapping):
            content = message.get("content")
            self._said += content if isinstance(content, str) else ""
            self._refused = self._refused or bool(message.get("refusal"))
        if isinstance(choice.get("finish_reason"), str):
            self._ended, self.over = choice["finish_reason"], True
        if len(self._said) > self._most:
            self._said, self._ended = self._said[: self._most], "length"
            self.over = self.full = True


async def listen(pieces: AsyncIterator[bytes], speech: Speech, tell: Callable[[str], None]) -> None:
    """Reads a response to its end, for which nobody waits long once the last word has come.

    Raises ModelFailed as `Speech.take` and the reading do; what breaks after the last word does no harm.
    """
    try:
        async with asyncio.timeout(None) as rest:
            async for piece in pieces:
                speech.take(piece)
                tell(speech.text)
                if speech.full:
                    return
                if speech.over and rest.when() is None:
                    rest.reschedule(asyncio.get_running_loop().time() + REST_SECONDS)
        speech.close()
    except (ModelFailed, TimeoutError):
        if not speech.over:
            raise


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        return parsed(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None


def _visible(said: str) -> str:
    """A text without the thoughts at its beginning; halves of a character that came apart are joined."""
    said = _THOUGHTS_END.sub("", THOUGHTS.sub("", said)).strip()
    if said.startswith(_THINKING) or _THINKING.startswith(said):
        return ""
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
