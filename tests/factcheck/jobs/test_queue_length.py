"""How many tasks wait in the broker."""

from __future__ import annotations

import os
from typing import Any
from uuid import uuid4

import pytest
from kombu import Connection

from factcheck.jobs.queue_length import waiting_tasks


@pytest.mark.redis
def test_waiting_tasks_are_counted_with_the_prefix_of_the_service(settings: Any) -> None:
    prefix = f"test-{uuid4().hex}-"
    settings.CELERY_BROKER_URL = os.environ["REDIS_URL"]
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": prefix}
    assert waiting_tasks() == 0
    with Connection(settings.CELERY_BROKER_URL, transport_options={"global_keyprefix": prefix}) as connection:
        queue = connection.SimpleQueue("celery")
        queue.put({})
        queue.put({})
        assert waiting_tasks() == 2
        queue.clear()
        queue.close()


def test_a_broker_that_does_not_respond_has_no_length(settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert waiting_tasks() is None
