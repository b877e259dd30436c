"""Logs to standard error or a file, one line an event; structlog is loaded with the first of them."""

import logging
from pathlib import Path

# httpx2 writes the address of each request, which may hold credentials; Slack's libraries, when debugged, all
# that students write.
NOISY = (
    "aiohttp",
    "aiosqlite",
    "apscheduler",
    "asyncio",
    "discord",
    "fontTools",
    "httpcore2",
    "httpx2",
    "openai",
    "pymongo",
    "slack_bolt",
    "slack_sdk",
)


class LazyFormatter(logging.Formatter):
    """structlog's rendering, whose import would otherwise cost every start a third of a second."""

    def __init__(self) -> None:
        super().__init__()
        self._inner: logging.Formatter | None = None

    def format(self, record: logging.LogRecord) -> str:
        if self._inner is None:
            self._inner = _structlog_formatter()
        return self._inner.format(record)


def _structlog_formatter() -> logging.Formatter:
    import structlog

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "event"], bool_as_flag=False
            ),
        ],
    )


def start_logging(level: str, file: Path | None) -> None:
    """Sends this process's logs to `file`, or to standard error where it is None."""
    handler = (
        logging.StreamHandler() if file is None else logging.FileHandler(file, delay=True, encoding="utf-8")
    )
    handler.setFormatter(LazyFormatter())
    handler.addFilter(_is_ours_or_grave)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _is_ours_or_grave(record: logging.LogRecord) -> bool:
    """Bolt gives each of its loggers the root's level, so that what is set for `slack_bolt` holds none."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] not in NOISY
