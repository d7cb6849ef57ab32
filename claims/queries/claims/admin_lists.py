"""Reads for the admin's lists and for the page of a claim; the number of queries does not grow with the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from claims.models import (
    Assessment,
    Attribution,
    AttributionDocument,
    Citation,
    Claim,
    ClaimRelation,
    Decision,
    Flag,
    Interest,
    Standing,
)
from claims.published import PublicSide
from claims.queries.claims.change_list import severest_first
from claims.queries.decisions.discrediting import discreditings_in, in_force
from claims.vocabulary import COPIES
from sources.models import Document
from sources.queries.vouchers import read_further_vouchers

#: Rows of the chain on a claim's page; the list of attributions has the rest (a guess).
MAX_STEPS = 300
#: Revisions on a claim's page; their own list has the rest.
RECENT = 10


def assessment_before(assessment: Assessment) -> Assessment | None:
    """Return the previous assessment of the same claim."""
    return Assessment.objects.filter(claim=assessment.claim_id, pk__lt=assessment.pk).order_by("-pk").first()


def sides_of(result: dict[str, Any] | None) -> tuple[PublicSide, PublicSide] | None:
    """Return the counts of support and denial of an assessment's result, if there is one."""
    if not result:
        return None
    return msgspec.convert(result["support"], PublicSide), msgspec.convert(result["denial"], PublicSide)


class Step(NamedTuple):
    """One line of a chain: an attribution, its depth below the start, and what happened to it."""

    row: Attribution
    depth: int
    link: str  # how the line above passes it on: "cites" or "copies"; empty at the start of a chain
    again: bool  # its own sources are shown further up
    marks: tuple[str, ...]
    over: bool


class ClaimPanel(NamedTuple):
    """Everything that the page of a claim shows above its form."""

    claim: Claim
    standing: Standing | None
    support: PublicSide | None
    denial: PublicSide | None
    flags: Sequence[Flag]
    rows: Sequence[Attribution]
    links: Sequence[Citation]
    further: Mapping[int, Sequence[Document]]  # the further documents of attributions, by attribution id
    steps: Sequence[Step]
    more: int
    interests: Sequence[Interest]
    relations: Sequence[ClaimRelation]
    discreditings: Sequence[Decision]  # of its attributions, struck out ones included


def claim_panel(claim: Claim) -> ClaimPanel:
    """Return what the page of a claim shows: eight queries, whatever its size."""
    standing = Standing.objects.filter(claim=claim).select_related("assessment").first()
    sides = sides_of(standing.assessment.result) if standing and standing.assessment else None
    rows = attributions_of(claim)
    links = list(Citation.objects.filter(claim=claim, struck_at=None).order_by("id"))
    made = discreditings_in(claim)
    steps = list(chain(rows, links, in_force(made)))
    return ClaimPanel(
        claim=claim,
        standing=standing,
        support=sides[0] if sides else None,
        denial=sides[1] if sides else None,
        flags=list(Flag.objects.filter(claim=claim, cleared_at=None).order_by(severest_first(), "code")),
        rows=rows,
        links=links,
        further=_further_documents(claim),
        steps=steps[:MAX_STEPS],
        more=max(len(steps) - MAX_STEPS, 0),
        interests=list(Interest.objects.filter(claim=claim, struck_at=None).select_related("source").order_by("id")),
        relations=relations_of(claim),
        discreditings=made,
    )


def _further_documents(claim: Claim) -> dict[int, list[Document]]:
    found: dict[int, list[Document]] = {}
    rows = AttributionDocument.objects.filter(claim=claim, struck_at=None).select_related("document").order_by("id")
    for row in rows:
        found.setdefault(row.attribution_id, []).append(row.document)
    return found


def open_flag(claim: Claim, code: str) -> Flag | None:
    """Return the open flag of a claim with this code, if there is one."""
    return Flag.objects.filter(claim=claim, code=code, cleared_at=None).first()


def attributions_of(claim: Claim) -> list[Attribution]:
    """Return the attributions of a claim in the order they were recorded, with source and document."""
    rows = Attribution.objects.filter(claim=claim).order_by("id")
    found = list(rows.select_related("source__vouched_by", "source__named_as", "document"))
    read_further_vouchers(row.source for row in found)
    return found


def relations_of(claim: Claim) -> list[ClaimRelation]:
    """Return the relations of a claim to others, in both directions, with both ends."""
    both = ClaimRelation.objects.filter(from_claim=claim) | ClaimRelation.objects.filter(to_claim=claim)
    return list(both.filter(struck_at=None).select_related("from_claim", "to_claim").order_by("id"))


def chain(
    rows: Sequence[Attribution], links: Sequence[Citation], discredited: Mapping[str, Decision] | None = None
) -> Iterator[Step]:
    """Yield the attributions from those that nobody passes on down to the origins, each followed by its sources."""
    by_id = {row.pk: row for row in rows}
    successors = {row.supersedes_id: row.key for row in rows if row.supersedes_id and row.voided_at is None}
    below: dict[int, list[Citation]] = {}
    for link in links:
        below.setdefault(link.citing_id, []).append(link)
    passed_on = {link.cited_id for link in links}
    shown: set[int] = set()
    # Those that something passes on come last: only closed circles have not been reached by then.
    starts = [row.pk for row in rows if row.pk not in passed_on] + [row.pk for row in rows if row.pk in passed_on]
    for start in starts:
        # Without recursion: a claim may have more rows than Python allows calls within calls.
        stack = [(start, 0, "")] if start not in shown else []
        while stack:
            pk, depth, kind = stack.pop()
            marks, over = _fate(by_id[pk], successors.get(pk), (discredited or {}).get(by_id[pk].key))
            yield Step(by_id[pk], depth, kind, pk in shown, marks, over)
            if pk not in shown:
                stack += [(link.cited_id, depth + 1, link.kind) for link in reversed(below.get(pk, []))]
            shown.add(pk)


def _fate(row: Attribution, successor: str | None, discredited: Decision | None) -> tuple[tuple[str, ...], bool]:
    marks = []
    if row.voided_at is not None:
        marks.append(f"voided, our own error: {row.void_reason}")
    if row.withdrawal_recorded_at is not None:
        said = f" {row.withdrawn_at}" if row.withdrawn_at else ""
        marks.append(f"withdrawn by the {row.withdrawn_by}{said}: {row.withdrawal_reason}")
    if discredited is not None:
        by = f" by {discredited.source.name}" if discredited.source is not None else ""
        marks.append(f"discredited{by}: {discredited.reason}")
    if successor is not None:
        marks.append(f"superseded by {successor}")
    return tuple(marks), bool(marks)


def links_of(row: Attribution) -> tuple[list[Citation], list[Citation]]:
    """Return the links from an attribution to what it passes on, including struck ones, and the current links to it."""
    upward = Citation.objects.filter(citing=row).select_related("cited__source").order_by("id")
    downward = Citation.objects.filter(cited=row, struck_at=None).select_related("citing__source").order_by("id")
    return list(upward), list(downward)


def successor_of(row: Attribution) -> Attribution | None:
    """Return the attribution that superseded this one, if there is one."""
    return Attribution.objects.filter(supersedes=row, voided_at=None).first()


def copied_from(links: Sequence[Citation]) -> str:
    """Return the key of the attribution that these links say is copied, or ""."""
    return next((link.cited.key for link in links if link.kind == COPIES and link.struck_at is None), "")
