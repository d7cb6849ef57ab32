"""Recording and changing sources: what a form of the desk sends, in the exchange format.

An unnamed source takes no value that could identify it, and stays unnamed for good.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from msgspec import UNSET, UnsetType
from rest_framework.request import Request

from claims.api.sources.frame import SourceWrite, adds, alters, recorded, writes
from claims.api.writing import rights_of
from claims.casefile import FORMAT, CaseFile, CaseFileError, case_of_values
from claims.casefile.values import Country, Day, Key, Line, Name, Note, Reason, Record, Text, Url, WikidataId
from claims.operations.sources.records import save_sources
from factcheck.api.problems import Fault, ProblemError
from factcheck.words import OneOf
from sources.api.bodies import SourceBody
from sources.api.reading import SourceDetail, SourceList
from sources.api.tags import refuse_stale
from sources.models import Source
from sources.queries import vouchers_of
from sources.queries.approvers import APPROVE
from sources.queries.reading import source_of_key
from sources.vocabulary import Grade, SourceKind

#: Members of a body that are not part of a source in a case file, or have another form there.
_APART: Final = ("reason", "reliability", "aliases", "vouched_by", "also_vouched_by")
#: The place of one of several outlets in a case file.
_ONE_OF_SEVERAL: Final = re.compile(r"/vouched_by/([0-9]+)")


class SourceGrading(Record, frozen=True, kw_only=True):
    """A grade of the Admiralty scale and its basis; by default given by the caller, today."""

    grade: OneOf[Grade]
    rationale: Text
    graded_by: Line | UnsetType = UNSET
    graded_on: Day | UnsetType = UNSET


class _Told(Record, frozen=True, kw_only=True):
    """The details of a source besides name and kind."""

    short_name: Line | UnsetType = UNSET
    aliases: list[Name] | UnsetType = UNSET
    identified: bool | UnsetType = UNSET
    vouched_by: Key | UnsetType | None = UNSET
    also_vouched_by: list[Key] | UnsetType = UNSET
    description: Note | UnsetType = UNSET
    plural: bool | UnsetType = UNSET
    country: Country | UnsetType = UNSET
    organisation: Line | UnsetType = UNSET
    organisation_key: Key | UnsetType | None = UNSET
    homepage: Url | UnsetType = UNSET
    wikidata_id: WikidataId | UnsetType = UNSET
    anonymity_reason: Note | UnsetType = UNSET
    approved_by: Line | UnsetType = UNSET
    names_confirmed: bool | UnsetType = UNSET
    reliability: SourceGrading | UnsetType | None = UNSET


class NewSource(_Told, frozen=True, kw_only=True):
    """A new source. For an unnamed one (``identified``: false), ``vouched_by`` is the outlet that knows who it is, and
    ``also_vouched_by`` holds the other outlets, if it briefed several."""

    key: Key
    name: Name
    kind: OneOf[SourceKind]
    reason: Reason | UnsetType = UNSET


class SourceEdit(_Told, frozen=True, kw_only=True):
    """Changes to a source: members that are left out stay; an empty value removes the stored one."""

    name: Name | UnsetType = UNSET
    kind: OneOf[SourceKind] | UnsetType = UNSET
    reason: Reason


class SavingSources(SourceWrite):
    """The base of recording and changing a source."""

    within = "$.sources[0]"

    def save(self, request: Request, said: NewSource | SourceEdit, stored: Source | None = None) -> None:
        """Store a source from the body, completed from the ``stored`` one."""
        _refuse_reserved(request, said)
        save_sources(
            _case_of(said, request.user.get_username(), stored), self.change(request, said.reason or ""), rights_of(request)
        )

    def to_problem(self, error: Exception) -> ProblemError | None:
        problem = super().to_problem(error)
        if isinstance(error, CaseFileError) and problem is not None:
            return ProblemError("invalid", errors=[_at_voucher(fault) for fault in problem.errors])
        return problem


class Sources(SavingSources, SourceList):
    """``/sources/``: list sources, and record a new one."""

    recorded_as = "recorded"
    ops = {
        **SourceList.ops,
        "POST": writes(
            "record_source",
            "Record a source.",
            adds("sources.source"),
            NewSource,
            status=201,
            problems=("key-taken",),
            example={"key": "yonhap", "name": "Yonhap News", "kind": "wire_agency", "country": "KR", "aliases": ["YNA"]},
        ),
    }

    def posted(self, request: Request, said: NewSource, **_keys: Any) -> HttpResponse:
        with self.writing() as written:
            if source_of_key(said.key) is not None:
                raise ProblemError("key-taken", f"The source “{said.key}” already exists.")
            self.save(request, said)
        return recorded(self.answered(said.key, written), request.build_absolute_uri(f"/api/v1/sources/{said.key}/"))


class OneSource(SavingSources, SourceDetail):
    """``/sources/KEY/``: read a source, and change it."""

    recorded_as = "changed"
    ops = {
        **SourceDetail.ops,
        "PATCH": writes(
            "change_source",
            "Change a source; affected claims are assessed again.",
            alters("sources.source"),
            SourceEdit,
            on_revision=True,
            example={"short_name": "Vedomosti daily", "reason": "As copy calls it."},
        ),
    }

    def patched(self, request: Request, said: SourceEdit, **keys: Any) -> HttpResponse:
        key = keys["key"]
        with self.writing() as written:
            source = self.found(key)
            # The body as this caller sees it: their ETag covers nothing that is hidden from them.
            refuse_stale(request, self.body(key), SourceBody)
            self.save(request, said, source)
        return self.answered(key, written)


def _refuse_reserved(request: Request, said: NewSource | SourceEdit) -> None:
    """Refuse fields that the caller may not set, whatever is stored: otherwise they could find out hidden values by trying.

    Raises: ProblemError.
    """
    wanted = dict.fromkeys(("anonymity_reason", "approved_by", "names_confirmed"), APPROVE)
    wanted["reliability"] = "sources.grade_source"
    faults = [
        Fault(detail=f"This field requires the permission {permission}.", pointer=f"/{name}")
        for name, permission in wanted.items()
        if getattr(said, name) is not UNSET and not request.user.has_perm(permission)
    ]
    if faults:
        raise ProblemError("not-allowed", errors=faults)


def _case_of(said: NewSource | SourceEdit, by: str, stored: Source | None) -> CaseFile:
    """Return a case file with the source from the body, completed from the ``stored`` one.

    Raises: CaseFileError; ProblemError for further outlets without a first one.
    """
    known = {} if stored is None else {"key": stored.key, "name": stored.name, "kind": stored.kind}
    sent = {name: value for name, value in msgspec.to_builtins(said).items() if name not in _APART}
    record = {**known, **_vouched(said, stored), **sent}
    if said.aliases is not UNSET:
        lines = (" ".join(name.split()) for name in said.aliases)
        record["aliases"] = [line for line in lines if line]
    if said.reliability is not UNSET:
        record["reliability"] = _graded(said.reliability, by)
    return case_of_values({"format": FORMAT, "sources": [record]})


def _vouched(said: NewSource | SourceEdit, stored: Source | None) -> dict[str, Any]:
    """Return the outlets that vouch for the source, as a case file gives them; empty if the body has none."""
    if said.vouched_by is UNSET and said.also_vouched_by is UNSET:
        return {}
    known = [voucher.key for voucher in vouchers_of(stored)] if stored is not None else []
    first = next(iter(known), None) if said.vouched_by is UNSET else said.vouched_by
    further = sorted(known[1:]) if said.also_vouched_by is UNSET else said.also_vouched_by
    if further and not first:
        raise ProblemError("invalid", errors=[Fault(detail="Give vouched_by, the first outlet, too.", pointer="/vouched_by")])
    return {"vouched_by": [first, *further] if further else first}


def _at_voucher(fault: Fault) -> Fault:
    """Return a problem at the member of the body where the outlet is, which a case file has in one list."""
    found = _ONE_OF_SEVERAL.fullmatch(fault.pointer)
    if found is None:
        return fault
    place = int(found[1])
    return msgspec.structs.replace(fault, pointer=f"/also_vouched_by/{place - 1}" if place else "/vouched_by")


def _graded(grading: SourceGrading | None, by: str) -> dict[str, Any] | None:
    if grading is None:
        return None
    return {"graded_by": by, "graded_on": timezone.localdate().isoformat(), **msgspec.to_builtins(grading)}
