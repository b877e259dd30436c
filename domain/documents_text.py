"""The port that takes text out of a resume's file, whatever program made it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ReadText:
    """`text` has a line for each heading, bullet and line of the file; a bullet begins with "• ".

    `pages` is 0 where the format does not tell. `notes` are sentences for the student: what was left out.
    """

    text: str
    pages: int = 0
    notes: tuple[str, ...] = ()


class ResumeText(Protocol):
    async def read(self, path: str, name: str) -> ReadText:
        """The text of a PDF, DOCX, TXT or MD file, off the event loop. `name` is a stranger's claim.

        Raises UserError, whose message says what is wrong with the file and what to do; for a file that could
        be opened its data has that as one word under "refused".
        """
        ...
