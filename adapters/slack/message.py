"""A Slack message as plain data, before slack_sdk has a part in it."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to send: at a path of this machine, or the content itself."""

    name: str
    path: str | None = None
    content: bytes | None = None

    def upload(self) -> dict[str, Any]:
        """An entry of files_upload_v2's `file_uploads`."""
        return {
            "file": (self.content or b"") if self.path is None else self.path,
            "filename": self.name,
            "title": self.name,
        }


@dataclass(frozen=True, slots=True)
class Message:
    """One message within every limit.

    `text` is what notifications show and screen readers read: mrkdwn, escaped, never empty. `streamed` is the
    same message in Markdown without its buttons; empty where Markdown cannot show it as it was written.
    `mark` is the id of its first block where it must not be shown again, though it may be sent again; `again`
    says that it is.
    """

    blocks: list[Block]
    text: str
    files: tuple[Attached, ...] = ()
    streamed: str = ""
    mark: str = ""
    again: bool = False
