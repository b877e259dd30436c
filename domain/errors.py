"""The only text of an error that a user ever sees."""

from collections.abc import Mapping
from typing import Any

from domain.model.completion import Failure, Tokens
from domain.replies import Button


class UserError(Exception):
    """What happened, why and what to do; `buttons` offer the next step, `data` is for programs."""

    def __init__(
        self,
        message: str,
        *,
        title: str = "That did not work",
        buttons: tuple[Button, ...] = (),
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.title = title
        self.buttons = buttons
        self.data = dict(data or {})


class NotYours(UserError):
    """What is not granted looks exactly like what does not exist."""

    def __init__(self, instead: str = "`/interview history` lists your own interviews.") -> None:
        super().__init__(f"There is nothing of that kind here for you. {instead}", title="Not found")


class StoreUnavailable(UserError):
    """The store could not read or write: locked, full, unwritable or unreachable."""


class AccountGone(UserError):
    """The account was deleted while this was on its way, so that nothing may be stored for it."""

    def __init__(self) -> None:
        super().__init__(
            "This account was deleted meanwhile, so nothing of this was kept. Your next message begins anew.",
            title="Account deleted",
        )


class QueueUnavailable(UserError):
    """The queue that the settings name cannot be used."""


class Unreachable(Exception):
    """A direct message was refused: the person takes none from us."""


class PlaceGone(Exception):
    """A thread or channel takes no messages from us: it was deleted or locked, or the bot was sent away."""


class PlatformRefused(UserError):
    """A platform will not have this bot as it is set up; the message tells the operator what to change."""


class ModelFailed(Exception):
    """A language model gave nothing that can be used; `tokens` is what the try cost all the same."""

    def __init__(self, failure: Failure, message: str, tokens: Tokens | None = None) -> None:
        super().__init__(message)
        self.failure = failure
        self.tokens = tokens


class Conflict(Exception):
    """Somebody else wrote the document first; reload and try again."""


class Duplicate(Exception):
    """A unique index refused the write. `index` is its name in the schema."""

    def __init__(self, collection: str, index: str) -> None:
        super().__init__(f"{collection}: another document already has this {index}")
        self.collection = collection
        self.index = index
