"""Tasks that the source side queues; those of its readers it knows by name only, because it does not depend on them."""

from __future__ import annotations

import time
from functools import partial
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from factcheck.celery import app
from factcheck.jobs.ending import is_ending
from factcheck.jobs.publishing import publish
from sources.capturing.url_lists import work
from sources.models import CaptureList
from sources.operations.capture_lists import TAKEN_FOR
from sources.queries.documents.capture_lists import list_of_id, stalled_lists

#: Seconds after which a task queues a new one and ends: far below the time after which the broker redelivers a task.
SLICE_SECONDS: Final = 60
#: How long a request works on a list if there are no workers. A page that it has begun to fetch is finished.
_REQUEST_SECONDS: Final = 4


def announce_changes() -> None:
    """Ask the readers of sources to apply waiting changes; call it once they are committed.

    It never raises for a missing broker: the changes are rows, and beat has them applied every minute.
    """
    app.loader.import_default_modules()  # a web process has not imported the tasks yet
    publish(app.tasks["claims.apply_source_changes"])


def continue_list(made: CaptureList) -> None:
    """Have the workers capture the URLs of a list. Without workers, capture some now: call it again to continue."""
    if settings.CELERY_BROKER_URL:
        transaction.on_commit(partial(publish, work_list, made.pk), robust=True)
        return
    work(made, timezone.now, partial(_is_over, time.monotonic() + _REQUEST_SECONDS))


@app.task(name="sources.work_list")
def work_list(list_id: int) -> None:
    """Capture URLs of a list for a while, then queue a new task. Beat resumes a stalled list."""
    made = list_of_id(list_id)
    if made is None:
        return
    while not work(made, timezone.now, partial(_is_over, time.monotonic() + SLICE_SECONDS)):
        # Without a broker, continue here.
        if is_ending() or publish(work_list, list_id) is None:
            return


def _is_over(until: float) -> bool:
    return time.monotonic() >= until or is_ending()


@app.task(name="sources.resume_lists")
def resume_lists() -> None:
    """Resume lists of URLs whose workers were killed or whose messages were lost."""
    for list_id in stalled_lists(timezone.now() - TAKEN_FOR):
        publish(work_list, list_id)
