"""The Redis that the queue stands on: how it is reached, and in words why it is not."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from redis.asyncio import Redis, from_url
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import AuthenticationError, RedisError
from redis.exceptions import TimeoutError as RedisTimeout

from domain.errors import QueueUnavailable

LOST = (RedisError, OSError, TimeoutError)
CONNECT_WITHIN = 2.0
OLDEST = 5


@dataclass(frozen=True, slots=True)
class Server:
    """`evicts` says that it drops keys when its memory is full, jobs too."""

    address: str
    version: str
    evicts: bool


def connect(url: str, *, within: float, tries: int) -> Redis:
    """A client whose commands take at most `within` seconds each and are tried again that often.

    Nothing is sent yet. Raises QueueUnavailable for what is no address.
    """
    backoff = ExponentialBackoff(cap=1.0, base=0.1)
    try:
        return from_url(
            url,
            decode_responses=True,
            socket_connect_timeout=CONNECT_WITHIN,
            socket_timeout=within,
            retry=Retry(backoff, tries),
        )
    except ValueError as error:
        raise QueueUnavailable(
            "MOCKINGBIRD_QUEUE_URL is no address of Redis; one is redis://HOST:PORT/DB, with what is special "
            "in a password as %XX."
        ) from error


async def examine(url: str) -> Server:
    """What is there. Raises QueueUnavailable, with what to do and without the password."""
    client = connect(url, within=CONNECT_WITHIN, tries=0)
    address = address_of(url)
    try:
        info = await client.info()
    except LOST as error:
        raise QueueUnavailable(
            f"The queue at {address} cannot be used: {_reason(error)}. Start Redis there or mend "
            "MOCKINGBIRD_QUEUE_URL; with memory:// each process keeps its jobs to itself."
        ) from error
    finally:
        await client.aclose()
    version = str(info.get("redis_version", ""))
    if version.partition(".")[0].isdigit() and int(version.partition(".")[0]) < OLDEST:
        raise QueueUnavailable(f"The Redis at {address} is {version}; the queue needs {OLDEST} or newer.")
    evicts = bool(info.get("maxmemory")) and info.get("maxmemory_policy") != "noeviction"
    return Server(address, version, evicts)


def address_of(url: str) -> str:
    """The address without name and password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _reason(error: BaseException) -> str:
    if isinstance(error, AuthenticationError):
        return "it refuses the name or the password"
    if isinstance(error, TimeoutError | RedisTimeout):
        return "it does not answer"
    if isinstance(error.__cause__ or error.__context__, ConnectionRefusedError):
        return "nothing listens there"
    return str(error).rstrip(".") or type(error).__name__
