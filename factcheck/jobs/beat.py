"""The scheduler of ``celery beat``, which keeps what came due while the broker was unavailable."""

from __future__ import annotations

import time
from typing import Any, Final

from celery.beat import PersistentScheduler, ScheduleEntry, SchedulingError
from kombu.exceptions import OperationalError as BrokerError

from factcheck.jobs.publishing import BROKER

#: Seconds between two tries (a guess).
_AGAIN: Final = 5


class PatientScheduler(PersistentScheduler):
    """Celery's own skips what the broker does not accept: the nightly run would wait for the next night."""

    def apply_async(self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any) -> Any:
        waited = False
        while True:
            try:
                sent = super().apply_async(entry, producer=producer, advance=advance, **kwargs)
            except SchedulingError as error:
                if not isinstance(error.__context__, BrokerError):
                    raise
                BROKER.failed(error.__context__)
                self.schedule[str(entry.name)] = entry  # unchanged: if beat is stopped meanwhile, it finds the task due again
                waited = True
                time.sleep(_AGAIN)
            else:
                BROKER.answered()
                if waited:
                    self.reserve(entry)
                return sent
