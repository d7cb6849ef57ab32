"""Whether the queue of tasks responds."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from kombu import Connection

#: Seconds that a broker has to answer.
_SECONDS: Final = 3


def broker_fault() -> str:
    """Return why the broker does not respond, in a word; an empty text if it does, or if there is none."""
    if not settings.CELERY_BROKER_URL:
        return ""
    brisk: dict[str, Any] = {"socket_timeout": _SECONDS, "socket_connect_timeout": _SECONDS}
    try:
        with Connection(settings.CELERY_BROKER_URL, connect_timeout=_SECONDS, transport_options=brisk) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=_SECONDS)
    except Exception as error:  # noqa: BLE001 - the transport may raise anything; its text may hold the address
        return type(error.__cause__ or error).__name__
    return ""
