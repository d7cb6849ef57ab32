"""Check of the signed heads of the revision chains."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from claims.operating.check import Check, State
from claims.queries.history.chain_heads import last_head

#: A daily head is missing after this: two nights (a guess).
HEAD_OLD_AFTER: Final = timedelta(days=2)


def heads(now: datetime) -> Check:
    """Return whether there is a recent head, and whether it is signed."""
    last = last_head()
    remedy = (
        _("Check the worker and beat; to make one now, run manage.py chain_heads.")
        if settings.CELERY_BROKER_URL
        else _("Without a broker nobody makes one: schedule manage.py chain_heads for every night.")
    )
    if last is None:
        return Check("heads", State.UNKNOWN, _("No head of the revision chains has been made yet."), remedy)
    made_at = datetime.fromisoformat(last.made_at)
    said = {"number": last.number, "ago": timesince(made_at, now, depth=1)}
    if made_at < now - HEAD_OLD_AFTER:
        sentence = _("Head %(number)d of the revision chains, the last one, was made %(ago)s ago.") % said
        return Check("heads", State.WARNING, sentence, remedy)
    if last.key_id:
        return Check("heads", State.OK, _("The last head of the revision chains is signed, and was made %(ago)s ago.") % said)
    # One person on one machine would have the key and the database in the same place.
    return Check(
        "heads",
        State.OK if settings.DEBUG else State.WARNING,
        _("The heads of the revision chains are not signed: who can write to the database can replace them."),
        _("Set CHAIN_SIGNING_KEY: manage.py chain_heads --new-key prints a pair. Then restart every process."),
    )
