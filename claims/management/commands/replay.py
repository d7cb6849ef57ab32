"""Replay past assessments from the records."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.queries.cases.export import missing_keys
from claims.queries.claims.selection import ids_of_all, ids_of_keys
from claims.verification.replaying import DIFFERS, EQUAL, ERASED, OTHER_POLICY, Replayed, Shown, replay
from factcheck.terminal import progress


class Command(BaseCommand):
    help = (
        "Recomputes every stored assessment from the records as they were then, and compares the results. Those of another"
        " policy version are only counted. A difference under the same version is a defect; the command exits with status 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("keys", nargs="*", metavar="KEY", help="only these claims (default: all)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *, keys: list[str], as_json: bool, **_options: Any) -> None:
        missing = missing_keys(keys)
        if missing:
            raise CommandError(f"no claim has the key {', '.join(missing)}.")
        outcomes, others, differing = self._replay(ids_of_keys(keys) if keys else ids_of_all())
        if as_json:
            result = {"equal": outcomes[EQUAL], "other_policy": dict(others), "differing": [_json(one) for one in differing]}
            result |= {"erased": outcomes[ERASED]} if outcomes[ERASED] else {}
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
        else:
            self._print(outcomes, others, differing)
        if differing:
            raise CommandError(f"{len(differing)} assessments differ from their records: a defect, or a changed record.")

    def _replay(self, ids: Sequence[int]) -> tuple[Counter[str], Counter[str], list[Replayed]]:
        outcomes: Counter[str] = Counter()
        others: Counter[str] = Counter()
        differing: list[Replayed] = []
        claims: set[str] = set()
        with progress() as report:
            for one in replay(ids):
                outcomes[one.outcome] += 1
                if one.outcome == OTHER_POLICY:
                    others[one.made_by] += 1
                elif one.outcome == DIFFERS:
                    differing.append(one)
                # Progress counts claims, because their number is known beforehand and that of assessments is not.
                claims.add(one.key)
                report("replaying", len(claims), len(ids))
        return outcomes, others, differing

    def _print(self, outcomes: Counter[str], others: Counter[str], differing: Sequence[Replayed]) -> None:
        for one in differing:
            self.stderr.write(self.style.ERROR(f"{one.key}, revision {one.revision}, {one.at.isoformat()}: {one.difference}"))
            self.stderr.write(f"  stored: {_sentence(one.stored)}\n  found:  {_sentence(one.found)}")
        self.stdout.write(f"{outcomes.total()} assessments: {outcomes[EQUAL]} match their records.")
        if outcomes[ERASED]:
            self.stdout.write(f"{outcomes[ERASED]} depend on deleted claims or erased texts and cannot be replayed.")
        for version, count in sorted(others.items()):
            self.stdout.write(f"{count} were made under policy {version} and cannot be replayed here.")


def _json(one: Replayed) -> dict[str, Any]:
    return {
        "key": one.key,
        "revision": one.revision,
        "at": one.at.isoformat(),
        "policy_version": one.made_by,
        "told": one.difference,
        "stored": one.stored._asdict(),
        "found": one.found._asdict() if one.found else None,
    }


def _sentence(shown: Shown | None) -> str:
    if shown is None:
        return "nothing"
    codes = ", ".join(flag["code"] for flag in shown.result["flags"]) or "no flag"
    return f"{shown.status}; {codes}; {shown.explanation}"
