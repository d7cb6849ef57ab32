"""All checks, in the order in which an operator should read them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import Error
from django.utils.translation import gettext as _

from claims.operating import heads, jobs, queues, service
from claims.operating.check import Check, State
from claims.queries.history.heartbeats import heartbeats

log = logging.getLogger(__name__)


def all_checks(now: datetime) -> list[Check]:
    """Return the result of every check. Without a usable database, only of those that need none."""
    first = [service.database(), service.configuration(), service.redis()]
    if first[0].state != State.OK:
        return first
    beats = heartbeats()
    later: dict[str, Callable[[], Check]] = {
        "schema": service.schema,
        "beat": partial(jobs.beat, beats, now),
        "worker": partial(jobs.worker, beats, now),
        "queue": jobs.queue,
        "night": partial(jobs.night, now),
        "runs": jobs.stalled,
        "source_changes": partial(queues.source_changes, now),
        "webhooks": partial(queues.webhooks, now),
        "links": partial(queues.links, beats, now),
        "rules": service.rules,
        "notes": service.notes,
        "backup": partial(service.backup, now),
        "heads": partial(heads.heads, now),
    }
    return [*first, *(_checked(name, check) for name, check in later.items())]


def _checked(name: str, check: Callable[[], Check]) -> Check:
    """Return the result of a check; if the database fails it, that it is unknown, so that the others are still shown."""
    try:
        return check()
    except Error:
        log.exception("the check %s failed", name)
        return Check(name, State.UNKNOWN, _("This could not be checked: the database failed."), _("The log says why."))


def readiness_details(now: datetime) -> dict[str, str]:
    """Return the states that ``/readyz`` shows though they do not make a web server unready: others do that work.

    Taking web servers out of service because a worker or the night is missing would only make it worse.
    """
    beats = heartbeats()
    checks = (jobs.worker(beats, now), jobs.beat(beats, now), jobs.night(now), service.backup(now))
    return {check.name: check.state for check in checks}
