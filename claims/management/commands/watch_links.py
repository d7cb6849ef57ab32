"""Visit the pages of documents in this process."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.link_watch import check_due, enrol
from claims.models.heartbeat import LINK_COMMAND
from claims.operations.heartbeats import note_alive
from claims.queries.documents.watched import watch_stop
from factcheck.terminal import ending_gracefully, progress
from sources.queries.documents.link_checks import count_due


class Command(BaseCommand):
    help = (
        "Visits the pages of documents that are due: see docs/link-watch.md. With a broker, the workers do this automatically."
        " Without one, run it from cron. It can be stopped at any time; the next run does the rest."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--minutes", type=float, help="end after so many minutes, though more pages are due")

    def handle(self, *, minutes: float | None, **_options: Any) -> None:
        if not settings.LINK_WATCH:
            raise CommandError("LINK_WATCH is off.")
        until = time.monotonic() + 60 * minutes if minutes is not None else float("inf")
        note_alive(LINK_COMMAND)
        visited, why = self._visited(until)
        left = count_due(timezone.now())
        if stop := watch_stop():
            why = f"The visits were stopped by {stop.recorded_by}: {stop.reason}"
        elif left and not why:
            why = "The network of this machine does not work. Run it again later."
        self.stdout.write(f"{visited} pages visited; {left} are still due. {why}".strip())

    def _visited(self, until: float) -> tuple[int, str]:
        """Return how many pages were visited, and why not all, if there is a reason to be told."""
        visited = before = 0
        with ending_gracefully(), progress() as show:
            try:
                while due := enrol(timezone.now()):
                    before, total = visited, visited + due

                    def report(number: int, before: int = before, total: int = total) -> None:
                        nonlocal visited
                        visited = before + number
                        show("pages", visited, total)

                    check_due(timezone.now, lambda: time.monotonic() >= until, report)
                    if visited == before or time.monotonic() >= until:
                        break
            except KeyboardInterrupt:
                return visited, "Interrupted: the next run does the rest; a page that was being visited is due in an hour."
        return visited, "The time is over." if time.monotonic() >= until else ""
