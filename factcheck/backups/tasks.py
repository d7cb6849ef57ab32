"""The scheduled backup."""

from __future__ import annotations

import logging

from django.utils import timezone

from factcheck.backups.record import back_up_on_schedule
from factcheck.celery import app
from factcheck.database.advisory import BACKING_UP, alone

log = logging.getLogger(__name__)


@app.task(name="backups.back_up")
def back_up() -> None:
    """Make a backup and delete those that it replaces, unless another worker is doing so.

    A backup may take longer than the broker waits for it, which then gives the task to another worker.
    """
    with alone(BACKING_UP) as is_alone:
        if is_alone:
            back_up_on_schedule(timezone.now())
        else:
            log.warning("another worker is making a backup")
