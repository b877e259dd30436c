"""The text that a student hands in, typed or attached, within its bounds."""

import re
import unicodedata

from domain import uploads
from domain.actions.kinds import Call
from domain.errors import UserError

_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*", re.IGNORECASE)


async def text_of(call: Call) -> str | None:
    """What was typed and what was attached, or None where there is neither. Raises UserError if too long."""
    limit = call.do.rules.longest_answer
    attached = [await uploads.read_text(file, limit) for file in call.request.files]
    parts = [part for part in (call.text("text"), *attached) if part and not blank(part)]
    if not parts:
        if call.request.args.get("text") is not None or call.request.files:
            raise UserError(
                "There is no text in that answer. The question is still open.", title="Empty answer"
            )
        return None
    text = "\n\n".join(parts)
    if len(text) > limit:
        raise UserError(
            f"That answer has {len(text):,} characters; {limit:,} are the most I can grade. "
            "The question is still open: please send the part that matters.",
            title="Too long",
        )
    return text


def one_of(call: Call) -> str | None:
    """What was typed, None where nothing can be seen of it. Raises UserError for more than it or one file."""
    typed = call.text("text")
    text = None if typed is None or blank(typed) else typed
    if len(call.request.files) + (text is not None) > 1:
        raise UserError("Please send one thing at a time: one file, or the text.", title="One at a time")
    if text is not None and _ADDRESS.fullmatch(text):
        raise UserError(
            "That is an address, and I open none. Please send the file itself, or paste the text.",
            title="Only an address",
        )
    return text


def blank(text: str) -> bool:
    """Whether nothing of it can be seen; invisible characters are no answer."""
    return all(unicodedata.category(char)[0] in "CZ" for char in text)
