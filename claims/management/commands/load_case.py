"""Load case files, and streams with one claim per line."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from claims.casefile import CaseFileError, read_case, read_lines
from claims.operations.cases import FieldChange, LineResult, LoadResult, lines_of, load_case, load_lines
from claims.operations.cases.streaming import OUTCOMES, REFUSED
from claims.operations.writing import OperationError
from claims.verification import Change
from factcheck.database.faults import explained
from factcheck.terminal import Report, progress
from factcheck.text.texts import in_form
from sources.operations import SourceOperationError

_YAML: Final = (".yaml", ".yml")
_LINES: Final = (".ndjson", ".jsonl")
_CHUNK: Final = 1 << 16
#: Refused lines to print; the rest are only counted. The first ones show what is wrong with the stream (a guess).
_MOST_PRINTED: Final = 200
_RUN_AGAIN: Final = "Run the same command again. Claims that are already stored stay unchanged."
_NOTHING: Final = " Dry run: nothing was stored."


class Command(BaseCommand):
    help = (
        "Loads case files (JSON or YAML), each in one transaction: if anything is wrong, nothing is stored. With --lines, or"
        " from a file that ends in .ndjson or .jsonl, loads one claim per line, in batches: invalid lines are printed,"
        " the others are stored. To resume a load that was stopped, run it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a case file; - reads JSON from standard input")
        parser.add_argument("--reason", type=in_form, default="", help="the reason to store in the revisions")
        parser.add_argument("--lines", action="store_true", help="the files contain one claim (or small case file) per line")
        parser.add_argument("--update-sources", action="store_true", help="rename stored sources as in the file")
        parser.add_argument("--dry-run", action="store_true", help="show what would change without storing it")

    def handle(self, *, files: list[str], reason: str, lines: bool, **options: Any) -> None:
        how = {name: options[name] for name in ("update_sources", "dry_run")}
        dry_run = how["dry_run"]
        in_lines = [lines or name.endswith(_LINES) for name in files]
        refused = 0
        for name, by_line in zip(files, in_lines, strict=True):
            if by_line:
                refused += self._stream(name, reason, **how)
            else:
                self._print_summary(name, self._load(name, reason, **how), dry_run=dry_run)
        if refused:
            others = "dry run: nothing was stored" if dry_run else "the others are stored"
            raise CommandError(f"{refused:,} lines were refused ({others}). Correct them and load them again.")

    def _print_summary(self, name: str, loaded: LoadResult, *, dry_run: bool) -> None:
        self.stdout.write(
            f"{name}: {loaded.claims} claims, {loaded.attributions} attributions, {loaded.sources} sources and"
            f" {loaded.documents} documents new or changed; {len(loaded.revised)} claims revised."
            f"{_NOTHING if dry_run else ''}"
        )
        if changed := _changed(loaded.changes):
            self.stdout.write(changed)

    def _load(self, name: str, reason: str, *, dry_run: bool, update_sources: bool) -> LoadResult:
        try:
            with _opened(name) as file:
                case = read_case(file.read(), yaml=name.endswith(_YAML))
            with progress() as report:
                change = _change(reason)
                return load_case(case, change, progress=report, dry_run=dry_run, update_sources=update_sources)
        except CaseFileError as error:
            listed = "\n".join(f"  {problem}" for problem in error.problems)
            raise CommandError(f"{name} was not loaded. Nothing was stored:\n{listed}") from error
        except (OperationError, SourceOperationError) as error:
            raise CommandError(f"{name} was not loaded. Nothing was stored: {error}") from error
        except DatabaseError as error:
            raise CommandError(_fault(error, f"Nothing was stored of {name}. ")) from error
        except KeyboardInterrupt:
            raise CommandError(
                f"Stopped. Nothing was stored of {name}. Run the command again to load it.", returncode=130
            ) from None

    def _stream(self, name: str, reason: str, *, dry_run: bool, update_sources: bool) -> int:
        """Load a stream, print a summary, and return the number of refused lines."""
        found: Counter[str] = Counter()
        last = 0
        try:
            with _opened(name) as file, progress() as report:
                lines = read_lines(_chunks(file, name, report))
                # Read for each batch, so that each is dated when it is stored.
                for result in load_lines(lines, lambda: _change(reason), dry_run=dry_run, update_sources=update_sources):
                    last = result.number
                    found[result.outcome] += 1
                    if result.outcome == REFUSED and found[REFUSED] <= _MOST_PRINTED:
                        self._print_problems(name, result)
                    if result.changes:
                        self.stdout.write(f"{name}, line {result.number}: {_changed(result.changes)}")
        except KeyboardInterrupt:
            raise CommandError(f"Stopped. {_kept(name, last, dry_run=dry_run)}. {_RUN_AGAIN}", returncode=130) from None
        except DatabaseError as error:
            raise CommandError(_fault(error, f"{_kept(name, last, dry_run=dry_run)}. ")) from error
        if found[REFUSED] > _MOST_PRINTED:
            self.stderr.write(f"{name}: {found[REFUSED] - _MOST_PRINTED:,} more lines were refused.")
        counts = ", ".join(f"{found[outcome]:,} {outcome}" for outcome in OUTCOMES)
        self.stdout.write(f"{name}: {found.total():,} lines: {counts}.{_NOTHING if dry_run else ''}")
        return found[REFUSED]

    def _print_problems(self, name: str, result: LineResult) -> None:
        which = f"line {result.number}{f' ({result.key})' if result.key else ''}"
        listed = "\n".join(f"  {problem}" for problem in result.problems)
        self.stderr.write(f"{name}, {which} was refused:\n{listed}")


def _changed(changes: Sequence[FieldChange]) -> str:
    """Return the changes of stored sources and documents, old → new, or an empty text."""
    lines = lines_of(changes)
    return f"{len(lines):,} changed: " + ";\n  ".join(lines) if lines else ""


def _change(reason: str) -> Change:
    return Change(timezone.now(), "command:load_case", "load case", reason)


def _fault(error: DatabaseError, kept: str) -> str:
    return explained(error, kept) or f"The database failed: {error}. {kept}{_RUN_AGAIN}"


def _kept(name: str, last: int, *, dry_run: bool) -> str:
    if dry_run or not last:
        return f"Nothing was stored of {name}"
    return f"{name} is stored up to line {last}, except for refused lines; loading it again continues from there"


def _chunks(file: IO[bytes], name: str, report: Report) -> Iterator[bytes]:
    """Yield a file in chunks and report the progress. The total size of standard input is unknown."""
    size = 0 if name == "-" else Path(name).stat().st_size
    read = 0
    while chunk := file.read(_CHUNK):
        read += len(chunk)
        report("kilobytes", read // 1000, max(size, read) // 1000)
        yield chunk


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield file
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
