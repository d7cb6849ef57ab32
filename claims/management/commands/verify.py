"""Verify claims in this process."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from claims.management.instants import instant, last_minute
from claims.management.terminal import MOST_ROWS, print_flagged
from claims.management.workers import WorkerLostError, work_off
from claims.models.run import ALL, DUE, VerificationRun
from claims.operations.sources.changes import apply_source_changes
from claims.policy.facts import Clock
from claims.queries.cases.export import missing_keys
from claims.queries.claims.selection import ids_by_key, ids_of_keys
from claims.queries.facts.current import Sources
from claims.queries.policy.rules_in_force import installed_rules
from claims.queries.policy.versions import thresholds, thresholds_as_of
from claims.queries.webhooks.subscriptions import anything_to_send
from claims.runs.chunks import BATCH, RunInProgressError, claims_of, note_trouble, progress_of, start_run, work_chunk
from claims.runs.lifecycle import TALLIED, RunClosedError, finish_run, resumable_run, tally
from claims.runs.report import Failure, Row, claim_json, interruption, rows_found, rows_stored, run_json, severest_first
from claims.runs.rules import put_rules_in_force
from claims.runs.selected import verify_selected
from claims.verification import Change, clock_at, evaluate
from factcheck.terminal import ending_gracefully, progress

ACTOR = "command:verify"
#: For more claims, only totals are shown. Nobody reads such a table, and printing it would take longer than verifying.
MOST_LISTED = 1_000
MOST_WORKERS = 64


class Found(NamedTuple):
    """The result of a verification, and the current state of each visited claim, in the order of the keys."""

    run: dict[str, Any]
    rows: Iterable[Row | Failure]


class Command(BaseCommand):
    help = (
        "Verifies the claims that are marked or due, and shows flagged claims. An interrupted run resumes where it"
        " stopped. With --as-of, --said-until or --now, only shows the findings as of that time, and stores nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            dest="everything",
            help="verify every claim, not only those marked or due; this puts new rules in force",
        )
        parser.add_argument("--claim", nargs="+", metavar="KEY", default=[], help="verify only these claims")
        parser.add_argument("--workers", type=_number, default=1, metavar="N", help="use N processes")
        parser.add_argument(
            "--as-of", type=instant, metavar="RECORDED", help="use only records up to this time (a day includes its end)"
        )
        parser.add_argument("--said-until", type=last_minute, metavar="SAID", help="use only statements up to this time")
        parser.add_argument("--now", type=instant, metavar="TIME", help="use this as the current time")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON instead of a table")

    def handle(self, **options: Any) -> None:
        missing = missing_keys(options["claim"])
        if missing:
            raise CommandError(f"no claim has the key {', '.join(missing)}.")
        try:
            self._verify(**options)
        except RunInProgressError as error:
            raise CommandError(f"{error} Run the command again to join it.") from error
        except RunClosedError as error:
            self._end_closed(error, as_json=options["as_json"])
        except Error as error:
            raise CommandError(interruption(error, None, 0)) from error

    def _verify(self, **options: Any) -> None:
        if options["as_of"] or options["said_until"] or options["now"]:
            found = self._show(**options)
        elif options["claim"]:
            found = self._selected(options["claim"])
        else:
            found = self._run(ALL if options["everything"] else DUE, options["workers"])
        self._print_json(found) if options["as_json"] else self._print_table(found)
        if not settings.CELERY_BROKER_URL and anything_to_send(timezone.now()):
            self.stderr.write("Webhook messages are waiting. Without a broker, send them with manage.py deliver.")

    def _end_closed(self, error: RunClosedError, *, as_json: bool) -> NoReturn:
        """Exit with an error because another run closed this one, so that its results are incomplete."""
        run = error.run
        done, total = progress_of(run)
        why = f"{error} {done} of its {total} chunks are done and stored. Run the command again to verify the rest."
        if as_json:
            self.stdout.write(json.dumps({"run": run_json(run), "error": why, "claims": []}, ensure_ascii=False))
        raise CommandError(why)

    def _show(
        self, *, claim: list[str], as_of: datetime | None, said_until: str | None, now: datetime | None, **_options: Any
    ) -> Found:
        present = now or as_of or timezone.now()
        clock = clock_at(present, said_until or "")
        ids = ids_by_key(claim)
        run = {
            "stored": False,
            "now": present.isoformat(),
            "as_of": as_of.isoformat() if as_of else None,
            "said_until": clock.said_until,
            "verified": len(ids),
        }
        return Found(run, self._evaluated(ids, clock, as_of))

    def _evaluated(self, ids: list[int], clock: Clock, as_of: datetime | None) -> Iterator[Row | Failure]:
        policy = thresholds_as_of(as_of) if as_of else thresholds()
        with progress() as report:
            for start in range(0, len(ids), BATCH):
                batch = sorted(ids[start : start + BATCH])
                yield from rows_found(evaluate(batch, clock, policy, recorded=as_of, tolerant=True).values())
                report("verifying", start + len(batch), len(ids))

    def _selected(self, keys: list[str]) -> Found:
        ids = ids_of_keys(keys)
        run = verify_selected(ids, Change(timezone.now(), ACTOR, "verify"))
        return Found(run_json(run), rows_stored(ids))

    def _run(self, scope: str, workers: int) -> Found:
        now = timezone.now()
        # First, so that the run verifies the claims that these changes mark.
        apply_source_changes(now, actor=ACTOR)
        if scope == ALL and put_rules_in_force(Change(now, ACTOR, "rules put in force")):
            self.stderr.write(f"Rules {installed_rules()} are in force from now on.")
        run = resumable_run(scope) or start_run(scope, now=now, actor=ACTOR, workers=workers)
        # Read before the work: afterwards the claims are no longer marked.
        visited = [] if scope == ALL else claims_of(run)
        self._work(run, workers)
        if not finish_run(run, timezone.now()):
            self.stderr.write(f"Other workers are still working on run {run.pk}. These are the results so far.")
            for name, number in tally(run).items():
                setattr(run, name, number)
        return Found(run_json(run), rows_stored(None if scope == ALL else visited))

    def _work(self, run: VerificationRun, workers: int) -> None:
        done, total = progress_of(run)
        if done:
            self.stderr.write(f"Resuming run {run.pk} after {done} of its {total} chunks.")
        try:
            with ending_gracefully(), progress() as report:
                report("verifying", done, total)
                if workers > 1 and total - done > 1:
                    work_off(run, workers, lambda so_far: report("verifying", *so_far))
                sources = Sources()
                while work_chunk(run, timezone.now, sources) is not None:
                    report("verifying", *progress_of(run))
        except KeyboardInterrupt:
            raise CommandError(f"Stopped {self._left(run)}", returncode=130) from None
        except WorkerLostError as error:
            note_trouble(run.pk, error, timezone.now())
            raise CommandError(f"{error}: the run stopped {self._left(run)}") from error
        except Error as error:
            raise CommandError(self._broken_off(run, error)) from error

    def _broken_off(self, run: VerificationRun, error: Exception) -> str:
        """Return why the database interrupted a run, and store it on the run if the database still works."""
        done, total = None, 0
        with suppress(Error):
            done, total = progress_of(run)
            note_trouble(run.pk, error, timezone.now())
        return interruption(error, done, total)

    def _left(self, run: VerificationRun) -> str:
        done, total = progress_of(run)
        return f"after {done} of {total} chunks, which are stored. Run the command again to resume."

    def _print_json(self, found: Found) -> None:
        """Write one JSON object, claim by claim, because a million claims would not fit into memory."""
        self.stdout.write(f'{{"run": {json.dumps(found.run, ensure_ascii=False)},\n"claims": [', ending="")
        for number, row in enumerate(found.rows):
            text = json.dumps(claim_json(row), ensure_ascii=False)
            self.stdout.write(f",\n{text}" if number else f"\n{text}", ending="")
        self.stdout.write("\n]}")

    def _print_table(self, found: Found) -> None:
        if found.run["verified"] > MOST_LISTED:
            self.stdout.write(
                f"{_summary(found.run)} Too many to list. manage.py night_report shows changes, --json shows all."
            )
            return
        rows = list(found.rows)
        flagged = sorted((row for row in rows if isinstance(row, Row) and row.flags), key=severest_first)
        if flagged:
            print_flagged(flagged[:MOST_ROWS], self.stdout, left_out=max(len(flagged) - MOST_ROWS, 0))
        for row in rows:
            if isinstance(row, Failure):
                self.stderr.write(self.style.ERROR(f"{row.key} could not be assessed: {row.error}"))
        verified = found.run["verified"]
        self.stdout.write(f"{verified} claims verified, {len(flagged)} of them flagged.{_hint(found, rows)}")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_WORKERS:
        raise ArgumentTypeError(f"“{text}” is not a number of processes from 1 to {MOST_WORKERS}")
    return int(text)


def _summary(run: dict[str, Any]) -> str:
    totals = [f"{run[name]:,} {name}" for name in TALLIED if name in run]
    return f"{', '.join(totals)}."


def _hint(found: Found, rows: list[Row | Failure]) -> str:
    if rows or found.run.get("scope") != DUE:
        return ""
    return " No claim was marked or due. --all verifies every claim."
