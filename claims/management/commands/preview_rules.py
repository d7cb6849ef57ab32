"""Show what new rules would change, before they are put in force."""

from __future__ import annotations

import csv
import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.queries.cases.export import missing_keys
from claims.queries.claims.selection import ids_of_keys
from claims.queries.policy.rules_in_force import count_of_other_rules, installed_rules
from claims.runs.rules import preview_rules
from claims.verification.rule_preview import COUNTS, Compared, Findings, Kind, RuleChange
from factcheck.terminal import progress

#: The exit status if anything would change; 1 is an error, and 2 a wrong option.
CHANGES = 3


class Command(BaseCommand):
    help = (
        "Compares the stored result of each claim with what the installed rules find now, and lists each claim whose status,"
        " counts or open flags they would change. It stores nothing. By default it reads the claims that other rules assessed."
        f" Exits with status {CHANGES} if anything would change, with 0 if not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--claim", nargs="+", metavar="KEY", default=[], help="compare only these claims")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", dest="as_json", help="print JSON")
        form.add_argument("--csv", action="store_true", dest="as_csv", help="print CSV; the summary goes to standard error")

    def handle(self, *, claim: list[str], as_json: bool, as_csv: bool, **_options: Any) -> None:
        if missing := missing_keys(claim):
            raise CommandError(f"no claim has the key {', '.join(missing)}.")
        totals = _Totals()
        found = totals.counted(self._compared(claim))
        if as_json:
            self._print_json(found, totals)
        elif as_csv:
            self._print_csv(found, totals)
        else:
            self._print(found, totals)
        if totals.failed:
            raise CommandError(f"{len(totals.failed)} claims could not be assessed, so that nobody knows what would change.")
        if totals.changed:
            raise SystemExit(CHANGES)

    def _compared(self, keys: list[str]) -> Iterator[Compared]:
        ids = ids_of_keys(keys) if keys else None
        total, done = count_of_other_rules() if ids is None else len(ids), 0
        with progress() as report:
            for part in preview_rules(timezone.now(), ids):
                done += part.number
                report("comparing", done, total)
                yield part

    def _print(self, found: Iterable[RuleChange], totals: _Totals) -> None:
        for change in found:
            self.stdout.write(_line(change))
        self._fail(totals)
        for line in totals.lines():
            self.stdout.write(line)

    def _print_csv(self, found: Iterable[RuleChange], totals: _Totals) -> None:
        writer = csv.writer(self.stdout)
        writer.writerow(_HEAD)
        writer.writerows(_cells(change) for change in found)
        self._fail(totals)
        for line in totals.lines():
            self.stderr.write(line)

    def _print_json(self, found: Iterable[RuleChange], totals: _Totals) -> None:
        """Write one JSON object, claim by claim, because all of them might not fit into memory."""
        self.stdout.write(f'{{"rules": {json.dumps(installed_rules())},\n"claims": [', ending="")
        for number, change in enumerate(found):
            self.stdout.write(f"{',' if number else ''}\n{json.dumps(_json(change))}", ending="")
        self.stdout.write(f'\n],\n"summary": {json.dumps(totals.summary(), ensure_ascii=False)}}}')

    def _fail(self, totals: _Totals) -> None:
        for key, error in totals.failed:
            self.stderr.write(self.style.ERROR(f"{key} could not be assessed: {error}"))


class _Totals:
    """Counts what is found while it is printed."""

    def __init__(self) -> None:
        self.compared = self.changed = self.due = 0
        self.kinds: Counter[str] = Counter()
        self.failed: list[tuple[str, str]] = []

    def counted(self, parts: Iterable[Compared]) -> Iterator[RuleChange]:
        """Yield the changes that are listed: those of the wording alone are only counted."""
        for part in parts:
            self.compared += part.number
            self.failed += part.failed
            for change in part.changes:
                self.changed += 1
                self.due += change.due
                self.kinds.update(change.kinds)
                if Kind.WORDING not in change.kinds:
                    yield change

    def summary(self) -> dict[str, Any]:
        kinds = {str(kind): self.kinds[kind] for kind in Kind}
        failed = [{"key": key, "error": error} for key, error in self.failed]
        return {"compared": self.compared, "changed": self.changed, "by_kind": kinds, "due_anyway": self.due, "failed": failed}

    def lines(self) -> Iterator[str]:
        yield f"Rules {installed_rules()}: {self.compared:,} claims compared, {self.changed:,} would change."
        if self.kinds:
            yield ", ".join(f"{kind}: {self.kinds[kind]:,}" for kind in Kind if self.kinds[kind])
        if self.due:
            yield f"{self.due:,} of them are marked or due anyway: a part of the difference may not come from the rules."


def _line(change: RuleChange) -> str:
    """Return a change in words: ``arms: unverified → corroborated; support 1–2, r 1 → 2, …; +contested −single_origin``."""
    before, after = change.before, change.after
    said = [f"{before.status} → {after.status}"] if before.status != after.status else []
    for name, old, new in (("support", before.support, after.support), ("denial", before.denial, after.denial)):
        if old != new:
            said.append(f"{name} {_side(old)} → {_side(new)}")
    raised, cleared = _moved(before, after)
    said += [" ".join([*(f"+{code}" for code in raised), *(f"−{code}" for code in cleared)])] if raised or cleared else []
    said += [f"{code}: {before.flags[code]} → {severity}" for code, severity in _regraded(before, after)]
    return f"{change.key}: {'; '.join(said)}{' (due anyway)' if change.due else ''}"


def _side(side: Mapping[str, Any]) -> str:
    interval = f"{side['at_least']}–{side['at_most']}{'+' if side['open'] else ''}"
    counts = f"r {side['on_record']}, d {side['disinterested']}, g {side['routes']}"
    return f"{interval} ({counts}{'' if side['exact'] else ', at least'})"


def _moved(before: Findings, after: Findings) -> tuple[list[str], list[str]]:
    """Return the flags raised and cleared."""
    return sorted(after.flags.keys() - before.flags.keys()), sorted(before.flags.keys() - after.flags.keys())


def _regraded(before: Findings, after: Findings) -> list[tuple[str, str]]:
    """Return the flags of another severity, with the new one."""
    return [(code, severity) for code, severity in sorted(after.flags.items()) if before.flags.get(code, severity) != severity]


def _json(change: RuleChange) -> dict[str, Any]:
    raised, cleared = _moved(change.before, change.after)
    both = {"before": change.before._asdict(), "after": change.after._asdict()}
    return {"key": change.key, "kinds": change.kinds, **both, "raised": raised, "cleared": cleared, "due_anyway": change.due}


_SIDES = ("support", "denial")
_HEAD = (
    *("claim", "kinds", "due_anyway", "status_before", "status_after"),
    *(f"{side}_{name}_{when}" for side in _SIDES for name in COUNTS for when in ("before", "after")),
    *("raised", "cleared"),
)


def _cells(change: RuleChange) -> list[Any]:
    before, after = change.before, change.after
    counts = [getattr(one, side)[name] for side in _SIDES for name in COUNTS for one in (before, after)]
    flags = [" ".join(codes) for codes in _moved(before, after)]
    return [change.key, ", ".join(change.kinds), change.due, before.status, after.status, *counts, *flags]
