"""Unnamed sources that have named themselves since, in a case file: it carries what two senior editors confirmed, no proposals.

Only the command line may record such a binding, and it names both editors, as it may name the approver of a source. Whoever
loads a file as a person proposes the binding on the page of the source, so that a second person can confirm it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import UNSET

from claims.casefile import CaseFile, Problem
from claims.casefile.source_records import NamingRecord, SourceRecord
from claims.operations.cases.reserved import Rights
from claims.queries.cases.stored import StoredRows
from claims.verification import Change
from sources.models import Source
from sources.operations import By, bind_named
from sources.queries import sources_by_key

_UNDO: Final = "'{key}' is bound to '{bound}'; a case file cannot undo that: undo it on its page, or leave this out"
_PERSONALLY: Final = "two senior editors must agree: propose it on the page of the source, and leave it out here"
_WHO: Final = "say which senior editors proposed and confirmed it (proposed_by, confirmed_by), or leave it out"


def naming_problems(case: CaseFile, known: StoredRows, rights: Rights) -> list[Problem]:
    """Return the problems of bindings that differ from what is stored."""
    return [
        Problem(f"$.sources[{number}].named_as", message)
        for number, record in enumerate(case.sources or ())
        for message in _faults(record, known, rights)
    ]


def _faults(record: SourceRecord, known: StoredRows, rights: Rights) -> Iterator[str]:
    bound = _bound(known.sources.get(record.key))
    if record.named_as is UNSET or (record.named_as is None and not bound):
        return
    if record.named_as is None or bound not in ("", record.named_as.source):
        yield _UNDO.format(key=record.key, bound=bound)
    elif not bound and rights.person is not None:
        yield _PERSONALLY
    elif not bound and (record.named_as.proposed_by is UNSET or record.named_as.confirmed_by is UNSET):
        yield _WHO


def record_namings(case: CaseFile, known: StoredRows, change: Change) -> set[str]:
    """Record the bindings of a checked file, once its documents and mergers are stored; return the keys of the sources.

    Raises: SourceOperationError if the two cannot be one.
    """
    wanted = {record.key: record.named_as for record in case.sources or () if record.named_as}
    now = sources_by_key(wanted)
    new = {key: naming for key, naming in wanted.items() if naming and not _bound(now[key])}
    for key, naming in new.items():
        _bind(now[key], naming, known, change)
    return set(new)


def _bind(source: Source, naming: NamingRecord, known: StoredRows, change: Change) -> None:
    named, document = known.sources[naming.source], known.documents[naming.document]
    proposed_by, confirmed_by = naming.proposed_by, naming.confirmed_by
    assert proposed_by is not UNSET and confirmed_by is not UNSET  # noqa: S101, PT018 - ``naming_problems`` reports the others
    by = By(change.at, confirmed_by, None)
    bind_named(source, named, document, by, reason=naming.reason, proposed_by=proposed_by)


def _bound(stored: Source | None) -> str:
    return stored.named_as.key if stored is not None and stored.named_as is not None else ""
