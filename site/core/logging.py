"""Log lines as JSON objects that carry no personal data."""

from typing import Any

import structlog
from structlog.typing import EventDict, Processor

# What a log record may carry besides its message: nothing a citizen typed is among these.
ALLOWED_KEYS = frozenset(
    {
        "event",
        "level",
        "logger",
        "timestamp",
        "request_id",
        "exception",
        "case",
        "task",
        "count",
        "seconds",
        "engine",
    }
)


def keep_known_keys(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Drop every key that is not known to be harmless."""
    return {key: value for key, value in event.items() if key in ALLOWED_KEYS or key.startswith("_")}


def json_formatter() -> structlog.stdlib.ProcessorFormatter:
    """The formatter named in the logging settings."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            keep_known_keys,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
