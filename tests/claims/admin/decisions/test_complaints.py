"""Complaints of parties on the page of a claim, in the inbox of who holds it and on the front page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Complaint
from sources.admin.pages import page_url
from sources.models import Source

TEXT = "<b>canary</b>: take it down"


def url(name: str, claim: Claim, complaint: Complaint | None = None) -> str:
    address = reverse(f"admin:claims_claim_{name}", args=[claim.pk])
    return f"{address}?complaint={complaint.pk}" if complaint else address


@pytest.fixture
def form(arms: Claim) -> dict[str, Any]:
    """The form of a complaint that is overdue already."""
    at = timezone.localtime() - timedelta(days=9)
    times = {
        name: (at + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S") for name, days in (("received_at", 0), ("due_at", 7))
    }
    also = Claim.objects.get(key="limousine").pk
    return {
        "kind": "legal_letter",
        "source": Source.objects.get(key="moscow").pk,
        "sender": "Law & Co",
        "text": TEXT,
        "claims": [also],
        **times,
    }


def test_a_reporter_records_a_letter_and_an_editor_answers_it(
    arms: Claim, form: dict[str, Any], reporter: Client, editor: Client, ed: User
) -> None:
    Claim.objects.filter(pk=arms.pk).update(assignee=ed)
    assert reporter.post(url("complaint", arms), form).status_code == 302
    complaint = Complaint.objects.get()
    assert {claim.key for claim in complaint.claims.all()} == {"arms-transfers", "limousine"}

    page = editor.get(url("decisions", arms)).content.decode()
    assert "&lt;b&gt;canary&lt;/b&gt;: take it down" in page
    assert 'data-tone="critical">answer due by' in page
    assert "Complaints about your claims" in editor.get("/admin/claims/claim/inbox/").content.decode()
    assert "1 is overdue" in editor.get("/admin/").content.decode()
    said = {"answer": "Corrected.", "answered_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S")}
    assert reporter.post(url("complaint_answer", arms, complaint), said).status_code == 403
    assert editor.post(url("complaint_answer", arms, complaint), said).status_code == 302
    assert "Corrected." in editor.get(url("decisions", arms)).content.decode()
    assert "Complaints about your claims" not in editor.get("/admin/claims/claim/inbox/").content.decode()


def test_viewers_learn_nothing_of_a_complaint(arms: Claim, form: dict[str, Any], reporter: Client, viewer: Client) -> None:
    reporter.post(url("complaint", arms), form)
    complaint = Complaint.objects.get()

    pages = (page_url(arms), url("decisions", arms), reverse("admin:index"), "/admin/claims/claim/inbox/")
    assert [
        page for page in pages if "canary" in (text := viewer.get(page).content.decode()) or 'id="complaints"' in text
    ] == []
    for page in (url("complaint", arms), url("complaint_answer", arms, complaint), url("complaint_strike", arms, complaint)):
        assert (viewer.get(page).status_code, viewer.post(page, form).status_code) == (403, 403)


def test_a_complaint_recorded_in_error_is_struck_out(arms: Claim, form: dict[str, Any], editor: Client) -> None:
    editor.post(url("complaint", arms), form)

    assert editor.post(url("complaint_strike", arms, Complaint.objects.get()), {"reason": "recorded twice"}).status_code == 302
    assert "recorded twice" in editor.get(url("decisions", arms)).content.decode()
