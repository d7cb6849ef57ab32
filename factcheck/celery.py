"""The Celery app: ``celery -A factcheck.celery worker``. Importing the package alone does not load Celery."""

import os
from typing import Any

import redis
from celery import Celery
from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun
from django.conf import settings
from kombu.transport.redis import Channel, QoS, Transport
from kombu.transport.virtual import QoS as LocalQoS

from factcheck.logs.config import configure
from factcheck.logs.context import Work, begin, current_request_id, current_work

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")


class ForgivingQoS(QoS):
    """The worker's state of its queue, in which a message that Redis did not take back does not hold a slot for ever.

    Kombu forgets a message once Redis has forgotten it. A full Redis refuses that; the worker logs it and continues, and once
    all slots are held it waits for ever. Because the message is forgotten here, it is delivered again after the visibility
    timeout; every task is safe to run twice.
    """

    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)
        except redis.RedisError:
            LocalQoS.ack(self, delivery_tag)
            raise

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        try:
            super().reject(delivery_tag, requeue)
        except redis.RedisError:
            LocalQoS.ack(self, delivery_tag)
            raise


class ForsakenChannel(Channel):
    """A channel that reports a lost connection.

    Kombu 5.7 reads the host of the lost connection and fails with AttributeError, which nobody handles: a worker that held a
    task while Redis was unavailable then exits. This raises the error that it handles, and then waits for Redis.
    """

    QoS = ForgivingQoS

    def _connparams(self, *arguments: Any, **named: Any) -> Any:
        if self.connection.client is None:
            raise redis.ConnectionError("the connection to Redis is gone")
        return super()._connparams(*arguments, **named)  # type: ignore[misc]  # the stubs leave it out


Transport.Channel = ForsakenChannel
# Kombu treats a full Redis as an error of the message, and a worker that cannot acknowledge one exits: wait for room instead.
Transport.connection_errors = (*Transport.connection_errors, redis.exceptions.OutOfMemoryError)

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["claims", "sources", "factcheck.access", "factcheck.backups"])


#: The message header with the id of the request that queued the task.
_HEADER = "factcheck_request_id"
#: The context of a thread before its task: in the embedded default a task runs within a request.
_before: dict[str, Work | None] = {}


@setup_logging.connect
def _log_as_the_site_does(**_signal: Any) -> None:
    configure(settings.LOGGING)


@before_task_publish.connect
def _send_request_id(headers: dict[str, Any], **_signal: Any) -> None:
    if request_id := current_request_id():
        headers[_HEADER] = request_id


@task_prerun.connect
def _begin_task(task_id: str, task: Any, **_signal: Any) -> None:
    _before[task_id] = before = current_work()
    request_id = getattr(task.request, _HEADER, None) or (before.request_id if before else task_id)
    begin(Work(request_id, before.request if before else None, task.name, task_id))


@task_postrun.connect
def _end_task(task_id: str, **_signal: Any) -> None:
    begin(_before.pop(task_id, None))
