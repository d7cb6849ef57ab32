"""One record at least of every kind that has pages, beside the sample case."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group, User
from django.db.models import Model

from claims.models import (
    Attribution,
    Claim,
    ClaimRelation,
    Comment,
    Complaint,
    Erasure,
    PrivateNote,
    RatingWord,
    Verdict,
    VerdictEvidence,
    VerdictNote,
)
from claims.models.verdict import PUBLISHED
from claims.operations.decisions.ledger import reaffirm
from claims.operations.policy.drafts import set_policy
from claims.operations.webhooks.subscriptions import send_test, subscribe
from claims.runs.chunks import start_run
from claims.verification import Change
from factcheck.access.operations import issue_token
from factcheck.access.scopes import CLAIMS_READ
from factcheck.backups.models import Backup
from factcheck.signin.models import SignIn
from sources.models import Capture, Correction, Document, IndependenceJudgement, Source


def record_one_of_each(now: datetime) -> None:
    """Record them, at an instant after that of the sample."""
    change = Change(now, "user:ada", "policy set", "a stricter desk")
    set_policy(change, min_on_record=3, min_disinterested=1, shelf_life_days=30, outcome_grace_days=3)
    start_run("all", now=now, actor="user:ada")
    one, other = Claim.objects.order_by("id")[:2]
    ClaimRelation.objects.create(from_claim=one, to_claim=other, kind="part_of", recorded_at=now)
    a, b = Source.objects.filter(identified=True).order_by("id")[:2]
    IndependenceJudgement.objects.create(a=a, b=b, outcome="unsure", reason="why", recorded_at=now, recorded_by="user:ada")
    reaffirm(one.pk, change)
    document = Document.objects.get()
    Capture.objects.create(document=document, sha256="0" * 64, fetched_at=now, archive_url="javascript:alert(1)")
    Correction.objects.create(document=document, note="A date.", recorded_at=now, recorded_by="user:ada")
    PrivateNote.objects.create(claim=one, text="Ask.", actor="user:ada", recorded_at=now)
    Comment.objects.create(claim=one, text="Call them.", actor="user:ada", recorded_at=now)
    said = {"kind": "correction", "source": a, "text": "It was Monday.", "received_at": now, "due_at": now}
    Complaint.objects.create(**said, actor="user:ada", recorded_at=now).claims.add(one)
    _publish_verdict(one, now)
    Group.objects.get_or_create(name="Guests")
    hook = subscribe("The CMS", "https://cms.example/hook", change, desk=True).subscription
    send_test(hook.key, change)
    told = {"places": [{"table": "claims.Claim", "column": "text", "rows": 1}], "claims": [{"claim": one.key, "revision": 1}]}
    Erasure.objects.create(at=now, actor="user:boss", reason="A name.", ordered_by="a court", finished_at=now, **told)
    SignIn.objects.create(at=now, user=User.objects.get(username="drafter"), outcome="signed_in", way="password")
    Backup.objects.create(at=now, actor="command:backup", name="a.age", bytes=1, seconds=1)
    issue_token(User.objects.get(username="drafter"), "The CMS", [CLAIMS_READ], at=now, actor="user:boss", days=366)


def _publish_verdict(claim: Claim, now: datetime) -> None:
    drafter, publisher = User.objects.create_user("drafter"), User.objects.create_user("publisher")
    word, _ = RatingWord.objects.get_or_create(key="unproven", defaults={"word": "Unproven", "definition": "Nobody knows."})
    says = {"rating": word, "rationale": "Why.", "findings_digest": "0" * 32}
    when = {"drafted_by": drafter, "drafted_at": now, "decided_by": publisher, "decided_at": now}
    verdict = Verdict.objects.create(claim=claim, state=PUBLISHED, **says, **when)
    row = Attribution.objects.filter(claim=claim).order_by("id")[0]
    VerdictEvidence.objects.create(verdict=verdict, attribution=row)
    VerdictNote.objects.create(verdict=verdict, action="verdict published", actor="user:publisher", at=now)


def first_of(model: type[Model]) -> Model:
    """Return a record of a kind."""
    record = model._default_manager.order_by("pk").first()
    assert record is not None, f"there is no {model._meta.model_name} to open"
    return record
