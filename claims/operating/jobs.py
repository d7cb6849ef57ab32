"""Checks of the background jobs: the worker, beat, the nightly run, and runs that do not proceed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models.heartbeat import BEAT, WORKER
from claims.operating.check import Check, State
from claims.queries.desk.front_page import recent_runs
from claims.queries.history.heartbeats import Heartbeats
from claims.queries.history.night import night_missed
from claims.runs.lifecycle import stalled_runs
from factcheck.jobs.queue_length import waiting_tasks

#: A heartbeat is due every minute. A worker may be busy with a chunk for some minutes (a guess).
LATE_AFTER: Final = timedelta(minutes=5)
#: Beat sends five tasks a minute, and workers need seconds for most: this many are half an hour of them (a guess).
QUEUE_LONG: Final = 120


def beat(beats: Heartbeats, now: datetime) -> Check:
    """Return whether beat sends the scheduled tasks."""
    lost = _("Beat has sent no task for %(ago)s: nothing that is scheduled starts, not even the nightly run.")
    never = _("Beat has never sent a task: nothing that is scheduled starts, not even the nightly run.")
    remedy = _("Start one: celery -A factcheck.celery beat. Also check that the broker (CELERY_BROKER_URL) responds.")
    return _alive(BEAT, beats, now, _("Beat sends the scheduled tasks."), lost, never, remedy)


def worker(beats: Heartbeats, now: datetime) -> Check:
    """Return whether a worker executes tasks."""
    lost = _("No worker has executed a scheduled task for %(ago)s: runs, webhooks and changes of sources wait.")
    never = _("No worker has ever executed a scheduled task: runs, webhooks and changes of sources wait.")
    remedy = _("Start one: celery -A factcheck.celery worker. If beat has stopped as well, start beat first.")
    return _alive(WORKER, beats, now, _("A worker executes tasks."), lost, never, remedy)


def _alive(name: str, beats: Heartbeats, now: datetime, fine: str, lost: str, never: str, remedy: str) -> Check:
    if not settings.CELERY_BROKER_URL:
        return Check(name, State.OK, _("There is no broker: tasks run within requests, and nothing is scheduled."))
    at = beats.get(name)
    if at is None:
        return Check(name, State.FAILED, never, remedy)
    if at < now - LATE_AFTER:
        return Check(name, State.FAILED, lost % {"ago": timesince(at, now, depth=1)}, remedy)
    return Check(name, State.OK, fine)


def queue() -> Check:
    """Return how many tasks wait in the broker."""
    if not settings.CELERY_BROKER_URL:
        return Check("queue", State.OK, _("There is no broker: tasks run within requests, and nothing is scheduled."))
    count = waiting_tasks()
    if count is None:
        sentence = _("The broker does not respond: what has to be done waits in the database until it is back.")
        remedy = _("Check that Redis runs, has memory, and CELERY_BROKER_URL is right.")
        return Check("queue", State.FAILED, sentence, remedy)
    words = ngettext("%(count)d task waits for a worker.", "%(count)d tasks wait for a worker.", count) % {"count": count}
    if count <= QUEUE_LONG:
        return Check("queue", State.OK, words)
    return Check(
        "queue", State.WARNING, words, _("Start more workers, or check those that run: celery -A factcheck.celery worker.")
    )


def night(now: datetime) -> Check:
    """Return whether the last run over marked and due claims, or over all, is recent, and how it went."""
    runs = recent_runs()
    scheduled = bool(settings.CELERY_BROKER_URL)
    remedy = (
        _("Check the worker and beat; to verify now, run manage.py verify.")
        if scheduled
        else _("Without a broker nobody starts it: schedule manage.py verify for every night.")
    )
    if not runs:
        return Check("night", State.UNKNOWN, _("No verification run has started yet."), remedy)
    last = runs[0]
    ago = {"number": last.pk, "ago": timesince(last.started_at, now, depth=1)}
    if night_missed(last.started_at, now):
        sentence = _("The night did not run: the last run, number %(number)d, started %(ago)s ago.") % ago
        return Check("night", State.FAILED if scheduled else State.WARNING, sentence, remedy)
    if last.failed:
        words = ngettext(
            "Run %(number)d, the last one, could not verify %(count)d claim.",
            "Run %(number)d, the last one, could not verify %(count)d claims.",
            last.failed,
        )
        sentence = words % {"number": last.pk, "count": last.failed}
        return Check("night", State.WARNING, sentence, _("Its page lists them with the reasons. They keep their last results."))
    return Check("night", State.OK, _("The last run, number %(number)d, started %(ago)s ago.") % ago)


def stalled() -> Check:
    """Return whether runs do not proceed."""
    runs = stalled_runs()
    if not runs:
        return Check("runs", State.OK, _("No run has stalled."))
    words = ngettext(
        "Run %(numbers)s does not proceed: no worker has it.", "Runs %(numbers)s do not proceed: no worker has them.", len(runs)
    )
    sentence = words % {"numbers": ", ".join(str(run.pk) for run in runs)}
    remedy = _("Workers resume it within minutes. Without workers, run manage.py verify, or stop the run.")
    return Check("runs", State.WARNING, sentence, remedy)
