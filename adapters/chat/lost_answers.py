"""A connection that broke before the answer came leaves open whether the request was carried out."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp


@contextmanager
def answered(platform: str) -> Iterator[None]:
    """Raises TimeoutError where what was asked of a platform may have been done without an answer."""
    try:
        yield
    except (aiohttp.ClientError, ConnectionError) as error:
        raise TimeoutError(f"{platform} gave no answer: {error!r}") from error
