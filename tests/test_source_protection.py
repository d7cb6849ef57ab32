"""Canaries in every private field: whatever leaves the process is searched for them, by caller and what they may see."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import pytest
from django.conf import LazySettings
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from claims.admin.claim_page.tabs import TABS, tab_url
from claims.models import (
    Attribution,
    Citation,
    Claim,
    ClaimRelation,
    Comment,
    Complaint,
    Decision,
    Flag,
    PrivateNote,
    RatingWord,
    Revision,
    Verdict,
    VerdictNote,
    VerificationRun,
    WebhookDelivery,
    WebhookSubscription,
)
from claims.models.verdict import DRAFT, PUBLISHED
from claims.operations.desk.roles import ADMINISTRATOR, EDITOR, REPORTER, SENIOR, VIEWER
from claims.operations.webhooks.subscriptions import subscribe
from claims.verification import Change
from claims.webhook_sender import message
from factcheck.access.models import ApiToken
from factcheck.access.scopes import SCOPES
from factcheck.api.document import operations
from sources.models import Document, IndependenceJudgement, SelfNaming, Source, SourceChange, SourceRelation
from tests.claims.admin.desk.test_roles import ASKED, addressed, arguments, named
from tests.claims.admin.every_record import first_of, record_one_of_each
from tests.factcheck.api.asking import Caller, caller

pytestmark = pytest.mark.once

VISIT: Final = "visit-within-weeks"
#: Values of path parameters in the sample case.
PARTS: Final = {
    "attribution": "vedomosti", "cited": "diplomat", "code": "single_gateway", "source": "vedomosti", "number": "1",
    "kind": "speaks_for", "other": "moscow", "revision": "1",
}  # fmt: skip


class Planted(NamedTuple):
    """Texts in the tables, by who may see them."""

    nobody: tuple[str, ...]  # secrets
    seniors: str  # a note among them
    workers: tuple[str, ...]  # a comment on a claim and a complaint about it, for those who work on it
    editors: tuple[str, ...]  # who draft or review verdicts
    approvers: tuple[str, ...]
    desk: tuple[str, ...]  # whoever is signed in


DESK: Final = "reason actor drafter waive struck void tie judged trouble path hook revoked"


@pytest.fixture
def planted(sample: None, now: datetime, settings: LazySettings) -> Planted:
    settings.API_PER_MINUTE = settings.API_ANONYMOUS_PER_MINUTE = 1_000_000
    settings.API_ANONYMOUS_READ = True
    record_one_of_each(now)
    visit = Claim.objects.get(key=VISIT)
    PrivateNote.objects.create(claim=visit, text="canary-note", actor="user:sen", recorded_at=now)
    Comment.objects.create(claim=visit, text="canary-remark", actor="user:rep", recorded_at=now)
    said = {
        "kind": "legal_letter",
        "source": Source.objects.get(key="moscow"),
        "received_at": now,
        "due_at": now,
        "actor": "user:rep",
    }
    Complaint.objects.create(**said, text="canary-letter", recorded_at=now).claims.add(visit)
    _plant_approvals(now)
    drafter = _plant_a_draft(visit, now)
    _plant_words_of_the_desk(visit, now)
    Claim.objects.exclude(key__in=(VISIT, "arms-transfers")).update(public=False)
    hook = subscribe("The CMS", "https://cms.example/canary-path", Change(now, "user:boss", "made", "canary-hook"), desk=True)
    ApiToken.objects.update(revoked_at=now, revoked_by="user:boss", revoked_reason="canary-revoked")
    secrets = (hook.secret, drafter.password, *ApiToken.objects.values_list("digest", flat=True))
    return Planted(
        (*secrets, settings.SECRET_KEY, *settings.TOKEN_PEPPERS, "canary-password"),
        "canary-note",
        ("canary-remark", "canary-letter"),
        ("canary-draft", "canary-step", "canary-comment"),
        ("canary-withheld", "canary-approver", "canary-approving", "canary-naming", "canary-proposer"),
        tuple(f"canary-{each}" for each in DESK.split()),
    )


def _plant_approvals(now: datetime) -> None:
    Source.objects.filter(identified=False).update(anonymity_reason="canary-withheld", approved_by="canary-approver")
    new = {"anonymity_reason": "canary-withheld", "approved_by": "canary-approver"}
    said = {"action": "approved", "old": dict.fromkeys(new, ""), "new": new, "actor": "user:sen", "reason": "canary-approving"}
    unnamed = Source.objects.get(key="vedomosti-diplomat")
    proposed = {"reason": "canary-naming", "proposed_by": "user:canary-proposer", "proposed_at": now}
    SelfNaming.objects.create(
        unnamed=unnamed, named=Source.objects.get(key="smirnov"), document=Document.objects.get(), **proposed
    )
    SourceChange.objects.create(source=unnamed, at=now + timedelta(days=1), **said)


def _plant_a_draft(claim: Claim, now: datetime) -> User:
    drafter = User.objects.create_user("canary-drafter", email="canary@desk.example", password="canary-password")
    says = {"state": DRAFT, "rating": RatingWord.objects.all()[0], "rationale": "canary-draft"}
    verdict = Verdict.objects.create(claim=claim, drafted_by=drafter, drafted_at=now, **says)
    VerdictNote.objects.create(verdict=verdict, action="drafted", actor="user:canary-drafter", at=now, text="canary-step")
    return drafter


def _plant_words_of_the_desk(claim: Claim, now: datetime) -> None:
    Revision.objects.update(reason="canary-reason", actor="user:canary-actor")
    VerdictNote.objects.filter(verdict__state=PUBLISHED).update(text="canary-comment")
    # As publishing a verdict wrote it once.
    Revision.objects.filter(claim=claim, number=claim.revision).update(action="verdict published", reason="canary-comment")
    Decision.objects.update(actor="user:canary-actor")
    waiver = {"waived_by": "canary-waiver", "waiver_reason": "canary-waived", "waived_findings": "0" * 32}
    Flag.objects.filter(claim=claim, cleared_at=None).update(waived_at=now, waived_until=now + timedelta(days=900), **waiver)
    struck = {"struck_at": now, "struck_reason": "canary-struck"}
    Citation.objects.filter(claim=claim, citing__key="spokesman-review").update(**struck)
    ClaimRelation.objects.update(**struck)
    Attribution.objects.filter(claim=claim, key="matsegora").update(voided_at=now, void_reason="canary-void")
    SourceRelation.objects.update(reason="canary-tie")
    IndependenceJudgement.objects.update(reason="canary-judged", recorded_by="user:canary-actor")
    VerificationRun.objects.update(trouble="canary-trouble")


def found(sent: bytes, texts: Any) -> list[str]:
    return [text for text in texts if text.encode() in sent]


def sent_of(answer: Any) -> bytes:
    """Return all that an answer sends: its head and its body."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(answer.headers).encode() + body


def addresses() -> Iterator[tuple[str, str, Any]]:
    """Yield the address of every operation with the keys of the sample case in it, its method, and itself."""
    keys = {"claims": VISIT, "sources": "vedomosti-diplomat", "documents": "sr-rare-visits"}
    keys["webhooks"] = str(WebhookSubscription.objects.values_list("key", flat=True)[0])
    keys["rating-words"] = "unproven"
    for path, method, op in operations():
        collection = path.removeprefix("/api/v1/").partition("/")[0]
        filled = path.removeprefix("/api/v1/").replace("{key}", keys.get(collection, "none"))
        for part, value in PARTS.items():
            filled = filled.replace(f"{{{part}}}", value)
        filled = filled.replace("{delivery}", str(WebhookDelivery.objects.values_list("message_id", flat=True)[0]))
        yield filled, method, op


def test_anonymous_callers_do_not_see_the_desks_fields(planted: Planted, client: Client) -> None:
    private = (*planted.nobody, planted.seniors, *planted.workers, *planted.editors, *planted.approvers, *planted.desk)
    shown, leaks = 0, []
    for path, method, _op in addresses():
        answer = client.generic(method, f"/api/v1/{path}", b"{", "application/json")
        shown += answer.status_code == 200
        leaks += [(method, path, text) for text in found(sent_of(answer), private)]
    for page in ("/api/v1/", "/api/v1/docs/", "/api/v1/openapi.json", "/admin/account/login/"):
        leaks += [("GET", page, text) for text in found(sent_of(client.get(page, follow=True)), private)]
    assert leaks == []
    assert shown >= 5  # something was sent at all


@pytest.mark.parametrize("role", [VIEWER, REPORTER, EDITOR, SENIOR, ADMINISTRATOR])
def test_tokens_are_reported_what_their_role_may_know(role: str, planted: Planted, caplog: pytest.LogCaptureFixture) -> None:
    one = caller(role, tuple(SCOPES))
    may_approve = role in (SENIOR, ADMINISTRATOR)
    private = {*planted.nobody, *([] if may_approve else [planted.seniors, *planted.approvers]), one.text}
    private |= set(planted.editors if role in (VIEWER, REPORTER) else ()) | set(planted.workers if role == VIEWER else ())
    leaks, notes, comments, everything = [], set(), set(), b""
    with caplog.at_level(logging.DEBUG):
        for path, method, op in addresses():
            sent = sent_of(_asked(one, method, path, op))
            everything += sent
            leaks += [(method, path, text) for text in found(sent, private)]
            notes |= {op.name} if found(sent, [planted.seniors]) else set()
            comments |= {op.name} if found(sent, planted.workers) else set()
    assert leaks == []
    assert notes == ({"list_notes"} if may_approve else set())
    assert comments == (set() if role == VIEWER else {"list_discussion", "list_complaints"})
    assert found(everything, planted.approvers) == (list(planted.approvers) if may_approve else [])
    assert found(everything, ["canary-reason", "canary-actor"]) == ["canary-reason", "canary-actor"]  # the desk's own may know
    logged = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert found(logged.encode(), {*planted.nobody, planted.seniors, *planted.workers, *planted.approvers, one.text}) == []


def _asked(one: Caller, method: str, path: str, op: Any) -> Any:
    """Ask as a client does: reads as they are, writes with their example, and none of it is kept."""
    if method == "GET":
        return one.get(path)
    headers = {"If-Match": one.get(f"claims/{VISIT}/")["ETag"]} if op.on_revision else {}
    with transaction.atomic():
        answer = one._send(method, path, op.example if op.example is not None else {}, headers)
        transaction.set_rollback(True)
    return answer


def test_pages_of_the_admin_show_editors_nothing_private(planted: Planted, editor: Client, senior: Client) -> None:
    private = (*planted.nobody, planted.seniors, *planted.approvers)
    leaks, opened = [], 0
    for page in _pages():
        answer = editor.get(page)
        opened += answer.status_code == 200
        leaks += [(page, text) for text in found(sent_of(answer), private)]
    assert leaks == []
    assert opened >= 40
    visit, diplomat = (Claim.objects.get(key=VISIT).pk, Source.objects.get(key="vedomosti-diplomat").pk)
    assert found(senior.get(f"/admin/claims/claim/{visit}/decisions/").content, [planted.seniors]) == [planted.seniors]
    seen = ["canary-withheld", "canary-naming", "canary-proposer"]
    assert found(senior.get(f"/admin/sources/source/{diplomat}/change/").content, seen) == seen


def _pages() -> Iterator[str]:
    """Yield the addresses of the admin's pages, each with a record of its kind, and those of what was planted in."""
    for tab in TABS:
        yield tab_url(Claim.objects.get(key=VISIT).pk, tab)
    yield f"/admin/sources/source/{Source.objects.get(key='vedomosti-diplomat').pk}/change/"
    yield f"/admin/sources/sourcechange/{SourceChange.objects.latest('id').pk}/change/"
    for name, pattern in named(admin.site.urls[0]):
        if name in ("logout", "password_change", "password_change_done"):
            continue
        _name, part, _typed = addressed(name)
        wanted = getattr(pattern.pattern, "converters", None) or pattern.pattern.regex.groupindex
        try:
            address = reverse(f"admin:{name}", kwargs=arguments(name, part or "assign", wanted))
        except NoReverseMatch:
            continue
        query = ASKED.get(name, {})
        yield address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def test_comments_on_verdicts_stay_among_editors(planted: Planted, viewer: Client, editor: Client) -> None:
    visit = Claim.objects.get(key=VISIT)
    kinds: tuple[Any, ...] = (Verdict, VerdictNote, Revision, Decision)
    pages = [reverse(f"admin:claims_{kind._meta.model_name}_changelist") for kind in kinds]
    pages += [reverse(f"admin:claims_claim_{name}", args=[visit.pk]) for name in ("change", "as_of")]
    pages += [_page(row) for row in (*Verdict.objects.filter(state=PUBLISHED), *VerdictNote.objects.order_by("pk"))]
    pages += [_page(Revision.objects.get(claim=visit, number=visit.revision))]
    shown = {who: {page: sent_of(client.get(page)) for page in pages} for who, client in (("vi", viewer), ("ed", editor))}
    assert [page for page, sent in shown["vi"].items() if found(sent, planted.editors)] == []
    assert found(b"".join(shown["ed"].values()), planted.editors) == list(planted.editors)


def _page(row: Any) -> str:
    return reverse(f"admin:claims_{row._meta.model_name}_change", args=[row.pk])


def test_exports_of_the_admin_show_editors_no_approvals(planted: Planted, editor: Client, senior: Client) -> None:
    visit = Claim.objects.get(key=VISIT).pk
    for action in ("export_case", "export_csv", "export_xlsx"):
        shown = {"action": action, "_selected_action": [visit], "index": "0", "select_across": "0"}
        sent = sent_of(editor.post("/admin/claims/claim/", shown))
        assert found(sent, (*planted.nobody, planted.seniors, *planted.approvers)) == []
    shown["action"] = "export_case"
    assert "canary-withheld" in found(sent_of(senior.post("/admin/claims/claim/", shown)), planted.approvers)


def test_webhooks_carry_nothing_private(planted: Planted, now: datetime) -> None:
    hook: Any = first_of(WebhookSubscription)
    private = (*planted.nobody, planted.seniors, *planted.workers, *planted.editors, *planted.approvers, *planted.desk)
    sent = []
    for revision in Revision.objects.filter(claim__key__in=(VISIT, "arms-transfers")).select_related("claim"):
        delivery = WebhookDelivery(subscription=hook, message_id=f"evt_{revision.pk}", revision=revision)
        sent.append(message(hook, delivery, now))
    assert found(b"".join(sent), private) == []
    assert found(b"".join(sent), [VISIT, "arms-transfers"]) == [VISIT, "arms-transfers"]
