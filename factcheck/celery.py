"""The Celery app: ``celery -A factcheck.celery worker``. Importing the package alone does not load Celery."""

import os
from typing import Any

import redis
from celery import Celery
from kombu.transport.redis import Channel, Transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")


class ForsakenChannel(Channel):
    """A channel that owns up to having lost its connection.

    Kombu 5.7 looks up the host of the connection that is gone and fails with AttributeError, which nobody expects: a worker
    that held a task while Redis was away ends there. This is the error that it does expect, and waits for Redis upon.
    """

    def _connparams(self, *arguments: Any, **named: Any) -> Any:
        if self.connection.client is None:
            raise redis.ConnectionError("the connection to Redis is gone")
        return super()._connparams(*arguments, **named)  # type: ignore[misc]  # the stubs leave it out


Transport.Channel = ForsakenChannel

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["claims", "sources", "factcheck.access"])
