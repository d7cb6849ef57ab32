"""Look for what no constraint of this database can hold."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.queries.integrity import broken_rules


class Command(BaseCommand):
    help = "Checks what constraints cannot hold on every database: citations across claims, revision chains, stored bodies …"

    def handle(self, **_options: Any) -> None:
        broken = list(broken_rules())
        for told in broken:
            self.stderr.write(self.style.ERROR(told))
        if broken:
            raise CommandError(f"{len(broken)} records break a rule; each is named above with what is wrong.")
        self.stdout.write("Every record keeps the rules.")
