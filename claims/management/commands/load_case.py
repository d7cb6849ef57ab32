"""Load case files."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.casefile import CaseFileError, decode
from claims.management.terminal import progress
from claims.operations.cases import Loaded, load_case
from claims.operations.writing import OperationError
from claims.verification import Change
from sources.operations import SourceOperationError


class Command(BaseCommand):
    help = "Loads case files (JSON or YAML), each in one transaction: all of it or, where anything is wrong, nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a case file; - reads JSON from standard input")
        parser.add_argument("--reason", default="", help="why, as the revisions will tell")

    def handle(self, *, files: list[str], reason: str, **_options: Any) -> None:
        for name in files:
            told = self._load(name, reason)
            self.stdout.write(
                f"{name}: {told.claims} claims, {told.attributions} attributions, {told.sources} sources and {told.documents}"
                f" documents new or changed; {len(told.revised)} claims revised."
            )

    def _load(self, name: str, reason: str) -> Loaded:
        try:
            case = decode(_read(name), yaml=name.endswith((".yaml", ".yml")))
            with progress() as report:
                return load_case(case, Change(timezone.now(), "command:load_case", "load case", reason), progress=report)
        except CaseFileError as error:
            listed = "\n".join(f"  {problem}" for problem in error.problems)
            raise CommandError(f"{name} was not loaded; nothing is stored of it:\n{listed}") from error
        except (OperationError, SourceOperationError) as error:
            raise CommandError(f"{name} was not loaded; nothing is stored of it: {error}") from error
        except KeyboardInterrupt:
            raise CommandError(f"stopped; nothing is stored of {name}. Run it again to load it.", returncode=130) from None


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
