"""Nothing escapes the boundary, and whoever can be told is told a reference that the log has too."""

import asyncio
import logging

import pytest

from adapters.chat.boundary import boundary
from domain.errors import Unreachable
from domain.replies import Reply


async def failing(error: Exception, told: list[Reply]) -> None:
    async def tell(reply: Reply) -> None:
        told.append(reply)

    async with boundary("a message", tell):
        raise error


async def test_an_error_is_told_by_its_reference(caplog: pytest.LogCaptureFixture) -> None:
    told: list[Reply] = []
    await failing(RuntimeError("x"), told)
    (record,) = caplog.records
    assert record.exc_info
    assert told[0].failed
    assert record.__dict__["reference"] in repr(told[0])


async def test_somebody_who_takes_no_messages_is_one_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[Reply] = []
    await failing(Unreachable("closed"), told)
    (record,) = caplog.records
    assert (record.levelno, record.exc_info, told) == (logging.WARNING, None, [])
    assert "closed" in record.getMessage()


async def test_an_apology_that_fails_as_well_does_not_escape(caplog: pytest.LogCaptureFixture) -> None:
    async def tell(_: Reply) -> None:
        raise ValueError("gone")

    async with boundary("a message", tell):
        raise RuntimeError("x")
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]


async def test_cancellation_passes() -> None:
    async def tell(_: Reply) -> None:
        raise AssertionError("nobody is to be told")

    with pytest.raises(asyncio.CancelledError):
        async with boundary("a message", tell):
            raise asyncio.CancelledError
