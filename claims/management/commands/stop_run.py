"""Stop verification runs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.queries.history.runs import running
from claims.runs.chunks import progress_of
from claims.runs.lifecycle import RunEndedError, stop_run

ACTOR: Final = "command:stop_run"


class Command(BaseCommand):
    help = (
        "Stops the runs in progress, or one of them. Workers finish the chunk that they work on; what is done stays, and the"
        " next run does the rest."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", nargs="?", type=int, help="only this run")
        parser.add_argument("--reason", required=True, help="why; it is stored with the run")

    def handle(self, *, number: int | None, reason: str, **_options: Any) -> None:
        runs = [run for run in running() if number in {None, run.pk}]
        if number is not None and not runs:
            raise CommandError(f"run {number} is not in progress.")
        for run in runs:
            try:
                stop_run(run, timezone.now(), actor=ACTOR, reason=reason)
            except RunEndedError as error:
                self.stderr.write(str(error))
                continue
            done, total = progress_of(run)
            self.stdout.write(f"Run {run.pk} is stopped: {done} of its {total} chunks are done.")
        if not runs:
            self.stdout.write("No run is in progress.")
