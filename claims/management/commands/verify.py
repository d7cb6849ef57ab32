"""Verify claims in this process."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

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
from claims.queries.selection import ids_of_all, ids_of_keys
from claims.reporting import claim_json, rows_of, run_json
from claims.runs import current_run, finish_run, progress_of, record_chosen, start_run, work_chunk
from claims.verification import Change, Verified, clock_at, evaluate, settle

ACTOR = "command:verify"


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
            run, found = self._show(**options)
        elif options["claim"]:
            run, found = self._chosen(options["claim"])
        else:
            run, found = self._run(ALL if options["everything"] else DUE)
        self._print(run, found, as_json=options["as_json"])

    def _show(
        self, *, claim: list[str], as_of: datetime | None, said_until: str | None, now: datetime | None, **_options: Any
    ) -> tuple[dict[str, Any], list[Verified]]:
        present = now or as_of or timezone.now()
        clock = clock_at(present, said_until or "")
        ids = ids_of_keys(claim) if claim else ids_of_all()
        found = list(evaluate(ids, clock, thresholds(), recorded=as_of, tolerant=True).values())
        run = {
            "stored": False,
            "now": present.isoformat(),
            "as_of": as_of.isoformat() if as_of else None,
            "said_until": clock.said_until,
            "verified": len(found),
            "failed": sum(bool(one.error) for one in found),
        }
        return run, found

    def _chosen(self, keys: list[str]) -> tuple[dict[str, Any], list[Verified]]:
        now, started = timezone.now(), time.perf_counter()
        with transaction.atomic():
            ids = ids_of_keys(keys)
            lock(ids)
            outcome = settle(ids, Change(now, ACTOR, "verify"), clock_at(now), thresholds(), tolerant=True)
            run = record_chosen(outcome, scope=CHOSEN, now=now, seconds=time.perf_counter() - started, actor=ACTOR)
        return run_json(run), list(outcome.verified.values())

    def _run(self, scope: str) -> tuple[dict[str, Any], list[Verified]]:
        now = timezone.now()
        apply_source_changes(now, actor=ACTOR)
        left_over = current_run(now)
        found = self._work(left_over) if left_over else []
        if left_over is None or left_over.scope not in (scope, ALL):
            left_over = start_run(scope, now=timezone.now(), actor=ACTOR)
            found = self._work(left_over)
        return run_json(left_over), found

    def _work(self, run: VerificationRun) -> list[Verified]:
        found: dict[str, Verified] = {}
        done, total = progress_of(run)
        if done:
            self.stderr.write(f"Run {run.pk} was interrupted: going on after {done} of its {total} chunks.")
        try:
            with progress() as report:
                report("verifying", done, total)
                while (outcome := work_chunk(run, timezone.now)) is not None:
                    found.update({one.key: one for one in outcome.verified.values()})
                    report("verifying", *progress_of(run))
        except KeyboardInterrupt:
            done, total = progress_of(run)
            told = f"stopped after {done} of {total} chunks, which are stored; run it again to go on."
            raise CommandError(told, returncode=130) from None
        if not finish_run(run, timezone.now()):
            self.stderr.write(f"Other workers are still at run {run.pk}; its totals come when they are done.")
        return list(found.values())

    def _print(self, run: dict[str, Any], found: list[Verified], *, as_json: bool) -> None:
        if as_json:
            claims = [claim_json(one) for one in sorted(found, key=lambda one: one.key)]
            self.stdout.write(json.dumps({"run": run, "claims": claims}, ensure_ascii=False, indent=1))
            return
        rows = rows_of(found)
        if any(row.flags for row in rows):
            print_flagged(rows, self.stdout)
        for one in found:
            if one.error:
                self.stderr.write(self.style.ERROR(f"{one.key} could not be assessed: {one.error}"))
        flagged = sum(bool(row.flags) for row in rows)
        self.stdout.write(f"{len(found)} claims verified, {flagged} of them flagged.{_hint(found, run)}")


def _hint(found: list[Verified], run: dict[str, Any]) -> str:
    if found or run.get("scope") != DUE:
        return ""
    return " Nothing was marked or due; --all verifies every claim."
