"""A page as Markdown, which is what Slack streams."""

import re
from collections.abc import Sequence

from adapters.chat.cards import LINE, PARAGRAPH
from adapters.slack.mrkdwn import escape
from adapters.slack.pack import Section
from adapters.slack.pieces import Piece
from adapters.slack.spans import Span

LONGEST = 12_000
_MARKS = re.compile(r"[\\*_~`|@\[\]]|^\s*(?:[-+#>=]|\d+[.)]|\s{4})|:(?=[\w+~-]+:)", re.MULTILINE)
_CITATION = re.compile(r"\[\d{1,3}(?:, \d{1,3})*\](?![(\[:])")
"""Brackets that are no link in any Markdown."""
_IN_CODE = re.compile(r"[&<>@]|```")
_LINE_ENDS = re.compile("\n+")


def streamed(sections: Sequence[Section]) -> str:
    """The page in Markdown; empty where a text in it would read differently there.

    How far Slack's Markdown takes back escapes is not documented, so that none are relied on but the three
    entities, without which a text could mention people.
    """
    pieces = [piece for section in sections for piece in section.pieces]
    if not all(map(_is_plain, pieces)):
        return ""
    text = "".join(_markdown(piece, first=not number) for number, piece in enumerate(pieces))
    return text if len(text) <= LONGEST else ""


def _is_plain(piece: Piece) -> bool:
    """Whether nothing in it works as markup."""
    if piece.shape == "code":
        return not _IN_CODE.search(piece.source)
    return not any(map(_works, piece.spans))


def _works(span: Span) -> bool:
    text = span.get("text", "")
    return bool(_IN_CODE.search(text) if _is_code(span) else _MARKS.search(_CITATION.sub("", text)))


def _is_code(span: Span) -> bool:
    return bool(span.get("style", {}).get("code"))


def _markdown(piece: Piece, *, first: bool) -> str:
    shown = _shaped(piece, "".join(map(_inline, piece.spans)))
    return shown if first else _glue(piece) + shown


def _glue(piece: Piece) -> str:
    if LINE not in piece.glue:
        return piece.glue
    return LINE if piece.shape == "item" and piece.glue == LINE else PARAGRAPH


def _shaped(piece: Piece, text: str) -> str:
    match piece.shape:
        case "header":
            return f"### {escape(piece.source)}"
        case "item":
            return "- " + text.replace("\n", "\n  ")
        case "quote":
            return "> " + text.replace("\n", "\n> ")
        case "code":
            return f"```\n{text}\n```"
        case _:
            return _LINE_ENDS.sub(lambda ends: "  \n" if ends[0] == LINE else PARAGRAPH, text)


def _inline(span: Span) -> str:
    if span["type"] == "link":
        return str(span["url"])
    text, style = escape(span["text"]), span.get("style", {})
    mark = "`" if style.get("code") else "**" if style.get("bold") else "_" if style.get("italic") else ""
    return f"{mark}{text}{mark}"
