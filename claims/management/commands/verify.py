"""Verify claims in this process."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from claims.management.instants import instant, last_minute
from claims.management.terminal import print_flagged, progress
from claims.models.run import ALL, CHOSEN, DUE, VerificationRun
from claims.operations.source_changes import apply_source_changes
from claims.operations.writing import lock
from claims.queries.exports import missing_keys
from claims.queries.policies import thresholds
from claims.queries.selection import errors_of, ids_of_all, ids_of_keys
from claims.reporting import Row, claim_json, rows_found, rows_stored, run_json
from claims.runs import current_run, finish_run, progress_of, record_chosen, start_run, work_chunk
from claims.verification import Change, clock_at, evaluate, settle

ACTOR = "command:verify"


class Found(NamedTuple):
    """What a verification did, what stands of each claim that it visited, and the errors by key of claim."""

    run: dict[str, Any]
    rows: list[Row]
    errors: dict[str, str]


class Command(BaseCommand):
    help = (
        "Verifies the claims that are marked or due, and shows what is flagged. A run that was interrupted goes on where it"
        " stopped. With --as-of, --said-until or --now it only shows what would be found then, and stores nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", dest="everything", help="every claim, not only what is marked or due")
        parser.add_argument("--claim", nargs="+", metavar="KEY", default=[], help="these claims")
        parser.add_argument("--as-of", type=instant, metavar="RECORDED", help="as recorded by then (a day: by its end)")
        parser.add_argument("--said-until", type=last_minute, metavar="SAID", help="only what was said by then")
        parser.add_argument("--now", type=instant, metavar="INSTANT", help="take this for the present")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object instead of a table")

    def handle(self, **options: Any) -> None:
        missing = missing_keys(options["claim"])
        if missing:
            raise CommandError(f"no claim has the key {', '.join(missing)}.")
        if options["as_of"] or options["said_until"] or options["now"]:
            found = self._show(**options)
        elif options["claim"]:
            found = self._chosen(options["claim"])
        else:
            found = self._run(ALL if options["everything"] else DUE)
        self._print_json(found) if options["as_json"] else self._print_table(found)

    def _show(
        self, *, claim: list[str], as_of: datetime | None, said_until: str | None, now: datetime | None, **_options: Any
    ) -> Found:
        present = now or as_of or timezone.now()
        clock = clock_at(present, said_until or "")
        ids = ids_of_keys(claim) if claim else ids_of_all()
        verified = evaluate(ids, clock, thresholds(), recorded=as_of, tolerant=True).values()
        errors = {one.key: one.error for one in verified if one.error}
        run = {
            "stored": False,
            "now": present.isoformat(),
            "as_of": as_of.isoformat() if as_of else None,
            "said_until": clock.said_until,
            "verified": len(verified),
            "failed": len(errors),
        }
        return Found(run, rows_found(verified), errors)

    def _chosen(self, keys: list[str]) -> Found:
        now, started = timezone.now(), time.perf_counter()
        with transaction.atomic():
            ids = ids_of_keys(keys)
            lock(ids)
            outcome = settle(ids, Change(now, ACTOR, "verify"), clock_at(now), thresholds(), tolerant=True)
            run = record_chosen(outcome, scope=CHOSEN, now=now, seconds=time.perf_counter() - started, actor=ACTOR)
        return Found(run_json(run), rows_stored(ids), errors_of(ids))

    def _run(self, scope: str) -> Found:
        now = timezone.now()
        apply_source_changes(now, actor=ACTOR)
        run = current_run(scope, now) or start_run(scope, now=now, actor=ACTOR)
        ids = self._work(run)
        return Found(run_json(run), rows_stored(ids), errors_of(ids))

    def _work(self, run: VerificationRun) -> list[int]:
        found: list[int] = []
        done, total = progress_of(run)
        if done:
            self.stderr.write(f"Run {run.pk} was interrupted: going on after {done} of its {total} chunks.")
        try:
            with progress() as report:
                report("verifying", done, total)
                while (outcome := work_chunk(run, timezone.now)) is not None:
                    found.extend(outcome.verified)
                    report("verifying", *progress_of(run))
        except KeyboardInterrupt:
            done, total = progress_of(run)
            told = f"stopped after {done} of {total} chunks, which are stored; run it again to go on."
            raise CommandError(told, returncode=130) from None
        if not finish_run(run, timezone.now()):
            self.stderr.write(f"Other workers are still at run {run.pk}; its totals come when they are done.")
        return found

    def _print_json(self, found: Found) -> None:
        claims = [claim_json(row) for row in found.rows if row.key not in found.errors]
        claims += [{"key": key, "error": error} for key, error in found.errors.items()]
        claims.sort(key=lambda one: str(one["key"]))
        self.stdout.write(json.dumps({"run": found.run, "claims": claims}, ensure_ascii=False, indent=1))

    def _print_table(self, found: Found) -> None:
        flagged = [row for row in found.rows if row.flags]
        if flagged:
            print_flagged(flagged, self.stdout)
        for key, error in found.errors.items():
            self.stderr.write(self.style.ERROR(f"{key} could not be assessed: {error}"))
        verified = found.run["verified"]
        self.stdout.write(f"{verified} claims verified, {len(flagged)} of them flagged.{_hint(found)}")


def _hint(found: Found) -> str:
    if found.rows or found.run.get("scope") != DUE:
        return ""
    return " Nothing was marked or due; --all verifies every claim."
