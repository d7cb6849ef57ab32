"""A name is erased from every place it got into; every column is listed, and no digest is left that confirms a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b, md5, sha1, sha256

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from claims.models import (
    Assessment,
    Claim,
    Erasure,
    PublicBody,
    Revision,
    Standing,
    WebhookDelivery,
    WebhookSubscription,
)
from claims.operations.desk.roles import ADMINISTRATOR
from claims.operations.history.erasing import erase, wanted_of
from claims.queries.history.erasure_tables import listed, tables
from claims.queries.history.occurrences import find
from claims.queries.integrity import broken_rules
from claims.verification import Change
from claims.webhook_sender import message
from factcheck.access.scopes import SCOPES
from factcheck.api.document import operations
from factcheck.text.erasing import OnErase
from sources.models import Capture, Document, Source
from tests.canaries import BEHIND, CANARY, KEYED, everything, has_name, plant, send_all, traces
from tests.factcheck.api.asking import caller
from tests.recompute import assert_stored_equals_fresh
from tests.test_source_protection import sent_of

LATER = timedelta(days=1)


def order(now: datetime) -> Change:
    return Change(now + LATER, "user:boss", "erased", "a name slipped in")


@pytest.fixture
def planted(db: None, now: datetime) -> datetime:
    plant(now)
    send_all(now)
    return now


def test_every_column_says_what_erasing_does_to_it() -> None:
    stored = {model._meta.label: {field.name for field in model._meta.concrete_fields} for model in apps.get_models()}
    assert {label: set(columns) for label, columns in listed().items()} == stored, "list the column in an erasure_fields.py"


def test_tables_that_no_model_names_hold_references_alone() -> None:
    named = set(apps.get_models())
    made = [model for model in apps.get_models(include_auto_created=True) if model not in named]
    kinds = (models.ForeignKey, models.AutoField)
    assert all(isinstance(field, kinds) for model in made for field in model._meta.concrete_fields)


def test_only_listed_kept_columns_can_hold_free_text() -> None:
    free = {
        (label, name)
        for label, columns in listed().items()
        for name, does in columns.items()
        if does is OnErase.KEPT and isinstance(apps.get_model(label)._meta.get_field(name), models.TextField | models.JSONField)
    }
    assert free == {
        ("admin.LogEntry", "object_id"), ("access.ApiToken", "networks"), ("access.ApiToken", "scopes"),
        ("claims.CaptureReading", "dropped"), ("claims.ProposedAttribution", "spans"),
        ("claims.DeskPolicy", "severities"), ("claims.DeskPolicy", "switched_off"), ("claims.OutsideView", "flags"),
        ("claims.Revision", "erased"), ("claims.Erasure", "how"), ("claims.Erasure", "places"), ("claims.Erasure", "stays"),
    }  # fmt: skip


def test_the_name_is_planted_in_every_column_that_can_hold_it(planted: datetime) -> None:
    never = (OnErase.ACTOR, OnErase.ACCOUNT)
    lacking = [
        f"{table.label}.{column}"
        for table in tables()
        for column, does in table.columns.items()
        if does not in never and not has_name(table.model, column) and does is not OnErase.SESSION
    ]
    assert lacking == ["claims.RatingWord.key"]
    assert {place.table for place in find(wanted_of(CANARY)).places} >= {"claims.Revision", "sessions.Session"}


def test_after_erasing_nothing_stored_has_the_name(planted: datetime) -> None:
    done = erase(wanted_of(CANARY), order(planted), ordered_by="the person concerned")

    left = [(table, column, text[:120]) for table, _pk, column, text in everything() if traces(text)]
    assert left == []
    assert list(broken_rules()) == []
    assert_stored_equals_fresh(PublicBody.objects.latest("at").at)
    assert {each["table"] for each in done.places} >= {
        "claims.Claim",
        "sources.SourceChange",
        "admin.LogEntry",
        "claims.Verdict",
    }
    assert done.stays == []
    page = Capture.objects.noted().get()
    assert page.text.index(BEHIND) == f"On Monday {CANARY} did it; {BEHIND}".index(BEHIND)


def test_no_old_digest_that_could_confirm_a_guess_is_left(planted: datetime) -> None:
    guessable = {sha256(row.body_text().encode()).hexdigest() for row in Revision.objects.exclude(body=None)}
    guessable |= set(Assessment.objects.filter(claim__key__contains=KEYED).values_list("facts_digest", flat=True))
    guessable |= set(Assessment.objects.filter(claim__key__contains=KEYED).values_list("findings_digest", flat=True))
    guessable |= set(Standing.objects.filter(claim__key__contains=KEYED).values_list("result_digest", flat=True))
    forms = [text.encode() for text in (CANARY, CANARY.casefold(), KEYED, f"{CANARY} did it.")]
    guessable |= {made(form).hexdigest() for form in forms for made in (md5, sha1, sha256, blake2b)}
    kept = [bytes(salt).hex() for salt in Revision.objects.values_list("salt", flat=True) if salt]

    erase(wanted_of(CANARY), order(planted), ordered_by="the person concerned")

    everything_stored = "\n".join(text for *_, text in everything())
    assert [digest for digest in sorted(guessable) if digest and digest in everything_stored] == []
    assert len({*kept} - {bytes(salt).hex() for salt in Revision.objects.values_list("salt", flat=True) if salt}) >= 10


def test_the_claims_say_who_erased_when_why_and_on_whose_order(planted: datetime) -> None:
    erase(wanted_of(CANARY), order(planted), ordered_by="the person concerned")

    record = Claim.objects.exclude(key__in=("rival", "gone", "asked")).get()
    last = Revision.objects.get(claim=record, number=record.revision)
    assert (last.action, last.actor) == ("erased", "user:boss")
    assert last.reason == "On the order of the person concerned: a name slipped in"
    assert {"revision": 1, "part": "body"} in [{k: gap[k] for k in ("revision", "part")} for gap in last.erased["gaps"]]
    assert "[erased] did it." in PublicBody.objects.get(claim=record).body
    done = Erasure.objects.latest("pk")
    assert {each["claim"] for each in done.claims} >= {record.key, "gone", "asked"}
    assert {each["revision"] for each in done.sent if each["claim"] == record.key} >= {1, 2}


@pytest.mark.once
def test_no_answer_page_export_message_or_feed_has_the_name(
    planted: datetime, settings: LazySettings, superuser: Client
) -> None:
    settings.API_PER_MINUTE = settings.API_SLOW_PER_MINUTE = 1_000_000
    settings.MEMENTO_TIMEMAP = ""
    erase(wanted_of(CANARY), order(planted), ordered_by="the person concerned")

    one = caller(ADMINISTRATOR, tuple(SCOPES))
    read = {path: one.get(path) for path in _addresses()}
    pages = {path: superuser.get(path) for path in _pages()}
    hook = WebhookSubscription.objects.get()
    messages = [message(hook, each, planted) for each in WebhookDelivery.objects.exclude(revision=None)]

    bodies = {path: sent_of(answer) for path, answer in {**read, **pages}.items()}
    assert [path for path, body in bodies.items() if traces(body.decode(errors="replace"))] == []
    assert not traces(b"".join(messages).decode())
    assert sum(answer.status_code == 200 for answer in read.values()) >= 60
    assert sum(answer.status_code == 200 for answer in pages.values()) >= 100
    assert b"[erased] did it." in bodies["claims.ndjson"]


def _addresses() -> Iterator[str]:
    """Yield the address of every readable page, with the first keys of each kind in it."""
    keys = {
        "claims": list(Claim.objects.values_list("key", flat=True)),
        "sources": list(Source.objects.values_list("key", flat=True)),
        "documents": list(Document.objects.values_list("key", flat=True)),
        "webhooks": list(WebhookSubscription.objects.values_list("key", flat=True)),
    }
    for path, method, _op in operations():
        relative = path.removeprefix("/api/v1/")
        if method != "GET":
            continue
        for key in keys.get(relative.partition("/")[0], ["1"]):
            filled = relative.replace("{key}", key)
            yield re.sub(r"{(number|attribution|delivery)}", "1", filled)


def _pages() -> Iterator[str]:
    """Yield the list of every kind of record, and the page and the history of each record."""
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        for pk in list(model._base_manager.order_by("pk").values_list("pk", flat=True))[-12:]:
            yield reverse(f"{name}_change", args=[pk])
            yield reverse(f"{name}_history", args=[pk])
