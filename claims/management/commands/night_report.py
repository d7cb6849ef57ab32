"""Print the results of a verification run."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.queries.history.night import Told, last_run, night_report, run_by_id
from claims.runs.report import night_json, unfinished

_HEADINGS = {"raised": "New flags", "cleared": "Cleared", "due": "Became due", "failed": "Could not be verified"}


class Command(BaseCommand):
    help = "Prints the flags that a run (default: the last one) raised and cleared, and the claims that were due or failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--run", type=int, metavar="ID", help="the id of the run")
        parser.add_argument("--json", action="store_true", dest="as_json", help="as JSON")

    def handle(self, *, run: int | None, as_json: bool, **_options: Any) -> None:
        found = last_run() if run is None else run_by_id(run)
        if found is None:
            raise CommandError("no verification has run yet." if run is None else f"there is no run {run}.")
        report = night_report(found)
        if as_json:
            self.stdout.write(json.dumps(night_json(report), ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"Run {found.pk} ({found.scope}, {found.state}), started {found.started_at:%Y-%m-%d %H:%M} UTC:")
        self.stdout.write(f"{report.verified} claims verified, {report.changed} changed.")
        if problem := unfinished(report):
            self.stdout.write(self.style.ERROR(problem))
        for name, heading in _HEADINGS.items():
            self._section(heading, getattr(report, name))

    def _section(self, heading: str, lines: tuple[Told, ...]) -> None:
        self.stdout.write(f"\n{heading}: {len(lines) or 'none'}")
        for line in lines:
            self.stdout.write(f"  {line.about + ': ' if line.about else ''}{line.text} ({line.key})")
