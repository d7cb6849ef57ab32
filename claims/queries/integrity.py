"""Records that break a rule which no database constraint enforces (or not on SQLite)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from claims.models import Assessment, Attribution, AttributionDocument, Citation, Claim, Flag, PublicBody, Revision, Standing
from claims.queries.history.chain_check import broken_chain
from claims.queries.history.chain_heads import stored_problems
from claims.queries.merges.integrity import broken_moves
from claims.vocabulary import CITES, COPIES, ON_THE_RECORD, REPORTS
from sources.models import Source, SourceRelation
from sources.queries.documents.captures import broken_captures


def broken_rules() -> Iterator[str]:
    """Return a sentence for each record that breaks a rule."""
    yield from _citations()
    yield from _attributions()
    yield from _unnamed_sources()
    yield from _assessments()
    yield from broken_chains()
    yield from stored_problems()
    yield from broken_moves()
    yield from broken_captures()


def _citations() -> Iterator[str]:
    across = Citation.objects.exclude(citing__claim=F("claim"), cited__claim=F("claim")).select_related("citing", "cited")
    for link in across.order_by("id").iterator():
        yield f"citation {link.pk} links “{link.citing.key}” to “{link.cited.key}”, an attribution of another claim"
    standing = Citation.objects.filter(struck_at=None, citing=OuterRef("pk"))
    both = Attribution.objects.filter(Exists(standing.filter(kind=CITES)), Exists(standing.filter(kind=COPIES)))
    for row in both.order_by("id").iterator():
        yield f"attribution {row.pk} (“{row.key}”) both cites and copies"


def _attributions() -> Iterator[str]:
    # Struck links count: a relay whose only link was struck out is known to have passed something on.
    linked = Citation.objects.filter(citing=OuterRef("pk"))
    bare = Attribution.objects.filter(~Exists(linked), stance=REPORTS, voided_at=None)
    for row in bare.order_by("id").iterator():
        yield f"attribution {row.pk} (“{row.key}”) reports, and neither cites nor copies anything"
    elsewhere = Attribution.objects.filter(supersedes__isnull=False).exclude(supersedes__claim=F("claim"))
    for row in elsewhere.order_by("id").iterator():
        yield f"attribution {row.pk} (“{row.key}”) supersedes one of another claim"
    further = AttributionDocument.objects.filter(
        attribution=OuterRef("pk"), struck_at=None, document__withdrawal_recorded_at=None
    )
    held = Q(document__withdrawal_recorded_at=None) | Exists(further)
    for row in Attribution.objects.filter(held, withdrawn_with_document=True).order_by("id").iterator():
        yield f"attribution {row.pk} (“{row.key}”) is withdrawn with its document, but one of its documents is not retracted"
    undone = Attribution.objects.filter(withdrawn_with_authors__undone__isnull=False)
    for row in undone.order_by("id").iterator():
        yield f"attribution {row.pk} (“{row.key}”) is withdrawn by a retraction of its authors that was undone"
    named = Attribution.objects.filter(source__identified=True).exclude(ground_rule=ON_THE_RECORD)
    for row in named.order_by("id").iterator():
        yield f"attribution {row.pk} (“{row.key}”) names a source that spoke {row.ground_rule.replace('_', ' ')}"


def _unnamed_sources() -> Iterator[str]:
    unnamed = Q(from_source__identified=False) | Q(to_source__identified=False)
    for relation in SourceRelation.objects.filter(unnamed).order_by("id").iterator():
        yield f"relation {relation.pk} ties an unnamed source to another"
    for source in Source.objects.filter(identified=False, vouched_by__identified=False).order_by("id").iterator():
        yield f"source {source.pk} (“{source.key}”) is vouched for by an unnamed source"
    belongs = Source.objects.filter(organisation_source__identified=False)
    for source in belongs.order_by("id").iterator():
        yield f"source {source.pk} (“{source.key}”) belongs to an unnamed source"
    for source in Source.objects.exclude(also_vouched_by=None).distinct().order_by("id").iterator():
        if source.identified:
            yield f"source {source.pk} (“{source.key}”) is named, and vouched for"
        further = source.also_vouched_by
        if further.filter(Q(identified=False) | Q(vouches_for=source)).exists():
            yield f"source {source.pk} (“{source.key}”) is vouched for by an unnamed source, or by one outlet twice"


def broken_chains() -> Iterator[str]:
    """Yield a sentence for each claim whose revisions, or public body, are not what their digests say."""
    numbers = Claim.objects.annotate(stored=Count("revisions"), counted=Coalesce("public_body__revision", 0))
    counted = numbers.exclude(counted=F("stored"))
    for claim in counted.order_by("id").iterator():
        yield f"claim “{claim.key}” counts {claim.revision} revisions and has {claim.stored}"
    bodies = {body.pk: body for body in PublicBody.objects.order_by("claim_id").iterator()}
    removed = set(Claim.objects.filter(removed_at__isnull=False).values_list("pk", flat=True))
    rows = Revision.objects.order_by("claim_id", "number").iterator(chunk_size=2000)
    for claim_id, revisions in groupby(rows, key=attrgetter("claim_id")):
        yield from broken_chain(claim_id, list(revisions), bodies.get(claim_id), removed=claim_id in removed)


def _assessments() -> Iterator[str]:
    """Find rows that name a missing assessment, or one of another claim."""
    known = Assessment.objects.filter(claim=OuterRef("claim"))
    for model, name in ((Standing, "assessment"), (Flag, "raised_by"), (Flag, "cleared_by"), (Revision, "assessment")):
        of_none = model.objects.filter(~Exists(known.filter(pk=OuterRef(name))), **{f"{name}__isnull": False})
        for pk, claim in of_none.order_by("pk").values_list("pk", "claim__key").iterator():
            yield f"{model._meta.verbose_name} {pk} of claim “{claim}” names an assessment that is missing or another claim's"
