"""Fields of a case file that need a permission: the approval of unnamed sources, and how reliable sources are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from msgspec import UNSET

from claims.casefile import CaseFile, Problem
from claims.casefile.source_records import SourceRecord
from claims.operations.cases.sources import reliability_values
from claims.queries.cases.stored import StoredRows
from sources.models import Source
from sources.queries.approvers import approval_fault

_APPROVAL: Final = ("anonymity_reason", "approved_by")
_ASK_APPROVAL: Final = (
    "setting it requires permission to approve unnamed sources; leave it out, and the source is flagged until it is approved"
)
_ASK_NAMES: Final = "confirming a name requires permission to approve unnamed sources; ask somebody who has it"
_ASK_GRADE: Final = "setting it requires permission to grade sources; leave it out, and ask somebody who has it"


class Rights(NamedTuple):
    """What whoever loads a case file may set on sources."""

    approve: bool = True
    grade: bool = True
    #: Who approves, in their own name only; None: a command, which is trusted.
    person: AbstractBaseUser | None = None


ALL_RIGHTS: Final = Rights()


def reserved_problems(case: CaseFile, known: StoredRows, rights: Rights) -> tuple[Problem, ...]:
    """Return the fields that go beyond the ``rights``, each with its path.

    Any value of an approval is refused: whoever may not approve may not see the stored value, nor find it out by trying.
    """
    records = enumerate(case.sources or ())
    found = [
        Problem(f"$.sources[{number}].{field}", message)
        for number, record in records
        for field, message in _beyond(record, known.sources.get(record.key), rights)
    ]
    for number, judgement in enumerate(case.judgements or ()):
        if judgement.names_confirmed is True and not rights.approve:
            found.append(Problem(f"$.judgements[{number}].names_confirmed", _ASK_NAMES))
    return tuple(found)


def _beyond(record: SourceRecord, stored: Source | None, rights: Rights) -> Iterator[tuple[str, str]]:
    if not rights.approve:
        for field in _APPROVAL:
            if getattr(record, field) is not UNSET:
                yield field, _ASK_APPROVAL
        if record.names_confirmed is True:
            yield "names_confirmed", _ASK_NAMES
    elif rights.person is not None and (fault := approval_fault(stored, record.approved_by or "", rights.person)):
        yield "approved_by", fault
    if not rights.grade and _differs(reliability_values(record), stored):
        yield "reliability", _ASK_GRADE


def _differs(values: Any, stored: Source | None) -> bool:
    now = stored if stored is not None else Source()
    return any(getattr(now, name) != value for name, value in values.items())
