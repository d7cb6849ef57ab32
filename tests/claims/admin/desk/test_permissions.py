from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Attribution, Citation, Claim, ClaimRelation, Interest
from factcheck.desk.admin_theme import DeskAdmin
from sources.models import Document, Source, SourceRelation

pytestmark = pytest.mark.once


def pages(sample):
    """Addresses that write, by name."""
    row = Attribution.objects.get(claim__key="arms-transfers", key="us-photos")
    link = Citation.objects.filter(cited=row).first()
    found = {
        "claim add": reverse("admin:claims_claim_add"),
        "claim": reverse("admin:claims_claim_edit", args=[row.claim_id]),
        "load case": reverse("admin:claims_claim_load_case"),
        "document add": reverse("admin:sources_document_add"),
        "document": reverse("admin:sources_document_change", args=[Document.objects.get().pk]),
        "document withdraw": reverse("admin:sources_document_withdraw", args=[Document.objects.get().pk]),
        "document correct": reverse("admin:sources_document_correct", args=[Document.objects.get().pk]),
        "source add": reverse("admin:sources_source_add"),
        "source": reverse("admin:sources_source_change", args=[Source.objects.first().pk]),
        "relation add": reverse("admin:sources_sourcerelation_add"),
        "relation strike": reverse("admin:sources_sourcerelation_strike", args=[SourceRelation.objects.first().pk]),
        "relation end": reverse("admin:sources_sourcerelation_end", args=[SourceRelation.objects.first().pk]),
        "judgement add": reverse("admin:sources_independencejudgement_add"),
        "strike link": reverse("admin:claims_attribution_strike_link", args=[link.citing_id, link.pk]),
        "strike stake": reverse("admin:claims_interest_strike", args=[Interest.objects.first().pk]),
        "strike claim relation": reverse("admin:claims_claimrelation_strike", args=[ClaimRelation.objects.first().pk]),
        "redirect link": reverse("admin:claims_attribution_redirect_link", args=[link.citing_id, link.pk]),
    }
    return found | {name: reverse(f"admin:claims_attribution_{name}", args=[row.pk]) for name in ("withdraw", "void", "attach")}


def statuses(client, sample, method):
    return {name: getattr(client, method)(url).status_code for name, url in pages(sample).items()}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_login(method, sample):
    assert set(statuses(Client(), sample, method).values()) == {302}


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_permissions_are_rejected(method, sample, newcomer):
    assert set(statuses(newcomer, sample, method).values()) == {403}


@pytest.mark.parametrize("who", ["editor", "superuser"])
def test_editors_and_admins_may_write(who, sample, request):
    client = request.getfixturevalue(who)

    assert set(statuses(client, sample, "get").values()) == {200}
    assert set(statuses(client, sample, "post").values()) == {200}  # refused for what is missing, in place


def test_a_reader_sees_records_and_cannot_write(sample, newcomer):
    from django.contrib.auth.models import Permission, User

    User.objects.get(username="new").user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    shown = statuses(newcomer, sample, "get")

    assert {name for name, status in shown.items() if status == 200} == {"document", "source"}
    assert set(statuses(newcomer, sample, "post").values()) == {403}


def test_an_untouched_choice_that_must_be_made_stays_blank(rf, sample):
    from django.contrib import admin
    from django.db import models

    field = models.CharField(max_length=10, choices=[("a", "A"), ("b", "B")])
    field.set_attributes_from_name("stance")

    shown = DeskAdmin(Claim, admin.site).formfield_for_choice_field(field, rf.get("/"))

    assert shown.choices[0] == ("", "Choose …")
