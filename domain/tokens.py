"""A button's token: an action and its arguments in at most 100 characters, the tightest platform's limit."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote_plus, unquote_plus, urlencode

LIMIT = 100


class BadToken(ValueError):
    """The text is no token of ours."""


def encode(action: str, args: Mapping[str, str] | None = None) -> str:
    """`interview+hint?session=ab12&n=3`. Raises BadToken above 100 characters."""
    token = quote_plus(action) + ("?" + urlencode(args) if args else "")
    if len(token) > LIMIT:
        raise BadToken(f"{len(token)} characters, more than {LIMIT}")
    return token


def decode(token: str) -> tuple[str, dict[str, str]]:
    """The action and its arguments. Raises BadToken; grants nothing: rights are checked at dispatch."""
    if not token or len(token) > LIMIT or not token.isascii() or not token.isprintable():
        raise BadToken("not a token")
    action, _, query = token.partition("?")
    try:
        args = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict"))
    except (ValueError, UnicodeDecodeError) as error:
        raise BadToken("not a token") from error
    return unquote_plus(action), args
