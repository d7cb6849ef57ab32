"""How many tasks wait in the broker."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from kombu import Connection
from kombu.exceptions import OperationalError as BrokerError

#: Seconds that the broker has to answer. A healthy one answers within milliseconds.
_SECONDS: Final = 1
#: Celery's own name of the queue of all tasks.
_QUEUE: Final = "celery"


def waiting_tasks() -> int | None:
    """Return how many tasks wait for a worker; None if the broker does not respond."""
    brisk = {"socket_timeout": _SECONDS, "socket_connect_timeout": _SECONDS, "max_retries": 0}
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, **brisk}
    try:
        with Connection(settings.CELERY_BROKER_URL, connect_timeout=_SECONDS, transport_options=options) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=_SECONDS)
            channel: Any = connection.default_channel
            # Not passively: Kombu looks for the queue without the prefix then. Of Redis this stores nothing.
            return int(channel.queue_declare(_QUEUE).message_count)
    except (BrokerError, OSError):
        return None
