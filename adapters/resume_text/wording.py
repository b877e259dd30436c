"""Every refusal and note as a sentence for the student: what happened, why, and what to do."""

from collections.abc import Mapping

from adapters.resume_text.outcome import Note, Reason

PASTE = "or paste the text with `/profile resume TEXT`"
_EXPORT = f"Please export it again as a PDF from the program you wrote it in, {PASTE}."
_SEND = f"Please send a PDF, DOCX, TXT or MD file, {PASTE}."

REFUSALS: Mapping[Reason, str] = {
    "empty": f"{{name}} is empty: there is no text in it. {_SEND}",
    "large": f"{{name}} is larger than {{0}} MB. Please send it without pictures, {PASTE}.",
    "kind": f"{{name}} cannot be read: it seems to be {{0}}. {_SEND}",
    "mismatch": "{name} is named as {0}, but seems to be {1}. Please send it under its own ending, "
    f"{PASTE}.",
    "encrypted": "{name} is encrypted, with a password or against editing, so I cannot read it. Please save "
    f"it without protection and send it again, {PASTE}.",
    "damaged": f"{{name}} is damaged or was cut off on the way, so I cannot read it. {_EXPORT}",
    "pages": "{name} has {0} pages; I read resumes of at most {1}. Please send the pages that matter.",
    "long": "{name} is longer than {0} characters. Please send the part that matters.",
    "bomb": f"{{name}} unpacks to far more than a resume could hold, so I stopped reading it. {_EXPORT}",
    "slow": "{name} took longer than {0} seconds to read, so I stopped. Please try once more; if it happens "
    f"again, export it anew from the program you wrote it in, {PASTE}.",
    "memory": f"{{name}} takes more memory to read than I may use, so I stopped. {_EXPORT}",
    "scan": "{name} holds no text, only pictures or shapes, as a scan does, and I do not read pictures. "
    f"Please export it from your word processor as a PDF with text, {PASTE}.",
    "garbled": "{name} does not say which letters its fonts draw, so its text comes out as nonsense. "
    f"{_EXPORT}",
    "entities": "{name} declares entities of its own, which no word processor writes and which can do harm, "
    f"so I did not read it. {_EXPORT}",
}
NOTES: Mapping[Note, str] = {
    "hidden": "Text that a reader would not see (white, tiny, hidden or off the page) was left out.",
    "unreadable": "Part of the text was left out, since its font does not say which letters it draws.",
    "pictures": "At least one page is a picture without text; nothing of it was read.",
    "cut": "The file has no proper end, so something at its end may be missing.",
    "macros": "The macros in it were ignored.",
}
_LONGEST_NAME = 80


def shown(name: str) -> str:
    """A stranger's file name in quotes, without what could be taken for markup or break the line."""
    plain = "".join(c for c in name if c.isprintable() and c != "`").strip()
    short = plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1] + "…"
    return f"“{short}”" if short else "That file"


def refusal(name: str, reason: Reason, detail: str = "") -> str:
    """`detail` is what the sentence leaves open, its parts parted by `|`."""
    return REFUSALS[reason].format(*detail.split("|"), name=shown(name))
