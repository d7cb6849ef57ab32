"""The configuration of logging, shared by web servers, workers and commands."""

from __future__ import annotations

import logging
import logging.config
import sys
from types import TracebackType
from typing import Any

_PACKAGE = "factcheck.logs"


def logging_config(level: str, *, plain: bool, dsn: str = "") -> dict[str, Any]:
    """Return the argument of ``logging.config.dictConfig``: records from ``level`` on go to standard error.

    ``plain`` is for a terminal; otherwise each record is a line of JSON. Errors also go to the service that ``dsn`` names.
    """
    reporter = {"reporter": {"class": f"{_PACKAGE}.reporting.ErrorReporter", "level": "ERROR", "dsn": dsn}} if dsn else {}
    formatter = f"{_PACKAGE}.formatting.{'PlainFormatter' if plain else 'JsonFormatter'}"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"safe": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "safe"}, **reporter},
        "root": {"handlers": ["stderr", *reporter], "level": level},
        "loggers": {
            # Without their own handlers: Django's would also mail whole requests, and gunicorn's write what ours omit.
            **{name: {"handlers": [], "propagate": True} for name in ("django", "gunicorn.error")},
            **{name: {"handlers": [], "propagate": True, "level": "INFO"} for name in ("django.server", "gunicorn.access")},
            # Refused requests (4xx) are in the access log.
            "django.request": {"level": "ERROR"},
            # At WARNING it logs each attempt to connect; factcheck/postgresql logs what is unavailable.
            "psycopg.pool": {"level": "ERROR"},
            # At DEBUG they log statements with their values, and messages with their bodies.
            **{name: {"level": "INFO"} for name in ("django.db.backends", "django.template", "kombu", "amqp")},
            "psycopg": {"level": "WARNING"},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Apply a configuration, for Django's LOGGING_CONFIG; an exception that ends a production process is logged."""
    from django.conf import settings  # noqa: PLC0415 - gunicorn reads this module before there are settings

    logging.config.dictConfig(config)
    if not settings.DEBUG:
        sys.excepthook = log_uncaught


def log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log the exception that ends this process."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger(_PACKAGE).critical("The process ended by an error", exc_info=(kind, error, trace))
