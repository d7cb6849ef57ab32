"""Tell webhooks what happened, from this process."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.queries.webhooks.subscriptions import live_ids, tallies
from claims.webhook_sender import deliver


class Command(BaseCommand):
    help = (
        "Makes the messages to webhooks of all that happened, and sends what is due. With a broker the workers do so by"
        " themselves; without one let cron call this every minute."
    )

    def handle(self, **_options: Any) -> None:
        sent = deliver(timezone.now)
        waiting = sum(tally.waiting for tally in tallies(live_ids()).values())
        self.stdout.write(f"{sent} messages tried; {waiting} wait to be tried again.")
