"""Delete a claim permanently, as a court may order: its content is erased, and a tombstone remains.

The key stays, and the number, time, actor, action and digests of each revision, so that the chain can still be checked and
nobody mistakes the gap for a loss. The revision of the deletion also keeps its reason. Erasing one text from everything that is
stored is a separate operation (``claims.operations.history.erasing``).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from claims.claim_fields import fields
from claims.models import (
    Attribution,
    AttributionDocument,
    Citation,
    Claim,
    ClaimRelation,
    ClaimTopic,
    Comment,
    Decision,
    Interest,
    Notice,
    OpenClaim,
    PageProblem,
    PrivateNote,
    QuoteAnchor,
    UndoneWithdrawal,
    Verdict,
    VerdictEvidence,
    VerdictNote,
)
from claims.operations.claims.search_words import forget_erased, words_stored
from claims.operations.decisions.complaints import forget_complaints
from claims.operations.history.digests import follow_digests
from claims.operations.merges.retired import refusal
from claims.operations.writing import OperationError, lock_loading, need_reason, writing
from claims.queries.merges.retired import REMOVED, retired_among
from claims.verification import Change
from claims.verification.storage.tombstones import bury
from factcheck.access.answers import forget_bodies

ACTION = "removed"


def remove_claim(claim_id: int, change: Change, *, expected: Mapping[int, int] | None = None) -> None:
    """Erase a claim: text, attributions, links, stakes, topics, flags, decisions, verdicts, notes, comments, complaints,
    findings, past bodies and the reasons of its revisions.

    The API responses that are stored for repeated requests are emptied too.

    Other claims' relations to it are struck out, each with a revision. A deletion cannot be undone.

    Raises: OperationError without a reason, or if it is already deleted; StaleRevisionError. Nothing is erased then.
    """
    need_reason(change)
    with transaction.atomic():
        lock_loading()
        with writing([claim_id, *_related(claim_id)], change, expected=expected) as dated:
            gone = retired_among([claim_id]).get(claim_id)
            if gone is not None and gone.how == REMOVED:
                raise OperationError(refusal(gone))
            words = words_stored(claim_id)
            _strike_relations(claim_id, dated)
            _erase_rows(claim_id)
            forget_bodies()  # the responses stored for repeated requests may quote it
            emptied = {field.name: field.empty for field in fields() if field.emptied_on_erasure}
            Claim.objects.filter(pk=claim_id).update(**emptied, removed_at=dated.at)
            follow_digests(bury(claim_id, dated._replace(action=ACTION)).anew)
        forget_erased(words)  # the claim's own are written anew as the block above ends


def _related(claim_id: int) -> list[int]:
    """Return the claims with a relation to this one; from now on they are shown and assessed without it."""
    rows = ClaimRelation.objects.filter(Q(from_claim=claim_id) | Q(to_claim=claim_id), struck_at=None)
    ends = rows.values_list("from_claim_id", "to_claim_id")
    return sorted({end for pair in ends for end in pair} - {claim_id})


def _strike_relations(claim_id: int, dated: Change) -> None:
    rows = ClaimRelation.objects.filter(Q(from_claim=claim_id) | Q(to_claim=claim_id), struck_at=None)
    rows.update(struck_at=dated.at, struck_reason=dated.reason)


def _erase_rows(claim_id: int) -> None:
    """Delete what was recorded of a claim, each kind before what it refers to."""
    VerdictEvidence.objects.filter(verdict__claim=claim_id).delete()
    VerdictNote.objects.filter(verdict__claim=claim_id).delete()
    Verdict.objects.filter(claim=claim_id).delete()
    # Answers before the requests that they refer to.
    Decision.objects.filter(claim=claim_id, request__isnull=False).delete()
    Decision.objects.filter(claim=claim_id).delete()
    Citation.objects.filter(claim=claim_id).delete()
    UndoneWithdrawal.objects.filter(attribution__claim=claim_id).delete()
    AttributionDocument.objects.filter(claim=claim_id).delete()
    PageProblem.objects.filter(claim=claim_id).delete()
    QuoteAnchor.objects.filter(attribution__claim=claim_id).delete()
    # Their references to each other are protected, and would keep all of them.
    Attribution.objects.filter(claim=claim_id).update(supersedes=None)
    Attribution.objects.filter(claim=claim_id).delete()
    forget_complaints(claim_id)
    for model in (Interest, ClaimTopic, PrivateNote, Notice, Comment, OpenClaim):
        model.objects.filter(claim=claim_id).delete()
