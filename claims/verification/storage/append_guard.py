"""What every transaction that appends revisions does before the first: it keeps the feed in order, and tells who follows it.

The revisions themselves are the outbox: they are written in the transaction of what they tell, and nothing else need be.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from claims.queries.webhooks.feed_watermark import hold_horizon


def begin_appending() -> None:
    """Hold the horizon of the feed, and have its followers told once the transaction is committed.

    Once per transaction; again only where the savepoint of the first time was rolled back, which drops hook and lock alike.
    """
    if not any(hook is tell_followers for _, hook, *_ in transaction.get_connection().run_on_commit):
        hold_horizon()
        transaction.on_commit(tell_followers, robust=True)


def tell_followers() -> None:
    """Ask the workers to look at the feed. Without a broker nobody is asked: ``manage.py deliver`` looks."""
    if settings.CELERY_BROKER_URL:
        # By its name: what is recorded knows nothing of who follows it.
        import_string(settings.FEED_FOLLOWER)()
