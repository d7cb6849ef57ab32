"""Check rules that database constraints cannot enforce."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.queries.integrity import broken_rules


class Command(BaseCommand):
    help = "Checks rules that database constraints cannot enforce: citations across claims, revision chains, stored bodies …"

    def handle(self, **_options: Any) -> None:
        broken = list(broken_rules())
        for problem in broken:
            self.stderr.write(self.style.ERROR(problem))
        if broken:
            raise CommandError(f"{len(broken)} records break a rule. See the messages above.")
        self.stdout.write("No problems found.")
