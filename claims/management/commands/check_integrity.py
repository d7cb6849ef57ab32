"""Check rules that no constraint of this database can enforce."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.queries.integrity import broken_rules


class Command(BaseCommand):
    help = "Checks rules that constraints cannot enforce on every database: citations across claims, revision chains, bodies …"

    def handle(self, **_options: Any) -> None:
        broken = list(broken_rules())
        for sentence in broken:
            self.stderr.write(self.style.ERROR(sentence))
        if broken:
            raise CommandError(f"{len(broken)} records break a rule; each is named above with what is wrong.")
        self.stdout.write("All records are consistent.")
