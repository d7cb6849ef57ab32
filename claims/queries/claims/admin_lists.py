"""Reads for the admin's lists and for the page of a claim; the number of queries does not grow with the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from claims.models import Assessment, Attribution, Citation, Claim, ClaimRelation, Decision, Flag, Interest, Standing
from claims.models.assessment import severest_first
from claims.published import PublicSide
from claims.queries.decisions.discrediting import discreditings_in
from claims.vocabulary import COPIES
from sources.queries.vouchers import read_further_vouchers

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


class ClaimPanel(NamedTuple):
    """What the overview of a claim shows."""

    claim: Claim
    standing: Standing | None
    support: PublicSide | None
    denial: PublicSide | None
    flags: Sequence[Flag]
    rows: Sequence[Attribution]
    interests: Sequence[Interest]
    relations: Sequence[ClaimRelation]


class ChainPanel(NamedTuple):
    """What the chain of a claim shows."""

    standing: Standing | None
    rows: Sequence[Attribution]
    links: Sequence[Citation]
    support: PublicSide | None
    denial: PublicSide | None
    discreditings: Sequence[Decision]  # of its attributions, struck out ones included


def standing_of(claim: Claim) -> Standing | None:
    """Return the stored result of a claim with its assessment, if it was verified."""
    return Standing.objects.filter(claim=claim).select_related("assessment").first()


def _sides(standing: Standing | None) -> tuple[PublicSide | None, PublicSide | None]:
    return (sides_of(standing.assessment.result) if standing and standing.assessment else None) or (None, None)


def claim_panel(claim: Claim) -> ClaimPanel:
    """Return what the overview of a claim shows: five queries, whatever its size."""
    standing = standing_of(claim)
    support, denial = _sides(standing)
    return ClaimPanel(
        claim=claim,
        standing=standing,
        support=support,
        denial=denial,
        flags=list(Flag.objects.filter(claim=claim, cleared_at=None).order_by(severest_first(), "code")),
        rows=attributions_of(claim),
        interests=list(Interest.objects.filter(claim=claim, struck_at=None).select_related("source").order_by("id")),
        relations=relations_of(claim),
    )


def chain_panel(claim: Claim) -> ChainPanel:
    """Return what the chain of a claim shows: four queries, whatever its size."""
    standing = standing_of(claim)
    links = list(Citation.objects.filter(claim=claim, struck_at=None).order_by("id"))
    return ChainPanel(standing, attributions_of(claim), links, *_sides(standing), discreditings_in(claim))


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


def links_of(row: Attribution) -> tuple[list[Citation], list[Citation]]:
    """Return the links from an attribution to what it passes on, including struck ones, and the current links to it."""
    upward = Citation.objects.filter(citing=row).select_related("cited__source").order_by("id")
    downward = Citation.objects.filter(cited=row, struck_at=None).select_related("citing__source").order_by("id")
    return list(upward), list(downward)


def links_from(rows: Sequence[Attribution]) -> list[Citation]:
    """Return the current links from some attributions to what they pass on, with the sources of both ends."""
    links = Citation.objects.filter(citing__in=rows, struck_at=None)
    return list(links.select_related("citing__source", "cited__source").order_by("id"))


def successor_of(row: Attribution) -> Attribution | None:
    """Return the attribution that superseded this one, if there is one."""
    return Attribution.objects.filter(supersedes=row, voided_at=None).first()


def copied_from(links: Sequence[Citation]) -> str:
    """Return the key of the attribution that these links say is copied, or ""."""
    return next((link.cited.key for link in links if link.kind == COPIES and link.struck_at is None), "")
