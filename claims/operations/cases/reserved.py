"""What a case file says that not everybody may say: the approval of unnamed sources, and how reliable sources are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from msgspec import UNSET

from claims.casefile import CaseFile, Problem
from claims.casefile.records import SourceRecord
from claims.operations.cases.sources import reliability_values
from claims.queries.cases.stored import Known
from sources.models import Source
from sources.queries.approvers import approval_fault

_APPROVAL: Final = ("anonymity_reason", "approved_by")
_ASK_APPROVAL: Final = (
    "only who may approve unnamed sources sets it; leave it out, and the source is flagged until one of them approves it"
)
_ASK_NAMES: Final = "only who may approve unnamed sources confirms that a text about one may name a person; ask one of them"
_ASK_GRADE: Final = "only who may grade sources sets it; leave it out, and ask one of them"


class Rights(NamedTuple):
    """What whoever loads a case file may say in it of sources."""

    approve: bool = True
    grade: bool = True
    #: Who approves, in their own name alone; None: a command, which is taken at its word.
    person: AbstractBaseUser | None = None


ALL_RIGHTS: Final = Rights()


def reserved_problems(case: CaseFile, known: Known, rights: Rights) -> tuple[Problem, ...]:
    """Return what a file says beyond the ``rights``, each with its path.

    Of approvals whatever is said is refused: what is recorded is not told to who may not approve, so they may not try it out.
    """
    records = enumerate(case.sources or ())
    found = [
        Problem(f"$.sources[{number}].{field}", told)
        for number, record in records
        for field, told in _beyond(record, known.sources.get(record.key), rights)
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
