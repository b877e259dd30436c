"""What passes between a bot and the double: one call of the bot, and a refusal of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart request."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot. `template` is the path as Discord's OpenAPI description writes it.

    `uploads` are by the number n of their field `files[n]`.
    """

    method: str
    template: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    uploads: Mapping[int, Upload] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """A snowflake of the path; 0, which nothing has, where it is no number."""
        text = self.params[name]
        return int(text) if text.isdecimal() else 0


class Refusal(Exception):
    """Discord's answer to what it does not do.

    `illegal` says that no correct bot would have asked: the double keeps it as a fault.
    """

    def __init__(self, status: int, code: int, message: str, *, illegal: bool = False) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.illegal = illegal


Handler = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """`answer` returns the JSON body, or None for 204."""

    method: str
    template: str
    answer: Handler
    status: int = 200
    public: bool = False


def invalid(problem: str) -> Refusal:
    """400 for a body that Discord takes from nobody."""
    return Refusal(400, 50035, f"Invalid Form Body: {problem}", illegal=True)


UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
UNKNOWN_USER = (404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
TOO_LARGE = (413, 40005, "Request entity too large")
ALREADY_ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
NOT_YOURS = (403, 50005, "Cannot edit a message authored by another user")
CLOSED_DM = (403, 50007, "Cannot send messages to this user")
MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
WRONG_CHANNEL_TYPE = (400, 50024, "Cannot execute action on this channel type")
INVALID_WEBHOOK_TOKEN = (401, 50027, "Invalid Webhook Token")
ARCHIVED = (400, 50083, "Thread is archived")
UNAUTHORIZED = (401, 0, "401: Unauthorized")
NO_SUCH_ROUTE = (404, 0, "404: Not Found")
