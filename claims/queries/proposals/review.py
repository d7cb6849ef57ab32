"""The proposals on a capture: those that are open, and what was decided about the others."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Count, Q

from claims.intake.extraction.proposals import SHOWN
from claims.models import CaptureReading, Claim, ProposedAttribution
from sources.models import Capture

_LOW = Q(confidence=None) | Q(confidence__lt=SHOWN)


class Counts(NamedTuple):
    """How many proposals of a reading are open, how many of these are of low confidence, and how many are decided."""

    open: int
    low: int
    decided: int


def readings_of(capture: Capture) -> list[CaptureReading]:
    """Return the readings of a capture, newest first."""
    return list(CaptureReading.objects.filter(capture=capture).order_by("-id"))


def reading_by_id(pk: int) -> CaptureReading | None:
    """Return a reading by its id, with its capture and document, or None."""
    return CaptureReading.objects.select_related("capture__document__publisher").filter(pk=pk).first()


def open_proposals(reading: CaptureReading, *, everything: bool, limit: int, after: int = 0) -> list[ProposedAttribution]:
    """Return the next proposals on which nobody decided, in the order of the text; ``everything``: of low confidence too."""
    rows = ProposedAttribution.objects.filter(reading=reading, decision="", number__gt=after)
    return list((rows if everything else rows.exclude(_LOW)).order_by("number")[:limit])


def proposals_of_ids(reading: CaptureReading, ids: Collection[int]) -> list[ProposedAttribution]:
    """Return those of the proposals that are of a reading, decided or not, in the order of the text."""
    return list(ProposedAttribution.objects.filter(reading=reading, pk__in=ids).order_by("number"))


def counts_of(reading: CaptureReading) -> Counts:
    """Return how many proposals of a reading are open, of low confidence, and decided."""
    return counts_of_each([reading])[reading.pk]


def counts_of_each(readings: Collection[CaptureReading]) -> dict[int, Counts]:
    """Return the same for several readings, by id, in one query."""
    is_open = Q(decision="")
    counted = ProposedAttribution.objects.filter(reading__in=readings).order_by().values_list("reading")
    kinds = {"open": is_open, "low": is_open & _LOW, "decided": ~is_open}
    rows = counted.annotate(**{f"{name}_": Count("pk", filter=kind) for name, kind in kinds.items()})
    found = {reading: Counts(*numbers) for reading, *numbers in rows}
    return {reading.pk: found.get(reading.pk, Counts(0, 0, 0)) for reading in readings}


def decided_proposals(reading: CaptureReading, *, limit: int) -> list[ProposedAttribution]:
    """Return the proposals of a reading on which somebody decided, the last ones first."""
    rows = ProposedAttribution.objects.filter(reading=reading).exclude(decision="")
    return list(rows.order_by("-decided_at", "number")[:limit])


def decided_after(reading: CaptureReading, *, after: int, limit: int) -> list[ProposedAttribution]:
    """Return the next proposals of a reading on which somebody decided, in the order of the text."""
    rows = ProposedAttribution.objects.filter(reading=reading, number__gt=after).exclude(decision="")
    return list(rows.order_by("number")[:limit])


def claims_made_of(reading: CaptureReading) -> dict[int, Claim]:
    """Return the claim to which each accepted proposal of a reading led, by its number."""
    made = ProposedAttribution.attributions.through.objects.filter(proposedattribution__reading=reading)
    pairs = made.order_by("id").values_list("proposedattribution__number", "attribution__claim_id")
    claims = dict(pairs)
    known = Claim.objects.in_bulk(set(claims.values()))
    return {number: known[claim] for number, claim in claims.items()}
