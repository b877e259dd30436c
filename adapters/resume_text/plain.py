"""Plain text and Markdown: UTF-8, or UTF-16 with its mark."""

import codecs

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOST_CONTROLS = 0.01
_USUAL = "\t\n\r\f\v"


def decoded(data: bytes) -> str | None:
    """The text, without its byte order mark; None where it is no text."""
    try:
        text = data.decode("utf-16" if data.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    controls = sum(map(text.count, map(chr, range(32)))) - sum(map(text.count, _USUAL))
    return None if controls > _MOST_CONTROLS * len(text) else text
