"""What is left of a claim that was deleted: its chain of revisions, and a last one that says so.

Callers hold the claim's lock and the transaction.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from claims.body_packing import packed
from claims.models import Assessment, Flag, OutsideView, PublicBody, Revision, Standing
from claims.published import tombstone
from claims.revision_chain import chain_digest
from claims.verification.change import Change
from claims.verification.storage.append_guard import begin_appending

_NO_COUNTS: Final = {
    "at_least": 0, "at_most": 0, "open": False, "on_record": 0, "disinterested": 0, "routes": 0, "gateways": [], "witnesses": []
}  # fmt: skip
#: What an assessment says once it is erased; the row stays, for the chain of revisions names it.
ERASED: Final[dict[str, object]] = {
    "status": "unsourced",
    "explanation": "",
    "result": {"support": _NO_COUNTS, "denial": _NO_COUNTS, "exact": True, "flags": []},
    "facts_digest": "",
    "findings_digest": "",
    "due_at": None,
}


def bury(claim_id: int, dated: Change) -> None:
    """Erase all that was found and published of a claim, and append the revision that tells of its deletion.

    The digests of erased bodies stay: the chain covers them.
    """
    for past in (False, True):  # one index each
        Flag.objects.filter(claim=claim_id, cleared_at__isnull=not past).delete()
    Standing.objects.filter(claim=claim_id).delete()
    OutsideView.objects.filter(claim=claim_id).delete()
    Assessment.objects.filter(claim=claim_id).update(**ERASED)
    Revision.objects.filter(claim=claim_id).update(body=None)
    _append(PublicBody.objects.select_related("claim").get(claim=claim_id), dated)


def _append(before: PublicBody, dated: Change) -> None:
    body = tombstone(before.claim.key, dated.at)
    last = Revision.objects.only("assessment").get(claim=before.claim_id, number=before.revision)
    number = before.revision + 1
    revision = Revision(
        claim_id=before.claim_id,
        number=number,
        at=dated.at,
        actor=dated.actor,
        action=dated.action,
        reason=dated.reason,
        assessment_id=last.assessment_id,
        body_sha256=sha256(body).hexdigest(),
        previous_sha256=before.chain_sha256,
        body=packed(body, None),
        body_from=number,
    )
    revision.sha256 = chain_digest(revision)
    begin_appending()
    revision.save(force_insert=True)
    PublicBody.objects.filter(pk=before.pk).update(
        revision=number,
        at=dated.at,
        sha256=revision.body_sha256,
        chain_sha256=revision.sha256,
        body=body.decode(),
        body_from=number,
    )
