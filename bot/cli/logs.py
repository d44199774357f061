"""Logs, always on stderr: for people at a terminal, as JSON lines anywhere else."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import Processor

from journal.errors import BadInput

_BOLT = "slack_bolt.AsyncApp"
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def set_up_logs(level: str) -> None:
    """Write our logs and those of the libraries to stderr in one form.

    Raises:
        BadInput: there is no such level.
    """
    if level.upper() not in _LEVELS:
        raise BadInput(f"JEFAIL_LOG_LEVEL must be one of {', '.join(_LEVELS)}.")
    stamped: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*stamped, *_rendered()],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    _take_in_libraries(stamped)


def hush() -> None:
    """Log errors only: a command answers by itself, and its stdout may be piped."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


def _rendered() -> list[Processor]:
    # Tracebacks are plain text: the richer kinds show local variables, and so tokens.
    if sys.stderr.isatty():
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(exception_formatter=plain)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def _take_in_libraries(stamped: list[Processor]) -> None:
    """Warnings and worse only: below that, libraries write whole requests, tokens among them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*stamped, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendered()],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(_BOLT).addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt finds SLACK_BOT_TOKEN by itself and warns that the client we gave it has one."""
    return "`token` will be unused" not in record.getMessage()
