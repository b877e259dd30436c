"""A document's bytes in, its text out: what the child process does once it has been confined."""

from adapters.resume_text.docx import read_docx
from adapters.resume_text.kinds import Claim, agree, kind_of
from adapters.resume_text.limits import ReadLimits
from adapters.resume_text.outcome import Extract, Refused
from adapters.resume_text.plain import decoded
from adapters.resume_text.tidy import is_garbled, tidy


def extract(data: bytes, claim: Claim, limits: ReadLimits) -> Extract:
    """The tidied text. Raises Refused, and MemoryError, and nothing else; may take longer than is allowed."""
    if not data.strip(b" \t\r\n\0"):
        raise Refused("empty")
    if len(data) > limits.file_bytes:
        raise Refused("large", f"{limits.file_bytes >> 20}")
    found = _raw(data, claim, limits)
    if len(found.text) > limits.characters:
        raise Refused("long", f"{limits.characters:,}")
    if is_garbled(found.text):
        raise Refused("garbled")
    text = tidy(found.text, wrapped=found.pages > 0)
    if not text:
        raise Refused("empty")
    return Extract(text, found.pages, found.notes)


def _raw(data: bytes, claim: Claim, limits: ReadLimits) -> Extract:
    kind = kind_of(data)
    if kind == "pdf":
        agree(claim, "pdf")
        from adapters.resume_text.pdf import read_pdf  # a quarter of a second, which no other kind should pay

        return read_pdf(data, limits)
    if kind == "zip":
        found = read_docx(data, limits)
        agree(claim, "docx")
        return found
    agree(claim, "text")
    return Extract(decoded(data) or "")
