"""What a file is, told by its first bytes; its name is only checked against that."""

import re
from pathlib import PurePath
from typing import Literal

from adapters.resume_text.outcome import Refused
from adapters.resume_text.plain import decoded

Kind = Literal["pdf", "zip", "text"]
Claim = Literal["pdf", "docx", "text", ""]

PHRASES: dict[Claim, str] = {"pdf": "a PDF", "docx": "a Word document (DOCX)", "text": "plain text"}
_CLAIMS: dict[str, Claim] = {
    **dict.fromkeys((".pdf",), "pdf"),
    **dict.fromkeys((".docx", ".docm", ".dotx"), "docx"),
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), "text"),
}
_PDF = re.compile(rb"(?:\A|[\r\n])[ \t]*%PDF-\d")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_IMAGE, _ARCHIVE, _PROGRAM, _MEDIA = "an image", "an archive", "a program", "a recording"
_MARKUP = (
    (b"{\\rtf", "an RTF document"),
    (b"%!ps", "a PostScript file"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
_BINARY = (
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"BM", _IMAGE),
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"ID3", _MEDIA),
)
_IMAGE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif")


def claimed(name: str) -> Claim:
    """What the name says that the file is; "" where it says nothing that is known here."""
    return _CLAIMS.get(PurePath(name).suffix.lower(), "")


def kind_of(data: bytes) -> Kind:
    """Raises Refused for whatever is no PDF, no zip and no text, saying what it seems to be."""
    if _PDF.search(data, 0, 1024):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    head = data[:256].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, phrase in _MARKUP:
        if head.startswith(start):
            raise Refused("kind", phrase)
    if decoded(data) is None:
        raise _binary(data)
    return "text"


def agree(claim: Claim, found: Claim) -> None:
    """Raises Refused where the name says another kind than the content."""
    if claim and claim != found:
        raise Refused("mismatch", f"{PHRASES[claim]}|{PHRASES[found]}")


def _binary(data: bytes) -> Refused:
    if data.startswith(_OLE):
        locked = _ENCRYPTED_OFFICE in data
        return Refused("encrypted") if locked else Refused("kind", "a document of an old Office (DOC, XLS)")
    if data[:4] == b"RIFF":
        return Refused("kind", _IMAGE if data[8:12] == b"WEBP" else _MEDIA)
    if data[4:8] == b"ftyp":
        return Refused("kind", _IMAGE if data[8:12] in _IMAGE_BRANDS else _MEDIA)
    known = (phrase for start, phrase in _BINARY if data.startswith(start))
    return Refused("kind", next(known, "neither a PDF, a Word document nor text (UTF-8)"))
