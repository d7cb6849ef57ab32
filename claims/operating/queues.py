"""Checks of what waits to be done: messages of webhooks, and changes of sources."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.operating.check import Check, State
from claims.queries.webhooks.outbox import outbox
from sources.queries.changes import waiting_since

#: Beat starts both every minute; after this, something is wrong (a guess).
LATE_AFTER: Final = timedelta(minutes=10)


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


def _start(command: str) -> str:
    if settings.CELERY_BROKER_URL:
        return _("Check the worker and beat. Meanwhile you can run %(command)s.") % {"command": command}
    return _("Without a broker nobody starts it: schedule %(command)s.") % {"command": command}
