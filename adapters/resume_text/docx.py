"""A Word document: its main part and nothing else of the package, read without a library of its own.

So no relation is followed, no macro, picture or embedded file is touched, and no native parser sees it but
the standard library's. Text in text boxes and content controls, which templates are made of, is read too.
"""

from io import BytesIO
from xml.etree.ElementTree import ParseError, XMLParser
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from adapters.resume_text.limits import ReadLimits
from adapters.resume_text.outcome import Extract, Note, Refused
from adapters.resume_text.wordml import PartTypes, WordText

TYPES = "[Content_Types].xml"
_MAIN = ".main+xml"
_WORD = ("wordprocessingml.document", "wordprocessingml.template", "ms-word.document", "ms-word.template")
_OTHERS = (("spreadsheetml", "an Excel file"), ("ms-excel", "an Excel file"), ("presentationml", "slides"))
_SMALL = 1 << 20
_DAMAGE = (BadZipFile, ZlibError, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError, OSError)


def read_docx(data: bytes, limits: ReadLimits) -> Extract:
    """Raises Refused."""
    try:
        with ZipFile(BytesIO(data)) as package:
            entries = _checked(package, limits)
            if TYPES not in entries:
                raise Refused("kind", _seems(package))
            main, macros = _main_part(package)
            words = WordText()
            _parse(package, main, words)
    except _DAMAGE as error:
        raise Refused("damaged") from error
    text = words.text()
    if words.pictures and not text.strip():
        raise Refused("scan")
    found: dict[Note, bool] = {"hidden": words.hidden, "macros": macros}
    return Extract(text, notes=tuple(note for note, holds in found.items() if holds))


def _checked(package: ZipFile, limits: ReadLimits) -> dict[str, ZipInfo]:
    """The entries by name. Nothing is unpacked yet, and none can unpack to more than it says here."""
    entries = package.infolist()
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > _SMALL and unpacked > limits.unpacked_times * packed
    if swollen or unpacked > limits.unpacked_bytes or len(entries) > limits.zip_entries:
        raise Refused("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted")
    return {entry.filename: entry for entry in entries}


def _main_part(package: ZipFile) -> tuple[str, bool]:
    """The name of the part that holds the text, and whether the document holds macros."""
    types = PartTypes()
    _parse(package, TYPES, types)
    for name, kind in types.parts:
        if kind.endswith(_MAIN) and any(word in kind for word in _WORD):
            return name.removeprefix("/"), any("vbaProject" in each for _, each in types.parts)
    others = (phrase for word, phrase in _OTHERS if any(word in kind for _, kind in types.parts))
    raise Refused("kind", next(others, "an archive"))


def _parse(package: ZipFile, name: str, target: WordText | PartTypes) -> None:
    parser = XMLParser(target=target)  # noqa: S314 - the target refuses a DOCTYPE, and so every entity
    try:
        with package.open(name) as part:
            while chunk := part.read(1 << 16):
                parser.feed(chunk)
        parser.close()
    except ParseError as error:
        raise Refused("damaged") from error


def _seems(package: ZipFile) -> str:
    """What a zip is that is no Office document; OpenDocument and EPUB have their type as the first entry."""
    first = package.infolist()[:1]
    if first and first[0].filename == "mimetype" and first[0].file_size < 200:
        kind = package.read(first[0])
        if b"opendocument" in kind:
            return "an OpenDocument file (ODT)"
        return "an e-book" if b"epub" in kind else "an archive"
    return "an archive"
