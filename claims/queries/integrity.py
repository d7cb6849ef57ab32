"""Records that break a rule which no database constraint enforces (or not on SQLite)."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from hashlib import sha256
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from claims.body_packing import unpacked
from claims.models import Assessment, Attribution, Citation, Claim, Flag, Interest, PublicBody, Revision, Standing
from claims.queries.merges.integrity import broken_moves
from claims.revision_chain import chain_digest
from claims.vocabulary import CITES, COPIES, ON_THE_RECORD, REPORTS
from factcheck.database.prepared import PreparedOf
from sources.models import Source, SourceRelation


def broken_rules() -> Iterator[str]:
    """Return a sentence for each record that breaks a rule."""
    yield from _citations()
    yield from _attributions()
    yield from _unnamed_sources()
    yield from conflicting_stakes()
    yield from _assessments()
    yield from _revisions()
    yield from broken_moves()


def _citations() -> Iterator[str]:
    across = Citation.objects.exclude(citing__claim=F("claim"), cited__claim=F("claim")).select_related("citing", "cited")
    for link in across.order_by("id").iterator():
        yield f"citation {link.pk} links “{link.citing.key}” to “{link.cited.key}”, an attribution of another claim"
    standing = Citation.objects.filter(struck_at=None, citing=OuterRef("pk"))
    both = Attribution.objects.filter(Exists(standing.filter(kind=CITES)), Exists(standing.filter(kind=COPIES)))
    for row in both.order_by("id").iterator():
        yield f"attribution {row.pk} (“{row.key}”) both cites and copies"


def _attributions() -> Iterator[str]:
    linked = Citation.objects.filter(citing=OuterRef("pk"))
    bare = Attribution.objects.filter(~Exists(linked), stance=REPORTS, voided_at=None)
    for row in bare.order_by("id").iterator():
        yield f"attribution {row.pk} (“{row.key}”) reports, and neither cites nor copies anything"
    elsewhere = Attribution.objects.filter(supersedes__isnull=False).exclude(supersedes__claim=F("claim"))
    for row in elsewhere.order_by("id").iterator():
        yield f"attribution {row.pk} (“{row.key}”) supersedes one of another claim"
    alone = Attribution.objects.filter(withdrawn_with_document=True, document__withdrawal_recorded_at=None)
    for row in alone.order_by("id").iterator():
        yield f"attribution {row.pk} (“{row.key}”) is withdrawn with its document, which is not retracted"
    named = Attribution.objects.filter(source__identified=True).exclude(ground_rule=ON_THE_RECORD)
    for row in named.order_by("id").iterator():
        yield f"attribution {row.pk} (“{row.key}”) names a source that spoke {row.ground_rule.replace('_', ' ')}"


def _unnamed_sources() -> Iterator[str]:
    unnamed = Q(from_source__identified=False) | Q(to_source__identified=False)
    for relation in SourceRelation.objects.filter(unnamed).order_by("id").iterator():
        yield f"relation {relation.pk} ties an unnamed source to another"
    for source in Source.objects.filter(identified=False, vouched_by__identified=False).order_by("id").iterator():
        yield f"source {source.pk} (“{source.key}”) is vouched for by an unnamed source"


def conflicting_stakes(claims: Collection[int] | None = None) -> Iterator[str]:
    """Return a sentence for each voice with stakes on both sides of a claim (all claims, without ``claims``)."""
    if claims is not None and not _have_conflicts(claims):
        return
    rows = Interest.objects.filter(struck_at=None).select_related("claim", "source")
    chosen = rows if claims is None else rows.filter(claim__in=list(claims))
    first: dict[tuple[int, int], Interest] = {}
    ordered = chosen.order_by("claim_id", "id")
    # A stream takes three statements, so it is used for all claims only.
    for row in ordered.iterator() if claims is None else ordered:
        other = first.setdefault((row.claim_id, row.source.voice_id or row.source_id), row)
        if other.side != row.side:
            pair = f"“{other.source.key}” and “{row.source.key}”"
            yield f"in claim “{row.claim.key}”, {pair} speak as one and have opposite stakes"


def _have_conflicts(claims: Collection[int]) -> bool:
    """Return, at a fraction of the cost, whether the claims may break a rule: most do not."""
    sides: dict[tuple[int, int], int] = {}
    rows = _STAKES.rows(sorted(claims))
    return any(sides.setdefault((claim, voice or source), side) != side for claim, source, voice, side in rows)


_STAKES = PreparedOf(
    "claim_id",
    lambda these: Interest.objects.filter(these, struck_at=None).values_list(
        "claim_id", "source_id", "source__voice_id", "side"
    ),
)


def _revisions() -> Iterator[str]:
    numbers = Claim.objects.annotate(stored=Count("revisions"), counted=Coalesce("public_body__revision", 0))
    counted = numbers.exclude(counted=F("stored"))
    for claim in counted.order_by("id").iterator():
        yield f"claim “{claim.key}” counts {claim.revision} revisions and has {claim.stored}"
    bodies = {body.pk: body for body in PublicBody.objects.order_by("claim_id").iterator()}
    removed = set(Claim.objects.filter(removed_at__isnull=False).values_list("pk", flat=True))
    rows = Revision.objects.order_by("claim_id", "number").iterator(chunk_size=2000)
    for claim_id, revisions in groupby(rows, key=attrgetter("claim_id")):
        yield from _broken_chain(claim_id, list(revisions), bodies.get(claim_id), erased=claim_id in removed)


def _assessments() -> Iterator[str]:
    """Find rows that name a missing assessment, or one of another claim."""
    known = Assessment.objects.filter(claim=OuterRef("claim"))
    for model, name in ((Standing, "assessment"), (Flag, "raised_by"), (Flag, "cleared_by"), (Revision, "assessment")):
        of_none = model.objects.filter(~Exists(known.filter(pk=OuterRef(name))), **{f"{name}__isnull": False})
        for pk, claim in of_none.order_by("pk").values_list("pk", "claim__key").iterator():
            yield f"{model._meta.verbose_name} {pk} of claim “{claim}” names an assessment that is missing or another claim's"


def _unpacked(revision: Revision, before: bytes | None) -> bytes | None:
    """Return the body of a revision, if it can be read."""
    try:
        return before if revision.body is None else unpacked(revision.body, before)
    except zlib.error:
        return None


def _broken_chain(claim_id: int, revisions: list[Revision], body: PublicBody | None, *, erased: bool) -> Iterator[str]:
    """Check the revisions of a claim; if it was deleted, all bodies but the last are ``erased``, but not their digests."""
    previous = ""
    unpacked: bytes | None = None
    for revision in revisions:
        if revision.previous_sha256 != previous or revision.sha256 != chain_digest(revision):
            yield f"revision {revision.number} of claim {claim_id} does not continue the chain: it was changed after storing"
            return
        unpacked = _unpacked(revision, unpacked)
        if erased and revision is not revisions[-1]:
            if revision.body is not None:
                yield f"the body of revision {revision.number} of the deleted claim {claim_id} was not erased"
        elif unpacked is None or sha256(unpacked).hexdigest() != revision.body_sha256:
            yield f"the body of revision {revision.number} of claim {claim_id} is not the one that was published"
        previous = revision.sha256
    if body is None or body.chain_sha256 != previous or sha256(body.body.encode()).hexdigest() != body.sha256:
        yield f"the public body of claim {claim_id} is not that of its last revision"
