"""Checks of what waits to be done: messages of webhooks, and changes of sources."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models.heartbeat import LINK_COMMAND, LINK_WORKER
from claims.operating.check import Check, State
from claims.queries.documents.watched import watch_stop
from claims.queries.history.heartbeats import Heartbeats
from claims.queries.webhooks.outbox import outbox
from sources.queries.changes import waiting_since
from sources.queries.documents.link_checks import watch_figures

#: Beat starts both every minute; after this, something is wrong (a guess).
LATE_AFTER: Final = timedelta(minutes=10)
#: Visits to pages are due within a day (a guess).
LINKS_LATE_AFTER: Final = timedelta(days=2)


def webhooks(now: datetime) -> Check:
    """Return whether webhooks receive changes."""
    found = outbox(now)
    if found.since is not None and found.since < now - LATE_AFTER:
        sentence = _("Webhooks lag behind: a change or message has waited for %(ago)s.") % {
            "ago": timesince(found.since, now, depth=1)
        }
        return Check("webhooks", State.WARNING, sentence, _start("manage.py deliver"))
    if found.failing:
        words = ngettext(
            "%(count)d webhook fails: its receiver does not accept messages.",
            "%(count)d webhooks fail: their receivers do not accept messages.",
            found.failing,
        )
        remedy = _("See the page of the webhook for what the receiver answered. Messages are kept and tried again for days.")
        return Check("webhooks", State.WARNING, words % {"count": found.failing}, remedy)
    return Check("webhooks", State.OK, _("Webhooks have received every change."))


def source_changes(now: datetime) -> Check:
    """Return whether changes of sources are applied to the claims."""
    since = waiting_since()
    if since is None or since >= now - LATE_AFTER:
        return Check("source_changes", State.OK, _("Changes of sources are applied to the claims."))
    sentence = _("A change of a source has waited for %(ago)s to be applied to the claims.") % {
        "ago": timesince(since, now, depth=1)
    }
    return Check("source_changes", State.WARNING, sentence, _start("manage.py verify"))


def links(beats: Heartbeats, now: datetime) -> Check:
    """Return whether the pages of documents are visited again, by whom, and how many are not there."""
    if not settings.LINK_WATCH:
        return Check("links", State.OK, _("Pages of documents are not visited again: LINK_WATCH is off."))
    if stop := watch_stop():
        sentence = _("The visits to pages of documents were stopped %(ago)s ago.")
        state = State.OK if stop.recorded_at > now - LINKS_LATE_AFTER else State.WARNING
        remedy = _("Start them again on the page “System”: until then nobody notices pages that change or go.")
        return Check("links", state, sentence % {"ago": timesince(stop.recorded_at, now, depth=1)}, remedy)
    found = watch_figures()
    if found.due_since is not None and found.due_since < now - LINKS_LATE_AFTER:
        sentence = _("Visits to pages of documents lag behind: one has waited for %(ago)s.")
        remedy = (
            _("Check the worker and beat. If they run, the pages are too many for one worker: set LINK_WATCH=0 to stop.")
            if settings.CELERY_BROKER_URL
            else _start("manage.py watch_links")
        )
        return Check("links", State.WARNING, sentence % {"ago": timesince(found.due_since, now, depth=1)}, remedy)
    words = _("%(watched)d pages of documents are visited again; %(failing)d are not there, %(blocked)d are blocked.")
    counts = {"watched": found.watched, "failing": found.failing, "blocked": found.blocked}
    return Check("links", State.OK, f"{words % counts} {_visitor(beats, now)}".strip(), _unvisited(beats))


def _visitor(beats: Heartbeats, now: datetime) -> str:
    """Return who visits the pages: workers, the command, or both."""
    said = {
        LINK_WORKER: _("Workers visit them, the last time %(ago)s ago."),
        LINK_COMMAND: _("manage.py watch_links visits them, the last time %(ago)s ago."),
    }
    ran = {name: timesince(beats[name], now, depth=1) for name in said if name in beats}
    return " ".join(said[name] % {"ago": ago} for name, ago in ran.items())


def _unvisited(beats: Heartbeats) -> str:
    """Return what to do where neither visits pages."""
    ran = LINK_COMMAND in beats or settings.CELERY_BROKER_URL
    return "" if ran else _start("manage.py watch_links")


def _start(command: str) -> str:
    if settings.CELERY_BROKER_URL:
        return _("Check the worker and beat. Meanwhile you can run %(command)s.") % {"command": command}
    return _("Without a broker nobody starts it: schedule %(command)s.") % {"command": command}
