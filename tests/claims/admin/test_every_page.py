from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import resolve, reverse

from claims.admin.claim_page.tabs import TABS, tab_url
from claims.models import Claim
from factcheck.desk.admin_filters import NO_FILTERS
from factcheck.words import LABELS
from sources.admin.pages import page_url
from tests.claims.admin.every_record import record_one_of_each

#: A source's print is bookkeeping of the jobs; what a person keeps for themselves has no permissions, and nobody else sees it.
MODELS = [
    model
    for app in ("claims", "sources")
    for model in apps.get_app_config(app).get_models()
    if model._meta.model_name != "sourceprint" and model._meta.default_permissions
]
NAMES = [f"{model._meta.app_label}_{model._meta.model_name}" for model in MODELS]


#: Records that only administrators read.
OF_ADMINISTRATORS = ("webhook", "erasure")


def test_every_record_kind_is_registered():
    assert [model.__name__ for model in MODELS if model not in admin.site._registry] == []


@pytest.fixture
def everything(sample, now):
    """One record at least of every kind."""
    record_one_of_each(now)


@pytest.mark.parametrize("who", ["senior", pytest.param("superuser", marks=pytest.mark.both)])
def test_every_list_and_every_record_renders(who, everything, request):
    client = request.getfixturevalue(who)
    named = zip(NAMES, MODELS, strict=True)
    shown = {name: model for name, model in named if who == "superuser" or not any(map(name.__contains__, OF_ADMINISTRATORS))}
    lists = [reverse(f"admin:{name}_changelist") for name in shown]
    records = [
        reverse(f"admin:{name}_change", args=[record.pk]) for name, model in shown.items() for record in model.objects.all()[:5]
    ]

    records += [tab_url(record.pk, tab) for record in shown["claims_claim"].objects.all()[:5] for tab in TABS]
    assert len(records) >= len(shown)
    answers = {url: client.get(url) for url in (reverse("admin:index"), *lists, *records)}
    assert [url for url, answer in answers.items() if answer.status_code != 200] == []
    links = set().union(*(links_to_lists(url, answer.content.decode()) for url, answer in answers.items()))
    assert {link for link in links if not takes(*link, answers[lists[0]].wsgi_request)} == set()
    assert {name for _path, name in links} >= LINKED


#: What pages show in words: an actor as records store it, and a stored code of two words or more.
STORED = re.compile(
    r"\b(?:user|token|job|command):\w+|\b(?:" + "|".join(word for word in LABELS if " " in word).replace(" ", "_") + r")\b"
)


def test_people_are_called_by_name_and_codes_in_words(everything, superuser):
    lists = [reverse(f"admin:{name}_changelist") for name in NAMES]
    records = [page_url(record) for model in MODELS for record in model.objects.order_by("-pk")[:4]]
    tabs = ("change", "chain", "decisions", "history", "edit")
    claims = [
        reverse(f"admin:claims_claim_{tab}", args=[claim.pk]) for claim in Claim.objects.order_by("pk")[:3] for tab in tabs
    ]

    shown = {url: visible(superuser.get(url).content.decode()) for url in (reverse("admin:index"), *lists, *records, *claims)}
    assert {url: sorted(set(STORED.findall(text))) for url, text in shown.items() if STORED.search(text)} == {}


def visible(page):
    """Return the text of a page as people read it: without stored JSON, fields, and what is inside of tags."""
    left_out = re.sub(r"(?s)<(script|style|pre|template|textarea|datalist)\b.*?</\1>", " ", page)
    return unescape(re.sub(r"(?s)<[^>]*>", " ", left_out))


#: Filters that pages link to, beside those which the lists themselves show.
LINKED = {
    "claim__id__exact",
    "source__id__exact",
    "voided_at__isnull",
    "waived_until__isnull",
    "raised_at__gte",
    "cleared_at__lt",
}


def links_to_lists(page, text):
    """Return the parameters of all links of a page to lists, each with the path of its list."""
    links = (urlsplit(urljoin(page, unescape(link))) for link in re.findall(r'href="([^"]*\?[^"]+)"', text))
    return {(link.path, name) for link in links if link.path.startswith("/admin/") for name in parse_qs(link.query)}


def takes(path, name, request):
    """Tell whether a list takes a parameter as a filter, or for its search, order or pages."""
    found = resolve(path)
    if not str(found.url_name).endswith("_changelist") or name in NO_FILTERS:
        return True
    return found.func.model_admin.lookup_allowed(name, "", request)


def test_every_list_can_be_searched(everything, superuser):
    lists = [reverse(f"admin:{name}_changelist") for name in NAMES]

    assert [url for url in lists if superuser.get(url, {"q": "arms"}).status_code != 200] == []


def test_nobody_deletes_a_record(everything, superuser):
    for name, model in zip(NAMES, MODELS, strict=True):
        record = model.objects.first()
        url = reverse(f"admin:{name}_delete", args=[record.pk])

        assert superuser.get(url).status_code == 403, url
        assert superuser.post(url, {"post": "yes"}).status_code == 403, url
        assert model.objects.filter(pk=record.pk).exists(), url


READ_ONLY = ("claims_flag", "claims_assessment", "claims_standing", "claims_publicbody", "claims_revision", "claims_citation")
READ_ONLY += ("claims_decision", "claims_webhookdelivery")
READ_ONLY += ("claims_verificationrun", "claims_verificationchunk", "sources_sourcechange")
READ_ONLY += ("sources_correction",)


def test_records_of_jobs_are_read_only(everything, superuser):
    for name in READ_ONLY:
        record = MODELS[NAMES.index(name)].objects.first()

        assert superuser.get(reverse(f"admin:{name}_add")).status_code == 403, name
        page = superuser.get(reverse(f"admin:{name}_change", args=[record.pk]))
        assert b'name="_save"' not in page.content, name
        assert superuser.post(reverse(f"admin:{name}_change", args=[record.pk]), {"reason": "mine"}).status_code == 403, name


def test_users_and_groups_have_pages_and_are_not_deleted(ed, superuser):
    for url in (
        reverse("admin:auth_user_change", args=[ed.pk]),
        reverse("admin:auth_user_add"),
        reverse("admin:auth_group_changelist"),
    ):
        assert superuser.get(url).status_code == 200
    assert superuser.get(reverse("admin:auth_user_delete", args=[ed.pk])).status_code == 403


def test_login_redirects_to_the_requested_page(ed, sample):
    client = Client()
    wanted = reverse("admin:claims_claim_changelist")
    asked = client.get(wanted)
    assert asked.status_code == 302

    sent = client.post(client.get(asked.url).url, {"login": "ed", "password": "ed-pass-1"})

    assert sent.url == wanted


def test_login_without_a_page_leads_to_the_desk(ed):
    sent = Client().post(reverse("account_login"), {"login": "ed", "password": "ed-pass-1"})

    assert sent.url == reverse("admin:index")
    client = Client()
    client.force_login(ed)
    assert client.get(sent.url).status_code == 200
