"""Sources, recorded and changed: what a form of the desk sends, as the exchange format has it.

Of an unnamed source nothing is taken that could tell who it is, and that it is unnamed never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from msgspec import UNSET, UnsetType
from rest_framework.request import Request

from claims.api.sources.frame import SourceWrite, adds, alters, recorded, writes
from claims.api.writing import rights_of
from claims.casefile import FORMAT, CaseFile, case_of_values
from claims.casefile.values import Country, Day, Key, Line, Name, Note, Reason, Record, Text, Url, WikidataId
from claims.operations.sources.records import save_sources
from factcheck.api.problems import Fault, ProblemError
from factcheck.words import OneOf
from sources.api.bodies import SourceBody
from sources.api.reading import SourceDetail, SourceList
from sources.api.tags import refuse_stale
from sources.queries.approvers import APPROVE
from sources.queries.reading import source_of_key
from sources.vocabulary import Grade, SourceKind

#: Members of a body that are no part of a source in a case file, or are put otherwise there.
_APART: Final = ("reason", "reliability", "aliases")


class SourceGrading(Record, frozen=True, kw_only=True):
    """A grade of the Admiralty scale and what it rests on: given by who asks, today, unless it is said otherwise."""

    grade: OneOf[Grade]
    rationale: Text
    graded_by: Line | UnsetType = UNSET
    graded_on: Day | UnsetType = UNSET


class _Told(Record, frozen=True, kw_only=True):
    """What is told of a source beside its name and kind."""

    short_name: Line | UnsetType = UNSET
    aliases: list[Name] | UnsetType = UNSET
    identified: bool | UnsetType = UNSET
    vouched_by: Key | UnsetType | None = UNSET
    description: Note | UnsetType = UNSET
    plural: bool | UnsetType = UNSET
    country: Country | UnsetType = UNSET
    organisation: Line | UnsetType = UNSET
    homepage: Url | UnsetType = UNSET
    wikidata_id: WikidataId | UnsetType = UNSET
    anonymity_reason: Note | UnsetType = UNSET
    approved_by: Line | UnsetType = UNSET
    names_confirmed: bool | UnsetType = UNSET
    reliability: SourceGrading | UnsetType | None = UNSET


class NewSource(_Told, frozen=True, kw_only=True):
    """A source to be recorded. An unnamed one (``identified``: false) has the outlet that knows who it is in ``vouched_by``."""

    key: Key
    name: Name
    kind: OneOf[SourceKind]
    reason: Reason | UnsetType = UNSET


class SourceEdit(_Told, frozen=True, kw_only=True):
    """What to change of a source: members that are left out stay; an empty value takes away what was there."""

    name: Name | UnsetType = UNSET
    kind: OneOf[SourceKind] | UnsetType = UNSET
    reason: Reason


class SavingSources(SourceWrite):
    """What recording and changing a source share."""

    within = "$.sources[0]"

    def save(self, request: Request, said: NewSource | SourceEdit, **known: str) -> None:
        """Store what was said of a source, and what is ``known`` of one that is recorded already."""
        _refuse_reserved(request, said)
        save_sources(
            _case_of(said, request.user.get_username(), known), self.change(request, said.reason or ""), rights_of(request)
        )


class Sources(SavingSources, SourceList):
    """``/sources/``: a page of them, and a new one."""

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
                raise ProblemError("key-taken", f"There is a source “{said.key}” already.")
            self.save(request, said)
        return recorded(self.answered(said.key, written), request.build_absolute_uri(f"/api/v1/sources/{said.key}/"))


class OneSource(SavingSources, SourceDetail):
    """``/sources/KEY/``: a source, and a change to what is recorded of it."""

    recorded_as = "changed"
    ops = {
        **SourceDetail.ops,
        "PATCH": writes(
            "change_source",
            "Change what is recorded of a source; claims that it reaches are assessed anew.",
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
            refuse_stale(request, self.body(key), SourceBody)
            self.save(request, said, key=key, name=source.name, kind=source.kind)
        return self.answered(key, written)


def _refuse_reserved(request: Request, said: NewSource | SourceEdit) -> None:
    """Refuse what is not for who asks to say, whether it is recorded so or not: else they could guess what they are not told.

    Raises: ProblemError.
    """
    wanted = dict.fromkeys(("anonymity_reason", "approved_by", "names_confirmed"), APPROVE)
    wanted["reliability"] = "sources.grade_source"
    faults = [
        Fault(detail=f"Saying it asks for {permission}.", pointer=f"/{name}")
        for name, permission in wanted.items()
        if getattr(said, name) is not UNSET and not request.user.has_perm(permission)
    ]
    if faults:
        raise ProblemError("not-allowed", errors=faults)


def _case_of(said: NewSource | SourceEdit, by: str, known: Mapping[str, str]) -> CaseFile:
    """Return the case file that says of a source what was sent, and what is ``known`` of it where nothing was.

    Raises: CaseFileError.
    """
    record = {**known, **{name: value for name, value in msgspec.to_builtins(said).items() if name not in _APART}}
    if said.aliases is not UNSET:
        lines = (" ".join(name.split()) for name in said.aliases)
        record["aliases"] = [line for line in lines if line]
    if said.reliability is not UNSET:
        record["reliability"] = _graded(said.reliability, by)
    return case_of_values({"format": FORMAT, "sources": [record]})


def _graded(grading: SourceGrading | None, by: str) -> dict[str, Any] | None:
    if grading is None:
        return None
    return {"graded_by": by, "graded_on": timezone.localdate().isoformat(), **msgspec.to_builtins(grading)}
