"""Say what is wrong with this installation and its record, and what to do."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from claims.operating.check import Check, State, worst
from claims.operating.checks import all_checks
from claims.operating.integrity import Problem, broken_records, checked, claims_to_check
from claims.runs.report import interruption
from factcheck.terminal import ending_gracefully, progress

#: Exit statuses: something failed or is wrong; only warnings, or all that was wrong is repaired.
FAILED: Final = 1
WARNED: Final = 3
_STYLES: Final = {State.OK: "SUCCESS", State.UNKNOWN: "NOTICE", State.WARNING: "WARNING", State.FAILED: "ERROR"}


class Command(BaseCommand):
    help = (
        "Checks that every part of the service works, then that every record is sound: rules, revision chains, and each claim's"
        " result, flags, public body and search words against a fresh computation. Says what is wrong and what to do. It only"
        " reads, without --repair. Exits with 0 if all is well, 1 if something failed or is wrong, 3 if there are only warnings"
        " or everything was repaired."
    )
    requires_system_checks: list[str] = []  # it has to work where others do not
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quick", action="store_true", help="only the parts of the service, not the records")
        parser.add_argument(
            "--from", type=int, default=0, dest="after", metavar="ID", help="go on after this claim id, with claims only"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="compare at most N claims")
        parser.add_argument(
            "--repair",
            action="store_true",
            help="mark claims that differ for the next verification, which stores them anew, and rewrite search words",
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *, quick: bool, after: int, limit: int | None, repair: bool, as_json: bool, **_options: Any) -> None:
        checks = all_checks(timezone.now())
        result: dict[str, Any] = {"checks": [check._asdict() for check in checks]}
        if not as_json:
            self._print_checks(checks)
        status = {State.FAILED: FAILED, State.WARNING: WARNED}.get(worst(checks), 0)
        readable = next(check for check in checks if check.name == "database").state == State.OK
        if readable and not quick:
            try:
                status = _worse(status, self._records(result, after, limit, repair=repair, as_json=as_json))
            except Error as error:
                raise CommandError(interruption(error, None, 0)) from error
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
        if status:
            said = "Something failed or is wrong: see above." if status == FAILED else "There are warnings: see above."
            raise CommandError(said, returncode=status)

    def _print_checks(self, checks: list[Check]) -> None:
        for check in checks:
            word = getattr(self.style, _STYLES[check.state])(f"{check.state:8}")
            self.stdout.write(f"{word} {check.name}: {check.sentence}{f' {check.remedy}' if check.remedy else ''}")

    def _records(self, result: dict[str, Any], after: int, limit: int | None, *, repair: bool, as_json: bool) -> int:
        broken = [] if after else list(broken_records())
        problems, compared, waiting = self._compare(after, limit, repair=repair)
        result |= {
            "broken": broken, "compared": compared, "waiting": waiting, "problems": [one._asdict() for one in problems],
        }  # fmt: skip
        if not as_json:
            for sentence in broken:
                self.stderr.write(self.style.ERROR(sentence))
            for one in problems:
                done = " (repaired, or marked to be stored anew)" if one.repaired else ""
                self.stderr.write(self.style.ERROR(f"{one.key} differs from its records: {', '.join(one.parts)}{done}"))
            self.stdout.write(
                f"{compared:,} claims compared with their records, {len(problems):,} differ; {waiting:,} wait for verification."
            )
            if broken or any(repair and not one.repaired for one in problems):
                self.stdout.write(
                    "A record was altered outside the service: see “If a record was altered” in docs/operating.md."
                )
            if problems:
                self.stdout.write("Next: manage.py verify, then this again." if repair else "Next: this with --repair.")
        if broken or not all(one.repaired for one in problems):
            return FAILED
        return WARNED if problems else 0

    def _compare(self, after: int, limit: int | None, *, repair: bool) -> tuple[list[Problem], int, int]:
        total = claims_to_check(after, limit)
        problems: list[Problem] = []
        compared = waiting = 0
        try:
            with ending_gracefully(), progress() as report:
                for part in checked(after, limit, timezone.now, repair=repair):
                    after = part.last
                    compared, waiting = compared + part.compared, waiting + part.waiting
                    problems += part.problems
                    report("comparing", compared + waiting, total)
        except KeyboardInterrupt:
            found = f"; so far {len(problems)} differ" if problems else ""
            raise CommandError(f"stopped{found}. Go on with --from {after}.", returncode=130) from None
        return problems, compared, waiting


def _worse(one: int, other: int) -> int:
    return FAILED if FAILED in {one, other} else max(one, other)
