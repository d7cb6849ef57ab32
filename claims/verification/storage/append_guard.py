"""What every transaction that appends revisions does first: keep the feed in order, and notify its followers.

The revisions themselves are the outbox: they are written in the transaction of the change, so nothing else is needed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from claims.queries.webhooks.feed_watermark import hold_watermark


def begin_appending() -> None:
    """Lock the watermark of the feed, and notify its followers once the transaction is committed.

    Once per transaction; again only if the savepoint of the first call was rolled back, which drops both hook and lock.
    """
    if not any(hook is notify_followers for _, hook, *_ in transaction.get_connection().run_on_commit):
        hold_watermark()
        transaction.on_commit(notify_followers, robust=True)


def notify_followers() -> None:
    """Ask the workers to look at the feed. Without a broker this does nothing: ``manage.py deliver`` looks."""
    if settings.CELERY_BROKER_URL:
        # Imported by name: recording does not depend on who follows the feed.
        import_string(settings.FEED_FOLLOWER)()
