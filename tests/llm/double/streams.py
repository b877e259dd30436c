"""A stream as a test writes it: words one event each, what servers send between them, and how it ends."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.llm.double.asking import ParsedRequest
from tests.llm.double.errors import JSON
from tests.llm.double.turns import Turn, chunk, ending, usage


@dataclass(frozen=True, slots=True)
class Streamed:
    """Each of `said` is an event: a string its content, an object its delta; bytes are sent as they are.

    `pause` seconds go before each event. One that is not `finished` ends without finish_reason, usage and
    [DONE]: then the connection is `held` until the client leaves, `cut`, or the stream just stops. `grain`
    cuts it into pieces of so many bytes. `whole` comes as one object, as if no stream had been asked for.
    Without `counted` no usage is told.
    """

    said: Iterable[str | bytes | JSON]
    pause: float = 0.0
    ended: str = "stop"
    finished: bool = True
    held: bool = False
    cut: bool = False
    grain: int = 0
    whole: bool = False
    counted: bool = True

    @property
    def turn(self) -> Turn:
        """The same as one message."""
        return Turn("".join(one for one in self.said if isinstance(one, str)), ended=self.ended)


def pieces(asked: ParsedRequest, says: Streamed, number: int) -> Iterator[bytes]:
    """What is written, one after another."""
    if not says.grain:
        return _events(asked, says, number)
    sent = b"".join(_events(asked, says, number))
    return (sent[at : at + says.grain] for at in range(0, len(sent), says.grain))


def _events(asked: ParsedRequest, says: Streamed, number: int) -> Iterator[bytes]:
    yield chunk(asked, number, {"role": "assistant", "content": ""})
    for one in says.said:
        if isinstance(one, bytes):
            yield one
        else:
            yield chunk(asked, number, {"content": one} if isinstance(one, str) else one)
    if says.finished:
        yield chunk(asked, number, {}, says.ended)
        yield from ending(asked, number, usage(asked, says.turn) if says.counted else None)
