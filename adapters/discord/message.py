"""A Discord message as plain data, before discord.py has a part in it."""

from dataclasses import dataclass

from domain.replies import Button


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to send, under a name that Discord keeps: at a path of this machine, or the content itself."""

    name: str
    path: str | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """Markdown in a container, or above containers where it is not framed. `accent` is 0xRRGGBB."""

    text: str
    framed: bool = True
    accent: int | None = None

    @property
    def components(self) -> int:
        """How many of a message's components it takes."""
        return 2 if self.framed else 1


@dataclass(frozen=True, slots=True)
class Message:
    """One message within every limit: boxes in reading order, then files, then buttons.

    `nonce` is set where it must not be shown again, though it may be sent again; `again` says that it is.
    """

    boxes: tuple[Box, ...] = ()
    buttons: tuple[Button, ...] = ()
    files: tuple[Attached, ...] = ()
    nonce: int | None = None
    again: bool = False
