"""Loading a case file in one transaction, in the order in which records refer to each other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from itertools import islice
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction

from claims.casefile import CaseFile, CaseFileError, Malformed, Problem, named_keys
from claims.models import (
    Assessment,
    Attribution,
    Citation,
    Claim,
    ClaimRelation,
    ClaimTopic,
    Flag,
    Interest,
    PublicBody,
    Revision,
    Standing,
)
from claims.operations.cases.attributions import record_attributions
from claims.operations.cases.authors import withdraw_by_authors
from claims.operations.cases.checking import all_problems
from claims.operations.cases.claims import record_claims, visibility_of
from claims.operations.cases.decisions import record_decisions
from claims.operations.cases.discrediting import discredit_new
from claims.operations.cases.documents import claims_redrawn, record_documents, withdraw_documents
from claims.operations.cases.field_changes import FieldChange
from claims.operations.cases.named import name_problems
from claims.operations.cases.namings import record_namings
from claims.operations.cases.reserved import ALL_RIGHTS, Rights
from claims.operations.cases.retired import refuse_recording
from claims.operations.cases.sources import Differing, record_mergers, record_sources
from claims.operations.sources.changes import apply_source_changes
from claims.operations.writing import BATCH, Locked, OperationError, lock, lock_loading, refuse_stale, settle_all
from claims.queries.cases.stored import StoredRows, stored_of, stored_rows
from claims.queries.claims.selection import ids_of_keys, keys_of
from claims.queries.claims.visibility import bearing_on, visibility_changed
from claims.queries.facts.current import Sources
from claims.queries.merges.retired import retired_among
from claims.queries.policy.versions import thresholds
from claims.verification import Change, clock_at, settle
from factcheck.database.planner import update_statistics
from sources.models import Document, Source, SourceChange
from sources.operations import lock_sources

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]  # what, done, of how many


#: The tables that grow in a load.
GROWING: Final = (
    *(Claim, ClaimTopic, ClaimRelation, Interest, Attribution, Citation),
    *(Assessment, Flag, Standing, PublicBody, Revision),
    *(Source, SourceChange, Document),
)
#: PostgreSQL plans by the statistics from before the load, as if the tables were nearly empty.
#: From this many new claims on, the planner statistics are updated.
MANY: Final = 1_000


class LoadResult(NamedTuple):
    """The result of a load: how many records are new or changed, and which claims were revised."""

    sources: int
    documents: int
    claims: int
    attributions: int
    revised: tuple[str, ...]
    changes: tuple[FieldChange, ...] = ()  # of stored sources and documents


def _silent(_what: str, _done: int, _total: int) -> None: ...


def load_case(
    case: CaseFile | Malformed,
    change: Change,
    *,
    expected: Mapping[str, int] | None = None,
    progress: Progress = _silent,
    same_meaning: bool = False,
    rights: Rights = ALL_RIGHTS,
    update_sources: bool = False,
    dry_run: bool = False,
    shared: bool = False,
) -> LoadResult:
    """Store a case file in one transaction, with the assessment and a revision of each claim that it changes.

    ``expected`` holds, by key, the revision of claims that the caller saw. New words for a stored claim put what was recorded
    for it in doubt, unless the caller sets ``same_meaning``. ``rights`` are those of the person whose file it is. A stored
    source keeps its name unless the caller sets ``update_sources``, because another name may mean another source. A ``dry_run``
    stores nothing. A ``shared`` load only adds attributions to one stored claim, whose text the caller read under the shared
    lock: others add theirs to other claims meanwhile.

    Raises: CaseFileError with every problem of the file against what is stored or, if there are none, with the problems found
    while recording it; StaleRevisionError; OperationError if a colleague recorded the same key at the same moment. Nothing is
    stored then.
    """
    try:
        with transaction.atomic():
            loaded = _load(
                *(case, change, expected or {}, progress, rights),
                same_meaning=same_meaning, update_sources=update_sources, shared=shared,
            )  # fmt: skip
            if dry_run:
                transaction.set_rollback(True)
            elif loaded.claims >= MANY:
                update_statistics(GROWING)
            return loaded
    except IntegrityError as error:
        log.warning("the database refused a case file", exc_info=error)
        raise OperationError(
            "The database refused the file, and nothing was stored. Somebody may have recorded the same at that moment."
            " Load it again."
        ) from error


def _load(
    case: CaseFile | Malformed,
    change: Change,
    expected: Mapping[str, int],
    progress: Progress,
    rights: Rights,
    *,
    same_meaning: bool,
    update_sources: bool,
    shared: bool,
) -> LoadResult:
    progress("checking", 0, 1)
    begun = begin(case.readings[0] if isinstance(case, Malformed) else case, change, shared=shared)
    stored = stored_of(begun.known)

    def check(read: CaseFile) -> list[Problem]:
        found = all_problems(read, stored, begun.known, begun.change, rights, update_sources=update_sources)
        return [*found, *name_problems([read], begun.known, begun.change.at)[0]]

    if isinstance(case, Malformed):
        raise case.with_what_else(check)
    if found := check(case):
        raise CaseFileError(found)
    claims = begun.known.claims
    refuse_stale(begun.locked.ids, {claims[key].pk: number for key, number in expected.items() if key in claims})
    recorded = record(case, begun, progress=progress, same_meaning=same_meaning)
    return LoadResult(
        len(recorded.differing.sources),
        len(recorded.documents),
        recorded.claims,
        recorded.attributions,
        recorded.revised,
        recorded.changes,
    )


class Begun(NamedTuple):
    """A load that holds its locks: the stored records that its case names, and the change as its rows must carry it."""

    locked: Locked
    known: StoredRows
    change: Change
    concerned: frozenset[int] = frozenset()  # claims that look different to outsiders because another is hidden or published


def begin(case: CaseFile, change: Change, *, shared: bool = False) -> Begun:
    """Lock what a load of the case writes, and read the stored records that it names. Callers hold a transaction."""
    lock_loading(shared=shared)
    if case.sources or case.relations or case.judgements:
        lock_sources()  # before any row: changing a source and then settling claims takes the locks in this order
    shown = {record.key: visibility for record in case.claims or () if (visibility := visibility_of(record))}
    # Hiding or publishing a claim changes what outsiders see of others: they are locked with it, and settled at the end.
    concerned = bearing_on(visibility_changed(shown)) if shown else set()
    locked = lock({*ids_of_keys(sorted(named_keys(case).claims)), *claims_redrawn(case), *concerned})
    return Begun(locked, stored_rows(case), locked.after(change), frozenset(concerned))


class RecordedCase(NamedTuple):
    """The difference between a case and what was stored before."""

    differing: Differing
    documents: frozenset[str]  # keys
    written: frozenset[str]  # keys of claims with new records
    claims: int  # how many claims are new or changed themselves
    attributions: int
    revised: tuple[str, ...]  # keys of claims, in the order of their ids
    changes: tuple[FieldChange, ...]  # of stored sources and documents


def record(
    case: CaseFile,
    begun: Begun,
    *,
    progress: Progress = _silent,
    same_meaning: bool = False,
    sources: Sources | None = None,
) -> RecordedCase:
    """Store a checked case, with the assessment and a revision of each claim that it changes.

    ``sources`` may hold what earlier loads read of them.
    """
    _, known, change, concerned = begun
    # As before the load: a file may itself merge a claim, and record something in it.
    retired = retired_among(row.pk for row in known.claims.values())
    differing = record_sources(case, known, change)
    documents, redrawn, changes = record_documents(case, known, change)
    joined = record_mergers(case, known, change) | record_namings(case, known, change)
    differing = differing._replace(sources=differing.sources | joined)
    claims = record_claims(case, known, change, same_meaning=same_meaning)
    progress("attributions", 0, 1)
    attributions = record_attributions(case, known, change)
    # After the attributions: a retraction also withdraws those that the file brings.
    reached = withdraw_by_authors(case, known, change)
    withdrawn, retracted = withdraw_documents(case, known, change)
    discredit_new(case, attributions.new, known, change)
    decided = record_decisions(case, known, change)  # last, because some decisions rest on the findings
    written = claims | attributions.claims | decided
    refuse_recording(case, written, retired)
    touched = written | redrawn | reached | retracted
    keys = {row.pk: row.key for row in known.claims.values()}
    if unnamed := touched - keys.keys():  # a changed document also shows in claims that the file does not name
        keys |= keys_of(unnamed)
    known.forget()
    _settle(touched, change, progress, sources)
    if others := sorted(concerned - touched):
        settle(others, change, clock_at(change.at), thresholds(), sources=sources)
    if case.sources or case.relations or case.judgements or joined:
        apply_source_changes(change.at, actor=change.actor)
    return RecordedCase(
        differing,
        frozenset(documents | withdrawn),
        frozenset(keys[pk] for pk in written),
        len(claims),
        attributions.rows,
        tuple(keys[pk] for pk in sorted(touched)),
        (*differing.changes, *changes),
    )


def _settle(touched: Collection[int], change: Change, progress: Progress, sources: Sources | None) -> None:
    if sources is not None:
        sources.outdated()  # refreshed now, or the first claims would be assessed twice
    rest = iter(sorted(touched))
    done = 0
    while batch := list(islice(rest, BATCH)):
        progress("assessing", done, len(touched))
        settle_all(batch, change, sources)
        done += len(batch)
    progress("assessing", done, len(touched))
