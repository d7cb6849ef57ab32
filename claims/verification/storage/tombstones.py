"""What is left of a claim that was deleted: its chain of revisions, and a last one that says so.

Callers hold the claim's lock and the transaction.
"""

from __future__ import annotations

from typing import Any, Final

from claims.body_packing import packed
from claims.models import Assessment, Flag, OutsideView, PublicBody, Revision, Standing
from claims.published import tombstone
from claims.revision_chain import BODY, chain_digest, commitment, new_salt
from claims.verification.change import Change
from claims.verification.storage.append_guard import begin_appending
from claims.verification.storage.sealing import Sealed, seal
from factcheck.text.erasing import ERASED as MARK

_NO_COUNTS: Final = {
    "at_least": 0, "at_most": 0, "open": False, "on_record": 0, "disinterested": 0, "routes": 0, "gateways": [], "witnesses": []
}  # fmt: skip
#: The values of an erased assessment. The row stays, because the chain of revisions refers to it.
ERASED: Final[dict[str, object]] = {
    "status": "unsourced",
    "explanation": "",
    "result": {"support": _NO_COUNTS, "denial": _NO_COUNTS, "exact": True, "flags": []},
    "facts_digest": "",
    "findings_digest": "",
    "due_at": None,
}


def bury(claim_id: int, dated: Change) -> Sealed:
    """Erase the findings, public bodies and reasons of a claim, and append the revision that records its deletion.

    The remaining digests confirm no guess at what was erased. Returns which parts of its revisions were erased.
    """
    for past in (False, True):  # one index each
        Flag.objects.filter(claim=claim_id, cleared_at__isnull=not past).delete()
    Standing.objects.filter(claim=claim_id).delete()
    OutsideView.objects.filter(claim=claim_id).delete()
    Assessment.objects.filter(claim=claim_id).update(**ERASED)
    sealed = seal(claim_id, lambda reason: MARK if reason else "", lambda _body: None)
    before = PublicBody.objects.select_related("claim").get(claim=claim_id)
    append_tombstone(before, tombstone(before.claim.key, dated.at), dated, sealed.listed)
    return sealed


def append_tombstone(before: PublicBody, body: bytes, dated: Change, erased: dict[str, Any]) -> None:
    """Append a revision to a claim that was deleted, which lists what was ``erased``."""
    last = Revision.objects.only("assessment").get(claim=before.claim_id, number=before.revision)
    number, salt = before.revision + 1, new_salt()
    revision = Revision(
        claim_id=before.claim_id,
        number=number,
        at=dated.at,
        actor=dated.actor,
        action=dated.action,
        reason=dated.reason,
        assessment_id=last.assessment_id,
        body_sha256=commitment(salt, BODY, body),
        previous_sha256=before.chain_sha256,
        body=packed(body, None),
        body_from=number,
        salt=salt,
        erased=erased,
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
