"""What a student has handed in about themselves and about the jobs they want, as it is kept."""

from pydantic import Field

from domain.model.base import Day, UtcTime, Value
from domain.resume.model import Corrections, Resume

LONGEST_RESUME, LONGEST_DESCRIPTION, MOST_DESCRIPTIONS = 50_000, 10_000, 10
LONGEST_NAME = 100
"""In characters; an account is read with every request, so it cannot hold any amount of text."""


class KeptResume(Value):
    """A resume's text with its file's name, empty where it was pasted; `id` tells it from other uploads.

    `understood` is what was read out of this very text on `read_on`, without the student's `corrections`;
    None where that is still to be done. `file_notes` say what of the file is not in the text. `told_as` is
    the identity, as Actor.key, that waits to be told that it is understood; empty where nobody does.
    """

    id: str
    name: str = Field(default="", max_length=LONGEST_NAME)
    text: str = Field(max_length=LONGEST_RESUME)
    uploaded_at: UtcTime
    file_notes: tuple[str, ...] = ()
    corrections: Corrections = Corrections()
    understood: Resume | None = None
    read_on: Day | None = None
    told_as: str = ""

    @property
    def corrected(self) -> Resume | None:
        """What was understood, as the student has put it right."""
        return None if self.understood is None else self.understood.corrected(self.corrections)


class JobDescription(Value):
    """A description under the title and company that it names, or the student; both may be empty."""

    id: str
    title: str = Field(default="", max_length=LONGEST_NAME)
    company: str = Field(default="", max_length=LONGEST_NAME)
    text: str = Field(max_length=LONGEST_DESCRIPTION)
    added_at: UtcTime

    @property
    def headline(self) -> str:
        """`Backend Developer · Paystream`."""
        return " · ".join(part for part in (self.title, self.company) if part) or "A job without a title"
