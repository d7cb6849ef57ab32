"""Send messages to webhooks from this process."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.queries.webhooks.subscriptions import live_ids, tallies
from claims.webhook_sender import deliver


class Command(BaseCommand):
    help = (
        "Creates messages for webhooks and sends those that are due. With a broker, the workers do this"
        " automatically. Without a broker, run this every minute with cron."
    )

    def handle(self, **_options: Any) -> None:
        sent = deliver(timezone.now)
        waiting = sum(tally.waiting for tally in tallies(live_ids()).values())
        self.stdout.write(f"{sent} messages attempted; {waiting} waiting for a retry.")
