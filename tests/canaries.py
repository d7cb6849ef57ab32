"""A name in every place: case files, operations and the API write it, and tests look for it in everything stored."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore as OldSessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from claims.models import (
    Attribution,
    CaptureReading,
    Claim,
    ClaimRelation,
    Erasure,
    Flag,
    LinkWatchSwitch,
    Notice,
    PageProblem,
    ProposedAttribution,
    QuoteAnchor,
    RatingWord,
    Revision,
    UndoneWithdrawal,
    Verdict,
    VerificationChunk,
    VerificationRun,
    WebhookDelivery,
    WebhookSubscription,
)
from claims.operations.decisions.complaints import answer_complaint, record_complaint, strike_complaint
from claims.operations.decisions.ledger import reaffirm, strike_decision
from claims.operations.decisions.notes import add_note
from claims.operations.desk.discussion import add_comment
from claims.operations.desk.saved_views import save_view
from claims.operations.documents.changes import detach_document
from claims.operations.flags.waivers import waive
from claims.operations.merges.removal import remove_claim
from claims.operations.policy.drafts import draft_policy
from claims.operations.sources.changes import apply_source_changes
from claims.operations.verdicts.drafts import Wording, draft_verdict, submit_draft
from claims.operations.verdicts.review import publish_verdict
from claims.operations.webhooks.subscriptions import send_test, subscribe
from claims.queries.history.erasure_tables import tables
from claims.runs.chunks import start_run, work_chunk
from claims.verification import Change
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from factcheck.backups.models import Backup
from factcheck.signin.log import note_done
from factcheck.signin.session_store import SessionStore
from factcheck.signin.vocabulary import Outcome, Way
from factcheck.text.erasing import OnErase
from sources.models import (
    Capture,
    CaptureList,
    Document,
    LinkCheck,
    ListedUrl,
    PersonMatch,
    SelfNaming,
    Source,
    UndoneRetraction,
)
from sources.operations import change_source
from sources.operations.captures import Sign, decide_hint, record_capture, record_timestamp
from tests.cases import load
from tests.claims.verdicts import author, ensure_words, reviewer
from tests.factcheck.api.asking import caller

#: A name with an apostrophe and non-ASCII letters, which JSON, addresses and keys each write in their own way.
CANARY: Final = 'Zöra "Zo" Quillfeather'
KEYED: Final = "zora-zo-quillfeather"
MINUTE: Final = timedelta(minutes=1)
#: A word of a page that comes after the name, and its position.
BEHIND: Final = "afterwards"


def said(what: str = "") -> str:
    return f"as {CANARY} said {what}".strip()


def case() -> dict[str, Any]:
    """Return a case with the name in every text and key that a case file accepts."""
    reliability = {"grade": "B", "rationale": said("rationale"), "graded_by": CANARY, "graded_on": "2024-06-01"}
    sources = [
        {"key": "sun", "name": "The Sun", "kind": "outlet", "reliability": reliability, "organisation": said("organisation")},
        {"key": KEYED, "name": CANARY, "kind": "organisation", "short_name": f"Z. {CANARY}", "aliases": ["Zo", said("alias")],
         "homepage": "https://people.example/z%C3%B6ra?q=Z%C3%B6ra%20%22Zo%22%20Quillfeather"},
        {"key": "ada", "name": "Ada", "kind": "person"},
        {"key": f"sun-{KEYED}", "name": "Unnamed aide", "kind": "person", "identified": False, "vouched_by": "sun",
         "description": "an aide it did not identify", "anonymity_reason": f"fears {CANARY}", "approved_by": CANARY,
         "names_confirmed": True},
    ]  # fmt: skip
    quote = {"exact": said("exact"), "prefix": said("prefix"), "suffix": said("suffix"), "translation": said("translation"),
             "start": 4, "end": 40}  # fmt: skip
    rows = [
        {
            "key": f"own-{KEYED}",
            "source": KEYED,
            "stance": "supports",
            "document": f"page-{KEYED}",
            "quote": quote,
            "hedge": {"degree": "probable", "words": said("hedge")},
            "reporter": CANARY,
            "documents": [{"document": "tape", "quote": quote}, {"document": "film"}],
        },
        {"key": "ada", "source": "ada", "stance": "supports", "voided": {"reason": said("void")}},
        {"key": "aide", "source": f"sun-{KEYED}", "stance": "denies"},
        {
            "key": "sun",
            "source": "sun",
            "stance": "reports",
            "cites": [f"own-{KEYED}"],
            "struck_links": [{"kind": "cites", "to": "aide", "reason": said("link")}],
        },
        {"key": "back", "source": "ada", "stance": "supports", "withdrawn": {"by": "source", "reason": said("withdrawal")}},
    ]
    decisions = [
        {"kind": "reaffirmed", "reason": said("decision"), "by": CANARY,
         "struck": {"reason": said("strike"), "by": CANARY}},
        {"kind": "contest_resolved", "reason": said("resolved"), "about": [{"kind": "attribution", "key": f"own-{KEYED}"}]},
    ]  # fmt: skip
    claim = {
        "key": f"did-{KEYED}", "text": f"{CANARY} did it.", "topics": [KEYED], "place": f"the house of {CANARY}",
        "quantity": {"low": "3", "high": "5", "unit": f"letters of {CANARY}"},
        "interests": [{"source": KEYED, "side": -1, "reason": said("stake")}], "attributions": rows, "decisions": decisions,
        "relations": [{"kind": "contradicts", "claim": "rival"}],
    }  # fmt: skip
    rival = {
        "key": "rival",
        "text": "It was an accident.",
        "attributions": [{"key": "s", "source": "ada", "stance": "supports"}],
    }
    gone = {"key": "gone", "text": "Rubbish.", "attributions": [{"key": "s", "source": "ada", "stance": "supports"}]}
    return {
        "sources": sources,
        "relations": [{"from": KEYED, "to": "sun", "kind": "speaks_for", "reason": said("relation")}],
        "judgements": [{"a": "ada", "b": "sun", "outcome": "unsure", "reason": said("judgement")}],
        "documents": [
            {"key": f"page-{KEYED}", "publisher": "sun", "kind": "article", "title": f"What {CANARY} did", "author": CANARY,
             "url": "https://sun.example/Z%C3%B6ra%20%22Zo%22%20Quillfeather", "corrections": [{"note": said("correction")}],
             "archive_url": "https://archive.example/Z%C3%B6ra%20%22Zo%22%20Quillfeather",
             "concerns": [{"note": said("concern"), "lifted": {"reason": said("lifted")}}],
             "authors_withdrawn": [{"authors": ["ada"], "reason": said("authors"), "undone": {"reason": said("undone")}}]},
            *({"key": key, "publisher": "sun", "kind": "article", "title": key.title()} for key in ("tape", "film")),
            {"key": "back", "publisher": "sun", "kind": "article", "title": "Back",
             "withdrawn": {"reason": said("retraction")}},
        ],
        "claims": [claim, rival, gone],
    }  # fmt: skip


def plant(now: datetime) -> None:
    """Write the name by case file, operations and API where these accept a text, and directly elsewhere."""
    ensure_words()
    load(case(), at=now, reason=said("load"))
    _by_operations(now + 10 * MINUTE)
    _by_the_api()
    _by_hand(now)


def _by_operations(at: datetime) -> None:
    record = Claim.objects.get(key=f"did-{KEYED}")
    drafter, publisher = author("drafter"), reviewer("publisher")

    def change(minutes: int, what: str) -> Change:
        return Change(at + minutes * MINUTE, "user:ed", what, said(what))

    wording = Wording(RatingWord.objects.all()[0], said("rationale"), [Attribution.objects.get(key=f"own-{KEYED}")])
    verdict = draft_verdict(record.pk, wording, drafter, change(0, "verdict"))
    submit_draft(verdict, drafter, change(1, "verdict"))
    record.refresh_from_db()
    publish_verdict(Verdict.objects.get(), publisher, change(2, "verdict"), expected={record.pk: record.revision})
    add_note(record.pk, said("note"), at=at, actor="user:ed")
    add_comment(record.pk, said("comment"), at=at, actor="user:ed")
    letter = {"received_at": at, "due_at": at + MINUTE, "sender": f"Lawyers of {CANARY}"}
    party = Source.objects.get(key="ada")
    complaint = record_complaint([record.pk], "legal_letter", party, change(3, "complaint"), text=said("letter"), **letter)
    answer_complaint(complaint, said("answer"), change(3, "complaint"), answered_at=at)
    strike_complaint(complaint, change(3, "complaint"))
    strike_decision(reaffirm(record.pk, change(4, "reaffirmed")), change(5, "decision struck"))
    change_fields = {"at": at + 6 * MINUTE, "actor": "user:ed", "reason": said("source")}
    change_source(Source.objects.get(key="sun"), {"organisation": f"{CANARY} Holding"}, **change_fields)
    apply_source_changes(change_fields["at"], actor="user:ed")
    hook = subscribe(said("hook"), "https://cms.example/hook", change(7, "made"), wanted={"claims": [record.key]}, desk=True)
    send_test(hook.subscription.key, change(8, "test"))
    draft_policy(change(9, "policy drafted"), min_on_record=3, min_disinterested=1, shelf_life_days=30, outcome_grace_days=3)
    save_view(drafter.pk, f"mine: {CANARY}", {"q": CANARY, "topic": KEYED})
    detach_document(
        Attribution.objects.get(key=f"own-{KEYED}"), Document.objects.get(key="film"), change(9, "document detached")
    )
    gone = Claim.objects.get(key="gone")
    reaffirm(gone.pk, change(10, "reaffirmed"))
    remove_claim(gone.pk, change(11, "removed"))
    run = start_run("all", now=at + 60 * MINUTE, actor="user:ed")
    while work_chunk(run, lambda: at + 60 * MINUTE) is not None:
        pass
    codes = list(Flag.objects.filter(claim=record, cleared_at=None).values_list("code", flat=True))
    waive([record.pk], codes, change(61, "waived"), until=at + timedelta(days=9))


def _by_the_api() -> None:
    """Leave a response that is kept for repeated requests, and a message in a browser's session."""
    body = {"key": "asked", "text": f"{CANARY} was asked.", "reason": said("api")}
    answer = caller("Editor", (CLAIMS_READ, CLAIMS_WRITE)).post("claims/", body, **{"Idempotency-Key": "once"})
    assert answer.status_code == 201, answer.content
    for store in (SessionStore, OldSessionStore):  # releases before DeskSession used Django's own table
        session = store()
        session["_messages"] = json.dumps([[f"“{CANARY}” was saved."]])
        session["typed"] = {"name": CANARY}
        session.save()


def _by_hand(now: datetime) -> None:
    """Put the name into the columns that nothing else here fills: those written by jobs, other pages and older versions."""
    document = Document.objects.get(key=f"page-{KEYED}")
    text = f"On Monday {CANARY} did it; {BEHIND} nobody spoke."
    Capture.objects.create(document=document, sha256="a" * 64, fetched_at=now, text=text)
    _captured(now, document)
    undone = {"withdrawal_reason": said("undone"), "undo_reason": said("undoing"), "undone_by": "user:ed"}
    retraction = UndoneRetraction.objects.create(document=document, withdrawal_recorded_at=now, undone_at=now, **undone)
    own = Attribution.objects.get(key=f"own-{KEYED}")
    UndoneWithdrawal.objects.create(attribution=own, retraction=retraction, recorded_at=now, reason=said("undone"))
    seen = {"document": document, "recorded_at": now}
    ended = {"ended_at": now, "ended_by": "user:ed", "end_reason": said("end")}
    LinkWatchSwitch.objects.create(stopped=True, recorded_at=now, recorded_by="user:ada", reason=CANARY)
    PageProblem.objects.create(attribution=own, claim=own.claim, missing_since=now, **ended, **seen)
    anchored = {"exact": CANARY, "start": 10, "end": 20, "reason": said("anchor"), "recorded_by": "user:ed"}
    QuoteAnchor.objects.create(attribution=own, capture=Capture.objects.earliest("pk"), **anchored, **seen)
    LinkCheck.objects.create(document=document, checked_at=now, outcome="gone", problem=said("check"), recorded_by="job:x")
    changed = json.dumps([{"changed": {"name": "word", "object": CANARY, "fields": ["title"]}}])
    LogEntry.objects.log_actions(User.objects.earliest("pk").pk, [document], CHANGE, changed)
    settled = {"settled_at": now, "settled_by": "user:sen", "settled_reason": said("match")}
    named, unnamed = Source.objects.get(key="ada"), Source.objects.get(identified=False)
    PersonMatch.objects.update_or_create(unnamed=unnamed, person=named, defaults={"found_at": now, **settled})
    user = User.objects.earliest("pk")
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": f"{CANARY}'s phone"})
    account = SocialAccount.objects.create(user=user, provider="oidc", uid="1", extra_data={"name": CANARY})
    app = SocialApp.objects.create(
        provider="oidc", name=CANARY, client_id=f"{CANARY} id", key=f"{CANARY} key", settings={"of": CANARY}
    )
    SocialToken.objects.create(account=account, app=app, token="t")
    note_done(user, Outcome.DEVICES_REMOVED, at=now, way=Way.DESK, actor="user:boss", reason=said("phone lost"))
    Notice.objects.create(person=User.objects.earliest("pk"), claim=own.claim, at=now, actor="user:ed", text=said("notice"))
    struck = {"struck_at": now, "struck_by": "user:sen", "struck_reason": said("naming undone")}
    proposed = {"proposed_at": now, "proposed_by": "user:sen", "reason": said("naming")}
    SelfNaming.objects.create(unnamed=unnamed, named=named, document=document, **proposed, **struck)
    ClaimRelation.objects.update_or_create(
        from_claim=Claim.objects.get(key="asked"), to_claim=Claim.objects.get(key="rival"), kind="part_of", recorded_at=now
    )
    sent = {"webhook": said("hook"), "message": "evt_1", "claim": f"did-{KEYED}", "revision": 1, "at": now.isoformat()}
    earlier = {"reason": said("erasure"), "ordered_by": CANARY, "claims": [{"claim": f"did-{KEYED}", "revision": 1}]}
    Erasure.objects.create(at=now, actor="user:boss", sent=[sent], finished_at=now, **earlier)
    Backup.objects.create(at=now, seconds=1, actor="command:backup", bytes=1, verified_at=now)
    run = VerificationRun.objects.earliest("pk")
    VerificationChunk.objects.filter(run=run).update(report={"failed": [[f"did-{KEYED}", said("error")]]})
    for table in tables():
        for column, does in table.columns.items():
            _fill(table.model, column, does)


def _captured(now: datetime, document: Document) -> None:
    """Capture two pages with the name, of which one is read and one holds it in what is not, and fail to capture a third."""
    where = {"url": f"https://x.example/{KEYED}", "headers": {"x": CANARY}, "redirects": [f"https://x.example/{CANARY}"]}
    page = f"<p>{CANARY} spoke.</p>".encode()
    read = Capture(way="fetched", document=document, fetched_at=now, text=f"{CANARY} spoke.", text_sha256="b" * 64, **where)
    record_capture(read, body=page, bands=[1], signs=[Sign("credit", f"By {CANARY}")], at=now, actor="user:ed")
    decide_hint(read.copy_hints.get(), accepted=False, at=now, actor="user:ed", reason=said("hint"))
    record_timestamp(read, page, authority="https://tsa.example/", stamped_at=now, actor="user:ed")
    reading = CaptureReading.objects.create(capture=read, extractor="x", language="en", read_at=now, recorded_by="user:ed")
    ProposedAttribution.objects.create(reading=reading, number=1, stance="supports", spans={"content": [[0, 5]]})
    unread = Capture(way="fetched", fetched_at=now, text="A comment has it.")
    record_capture(unread, body=f"<!-- {CANARY} -->".encode("utf-16-le"), at=now, actor="user:ed", reason=said("capture"))
    failed = Capture(way="fetched", fetched_at=now, outcome="gone", problem=said("problem"))
    record_capture(failed, at=now, actor="user:ed")
    asked = CaptureList.objects.create(recorded_at=now, recorded_by="user:ed", reason=said("list"))
    ListedUrl.objects.create(list=asked, url=where["url"])


def _fill(model: Any, column: str, does: OnErase) -> None:
    rows = model._base_manager.order_by("pk")
    if does in (OnErase.ACTOR, OnErase.ACCOUNT, OnErase.KEY, OnErase.SESSION) or has_name(model, column):
        return
    row = rows.first()
    assert row is not None, f"there is no {model.__name__} to put the name into"
    assert does is not OnErase.JSON, f"{model.__name__}.{column} has a shape of its own"
    values: dict[OnErase, Any] = {
        OnErase.ADDRESS: f"https://x.example/{KEYED}",
        OnErase.EMPTIED: KEYED[:20],
    }
    value = values.get(does, f"by hand: {CANARY}")
    model._base_manager.filter(pk=row.pk).update(**{column: value})


def has_name(model: Any, column: str) -> bool:
    """Return whether a column has the name in at least one row."""
    return any(traces(value) for value in model._base_manager.values_list(column, flat=True))


def everything() -> Iterator[tuple[str, Any, str, str]]:
    """Yield everything stored as text: the table, the key of the row, the column and its text, unpacked and decoded."""
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._base_manager.order_by("pk"):
            for name in names:
                value = getattr(row, name)
                yield model._meta.label, row.pk, name, _text(row, name, value)


def _text(row: Any, name: str, value: Any) -> str:
    if isinstance(row, Revision) and name == "body":
        return row.body_text() if value is not None else ""
    if isinstance(row, AbstractBaseSession) and name == "session_data":
        return json.dumps(row.get_decoded(), ensure_ascii=False)
    if isinstance(value, bytes | memoryview):
        return _inflated(bytes(value)).decode(errors="replace")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _inflated(value: bytes) -> bytes:
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


#: Parts of the name that reveal it by themselves, in every form in which it may be written.
_TRACES: Final = ("quillfeather",)


def traces(value: Any) -> bool:
    """Return whether a value reveals the name."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return any(trace in text.casefold() for trace in _TRACES)


def text_columns() -> list[tuple[str, str]]:
    """Return the columns that could hold a text, by table."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return [
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
    ]


def send_all(now: datetime) -> None:
    """Mark a message of each revision as received by the webhook."""
    hook = WebhookSubscription.objects.get()
    for revision in Revision.objects.exclude(claim__key="rival"):
        sent = {"state": "sent", "ended_at": now, "next_attempt_at": None, "answer": said("answer")}
        WebhookDelivery.objects.create(
            subscription=hook, message_id=f"evt_{revision.sha256[:32]}", revision=revision, created_at=now,
            give_up_at=now + timedelta(days=3), **sent,
        )  # fmt: skip
