"""Send webhook messages, from this process."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.queries.webhooks.subscriptions import live_ids, tallies
from claims.webhook_sender import deliver


class Command(BaseCommand):
    help = (
        "Creates the webhook messages of all changes, and sends those that are due. With a broker the workers do this by"
        " themselves; without one run it from cron every minute."
    )

    def handle(self, **_options: Any) -> None:
        sent = deliver(timezone.now)
        waiting = sum(tally.waiting for tally in tallies(live_ids()).values())
        self.stdout.write(f"{sent} messages tried; {waiting} waiting for a retry.")
