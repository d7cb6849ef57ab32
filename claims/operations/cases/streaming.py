"""Loading a stream of lines, each a claim or a small case file, in batches, so that memory does not grow with the stream.

The result equals loading the lines one after the other. A faulty line is rejected and reported; the others continue. A batch is
one transaction. To resume an interrupted load, send the stream again: what is already stored changes nothing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db import DatabaseError, transaction

from claims.casefile import FORMAT, CaseFile, CaseFileError, Growing, Line, Problem, named_keys
from claims.operations.cases.checking import all_problems
from claims.operations.cases.discrediting import discredits_documents
from claims.operations.cases.field_changes import FieldChange
from claims.operations.cases.loading import GROWING, Begun, RecordedCase, begin, record
from claims.operations.cases.named import name_problems
from claims.operations.cases.reserved import ALL_RIGHTS, Rights
from claims.operations.writing import OperationError
from claims.queries.cases.stored import StoredRows, stored_of
from claims.queries.facts.current import Sources
from claims.verification import Change
from factcheck.database.faults import is_away
from factcheck.database.planner import update_statistics
from factcheck.jobs.collecting import collecting_rarely
from sources.operations import SourceOperationError

log = logging.getLogger(__name__)

CREATED, CHANGED, UNCHANGED, REFUSED = "created", "changed", "unchanged", "refused"
OUTCOMES: Final = (CREATED, CHANGED, UNCHANGED, REFUSED)

#: Lines per transaction: fewer spend more on the statements of each batch, more need more memory.
BATCH: Final = 1_000
#: Bytes per transaction: the decoded lines take about ten times as much memory.
BATCH_BYTES: Final = 4_000_000


class LineResult(NamedTuple):
    """The result of a line; the paths of its problems start at the line."""

    number: int
    key: str  # of its claim, if it has one claim
    outcome: str
    problems: tuple[Problem, ...] = ()
    changes: tuple[FieldChange, ...] = ()  # of stored sources and documents


def load_lines(
    lines: Iterable[Line],
    change: Callable[[], Change],
    *,
    rights: Rights = ALL_RIGHTS,
    update_sources: bool = False,
    dry_run: bool = False,
) -> Iterator[LineResult]:
    """Store a stream of lines and yield the result of each, in order, as each batch is stored.

    ``change`` is called for each batch; ``update_sources`` is as in ``load_case``. A ``dry_run`` yields the results of a load
    and stores nothing; it holds its locks until the last result is consumed.

    Raises: the database's error if it is unavailable, full or busy; earlier batches stay stored.
    """
    loader = _Loader(change, rights, update_sources=update_sources)
    if not dry_run:
        for batch in _batches(lines):
            yield from loader.load(batch)
        return
    with transaction.atomic():
        for batch in _batches(lines):
            yield from loader.load(batch)
        transaction.set_rollback(True)


_Name = tuple[str, Hashable]  # the list that a record is in, and what identifies it there
_KNOWN_BY: Final[Mapping[str, Callable[[Any], Hashable]]] = {
    "sources": lambda each: each.key,
    "relations": lambda each: (each.from_, each.to, each.kind),
    "judgements": lambda each: frozenset((each.a, each.b)),
    "documents": lambda each: each.key,
    "claims": lambda each: each.key,
}


def _records(case: CaseFile) -> Iterator[tuple[_Name, int, Any]]:
    """Yield the records of a case: the identity of each, its place in its list, and the record itself."""
    for name, known_by in _KNOWN_BY.items():
        for index, each in enumerate(getattr(case, name) or ()):
            yield (name, known_by(each)), index, each


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield lines in batches; a line that changes a record of an earlier line starts the next batch."""
    batch: list[Line] = []
    said: dict[_Name, Any] = {}
    size = 0
    for line in lines:
        records = {name: each for name, _, each in _records(line.case)}
        # What is recorded from a document after all that rests on it was discredited is discredited too.
        full = len(batch) == BATCH or size + line.size > BATCH_BYTES or (bool(batch) and discredits_documents(batch[-1].case))
        if batch and (full or any(said.get(name, each) != each for name, each in records.items())):
            yield batch
            batch, said, size = [], {}, 0
        batch.append(line)
        said |= records
        size += min(line.size, BATCH_BYTES)
    if batch:
        yield batch


class _Together:
    """Valid lines as one case; a record that several lines repeat is in it once, as the first of them has it."""

    def __init__(self, lines: Iterable[Line]) -> None:
        lists: dict[str, list[Any]] = {name: [] for name in _KNOWN_BY}
        self.places: dict[str, list[tuple[Line, int]]] = {name: [] for name in _KNOWN_BY}
        said: set[_Name] = set()
        for line in lines:
            for name, index, each in _records(line.case):
                if name not in said:
                    lists[name[0]].append(each)
                    self.places[name[0]].append((line, index))
            said.update(name for name, _, _ in _records(line.case))
        self.case = CaseFile(format=FORMAT, **lists)

    def by_line(self, found: Iterable[Problem]) -> dict[int, tuple[Problem, ...]] | None:
        """Return the problems of each line with their paths in it; None if a problem cannot be assigned to a line."""
        results: dict[int, tuple[Problem, ...]] = {}
        for problem in found:
            place = _PLACE.fullmatch(problem.path)
            if place is None:
                return None
            line, index = self.places[place[1]][int(place[2])]
            results[line.number] = (*results.get(line.number, ()), _within(line, problem, index))
        return results

    def outcomes(self, lines: Iterable[Line], known: frozenset[_Name], recorded: RecordedCase) -> dict[int, str]:
        """Return the result of each line; the records ``known`` were stored before."""
        differing = recorded.differing
        changed: Mapping[str, frozenset[Any]] = {
            "sources": differing.sources,
            "relations": differing.relations,
            "judgements": frozenset(frozenset(pair) for pair in differing.judgements),
            "documents": recorded.documents,
            "claims": recorded.written,
        }
        found = {line.number: UNCHANGED for line in lines}
        for name, places in self.places.items():
            for (line, _), each in zip(places, getattr(self.case, name), strict=True):
                by = _KNOWN_BY[name](each)
                if by in changed[name] and found[line.number] != CREATED:
                    found[line.number] = CHANGED if (name, by) in known else CREATED
        return found

    def changes(self, recorded: RecordedCase) -> dict[int, tuple[FieldChange, ...]]:
        """Return the changed fields of stored records, by the line that changed them."""
        lines = {
            (name, each.key): line.number
            for name in ("sources", "documents")
            for (line, _), each in zip(self.places[name], getattr(self.case, name), strict=True)
        }
        found: dict[int, tuple[FieldChange, ...]] = {}
        for change in recorded.changes:
            number = lines[change.list, change.key]
            found[number] = (*found.get(number, ()), change)
        return found


_PLACE: Final = re.compile(r"\$\.([a-z]+)\[([0-9]+)\](.*)", re.DOTALL)


def _within(line: Line, problem: Problem, index: int | None = None) -> Problem:
    """Return a problem of a line's case with its path in the line; its record is at ``index`` there."""
    place = _PLACE.fullmatch(problem.path)
    if place is None:
        return problem
    return Problem(line.path(place[1], int(place[2]) if index is None else index, place[3]), problem.message)


class _FaultyLinesError(Exception):
    """Lines are rejected for problems found only while recording; None: the faulty line is unknown."""

    def __init__(self, by_line: dict[int, tuple[Problem, ...]] | None, message: str) -> None:
        self.by_line = by_line
        self.message = message
        super().__init__(message)


class _Loader:
    """Loads batch after batch, and keeps the sources that it has read."""

    def __init__(self, change: Callable[[], Change], rights: Rights, *, update_sources: bool) -> None:
        self._change = change
        self._update_sources = update_sources
        self._rights = rights
        self._sources: Sources | None = None
        self._recorded = 0  # claims
        self._analyze_at = BATCH  # the number of recorded claims at which planner statistics are updated next

    def load(self, batch: Sequence[Line]) -> Iterator[LineResult]:
        """Store a batch and yield the results of its lines."""
        results = {line.number: _refused(line, line.problems) for line in batch if line.problems}
        with collecting_rarely():
            self._store([line for line in batch if not line.problems], results)
        self._recorded += sum(len(line.case.claims or ()) for line in batch if results[line.number].outcome == CREATED)
        if self._recorded >= self._analyze_at:
            # At each doubling: with growing tables, the same number of rows changes the statistics less and less.
            self._analyze_at = 2 * self._recorded
            update_statistics(GROWING)
        for line in batch:
            yield results[line.number]

    def _store(self, lines: Sequence[Line], results: dict[int, LineResult]) -> None:
        """Store lines together or, if that fails for no line in particular, in halves down to the faulty one."""
        while lines:
            try:
                with transaction.atomic():
                    results |= self._record(lines)
                return
            except _FaultyLinesError as error:
                faulty = error
            except DatabaseError as error:
                if is_away(error):
                    raise
                log.warning("the database refused one of %s lines", len(lines), exc_info=error)
                faulty = _FaultyLinesError(
                    None, "the database refused the line: somebody may have recorded the same; send it again"
                )
            self._sources = None  # sources read before may have been rolled back
            if faulty.by_line is None and len(lines) > 1:
                half = len(lines) // 2
                self._store(lines[:half], results)
                lines = lines[half:]
                continue
            refused = faulty.by_line or {lines[0].number: (Problem("$", faulty.message),)}
            results |= {line.number: _refused(line, refused[line.number]) for line in lines if line.number in refused}
            lines = [line for line in lines if line.number not in refused]

    def _record(self, lines: Sequence[Line]) -> dict[int, LineResult]:
        """Check each line against what is stored and the lines before it, and record the valid ones.

        Raises: _FaultyLinesError.
        """
        together = _Together(lines)
        begun = begin(together.case, self._change())
        faults = self._faults(lines, begun)
        results = {line.number: _refused(line, faults[line.number]) for line in lines if line.number in faults}
        if faults:
            lines = [line for line in lines if line.number not in faults]
            together = _Together(lines)
        known = _names(begun.known)
        self._sources = self._sources or Sources()
        try:
            recorded = record(together.case, begun, sources=self._sources)
        except CaseFileError as error:
            raise _FaultyLinesError(together.by_line(error.problems), str(error)) from error
        except (OperationError, SourceOperationError) as error:
            raise _FaultyLinesError(None, str(error)) from error
        outcomes = together.outcomes(lines, known, recorded)
        changes = together.changes(recorded)
        return results | {
            line.number: LineResult(line.number, line.key, outcomes[line.number], changes=changes.get(line.number, ()))
            for line in lines
        }

    def _faults(self, lines: Sequence[Line], begun: Begun) -> dict[int, tuple[Problem, ...]]:
        growing = Growing.of(stored_of(begun.known))
        faults: dict[int, tuple[Problem, ...]] = {}
        naming = name_problems([line.case for line in lines], begun.known, begun.change.at)
        for line, named in zip(lines, naming, strict=True):
            stored = growing.named(named_keys(line.case))
            found = all_problems(
                line.case, stored, begun.known, begun.change, self._rights, update_sources=self._update_sources
            )
            if found := [*found, *named]:
                faults[line.number] = tuple(_within(line, problem) for problem in found)
            else:
                growing.add(line.case)
        return faults


def _names(known: StoredRows) -> frozenset[_Name]:
    lists = (("sources", known.sources.keys()), ("documents", known.documents.keys()), ("claims", known.claims.keys()))
    return frozenset((name, key) for name, keys in lists for key in keys)


def _refused(line: Line, problems: tuple[Problem, ...]) -> LineResult:
    return LineResult(line.number, line.key, REFUSED, problems)
