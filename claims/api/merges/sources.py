"""Second records of sources: previewing a merger, merging, and undoing it."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from msgspec import Meta, Struct
from rest_framework.request import Request

from claims.api.sources.frame import ConfirmingNames, SourceWrite, SourceWritten, confirmed, writes
from claims.api.writing import sends
from claims.casefile.values import Key
from claims.operations.merges.sources import MOST_WEIGHED, MergerForeseen, foresee_merger, merge_sources
from claims.operations.writing import OperationError
from claims.policy.assess import Assessment
from claims.vocabulary import Status
from factcheck.access.scopes import SOURCES_WRITE
from factcheck.api.describing import TEXT, Op, Parameter
from factcheck.api.problems import Fault, ProblemError, refused_parameter
from factcheck.api.views import answer, encoded, unchanged
from factcheck.words import OneOf
from sources.models import Document
from sources.operations import SourceOperationError, undo_merger
from sources.operations.merging import MOST_DOCUMENTS
from sources.queries.reading import document_of_key, source_of_key


class ForeseenSide(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The independent origins on one side of a claim; ``on_record``, ``disinterested`` and ``routes`` count independent routes,
    and ``exact`` is as in the body of a claim."""

    at_least: int
    at_most: int
    open: bool
    on_record: int
    disinterested: int
    routes: int
    exact: bool = True


class ForeseenClaim(Struct, frozen=True, kw_only=True):
    """The result for a claim: its status, both sides, and the codes of its flags."""

    status: OneOf[Status]
    support: ForeseenSide
    denial: ForeseenSide
    flags: tuple[str, ...]


class ForeseenChange(Struct, frozen=True, kw_only=True):
    """A claim whose result would change, by key."""

    claim: str
    before: ForeseenClaim
    after: ForeseenClaim


class SourceMerger(Struct, frozen=True, kw_only=True):
    """The effects of a merger. ``attributions`` of the second record stay with it, in ``claims`` claims; ``reached`` claims
    would be assessed again, and the results of those in ``changed`` would change: null if too many are reached.
    """

    attributions: int
    claims: int
    reached: int
    changed: tuple[ForeseenChange, ...] | None


class MergingSource(ConfirmingNames, frozen=True, kw_only=True):
    """The record that the source duplicates; the reason says what shows that the two are one. Unnamed sources that different
    outlets vouch for need ``documents``, one or two, whose own words show that they heard the same briefing."""

    into: Key
    documents: Annotated[list[Key], Meta(max_length=MOST_DOCUMENTS)] = []


class Merge(SourceWrite):
    """``/sources/KEY/merge/``: preview a merger, and merge."""

    recorded_as = "merged"
    ops = {
        "GET": Op(
            name="foresee_source_merger",
            does=f"The effects of merging a source into another on claims, assessed if at most {MOST_WEIGHED} are reached.",
            scope=SOURCES_WRITE,
            needs=sends("sources_source_merge"),
            parameters={"into": Parameter("Required. The key of the record that it duplicates.", TEXT, "moscow")},
            gives=SourceMerger,
            problems=("conflict",),
        ),
        "POST": writes(
            "merge_source",
            "Record that a source is a second record of another: one voice, offered under the name of that one.",
            "sources_source_merge",
            MergingSource,
            example={"into": "moscow", "reason": "The same ministry, recorded twice."},
        ),
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        second, first = self.found(key), source_of_key(request.query_params.get("into", ""))
        if first is None:
            raise refused_parameter("into", "Use the key of a recorded source.")
        try:
            foreseen = foresee_merger(second, first, self.change(request, "a preview"))
        except (SourceOperationError, OperationError) as error:
            raise ProblemError("conflict", str(error)) from error
        body = encoded(_merger_body(foreseen))
        etag = f'"{sha256(body).hexdigest()[:40]}"'
        return unchanged(request, etag) or answer(body, etag=etag)

    def posted(self, request: Request, said: MergingSource, **keys: Any) -> HttpResponse:
        second, first, change = self.found(keys["key"]), self.other(said.into, "/into"), self.change(request, said.reason)
        documents = [_document(key, place) for place, key in enumerate(said.documents)]
        with self.writing() as written:
            merge_sources(second, first, change, names_confirmed=confirmed(request, said), documents=documents)
        return self.answered(second.key, written)


class UnmergingSource(ConfirmingNames, frozen=True, kw_only=True):
    """Why the two are not the same source."""


class SourceUnmerged(SourceWritten, frozen=True, kw_only=True, omit_defaults=True):
    """A source that is separate again; ``one_voice`` says whether relations still join the two to one voice."""

    one_voice: bool


class Unmerge(SourceWrite):
    """``POST /sources/KEY/unmerge/``."""

    ops = {
        "POST": writes(
            "unmerge_source",
            "Undo a merger, with the relation and the names that it added.",
            "sources_source_unmerge",
            UnmergingSource,
            gives=SourceUnmerged,
            example={"reason": "Two ministries of similar names."},
        )
    }

    def posted(self, request: Request, said: UnmergingSource, **keys: Any) -> HttpResponse:
        second, change = self.found(keys["key"]), self.change(request, said.reason)
        with self.writing() as written:
            why: dict[str, Any] = {"at": change.at, "actor": change.actor, "reason": change.reason}
            still = undo_merger(second, names_confirmed=confirmed(request, said), **why)
        return self.answered(second.key, written, one_voice=still)


def _document(key: str, place: int) -> Document:
    found = document_of_key(key)
    if found is None:
        raise ProblemError("invalid", errors=[Fault(detail=f"Unknown document “{key}”.", pointer=f"/documents/{place}")])
    return found


def _merger_body(foreseen: MergerForeseen) -> SourceMerger:
    changed = [
        ForeseenChange(claim=claim.key, before=_found(found.before), after=_found(found.after))
        for claim, found in foreseen.changed or ()
    ]
    return SourceMerger(
        attributions=foreseen.attributions,
        claims=foreseen.claims,
        reached=foreseen.reached,
        changed=tuple(changed) if foreseen.changed is not None else None,
    )


def _found(found: Assessment) -> ForeseenClaim:
    sides = {name: msgspec.convert(getattr(found, name)._asdict(), ForeseenSide) for name in ("support", "denial")}
    return ForeseenClaim(status=found.status, flags=tuple(flag.code for flag in found.flags), **sides)
