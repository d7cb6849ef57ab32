"""The page of a report: who may open it, what it holds, and its files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages

from claims.admin.reports import pages
from claims.models import Claim
from tests.cases import claim, outlet, row
from tests.claims.admin.listing import act, many

REPORT = "/admin/claims/claim/report/"


def shown(client: Any, *ids: int, **query: str) -> Any:
    return client.get(REPORT, {"claims": "-".join(map(str, ids)), **query})


def test_a_report_shows_the_claim_in_words_and_prints_no_buttons(editor, arms):
    page = shown(editor, arms.pk)
    text = page.content.decode()

    assert arms.text in text
    assert "<strong>Contested.</strong>" in text
    assert "Who supports it" in text
    assert "Who denies it" in text
    assert "Passed on by:" in text
    assert "supports_" not in text
    head, report = text.split('<main id="report">')
    assert "<button" in head
    assert "<button" not in report


def test_who_may_not_read_claims_gets_no_report(newcomer, arms):
    assert shown(newcomer, arms.pk).status_code == 403
    assert shown(newcomer, arms.pk, **{"as": "csv"}).status_code == 403

    User.objects.get(username="new").user_permissions.add(Permission.objects.get(codename="view_claim"))
    assert shown(newcomer, arms.pk).status_code == 200


@pytest.mark.parametrize(("ending", "begins"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbfClaim,"), ("txt", b"")])
def test_a_report_is_sent_as_a_file(ending, begins, editor, arms):
    file = shown(editor, arms.pk, **{"as": ending})

    assert file.content.startswith(begins)
    assert file["Content-Disposition"].endswith(f'.{ending}"')
    assert file["X-Content-Type-Options"] == "nosniff"


def test_nothing_of_a_hidden_claim_is_in_the_report_of_a_published_one(editor, loaded, now):
    """Readers do not see that a hidden claim contradicts it, and the report may be pasted anywhere."""
    shut = claim("secret", row("ben"), embargo_until=(now + timedelta(days=9_999)).isoformat())
    relations = [{"kind": "contradicts", "claim": "secret"}]
    loaded(sources=[outlet("ada"), outlet("ben")], claims=[shut, claim("open", row("ada"), relations=relations)])
    pk = Claim.objects.get(key="open").pk

    text = shown(editor, pk).content.decode()

    assert Claim.objects.get(pk=pk).standing.status == "contested"
    assert "<strong>Unverified.</strong>" in text
    assert "Ben" not in text
    assert "not for publication" not in text
    assert "not for publication" in shown(editor, Claim.objects.get(key="secret").pk).content.decode()


def test_texts_are_escaped(editor, loaded):
    loaded(sources=[outlet("ada")], claims=[{**claim("c", row("ada")), "text": "<script>alert(1)</script>"}])

    assert "<script>alert(1)" not in shown(editor, Claim.objects.get().pk).content.decode()


def test_the_list_opens_a_report_of_the_selected_claims_up_to_a_limit(editor, now, monkeypatch):
    many(now, 3)
    first, second, _third = Claim.objects.order_by("id")

    opened = act(editor, "report", first, second, topic="a")
    assert opened.url == f"{REPORT}?claims={second.pk}-{first.pk}&back=topic%3Da"
    page = editor.get(opened.url)
    assert [each.key for each in page.context["claims"]] == [second.key, first.key]
    assert page.context["back"] == "/admin/claims/claim/?topic=a"
    monkeypatch.setattr(pages, "MOST_ON_A_PAGE", 2)
    refused = act(editor, "report", first, across=True)
    assert "at most 2 claims" in str(*get_messages(refused.wsgi_request))


def test_the_number_of_queries_does_not_grow(editor, now, django_assert_max_num_queries):
    many(now, 4)
    ids = list(Claim.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(9):  # session, user, permissions; claims, bodies, hidden ones and views of the batch
        shown(editor, *ids)


@pytest.mark.parametrize("asked", ["", "x", "0", "9" * 30])
def test_there_is_no_report_of_no_claims(asked, editor, arms):
    assert editor.get(REPORT, {"claims": asked}).status_code == 404


def test_the_page_of_a_claim_leads_to_its_report(editor, arms):
    text = editor.get(f"/admin/claims/claim/{arms.pk}/change/").content.decode()

    assert f"{REPORT}?claims={arms.pk}" in text
    assert shown(editor, arms.pk, **{"from": "history"}).context["back"] == f"/admin/claims/claim/{arms.pk}/history/"
