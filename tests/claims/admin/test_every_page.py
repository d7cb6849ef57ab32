from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from claims.operations.policies import set_policy
from claims.verification import Change

#: A source's print is bookkeeping of the jobs; what a person keeps for themselves has no permissions, and nobody else sees it.
MODELS = [
    model
    for app in ("claims", "sources")
    for model in apps.get_app_config(app).get_models()
    if model._meta.model_name != "sourceprint" and model._meta.default_permissions
]
NAMES = [f"{model._meta.app_label}_{model._meta.model_name}" for model in MODELS]


def test_every_record_kind_is_registered():
    assert [model.__name__ for model in MODELS if model not in admin.site._registry] == []


@pytest.fixture
def everything(sample, now):
    """One record at least of what the sample has none of."""
    from claims.models import Claim, ClaimRelation
    from claims.runs import start_run
    from sources.models import Capture, Document, IndependenceJudgement, Source

    change = Change(now, "user:ada", "policy set", "a stricter desk")
    set_policy(change, min_on_record=3, min_disinterested=1, shelf_life_days=30, outcome_grace_days=3)
    start_run("all", now=now, actor="user:ada")
    one, other = Claim.objects.order_by("id")[:2]
    ClaimRelation.objects.create(from_claim=one, to_claim=other, kind="part_of", recorded_at=now)
    a, b = Source.objects.filter(identified=True).order_by("id")[:2]
    IndependenceJudgement.objects.create(a=a, b=b, outcome="unsure", reason="why", recorded_at=now, recorded_by="user:ada")
    document = Document.objects.get()
    Capture.objects.create(document=document, sha256="0" * 64, fetched_at=now, archive_url="javascript:alert(1)")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["editor", "superuser"])
def test_every_list_and_every_record_renders(name, who, everything, request):
    client = request.getfixturevalue(who)

    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    model = MODELS[NAMES.index(name)]
    for record in model.objects.all()[:20]:
        assert client.get(reverse(f"admin:{name}_change", args=[record.pk])).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_every_list_can_be_searched(name, everything, superuser):
    assert superuser.get(reverse(f"admin:{name}_changelist"), {"q": "arms"}).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_nobody_deletes_a_record(name, everything, superuser):
    record = MODELS[NAMES.index(name)].objects.first()
    url = reverse(f"admin:{name}_delete", args=[record.pk])

    assert superuser.get(url).status_code == 403
    assert superuser.post(url, {"post": "yes"}).status_code == 403
    assert type(record).objects.filter(pk=record.pk).exists()


READ_ONLY = ("claims_flag", "claims_assessment", "claims_standing", "claims_publicbody", "claims_revision", "claims_citation")
READ_ONLY += ("claims_verificationrun", "claims_verificationchunk", "sources_sourcechange", "sources_capture")


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_jobs_write_nobody_adds_or_changes(name, everything, superuser):
    record = MODELS[NAMES.index(name)].objects.first()

    assert superuser.get(reverse(f"admin:{name}_add")).status_code == 403
    page = superuser.get(reverse(f"admin:{name}_change", args=[record.pk]))
    assert b'name="_save"' not in page.content
    assert superuser.post(reverse(f"admin:{name}_change", args=[record.pk]), {"reason": "mine"}).status_code == 403


def test_users_and_groups_have_pages_and_are_not_deleted(ed, superuser):
    for url in (
        reverse("admin:auth_user_change", args=[ed.pk]),
        reverse("admin:auth_user_add"),
        reverse("admin:auth_group_changelist"),
    ):
        assert superuser.get(url).status_code == 200
    assert superuser.get(reverse("admin:auth_user_delete", args=[ed.pk])).status_code == 403


def test_login_leads_to_the_page_that_was_asked_for(ed, sample):
    client = Client()
    wanted = reverse("admin:claims_claim_changelist")
    asked = client.get(wanted)
    assert asked.status_code == 302

    sent = client.post(asked.url, {"username": "ed", "password": "ed-pass-1"})

    assert sent.url == wanted


def test_login_without_a_page_leads_to_the_desk(ed):
    sent = Client().post(reverse("admin:login"), {"username": "ed", "password": "ed-pass-1"})

    assert sent.url == reverse("admin:index")
    client = Client()
    client.force_login(ed)
    assert client.get(sent.url).status_code == 200
